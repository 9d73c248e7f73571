package dev.portmanager.cli.dist;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillOfMaterialsTest {

  private static final String LICENCE = "\"licenses\":[{\"license\":{\"id\":\"MIT\"}}]";
  private static final String ONE = component("one", "\"version\":\"1.0\"," + LICENCE);

  @TempDir Path folder;
  private Path lib;

  @BeforeEach
  void shipTheCommandAndOneLibrary() throws IOException {
    lib = Files.createDirectory(folder.resolve("lib"));
    Files.createFile(lib.resolve("app-2.0.jar"));
    Files.createFile(lib.resolve("one-1.0.jar"));
  }

  private static String component(String name, String rest) {
    return "{\"name\":\"" + name + "\"," + rest + "}";
  }

  private BillOfMaterials listing(String components) throws IOException {
    String app = component("app", "\"version\":\"2.0\"," + LICENCE);
    String json = "{\"metadata\":{\"component\":" + app + "},\"components\":[" + components + "]}";
    return BillOfMaterials.of(Files.writeString(folder.resolve("bom.json"), json));
  }

  @Test
  void listOfWhatIsShipped_isRight() {
    assertThatCode(() -> listing(ONE).requireSameAs(lib)).doesNotThrowAnyException();
  }

  @Test
  void jarThatIsNotListed_isNamed() throws IOException {
    BillOfMaterials bill = listing("");
    assertThatIllegalStateException()
        .isThrownBy(() -> bill.requireSameAs(lib))
        .withMessageContaining("not listed [one-1.0.jar]");
  }

  @Test
  void componentThatIsNotShipped_isNamed() throws IOException {
    BillOfMaterials bill = listing(ONE + "," + component("two", "\"version\":\"3\"," + LICENCE));
    assertThatIllegalStateException()
        .isThrownBy(() -> bill.requireSameAs(lib))
        .withMessageContaining("not there [two-3.jar]");
  }

  @Test
  void componentWithoutALicence_isNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> listing(component("two", "\"version\":\"3\"")))
        .withMessage("the bill of materials has no licence of two");
  }

  @Test
  void componentWithoutAVersion_isNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> listing(component("two", LICENCE)))
        .withMessage("the bill of materials has no version of two");
  }
}
