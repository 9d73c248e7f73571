/** What libproc and sysctl tell of processes and sockets: calls, and decoders that are pure. */
@NullMarked
package dev.portmanager.os.macos.libproc;

import org.jspecify.annotations.NullMarked;
