/** Who listens: the kernel's list of sockets put together with the owners found in /proc. */
@NullMarked
package dev.portmanager.os.linux.listen;

import org.jspecify.annotations.NullMarked;
