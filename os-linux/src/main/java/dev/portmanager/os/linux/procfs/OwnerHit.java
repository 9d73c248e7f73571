package dev.portmanager.os.linux.procfs;

/**
 * One process that holds one socket.
 *
 * @param inode the socket
 * @param pid the process
 * @param descriptor one of its descriptors of the socket
 */
public record OwnerHit(long inode, int pid, int descriptor) {}
