package dev.portmanager.cli.dist;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Makes the manual page in the macros of man(7) from the commands themselves. */
final class ManPage {

  private static final List<String> ENVIRONMENT =
      List.of(
          "PORTMANAGER_REGISTRY", "The folder of the leases, unless --registry names one.",
          "PORTMANAGER_JAVA_OPTS", "Options for the JVM of serve, separated by blanks.",
          "NO_COLOR", "Switches colours off if it is set to anything.",
          "PORT", "Set by run for the app: its port.");

  private static final List<String> EXAMPLES =
      List.of(
          "portmanager run web -- npm run dev",
          "portmanager run api --kill-stale -- python3 -m http.server {port}",
          "curl localhost:$(portmanager port web)",
          "portmanager who 8080 --json",
          "portmanager kill 8080 --dry-run");

  private static final int LINE_LENGTH = 62;

  private final CommandLine model;
  private final StringBuilder page = new StringBuilder();

  private ManPage(CommandLine model) {
    this.model = model;
  }

  /**
   * Returns the page.
   *
   * @param model the commands
   * @param version what the footer says on the left, such as {@code portmanager 1.0}
   * @param date the date in the footer, such as {@code 2026-01-31}
   * @param exitCodes what each exit code means, in the order to be shown
   * @return the text in the macros of man(7)
   */
  static String of(CommandLine model, String version, String date, Map<Integer, String> exitCodes) {
    return new ManPage(model).write(version, date, exitCodes);
  }

  private String write(String version, String date, Map<Integer, String> exitCodes) {
    CommandSpec root = model.getCommandSpec();
    page.append(".TH PORTMANAGER 1 \"").append(date).append("\" \"");
    page.append(escape(version)).append("\" \"User Commands\"\n");
    section("NAME");
    String summary = String.join(" ", root.usageMessage().description());
    page.append("portmanager \\- ");
    text(Character.toLowerCase(summary.charAt(0)) + ending(summary));
    section("SYNOPSIS");
    line("\\fBportmanager\\fR [\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGUMENTS\\fR]");
    section("COMMANDS");
    model.getSubcommands().values().forEach(command -> command(command.getCommandSpec()));
    section("OPTIONS OF EVERY COMMAND");
    root.options().forEach(this::option);
    section("EXIT STATUS");
    exitCodes.forEach((code, meaning) -> item("\\fB" + code + "\\fR", meaning));
    section("ENVIRONMENT");
    for (int i = 0; i < ENVIRONMENT.size(); i += 2) {
      item("\\fB" + escape(ENVIRONMENT.get(i)) + "\\fR", ENVIRONMENT.get(i + 1));
    }
    section("EXAMPLES");
    line(".nf");
    EXAMPLES.forEach(example -> line(escape(example)));
    line(".fi");
    return page.toString();
  }

  private void command(CommandSpec command) {
    if (command.usageMessage().hidden()) {
      return;
    }
    line(".SS " + escape(command.name()));
    String synopsis = new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
    line("\\fB" + escape(synopsis.strip().replaceAll("\\s+", " ")) + "\\fR");
    for (String paragraph : command.usageMessage().description()) {
      line(".PP");
      text(paragraph);
    }
    command.positionalParameters().forEach(this::parameter);
    command.options().stream().filter(option -> !option.inherited()).forEach(this::option);
  }

  private void option(OptionSpec option) {
    String names = "\\fB" + escape(String.join(", ", option.names())) + "\\fR";
    boolean hasValue = option.arity().max() > 0;
    item(
        names + (hasValue ? " \\fI" + escape(option.paramLabel()) + "\\fR" : ""),
        String.join(" ", option.description()));
  }

  private void parameter(PositionalParamSpec parameter) {
    item(
        "\\fI" + escape(parameter.paramLabel()) + "\\fR",
        String.join(" ", parameter.description()));
  }

  private void section(String title) {
    line(".SH " + (title.indexOf(' ') < 0 ? title : "\"" + title + "\""));
  }

  private void item(String tag, String text) {
    line(".TP");
    line(tag);
    text(text);
  }

  /** Writes running text, in lines that a person may read in the source too. */
  private void text(String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + word.length() >= LINE_LENGTH) {
        line(escape(line.toString()));
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    line(escape(line.toString()));
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  private static String ending(String summary) {
    int end = summary.endsWith(".") ? summary.length() - 1 : summary.length();
    return summary.substring(1, end);
  }

  /** Makes plain text of what troff would take for its own: backslash, hyphen, first character. */
  private static String escape(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
