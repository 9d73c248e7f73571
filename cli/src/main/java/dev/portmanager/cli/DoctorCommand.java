package dev.portmanager.cli;

import dev.portmanager.Diagnosis;
import dev.portmanager.PortManager;
import dev.portmanager.PortRange;
import dev.portmanager.cli.output.Cell;
import dev.portmanager.cli.output.Json;
import dev.portmanager.cli.output.Style;
import dev.portmanager.cli.output.Table;
import dev.portmanager.cli.output.View;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what works here. */
@Command(
    name = "doctor",
    description = {
      "Tells what works on this machine and what does not, and what to do about it.",
      "Exit code: 1 if anything is broken."
    })
final class DoctorCommand extends Subcommand {

  @Option(
      names = "--range",
      paramLabel = "A-B",
      description = "The ports to judge; 8050-8099 by default.")
  private PortRange range = PortRange.DEFAULT;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  DoctorCommand(RootCommand root) {
    super(root);
  }

  @Override
  ExitCode execute() {
    try (PortManager manager = root().open(range)) {
      List<Diagnosis> findings = manager.diagnose();
      if (json) {
        Json.on(terminal()).findings(findings);
      } else {
        print(findings);
      }
      boolean broken = findings.stream().anyMatch(f -> f.level() == Diagnosis.Level.BROKEN);
      return broken ? ExitCode.FAILED : ExitCode.DONE;
    }
  }

  private void print(List<Diagnosis> findings) {
    View view = root().view();
    if (!view.people()) {
      Table table = new Table("LEVEL", "TOPIC", "MESSAGE", "REMEDY");
      for (Diagnosis finding : findings) {
        table.add(
            level(finding),
            Cell.of(finding.topic()),
            Cell.of(finding.message()),
            View.text(finding.remedy()));
      }
      terminal().safeLines(view.lines(table));
      return;
    }
    for (Diagnosis finding : findings) {
      Cell level = level(finding);
      String shown = level.style().apply(level.text(), view.colour());
      String rest = Cell.of(finding.topic()).text() + ": " + Cell.of(finding.message()).text();
      terminal().safeLines(List.of(shown + " ".repeat(9 - level.text().length()) + rest));
      finding.remedy().ifPresent(text -> terminal().line("         -> " + text));
    }
  }

  private static Cell level(Diagnosis finding) {
    Style style =
        switch (finding.level()) {
          case OK -> Style.GOOD;
          case LIMITED -> Style.WARN;
          case BROKEN -> Style.BAD;
        };
    return new Cell(finding.level().name().toLowerCase(Locale.ROOT), style);
  }
}
