package dev.portmanager.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portmanager.benchmarks.statistics.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultStoreTest {

  @TempDir private Path folder;

  private static Result result(String when) {
    return new Result(
        "owners",
        "All owners",
        when,
        "abc1234",
        false,
        7,
        new Noise(0.01, 0.2, false),
        List.of(new Goal("what", "<= 1x", "0.9x", true)),
        List.of(
            new Table(
                "title",
                "caption",
                List.of(
                    Cell.of("row", "S", Figure.of(1, 2, 3), Figure.of(1, 1, 2)),
                    Cell.of("row", "M", Figure.of(1, 2, 3)),
                    Cell.of("row", "of 3", "3 of 3")))),
        List.of(new NotMeasured("a peer", "not installed")));
  }

  @Test
  void givesBackWhatWasPut() throws IOException {
    ResultStore store = new ResultStore(folder.resolve("new"));

    store.put(result("2026-01-01T00:00Z"));

    assertThat(store.get("owners")).contains(result("2026-01-01T00:00Z"));
    assertThat(store.get("kill")).isEmpty();
  }

  @Test
  void keepsTheNewest() throws IOException {
    ResultStore store = new ResultStore(folder);
    store.put(result("2026-01-01T00:00Z"));

    store.put(result("2026-02-02T00:00Z"));

    assertThat(store.get("owners")).map(Result::when).contains("2026-02-02T00:00Z");
  }

  @Test
  void saysWhatIsDamagedAndWhatToDo() throws IOException {
    Files.writeString(folder.resolve("owners.json"), "{\"tables\": 5");
    Files.writeString(folder.resolve("kill.json"), "");
    Files.writeString(folder.resolve("exit.json"), "{}");
    ResultStore store = new ResultStore(folder);

    for (String damaged : List.of("owners", "kill", "exit")) {
      assertThatThrownBy(() -> store.get(damaged))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("run \"bin/benchmark " + damaged + "\" again");
    }
  }
}
