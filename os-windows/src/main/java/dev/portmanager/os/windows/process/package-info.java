/** What is known of processes: one snapshot of all, and the facts of one through its handle. */
@NullMarked
package dev.portmanager.os.windows.process;

import org.jspecify.annotations.NullMarked;
