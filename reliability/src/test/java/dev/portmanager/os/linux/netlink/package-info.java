/** What the fuzzer calls of this room, which is open to no other. */
@NullMarked
package dev.portmanager.os.linux.netlink;

import org.jspecify.annotations.NullMarked;
