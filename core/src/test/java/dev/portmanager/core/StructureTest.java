package dev.portmanager.core;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms of core, as docs/architecture.md draws them. */
class StructureTest {

  private static final String CORE = "dev.portmanager.core.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.portmanager.core");

  @Test
  void arrowsPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("manager")
        .definedBy("dev.portmanager.core")
        .layer("allocation")
        .definedBy(CORE + "allocation")
        .layer("lookup")
        .definedBy(CORE + "lookup")
        .layer("kill")
        .definedBy(CORE + "kill")
        .layer("registry")
        .definedBy(CORE + "registry")
        .layer("probe")
        .definedBy(CORE + "probe")
        .layer("event")
        .definedBy(CORE + "event")
        .layer("backend")
        .definedBy(CORE + "backend")
        .whereLayer("manager")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("allocation")
        .mayOnlyBeAccessedByLayers("manager")
        .whereLayer("lookup")
        .mayOnlyBeAccessedByLayers("manager", "allocation")
        .whereLayer("kill")
        .mayOnlyBeAccessedByLayers("manager")
        .whereLayer("registry")
        .mayOnlyBeAccessedByLayers("manager", "allocation", "lookup")
        .whereLayer("probe")
        .mayOnlyBeAccessedByLayers("allocation", "lookup")
        .whereLayer("event")
        .mayOnlyBeAccessedByLayers("manager", "allocation", "lookup")
        .whereLayer("backend")
        .mayOnlyBeAccessedByLayers("manager")
        .check(CLASSES);
  }

  @Test
  void roomsHaveNoCycles() {
    slices().matching("dev.portmanager.core.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noBackEndIsNamed() {
    ArchRuleDefinition.noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.portmanager.os..", "com.sun.jna..")
        .check(CLASSES);
  }
}
