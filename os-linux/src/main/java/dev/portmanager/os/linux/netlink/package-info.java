/**
 * The kernel's list of sockets, by netlink: requests are encoded and replies decoded by pure
 * functions on buffers; one class talks to the kernel.
 */
@NullMarked
package dev.portmanager.os.linux.netlink;

import org.jspecify.annotations.NullMarked;
