package dev.portmanager.reliability.model.jdk;

import java.lang.reflect.Proxy;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** The rights of every file and folder: its owner writes, all read. */
final class OwnersAlone implements PosixFileAttributeView {

  private static final PosixFileAttributes ATTRIBUTES = attributes();

  private static PosixFileAttributes attributes() {
    Set<PosixFilePermission> rights = PosixFilePermissions.fromString("rwxr-xr-x");
    return (PosixFileAttributes)
        Proxy.newProxyInstance(
            OwnersAlone.class.getClassLoader(),
            new Class<?>[] {PosixFileAttributes.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("permissions")) {
                return rights;
              }
              throw new UnsupportedOperationException("no step of the register asks for this");
            });
  }

  @Override
  public String name() {
    return "posix";
  }

  @Override
  public PosixFileAttributes readAttributes() {
    return ATTRIBUTES;
  }

  @Override
  public void setTimes(FileTime modified, FileTime accessed, FileTime created) {
    throw new UnsupportedOperationException("no step of the register does this");
  }

  @Override
  public void setPermissions(Set<PosixFilePermission> permissions) {
    // They are as they are to be.
  }

  @Override
  public void setGroup(GroupPrincipal group) {
    throw new UnsupportedOperationException("no step of the register does this");
  }

  @Override
  public UserPrincipal getOwner() {
    throw new UnsupportedOperationException("no step of the register asks for this");
  }

  @Override
  public void setOwner(UserPrincipal owner) {
    throw new UnsupportedOperationException("no step of the register does this");
  }
}
