/** What the fuzzer calls of this room, which is open to no other. */
@NullMarked
package dev.portmanager.os.windows.table;

import org.jspecify.annotations.NullMarked;
