package dev.portmanager.reliability.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Tells what may be shown on a terminal, and what is JSON. */
public final class Harmless {

  private static final int LONGEST_MESSAGE = 400;

  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Harmless() {}

  /**
   * Fails if a terminal could act on a text, but for ends of lines and, between fields, tabs.
   *
   * @param text the text
   */
  public static void requireLines(String text) {
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      if (character != '\n' && character != '\t' && !isHarmless(character)) {
        throw new AssertionError(
            String.format(Locale.ROOT, "U+%04X at %d of %s", character, i, text));
      }
      i += Character.charCount(character);
    }
  }

  /**
   * Fails if an exception says nothing, or more than a line, or what a terminal could act on.
   *
   * @param failure the exception
   */
  public static void requireMessage(Exception failure) {
    String said = String.valueOf(failure.getMessage());
    requireLines(said);
    boolean line = !said.isBlank() && said.length() < LONGEST_MESSAGE && said.indexOf('\n') < 0;
    Bytes.require(line, "said: " + failure);
  }

  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /**
   * Fails if bytes are not one object of JSON in UTF-8, without a name twice in one object, and
   * without a character on which a terminal could act.
   *
   * @param bytes what was printed
   */
  public static void requireJson(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      requireLines(text.replace("\u2028", "").replace("\u2029", ""));
      Bytes.require(text.indexOf('\t') < 0 && text.endsWith("}\n"), "around the JSON: " + text);
      try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), bytes)) {
        Bytes.require(parser.nextToken() == JsonToken.START_OBJECT, "no object: " + text);
        parser.skipChildren();
        Bytes.require(parser.currentToken() == JsonToken.END_OBJECT, "an open object: " + text);
        Bytes.require(parser.nextToken() == null, "more than an object: " + text);
      }
    } catch (CharacterCodingException | JacksonException e) {
      throw new AssertionError("no JSON", e);
    }
  }
}
