/** Processes pinned against reuse of their number: by pidfd, or by start time without it. */
@NullMarked
package dev.portmanager.os.linux.pin;

import org.jspecify.annotations.NullMarked;
