package dev.portmanager.core.registry;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.portmanager.LeaseInfo;
import dev.portmanager.spi.Host;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registers of the other users of this machine, read only.
 *
 * <p>They lie beside our own, each in a folder named after its user. A folder counts only if it
 * belongs to that user; what a register says counts only for processes of that user (see {@link
 * Liveness}). Files are read by system calls, not mapped: their owner may cut them short at any
 * moment. Safe for use by several threads: what changes is one volatile field and one concurrent
 * map.
 */
final class OtherUsers {

  /** Far more than the kernel's grain of time, which is 10 ms at the most. */
  private static final long SETTLED_MILLIS = 1_000;

  private static final Listing NO_LISTING = new Listing(FileTime.fromMillis(-1), List.of());

  private final Path root;
  private final String fileName;
  private final Host host;
  private final Liveness liveness;
  private final BoundedOpening opening = new BoundedOpening();
  private volatile Listing listing = NO_LISTING;

  /** The file of each user that was found to be theirs: only root could give it to another. */
  private final Map<String, Object> trusted = new ConcurrentHashMap<>();

  /**
   * Who had a folder.
   *
   * @param changed when the folder of folders was changed last
   * @param users the users, without our own
   */
  private record Listing(FileTime changed, List<String> users) {}

  OtherUsers(Path root, String fileName, Host host, Liveness liveness) {
    this.root = root;
    this.fileName = fileName;
    this.host = host;
    this.liveness = liveness;
  }

  /**
   * Says what another user has against a claim of ours. To be asked after the claim stands in our
   * own register: then of two who claim one port at the same moment at least one sees the other.
   *
   * @throws IOException if the folder of all registers cannot be listed
   */
  Optional<Attempt.Refused> objection(int port, Terms terms) throws IOException {
    Optional<Attempt.Refused> objection = Optional.empty();
    int hash = Trace.hash(terms.app());
    for (ForeignRegister other : registers()) {
      try (other) {
        ForeignRegister.Slot slot = other.slot(port);
        if (slot.word() != ClaimWord.NOBODY && liveness.lives(slot.word(), other.user())) {
          return Optional.of(
              other.record(port, slot.word()).isPresent()
                  ? Attempt.Refused.HELD
                  : Attempt.Refused.CONTENDED);
        }
        if (Trace.isCooling(slot.trace(), hash, terms.cooldown(), System.currentTimeMillis())) {
          objection = Optional.of(Attempt.Refused.COOLING);
        }
      } catch (IOException e) {
        log().log(Level.DEBUG, () -> "cannot read the leases of user " + other.user(), e);
      }
    }
    return objection;
  }

  /** Returns the other users' live leases. */
  List<LeaseInfo> leases() throws IOException {
    List<LeaseInfo> leases = new ArrayList<>();
    Liveness pass = liveness.forOnePass();
    for (ForeignRegister other : registers()) {
      try (other) {
        for (ForeignRegister.Held held : other.held()) {
          if (pass.lives(held.word(), other.user())) {
            lease(other, held, pass).ifPresent(leases::add);
          }
        }
      } catch (IOException e) {
        log().log(Level.DEBUG, () -> "cannot read the leases of user " + other.user(), e);
      }
    }
    return leases;
  }

  /** Returns the live lease that another user has of a port. */
  Optional<LeaseInfo> leaseOf(int port) throws IOException {
    for (ForeignRegister other : registers()) {
      try (other) {
        long word = other.slot(port).word();
        if (word != ClaimWord.NOBODY && liveness.lives(word, other.user())) {
          return lease(other, new ForeignRegister.Held(port, word), liveness);
        }
      } catch (IOException e) {
        log().log(Level.DEBUG, () -> "cannot read the leases of user " + other.user(), e);
      }
    }
    return Optional.empty();
  }

  private Optional<LeaseInfo> lease(
      ForeignRegister other, ForeignRegister.Held held, Liveness judge) throws IOException {
    return other
        .record(held.port(), held.word())
        .map(
            record ->
                LeaseView.of(held.port(), held.word(), record, judge)
                    .ownedBy(host.userName(other.user())));
  }

  private List<ForeignRegister> registers() throws IOException {
    List<ForeignRegister> registers = new ArrayList<>();
    for (String user : users()) {
      Optional<ForeignRegister> register = open(user);
      if (register.isPresent()) {
        registers.add(register.get());
      }
    }
    return registers;
  }

  /**
   * Returns the users who have a folder. Listing takes longer than all else a claim does, so it is
   * done again only if the folder of folders has changed, which its time of change tells: once that
   * lies so far back that a later change cannot have the same time.
   */
  private List<String> users() throws IOException {
    FileTime changed = Files.getLastModifiedTime(root);
    Listing known = listing;
    if (known.changed().equals(changed)) {
      return known.users();
    }
    long settled = System.currentTimeMillis() - changed.toMillis();
    List<String> users = list();
    listing = settled > SETTLED_MILLIS ? new Listing(changed, users) : NO_LISTING;
    return users;
  }

  private List<String> list() throws IOException {
    String[] names = root.toFile().list();
    if (names == null) {
      throw new IOException("cannot list " + root);
    }
    List<String> users = new ArrayList<>();
    for (String name : names) {
      if (name.startsWith(RegistryPlace.FOLDER_PREFIX)) {
        String user = name.substring(RegistryPlace.FOLDER_PREFIX.length());
        if (!user.equals(host.userId())) {
          users.add(user);
        }
      }
    }
    return users;
  }

  private Optional<ForeignRegister> open(String user) {
    Path folder = root.resolve(RegistryPlace.FOLDER_PREFIX + user);
    Path file = folder.resolve(fileName);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
      if (!attributes.isRegularFile() || attributes.size() != RegistryFile.SIZE) {
        log().log(Level.DEBUG, "not trusted, since it is no register of user {0}: {1}", user, file);
        return Optional.empty();
      }
      Object key = attributes.fileKey();
      if (key == null || !key.equals(trusted.get(user))) {
        if (!belongs(folder, file, user)) {
          return Optional.empty();
        }
        if (key != null) {
          trusted.put(user, key);
        }
      }
      return Optional.of(new ForeignRegister(file, user, opening));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // that user has leased nothing since the machine started
    } catch (IOException e) {
      log().log(Level.DEBUG, () -> "cannot open the leases of user " + user, e);
      return Optional.empty();
    }
  }

  private boolean belongs(Path folder, Path file, String user) throws IOException {
    boolean belongs =
        Files.isDirectory(folder, NOFOLLOW_LINKS)
            && host.ownerOf(folder).equals(user)
            && host.ownerOf(file).equals(user);
    if (!belongs) {
      log().log(Level.DEBUG, "not trusted, since it is not of user {0}: {1}", user, file);
    }
    return belongs;
  }

  /** Looked up when something is to be said: setting up a logger is slow, and most never speak. */
  private static Logger log() {
    return System.getLogger(OtherUsers.class.getName());
  }
}
