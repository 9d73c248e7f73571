package dev.portmanager.os.linux.bpf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The kernel's description of its own types, BPF Type Format, as in /sys/kernel/btf/vmlinux.
 * Immutable once parsed. Every length is checked against the blob before a byte is used.
 *
 * <p>It is read byte by byte, which is quicker than a {@link java.nio.ByteBuffer} before both are
 * compiled, and mostly this runs once. Little-endian alone, as the architectures of {@link
 * BpfSystemCall} are.
 *
 * <p>linux/btf.h: {@code struct btf_header}: u16 magic (0), u8 version (2), u8 flags (3), u32
 * hdr_len (4), type_off (8), type_len (12), str_off (16), str_len (20), both offsets from the end
 * of the header. Types follow one another and are numbered from 1; {@code struct btf_type}: u32
 * name_off (0), u32 info (4; bits 0-15 vlen, 24-28 kind, 31 kind_flag), u32 size or type (8); size
 * 12; behind it what the kind demands. {@code struct btf_member}: u32 name_off (0), u32 type (4),
 * u32 offset in bits (8); size 12.
 *
 * @see <a href="https://docs.kernel.org/bpf/btf.html">BPF Type Format</a>
 */
final class Btf {

  private static final int MAGIC = 0xEB9F;
  private static final int HEADER = 24;
  private static final int TYPE = 12;
  private static final int MEMBER = 12;

  private static final int KIND_INT = 1;
  private static final int KIND_PTR = 2;
  private static final int KIND_STRUCT = 4;
  private static final int KIND_UNION = 5;
  private static final int KIND_ENUM = 6;
  private static final int KIND_TYPEDEF = 8;
  private static final int KIND_VOLATILE = 9;
  private static final int KIND_CONST = 10;
  private static final int KIND_RESTRICT = 11;
  private static final int KIND_FUNC = 12;
  private static final int KIND_TYPE_TAG = 18;
  private static final int KIND_ENUM64 = 19;

  /** How many bytes follow a type of each kind, always. */
  private static final int[] FIXED = {0, 4, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 4, 0, 0};

  /** How many bytes follow a type of each kind for each of its {@code vlen} parts. */
  private static final int[] EACH = {
    0, 0, 0, 0, 12, 12, 8, 0, 0, 0, 0, 0, 0, 8, 0, 12, 0, 0, 0, 12
  };

  /** Structures without a name may lie in one another, and names stand for names: so deep. */
  private static final int DEEPEST = 16;

  /** No kernel's structure has near as many fields; one that contains itself has no end. */
  private static final int MOST_FIELDS = 100_000;

  private final byte[] bytes;
  private final int strings;
  private final int stringsEnd;

  /** Where each type starts, by its number; 0 is "void" and has no place. */
  private final int[] starts;

  /** The numbers of the structures among them. */
  private final int[] structures;

  /** And those of the functions. */
  private final int[] functions;

  private Btf(byte[] bytes, int strings, int stringsEnd, int[] starts) {
    this.bytes = bytes;
    this.strings = strings;
    this.stringsEnd = stringsEnd;
    this.starts = starts;
    this.structures = ofKind(KIND_STRUCT, bytes, starts);
    this.functions = ofKind(KIND_FUNC, bytes, starts);
  }

  /**
   * Parses a blob.
   *
   * @param blob the whole of it
   * @return the types
   * @throws MalformedBtfException if it has another form, or is cut off
   */
  static Btf parse(byte[] blob) throws MalformedBtfException {
    if (blob.length < HEADER || (int32(blob, 0) & 0xFFFF) != MAGIC) {
      throw new MalformedBtfException("it does not start with BTF's mark");
    }
    if (blob[2] != 1) {
      throw new MalformedBtfException("version " + blob[2]);
    }
    long header = uint32(blob, 4);
    long types = header + uint32(blob, 8);
    long typesEnd = types + uint32(blob, 12);
    long strings = header + uint32(blob, 16);
    long stringsEnd = strings + uint32(blob, 20);
    if (header < HEADER || typesEnd > blob.length || stringsEnd > blob.length) {
      throw new MalformedBtfException("a section ends behind the blob's " + blob.length + " bytes");
    }
    if (stringsEnd == strings || blob[(int) stringsEnd - 1] != 0) {
      throw new MalformedBtfException("the names are cut off");
    }
    int[] starts = index(blob, (int) types, (int) typesEnd);
    return new Btf(blob, (int) strings, (int) stringsEnd, starts);
  }

  private static int[] index(byte[] bytes, int from, int to) throws MalformedBtfException {
    int[] starts = new int[(to - from) / TYPE + 1];
    int count = 1;
    int at = from;
    while (at < to) {
      if (to - at < TYPE) {
        throw new MalformedBtfException("type " + count + " is cut off");
      }
      int info = int32(bytes, at + 4);
      int kind = kind(info);
      if (kind == 0 || kind >= FIXED.length) {
        throw new MalformedBtfException("type " + count + " is of the unknown kind " + kind);
      }
      starts[count++] = at;
      long end = at + (long) TYPE + FIXED[kind] + (long) EACH[kind] * length(info);
      if (end > to) {
        throw new MalformedBtfException("type " + (count - 1) + " is cut off");
      }
      at = (int) end;
    }
    return Arrays.copyOf(starts, count);
  }

  private static int[] ofKind(int kind, byte[] bytes, int[] starts) {
    int[] numbers = new int[starts.length];
    int count = 0;
    for (int id = 1; id < starts.length; id++) {
      if ((bytes[starts[id] + 7] & 0x1F) == kind) {
        numbers[count++] = id;
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  private static int int32(byte[] bytes, int at) {
    return (bytes[at] & 0xFF)
        | (bytes[at + 1] & 0xFF) << 8
        | (bytes[at + 2] & 0xFF) << 16
        | bytes[at + 3] << 24;
  }

  private static long uint32(byte[] bytes, int at) {
    return Integer.toUnsignedLong(int32(bytes, at));
  }

  private static int kind(int info) {
    return info >>> 24 & 0x1F;
  }

  private static int length(int info) {
    return info & 0xFFFF;
  }

  /**
   * Returns the number of a function.
   *
   * @param name its name
   * @throws UnavailableException if there is none
   */
  int function(String name) throws UnavailableException {
    byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
    for (int id : functions) {
      if (isNamed(starts[id], wanted)) {
        return id;
      }
    }
    throw new UnavailableException("the kernel has no function " + name);
  }

  /**
   * Returns the number of a structure.
   *
   * @param name its name
   * @throws UnavailableException if there is none
   */
  int structure(String name) throws UnavailableException {
    byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
    for (int id : structures) {
      if (isNamed(starts[id], wanted)) {
        return id;
      }
    }
    throw new UnavailableException("the kernel describes no structure " + name);
  }

  /**
   * Returns where a member of a structure starts, in bytes; unions and structures without a name
   * are looked into.
   *
   * @param structure its name
   * @param member the member's name
   * @param size how many bytes it must take
   * @return the offset; empty if the structure exists, and has no such member
   * @throws UnavailableException if there is no such structure, or the member has another size
   */
  OptionalInt offset(String structure, String member, int size) throws UnavailableException {
    byte[] wanted = structure.getBytes(StandardCharsets.US_ASCII);
    byte[] name = member.getBytes(StandardCharsets.US_ASCII);
    Field field = new Field(name, size);
    boolean exists = false;
    for (int id : structures) {
      if (isNamed(starts[id], wanted)) {
        exists = true;
        OptionalInt found = memberOf(id, field, 0);
        if (found.isPresent()) { // one name may stand for several types of several drivers
          return found;
        }
      }
    }
    if (!exists) {
      throw new UnavailableException("the kernel describes no structure " + structure);
    }
    return OptionalInt.empty();
  }

  /** What is looked for in a structure. */
  private static final class Field {
    final byte[] name;
    final int size;
    int passed;

    Field(byte[] name, int size) {
      this.name = name;
      this.size = size;
    }
  }

  private OptionalInt memberOf(int id, Field field, int depth) throws UnavailableException {
    int start = starts[id];
    int info = int32(bytes, start + 4);
    boolean bitFields = info < 0;
    for (int i = 0; i < length(info); i++) {
      int at = start + TYPE + i * MEMBER;
      int type = int32(bytes, at + 4);
      int place = int32(bytes, at + 8);
      int bits = bitFields ? place & 0xFF_FFFF : place;
      if (++field.passed > MOST_FIELDS) {
        throw new MalformedBtfException("a structure has no end");
      }
      if (isNamed(at, field.name)) {
        return OptionalInt.of(checked(field, type, bitFields ? place >>> 24 : 0, bits));
      }
      if (int32(bytes, at) == 0 && depth < DEEPEST && isComposite(type)) {
        OptionalInt inner = memberOf(type, field, depth + 1);
        if (inner.isPresent()) {
          if (bits < 0) {
            throw new MalformedBtfException("a part of a structure lies before it");
          }
          return OptionalInt.of(bits / Byte.SIZE + inner.getAsInt());
        }
      }
    }
    return OptionalInt.empty();
  }

  private int checked(Field field, int type, int bitField, int bits) throws UnavailableException {
    int actual = sizeOf(type);
    if (bitField != 0 || bits < 0 || bits % Byte.SIZE != 0 || actual != field.size) {
      throw new UnavailableException(
          "the kernel's field "
              + new String(field.name, StandardCharsets.US_ASCII)
              + " takes "
              + actual
              + " bytes at bit "
              + bits
              + " where "
              + field.size
              + " are known");
    }
    return bits / Byte.SIZE;
  }

  private boolean isComposite(int id) {
    if (id <= 0 || id >= starts.length) {
      return false;
    }
    int kind = kind(int32(bytes, starts[id] + 4));
    return kind == KIND_STRUCT || kind == KIND_UNION;
  }

  /** Returns how many bytes a type takes; 0 if that is not said, as of an array. */
  private int sizeOf(int id) throws MalformedBtfException {
    int type = id;
    for (int depth = 0; depth < DEEPEST; depth++) {
      if (type <= 0 || type >= starts.length) {
        throw new MalformedBtfException("there is no type " + type);
      }
      int sizeOrType = int32(bytes, starts[type] + 8);
      switch (kind(int32(bytes, starts[type] + 4))) {
        case KIND_INT, KIND_STRUCT, KIND_UNION, KIND_ENUM, KIND_ENUM64 -> {
          return sizeOrType;
        }
        case KIND_PTR -> {
          return Long.BYTES;
        }
        case KIND_TYPEDEF, KIND_VOLATILE, KIND_CONST, KIND_RESTRICT, KIND_TYPE_TAG ->
            type = sizeOrType;
        default -> {
          return 0;
        }
      }
    }
    throw new MalformedBtfException("type " + id + " only stands for others");
  }

  /** Compares the name at the start of a type or member. */
  private boolean isNamed(int at, byte[] name) {
    long start = strings + uint32(bytes, at);
    if (start + name.length >= stringsEnd
        || bytes[(int) start] != name[0]
        || bytes[(int) start + name.length] != 0) {
      return false;
    }
    for (int i = 1; i < name.length; i++) {
      if (bytes[(int) start + i] != name[i]) {
        return false;
      }
    }
    return true;
  }
}
