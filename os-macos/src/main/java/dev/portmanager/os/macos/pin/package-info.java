/** Processes pinned against reuse of their pid, signalled and awaited. */
@NullMarked
package dev.portmanager.os.macos.pin;

import org.jspecify.annotations.NullMarked;
