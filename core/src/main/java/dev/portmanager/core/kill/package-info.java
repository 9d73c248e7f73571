/** Frees ports: whom to spare, in which order to end, how long to wait, what to report. */
@NullMarked
package dev.portmanager.core.kill;

import org.jspecify.annotations.NullMarked;
