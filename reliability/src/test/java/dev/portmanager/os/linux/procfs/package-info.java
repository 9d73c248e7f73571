/** What must be seen from inside the room of procfs. */
@NullMarked
package dev.portmanager.os.linux.procfs;

import org.jspecify.annotations.NullMarked;
