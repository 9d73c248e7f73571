package dev.portmanager.core.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalsTest {

  @TempDir Path folder;

  /** A register that is made anew without them would give away ports that are held. */
  @Test
  void folderThatCannotBeListed_isNotTakenForOneWithoutJournals() throws Exception {
    Path none = Files.createFile(folder.resolve("none"));
    Journals journals =
        new Journals(
            none.resolve("leases"), new Liveness(SimulatedHost.of("1000", Optional.empty())));
    assertThatThrownBy(journals::live).isInstanceOf(IOException.class).hasMessageContaining("none");
    assertThatThrownBy(() -> journals.strike(1)).isInstanceOf(IOException.class);
  }
}
