package dev.portmanager.cli;

import dev.portmanager.PortRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Makes options and parameters, and reads their values.
 *
 * <p>The commands are described in code and not by picocli's annotations: reading those takes a
 * quarter of the processor time of a short command.
 */
final class Options {

  private Options() {}

  /** Makes an option that is there or not. */
  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name)
        .type(boolean.class)
        .arity("0")
        .initialValue(false)
        .description(description)
        .build();
  }

  /** Makes an option that has a value. */
  static <T> OptionSpec.Builder value(String name, Class<T> type, ITypeConverter<T> converter) {
    return OptionSpec.builder(name).arity("1").type(type).converters(converter);
  }

  static OptionSpec duration(String name, String description) {
    return value(name, Duration.class, Durations::parse)
        .paramLabel("TIME")
        .description(description)
        .build();
  }

  static OptionSpec pid(String name, String description) {
    return value(name, Long.class, Arguments::pid)
        .paramLabel("PID")
        .description(description)
        .build();
  }

  static OptionSpec range(String what) {
    return value("--range", PortRange.class, Arguments::range)
        .paramLabel("A-B")
        .description(what + "; " + PortRange.DEFAULT + " by default.")
        .build();
  }

  static OptionSpec json() {
    return flag("--json", "Print JSON.");
  }

  /** Makes the parameter that names an application. */
  static PositionalParamSpec app() {
    return PositionalParamSpec.builder()
        .index("0")
        .arity("1")
        .required(true)
        .paramLabel("APP")
        .type(String.class)
        .converters(Arguments::appName)
        .description("The app's name.")
        .build();
  }

  /** Makes the parameter that names ports, at least one. */
  static PositionalParamSpec ports() {
    return PositionalParamSpec.builder()
        .index("0..*")
        .arity("1..*")
        .required(true)
        .paramLabel("PORT")
        .type(List.class)
        .auxiliaryTypes(Integer.class)
        .converters(Arguments::port)
        .description("The ports, 1 to 65535.")
        .build();
  }

  static boolean isSet(OptionSpec flag) {
    return Boolean.TRUE.equals(flag.<Object>getValue());
  }

  /** Returns the value of an option that may be absent. */
  static <T> Optional<T> optional(ArgSpec argument, Class<T> type) {
    return Optional.ofNullable(argument.<Object>getValue()).map(type::cast);
  }

  static PortRange rangeOf(OptionSpec range) {
    return optional(range, PortRange.class).orElse(PortRange.DEFAULT);
  }

  static String appOf(PositionalParamSpec app) {
    return optional(app, String.class).orElseThrow();
  }

  /** Returns each port once, in the order given. */
  static List<Integer> portsOf(PositionalParamSpec ports) {
    List<Integer> distinct = new ArrayList<>();
    for (Object port : valuesOf(ports)) {
      if (!distinct.contains(port)) {
        distinct.add((Integer) port);
      }
    }
    return distinct;
  }

  /** Returns the values of a parameter that takes several, as its converter made them. */
  static List<?> valuesOf(PositionalParamSpec several) {
    return several.<Object>getValue() instanceof List<?> values ? values : List.of();
  }
}
