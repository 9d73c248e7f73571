package dev.portmanager.os.macos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The structs and constants of XNU as clang measured them from XNU's own headers, for both
 * processors; the tests take every offset from here, never from the code that they test.
 */
public final class Layout {

  private static final JsonObject TARGETS = read();
  private static final JsonObject X86 = TARGETS.getAsJsonObject("x86_64-apple-macos11");

  private Layout() {}

  private static JsonObject read() {
    try (InputStream in = Layout.class.getResourceAsStream("xnu-layout.json")) {
      assertThat(in).as("xnu-layout.json").isNotNull();
      Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
      return JsonParser.parseReader(reader).getAsJsonObject().getAsJsonObject("targets");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isTheSameOnBothProcessors() {
    return X86.equals(TARGETS.getAsJsonObject("arm64-apple-macos11"));
  }

  public static int size(String struct) {
    return struct(struct).get("size").getAsInt();
  }

  /** Returns where a field is; {@code field} may name one of a struct within, with dots. */
  public static int offset(String struct, String field) {
    JsonObject fields = struct(struct).getAsJsonObject("fields");
    assertThat(fields.has(field)).as("%s.%s", struct, field).isTrue();
    return fields.getAsJsonObject(field).get("offset").getAsInt();
  }

  public static long constant(String name) {
    JsonObject constants = X86.getAsJsonObject("constants");
    assertThat(constants.has(name)).as(name).isTrue();
    return constants.get(name).getAsLong();
  }

  /** Returns everything as definitions of C, each with the prefix {@code XNU_}. */
  public static String header() {
    StringBuilder text = new StringBuilder("/* Generated from xnu-layout.json. */\n");
    for (Map.Entry<String, ?> struct : X86.getAsJsonObject("structs").entrySet()) {
      define(text, struct.getKey() + "_SIZE", Integer.toString(size(struct.getKey())));
      for (String field : struct(struct.getKey()).getAsJsonObject("fields").keySet()) {
        String name = struct.getKey() + "_" + field.replace('.', '_');
        define(text, name, Integer.toString(offset(struct.getKey(), field)));
      }
    }
    for (String name : X86.getAsJsonObject("constants").keySet()) {
      long value = constant(name);
      define(text, name, value > Integer.MAX_VALUE ? value + "u" : "(" + value + ")");
    }
    return text.toString();
  }

  private static void define(StringBuilder text, String name, String value) {
    text.append("#define XNU_").append(name).append(' ').append(value).append('\n');
  }

  private static JsonObject struct(String name) {
    JsonObject structs = X86.getAsJsonObject("structs");
    assertThat(structs.has(name)).as(name).isTrue();
    return structs.getAsJsonObject(name);
  }
}
