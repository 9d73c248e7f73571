package dev.portmanager.core.registry;

import dev.portmanager.LeaseRegistryException;
import dev.portmanager.spi.Host;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * A folder that is this user's alone to write to, so that nobody else can replace what lies in it.
 *
 * @param path the folder
 * @param host tells who owns it, and who we are
 */
record SafeDirectory(Path path, Host host) {

  /** Root on POSIX systems; the system and the administrators on Windows (well-known SIDs). */
  private static final Set<String> ADMINISTRATORS = Set.of("0", "S-1-5-18", "S-1-5-32-544");

  private static final String ADVICE = ", or choose another folder with --registry";

  /**
   * Makes the folder if there is none, and checks it.
   *
   * @throws LeaseRegistryException if it is not safe to use, with the reason
   * @throws IOException if it cannot be made or looked at
   */
  void prepare() throws IOException {
    try {
      check();
    } catch (NoSuchFileException e) {
      create();
      check();
    }
  }

  private void create() throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      host.createOwnFolder(path);
    } catch (FileAlreadyExistsException e) {
      return; // by another process of ours, or by a stranger: the check tells
    }
    PosixFileAttributeView posix = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (posix != null) {
      // Whatever the umask: other users' processes must be able to see which ports are taken.
      posix.setPermissions(PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private void check() throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw unsafe("is a symbolic link: remove it");
    }
    checkLinksAbove();
    String owner = host.ownerOf(path);
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw unsafe("is not a folder: remove it");
    }
    if (!owner.equals(host.userId())) {
      throw unsafe(
          "belongs to " + host.userName(owner) + ", not to " + host.userName(host.userId()));
    }
    PosixFileAttributeView posix =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (posix != null) {
      Set<PosixFilePermission> permissions = posix.readAttributes().permissions();
      if (permissions.contains(PosixFilePermission.GROUP_WRITE)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw unsafe("can be written by others: chmod go-w " + path);
      }
    }
    List<String> strangers = host.strangersWhoMayWrite(path);
    if (!strangers.isEmpty()) {
      throw unsafe(
          "can be written by "
              + String.join(", ", strangers)
              + ": take that right from them (icacls)");
    }
  }

  /** A link above may be ours or the administrator's; whoever else made it could turn it. */
  private void checkLinksAbove() throws IOException {
    Path part = path.toAbsolutePath().getParent();
    while (part != null) {
      if (Files.isSymbolicLink(part)) {
        String owner = host.ownerOf(part);
        if (!owner.equals(host.userId()) && !ADMINISTRATORS.contains(owner)) {
          throw unsafe("lies behind the symbolic link " + part + " of " + host.userName(owner));
        }
      }
      part = part.getParent();
    }
  }

  private LeaseRegistryException unsafe(String why) {
    return new LeaseRegistryException(
        "the folder of the register of leases " + path + " " + why + ADVICE);
  }
}
