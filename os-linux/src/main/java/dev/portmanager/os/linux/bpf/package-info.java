/**
 * Asks the kernel itself who holds a socket: a small BPF program in its {@code task_file} iterator,
 * put together here. No library, no file, nothing that outlives the process.
 */
@NullMarked
package dev.portmanager.os.linux.bpf;

import org.jspecify.annotations.NullMarked;
