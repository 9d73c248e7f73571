package dev.portmanager.reliability.chaos;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A {@link ChaosWorker} that runs, and what is done to it. To be used by one thread. */
final class WorkerProcess {

  private final Process process;
  private final EventLog log;
  private boolean stopped;
  private boolean killed;

  private WorkerProcess(Process process, EventLog log) {
    this.process = process;
    this.log = log;
  }

  /** Returns the command line of a small JVM. */
  static List<String> java(String main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx32m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:ReservedCodeCacheSize=16m",
        "-XX:-MaxFDLimit",
        "-XX:ErrorFile=target/hs_err_%p.log",
        "-cp",
        System.getProperty("java.class.path"),
        main);
  }

  /**
   * Starts one.
   *
   * @param name its name, and that of its log
   * @param clock a clock that others step; empty for the machine's
   */
  static WorkerProcess start(ChaosPlace place, String name, Optional<SteppedClock> clock)
      throws IOException {
    List<String> command = new ArrayList<>(java(ChaosWorker.class.getName()));
    command.addAll(
        List.of(
            place.registry().toString(),
            place.log(name).toString(),
            name,
            String.valueOf(place.range().min()),
            String.valueOf(place.range().max())));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    clock.ifPresent(c -> environment.putAll(c.environment()));
    File said = place.log(name + ".err").toFile();
    builder.redirectErrorStream(true).redirectOutput(said);
    return new WorkerProcess(builder.start(), place.driver());
  }

  boolean isStopped() {
    return stopped;
  }

  void stop() throws IOException, InterruptedException {
    signal("-STOP");
    stopped = true;
  }

  void goOn() throws IOException, InterruptedException {
    signal("-CONT");
    stopped = false;
  }

  private void signal(String signal) throws IOException, InterruptedException {
    if (process.isAlive()) {
      new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor();
    }
  }

  /** Kills it, and waits for its end. */
  void kill() throws InterruptedException {
    if (!process.isAlive() && process.exitValue() != 0 && !killed) {
      log.write("BROKEN process " + process.pid() + " ended with " + process.exitValue());
    }
    killed = true;
    log.write("KILLING " + process.pid());
    process.destroyForcibly().waitFor();
    log.write("DEAD " + process.pid());
  }

  /** Lets it give everything back and end; tells whether it did. */
  boolean finish() throws IOException, InterruptedException {
    process.getOutputStream().close();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    kill();
    return ended;
  }
}
