/** Processes pinned by a handle, and the gentle ways of asking them to end. */
@NullMarked
package dev.portmanager.os.windows.pin;

import org.jspecify.annotations.NullMarked;
