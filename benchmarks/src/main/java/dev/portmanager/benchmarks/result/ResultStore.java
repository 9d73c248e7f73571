package dev.portmanager.benchmarks.result;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Keeps the newest result of each benchmark as JSON in a folder, so that parts can be measured one
 * by one and the report be made again without measuring. To be used by one thread.
 */
public final class ResultStore {

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private final Path folder;

  /**
   * Creates a store.
   *
   * @param folder where the files are; made when the first is written
   */
  public ResultStore(Path folder) {
    this.folder = folder;
  }

  /**
   * Keeps a result in place of an earlier one of the same benchmark.
   *
   * @param result what was found
   * @throws IOException if it cannot be written
   */
  public void put(Result result) throws IOException {
    Files.createDirectories(folder);
    Path unfinished = folder.resolve(result.benchmark() + ".json.part");
    Files.writeString(unfinished, GSON.toJson(result) + "\n");
    Files.move(unfinished, file(result.benchmark()), StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Returns the newest result of a benchmark.
   *
   * @param benchmark its name
   * @return what was found; empty if it was never run to its end
   * @throws IOException if the file cannot be read, or is no result
   */
  public Optional<Result> get(String benchmark) throws IOException {
    Path file = file(benchmark);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Result result = GSON.fromJson(Files.readString(file), Result.class);
      if (result == null) {
        throw new IOException(file + " is empty: run \"bin/benchmark " + benchmark + "\" again");
      }
      return Optional.of(result);
    } catch (RuntimeException e) { // Gson wraps what a record refuses in a bare one
      throw new IOException(
          file + " is no result; run \"bin/benchmark " + benchmark + "\" again: " + e, e);
    }
  }

  private Path file(String benchmark) {
    return folder.resolve(benchmark + ".json");
  }
}
