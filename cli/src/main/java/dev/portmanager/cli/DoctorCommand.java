package dev.portmanager.cli;

import dev.portmanager.Diagnosis;
import dev.portmanager.Printable;
import dev.portmanager.cli.output.Cell;
import dev.portmanager.cli.output.Json;
import dev.portmanager.cli.output.Style;
import dev.portmanager.cli.output.Table;
import dev.portmanager.cli.output.View;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.OptionSpec;

/** Tells what works here. */
final class DoctorCommand extends Subcommand {

  private static final int LONGEST_LINE = 500;

  private final OptionSpec range = Options.range("The ports to judge");
  private final OptionSpec json = Options.json();

  DoctorCommand(RootCommand root) {
    super(
        root,
        "doctor",
        "Tells what works on this machine and what does not, and what to do about it.",
        "Exit code: 1 if anything is broken.");
    takes(range, json);
  }

  @Override
  ExitCode execute() {
    List<Diagnosis> findings = root().diagnose(Options.rangeOf(range));
    if (Options.isSet(json)) {
      Json.on(terminal()).findings(findings);
    } else {
      print(findings);
    }
    if (root().verbose()) {
      details(findings);
    }
    boolean broken = findings.stream().anyMatch(f -> f.level() == Diagnosis.Level.BROKEN);
    return broken ? ExitCode.FAILED : ExitCode.DONE;
  }

  /** What an expert wants to see goes to standard error, so that a table stays a table. */
  private void details(List<Diagnosis> findings) {
    for (Diagnosis finding : findings) {
      if (finding.details().isPresent()) {
        terminal().error(finding.topic() + ":");
        List<String> lines =
            finding.details().get().lines().map(l -> Printable.of(l, LONGEST_LINE)).toList();
        terminal().safeErrorLines(lines);
      }
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
