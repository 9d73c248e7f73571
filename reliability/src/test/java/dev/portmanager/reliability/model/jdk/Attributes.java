package dev.portmanager.reliability.model.jdk;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What is known of a file.
 *
 * @param inode its number
 * @param size its length
 */
record Attributes(int inode, long size) implements BasicFileAttributes {

  @Override
  public FileTime lastModifiedTime() {
    throw new UnsupportedOperationException("no step of the register asks for this");
  }

  @Override
  public FileTime lastAccessTime() {
    throw new UnsupportedOperationException("no step of the register asks for this");
  }

  @Override
  public FileTime creationTime() {
    throw new UnsupportedOperationException("no step of the register asks for this");
  }

  @Override
  public boolean isRegularFile() {
    return inode >= 0;
  }

  @Override
  public boolean isDirectory() {
    return inode < 0;
  }

  @Override
  public boolean isSymbolicLink() {
    return false;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public Object fileKey() {
    return inode;
  }
}
