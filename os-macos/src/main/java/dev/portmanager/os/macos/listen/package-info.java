/** Who listens: every process's sockets in one pass, and what cannot be seen of others. */
@NullMarked
package dev.portmanager.os.macos.listen;

import org.jspecify.annotations.NullMarked;
