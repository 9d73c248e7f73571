package dev.portmanager.reliability.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts applications with {@code portmanager run} and {@code portmanager get --for-pid}, one after
 * the other, and kills them: sometimes before they have their port. To be run by one thread.
 */
final class Commands {

  private static final String SAYS_PORT = "echo $PORT; ";

  /** Becomes another program once more; leaves a child behind that holds nothing. */
  private static final List<String> SCRIPTS =
      List.of(
          SAYS_PORT + "exec sleep 600",
          SAYS_PORT + "sleep 3 & exec sleep 600",
          SAYS_PORT + "exec sh -c 'exec sleep 600'");

  private final ChaosPlace place;
  private final String name;
  private final CountDownLatch stop;
  private final Random random = new Random();
  private int count;

  Commands(ChaosPlace place, String name, CountDownLatch stop) {
    this.place = place;
    this.name = name;
    this.stop = stop;
  }

  /** Goes on until it is told to stop. */
  void run() {
    try {
      while (stop.getCount() > 0) {
        String id = name + "#" + count++;
        if (random.nextBoolean()) {
          runApp(id);
        } else {
          getForPid(id);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> command(String... words) {
    List<String> command = new ArrayList<>(WorkerProcess.java("dev.portmanager.cli.Main"));
    command.addAll(List.of(words));
    return command;
  }

  private String range() {
    return place.range().min() + "-" + place.range().max();
  }

  private Process start(List<String> command, String id) throws IOException {
    Path said = place.log(id + ".err");
    return new ProcessBuilder(command).redirectError(said.toFile()).start();
  }

  private void runApp(String id) throws IOException, InterruptedException {
    List<String> command =
        command("run", id, "--registry", place.registry().toString(), "--range", range());
    if (random.nextBoolean()) {
      command.add("--hold");
    }
    command.addAll(List.of("--", "sh", "-c", SCRIPTS.get(random.nextInt(SCRIPTS.size()))));
    long before = EventLog.now();
    Process app = start(command, id);
    place.driver().write(before, "ASKED " + id + " " + id + " " + app.pid() + " OF " + app.pid());
    boolean early = random.nextInt(5) == 0;
    if (early) {
      app.waitFor(random.nextInt(1_500), TimeUnit.MILLISECONDS);
    } else {
      answer(app, id);
      live();
    }
    kill(app);
  }

  private void answer(Process process, String id) throws IOException {
    BufferedReader output = process.inputReader();
    String port = output.readLine();
    place.driver().write(port == null ? "REFUSED " + id + " command" : "GOT " + id + " " + port);
  }

  private void getForPid(String id) throws IOException, InterruptedException {
    Process holder = start(List.of("sh", "-c", "sleep 1; exec sleep 600"), id);
    place.driver().asked(id, id, ProcessHandle.current().pid(), holder.pid());
    Process get =
        start(
            command(
                "get",
                id,
                "--registry",
                place.registry().toString(),
                "--range",
                range(),
                "--for-pid",
                String.valueOf(holder.pid())),
            id);
    boolean early = random.nextInt(5) == 0;
    if (early) {
      (random.nextBoolean() ? holder : get).waitFor(random.nextInt(1_500), TimeUnit.MILLISECONDS);
      get.destroyForcibly().waitFor();
    } else {
      answer(get, id);
      get.waitFor();
      live();
    }
    kill(holder);
  }

  private void live() throws InterruptedException {
    boolean stopped = stop.await(random.nextInt(4_000), TimeUnit.MILLISECONDS);
    assert stopped || stop.getCount() > 0;
  }

  private void kill(Process process) throws InterruptedException {
    place.driver().write("KILLING " + process.pid());
    process.destroyForcibly().waitFor();
    place.driver().write("DEAD " + process.pid());
  }
}
