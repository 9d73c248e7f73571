package dev.portmanager.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portmanager.spi.Host;
import dev.portmanager.spi.Presence;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Host} has to do. */
public abstract class HostContract extends BackEndHooks {

  /** Far above the resolution of every system's count of time, which is at most 16 ms. */
  private static final Duration COARSEST_TICK = Duration.ofSeconds(5);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");

  /** For {@link ProcessKillerContract} only. */
  HostContract() {}

  private Host host() {
    return processKiller().host();
  }

  @Test
  void backEnd_isMadeForThisSystem_andHasAName() {
    assertTrue(processKiller().isSupported());
    assertFalse(processKiller().name().isBlank());
  }

  @Test
  void host_isTheSameObjectAtEachCall() {
    var killer = processKiller();
    assertSame(killer.host(), killer.host());
  }

  @Test
  void bootId_isStable_andOfItsAlphabet() {
    assertStableName(host()::bootId);
  }

  @Test
  void pidNamespace_isStable_andOfItsAlphabet() {
    Host host = host();
    assertStableName(
        () ->
            host.pidNamespace()
                .orElseThrow(() -> new AssertionError("no pid can be judged where the tests run")));
  }

  @Test
  void networkNamespace_isStable_andOfItsAlphabet() {
    assertStableName(host()::networkNamespace);
  }

  @Test
  void userId_isStable_andOfItsAlphabet() {
    assertStableName(host()::userId);
  }

  @Test
  void userName_ofUnknownUser_isTheIdItself() {
    // Neither a number that a system gives out nor the identifier of a user.
    assertEquals("4123456789", host().userName("4123456789"));
  }

  @Test
  void presence_ofThisProcess_isRunning_withStableStartTimeAndOurUser() {
    long pid = ProcessHandle.current().pid();
    Presence.Running first = assertInstanceOf(Presence.Running.class, host().presence(pid));
    assertEquals(host().userId(), first.userId());
    assertTrue(first.startTime() > 0, "start time " + first.startTime());
    assertEquals(first, host().presence(pid));
  }

  @Test
  void presence_ofChild_isRunning_thenGone() {
    long ours =
        assertInstanceOf(Presence.Running.class, host().presence(ProcessHandle.current().pid()))
            .startTime();
    try (ChildListener child = ChildListener.builder().start()) {
      Presence.Running running =
          assertInstanceOf(Presence.Running.class, host().presence(child.pid()));
      assertTrue(running.startTime() > ours, "a child starts later than its parent");
      child.kill();
      assertInstanceOf(Presence.Gone.class, host().presence(child.pid()));
    }
  }

  @Test
  void presence_ofEndedProcessThatIsNotReaped_isGone() {
    try (SharedListener shared = Fixtures.shared(startSharedListener(1))) {
      long pid = Fixtures.unreaped(shared);
      assertInstanceOf(Presence.Gone.class, host().presence(pid));
    }
  }

  @Test
  void presence_ofPidThatNoSystemHas_isGone() {
    for (long pid : Fixtures.PIDS_OF_NOBODY) {
      assertInstanceOf(Presence.Gone.class, host().presence(pid), "pid " + pid);
    }
  }

  @Test
  void uptime_grows() {
    Host host = host();
    Duration first = host.uptime();
    assertFalse(first.isNegative());
    Instant deadline = Instant.now().plus(COARSEST_TICK);
    Duration last = host.uptime();
    while (last.equals(first) && Instant.now().isBefore(deadline)) {
      last = host.uptime();
    }
    assertTrue(last.compareTo(first) > 0, first + " then " + last);
  }

  @Test
  void registryRoot_exists() {
    host().registryRoot().ifPresent(root -> assertTrue(Files.isDirectory(root), root + ""));
  }

  @Test
  void ownerOf_ownFile_isOurUser(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertEquals(host().userId(), host().ownerOf(file));
  }

  @Test
  void ownerOf_symbolicLinkToNothing_isTheOwnerOfTheLink(@TempDir Path folder) {
    Path link = folder.resolve("link");
    try {
      Files.createSymbolicLink(link, folder.resolve("nothing"));
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here: " + e);
    }
    assumeTrue(Files.isSymbolicLink(link), "what was made is no symbolic link here");
    assertEquals(host().userId(), Fixtures.unchecked(() -> host().ownerOf(link)));
  }

  @Test
  void ownerOf_missingFile_throws(@TempDir Path folder) {
    assertThrows(IOException.class, () -> host().ownerOf(folder.resolve("missing")));
  }

  @Test
  void ephemeralRange_hasThePortThatTheSystemPicks_andNoneIsRestricted() {
    try (ChildListener child = ChildListener.builder().count(5).start()) {
      for (int port : child.ports()) {
        host().ephemeralRange().ifPresent(range -> assertTrue(range.contains(port), port + ""));
        assertTrue(host().restrictedRanges().stream().noneMatch(range -> range.contains(port)));
      }
    }
  }

  @Test
  void wildcardExcludesSpecific_isTrueOnlyWhereItDoes() {
    assumeTrue(host().wildcardExcludesSpecific(), "this system does not promise it");
    try (ChildListener child = ChildListener.builder().wildcard().start()) {
      assertThrows(
          IOException.class, () -> new ServerSocket(child.port(), 1, Fixtures.LOOPBACK).close());
    }
  }

  private static void assertStableName(Supplier<String> name) {
    String first = name.get();
    assertTrue(NAME.matcher(first).matches(), "\"" + first + "\" is not of " + NAME);
    assertEquals(first, name.get());
  }
}
