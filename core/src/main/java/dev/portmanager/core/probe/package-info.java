/** Asks the operating system, by trying, whether a server could listen on a port. */
@NullMarked
package dev.portmanager.core.probe;

import org.jspecify.annotations.NullMarked;
