/** What must be seen from inside the room of listeners. */
@NullMarked
package dev.portmanager.os.linux.listen;

import org.jspecify.annotations.NullMarked;
