/** A process is killed at every system call that a lease and a release make. */
@NullMarked
package dev.portmanager.reliability.crash;

import org.jspecify.annotations.NullMarked;
