package dev.portmanager.os.linux.procfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two threads look for the owners of two sockets with one scan, each with an assistant. */
@JCStressTest
@Outcome(id = "both found", expect = Expect.ACCEPTABLE, desc = "each found this process")
@State
public class OwnerScanStress {

  /** Held open while there are samples. */
  private static final List<ServerSocket> SERVERS = List.of(server(), server());

  private static final List<Long> INODES = inodes();
  private static final OwnerScan SCAN = new OwnerScan("/proc", 1, OwnerScan.Manner.COMPARISON);

  private ScanResult one;
  private ScanResult other;

  private static ServerSocket server() {
    try {
      return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Long> inodes() {
    List<Long> inodes = new ArrayList<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : open) {
        String target = Files.isSymbolicLink(descriptor) ? target(descriptor) : "";
        if (target.startsWith("socket:[")) {
          inodes.add(Long.parseLong(target.substring(8, target.length() - 1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inodes.subList(inodes.size() - SERVERS.size(), inodes.size());
  }

  private static String target(Path descriptor) throws IOException {
    return Files.readSymbolicLink(descriptor).toString();
  }

  private static ScanResult scan(int which) {
    return SCAN.all(new LongSet(INODES.get(which)), OwnerScan.Depth.PROCESSES);
  }

  private static boolean isFound(ScanResult result, int which) {
    long self = ProcessHandle.current().pid();
    return result.ownersOf(INODES.get(which)).stream().anyMatch(owner -> owner.pid() == self);
  }

  /** The first thread. */
  @Actor
  public void one() {
    one = scan(0);
  }

  /** The second thread. */
  @Actor
  public void other() {
    other = scan(1);
  }

  /**
   * Judges what came of it.
   *
   * @param verdict where to
   */
  @Arbiter
  public void judge(L_Result verdict) {
    verdict.r1 = isFound(one, 0) && isFound(other, 1) ? "both found" : "an owner was missed";
  }
}
