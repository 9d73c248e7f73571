/** What the fuzzer calls of this room, which is open to no other. */
@NullMarked
package dev.portmanager.os.macos.libproc;

import org.jspecify.annotations.NullMarked;
