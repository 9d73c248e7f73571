package dev.portmanager.cli;

import dev.portmanager.Printable;
import dev.portmanager.jmx.Operation;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/**
 * The operations that {@code serve} is told to allow.
 *
 * @param operations each once
 */
record AllowedOperations(Set<Operation> operations) {

  static final AllowedOperations NONE = new AllowedOperations(Set.of());

  private static final int SHOWN = 40;

  AllowedOperations {
    operations = Set.copyOf(operations);
  }

  /**
   * Reads a list.
   *
   * @param text words of {@link #words}, separated by commas
   * @throws TypeConversionException if it has any other word, or none
   */
  static AllowedOperations parse(String text) {
    Set<Operation> operations = EnumSet.noneOf(Operation.class);
    for (String word : text.split(",", -1)) {
      operations.add(operation(word.strip()));
    }
    return new AllowedOperations(operations);
  }

  private static Operation operation(String word) {
    return Stream.of(Operation.values())
        .filter(operation -> word(operation).equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "what can be allowed is "
                        + String.join(", ", words())
                        + ", several with a comma between them, not \""
                        + Printable.of(word, SHOWN)
                        + "\""));
  }

  /** Returns the words for all operations that there are. */
  static Set<String> words() {
    return Stream.of(Operation.values())
        .map(AllowedOperations::word)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String word(Operation operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the list as it is read. */
  String text() {
    return operations.stream()
        .sorted()
        .map(AllowedOperations::word)
        .collect(Collectors.joining(","));
  }

  Operation[] toArray() {
    return operations.toArray(new Operation[0]);
  }
}
