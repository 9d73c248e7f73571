package dev.portmanager.reliability.model.jdk;

import java.nio.file.Path;

/**
 * The header and the slots of a mapped file.
 *
 * @param path its name
 * @param inode its number
 */
public record MappedByteBuffer(Path path, int inode) {}
