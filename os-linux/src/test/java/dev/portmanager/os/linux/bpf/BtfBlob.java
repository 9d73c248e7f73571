package dev.portmanager.os.linux.bpf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes BTF as linux/btf.h has it: what a test needs of a kernel, and no more. */
final class BtfBlob {

  private static final int TABLES = 1;
  private static final int THREADS = 2;

  static final int INT = 1;
  static final int PTR = 2;
  static final int STRUCT = 4;
  static final int UNION = 5;
  static final int TYPEDEF = 8;
  static final int FUNC = 12;

  /** One field of a structure; the place is in bits. */
  record Field(String name, int type, int place) {}

  private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
  private final List<byte[]> types = new ArrayList<>();

  BtfBlob() {
    strings.write(0);
  }

  /** The types that {@link KernelLayout} asks for, each at a place of its own. */
  static byte[] kernel(String references) {
    return kernel(references, 0);
  }

  private static byte[] kernel(String references, int age) {
    BtfBlob blob = new BtfBlob();
    int u16 = blob.type(INT, "unsigned short", 2);
    int u32 = blob.type(INT, "unsigned int", 4);
    int u64 = blob.type(INT, "unsigned long", 8);
    int pointer = blob.type(PTR, "", u64);
    int pid = blob.type(TYPEDEF, "pid_t", blob.type(TYPEDEF, "__kernel_pid_t", u32));
    int wrapped = blob.struct(UNION, "", 8, new Field("meta", pointer, 0), new Field("", u64, 0));
    blob.struct(
        STRUCT,
        "bpf_iter__task_file",
        32,
        new Field("", wrapped, 0),
        new Field("task", pointer, 64),
        new Field("fd", u32, 128),
        new Field("file", pointer, 192));
    blob.struct(
        STRUCT,
        "bpf_iter_meta",
        24,
        new Field("seq", pointer, 0),
        new Field("session_id", u64, 64));
    blob.task(u32, pid, pointer);
    blob.files(references, u16, u64, pointer);
    blob.type(FUNC, "bpf_iter_task_file", 1);
    if (age >= TABLES) {
      blob.tables(u32, pointer);
    }
    if (age >= THREADS) {
      blob.threads();
    }
    return blob.bytes();
  }

  /** The same, of a kernel that lets a program go through tables by itself. */
  static byte[] kernelWithTables() {
    return kernel("f_ref", TABLES);
  }

  /** And through all threads in one run. */
  static byte[] kernelWithThreads() {
    return kernel("f_ref", THREADS);
  }

  private void threads() {
    type(FUNC, "bpf_iter_task_new", 1);
    type(FUNC, "bpf_iter_task_next", 1);
    type(FUNC, "bpf_iter_task_destroy", 1);
  }

  private void tables(int u32, int pointer) {
    struct(
        STRUCT,
        "bpf_iter__task",
        16,
        new Field("meta", pointer, 0),
        new Field("task", pointer, 64));
    struct(STRUCT, "files_struct", 64, new Field("fdt", pointer, 32 * 8));
    struct(
        STRUCT,
        "fdtable",
        32,
        new Field("max_fds", u32, 0),
        new Field("fd", pointer, 8 * 8),
        new Field("open_fds", pointer, 24 * 8));
    type(FUNC, "bpf_iter_task", 1);
    type(FUNC, "bpf_rdonly_cast", 1);
  }

  private void task(int u32, int pid, int pointer) {
    int randomised =
        struct(STRUCT, "", 64, new Field("pid", pid, 8 * 8), new Field("tgid", pid, 12 * 8));
    struct(
        STRUCT,
        "task_struct",
        200,
        new Field("", randomised, 100 * 8),
        new Field("files", pointer, 176 * 8),
        new Field("flags", u32, 44 * 8),
        new Field("group_leader", pointer, 184 * 8));
  }

  private void files(String references, int u16, int u64, int pointer) {
    struct(STRUCT, "file", 99, new Field("of_a_driver", u64, 0));
    struct(
        STRUCT,
        "file",
        184,
        new Field("f_inode", pointer, 32 * 8),
        new Field(references, u64, 40 * 8));
    struct(
        STRUCT,
        "inode",
        600,
        new Field("i_mode", u16, 0),
        new Field("i_ino", u64, 64 * 8),
        new Field("i_sb", pointer, 48 * 8));
    struct(STRUCT, "super_block", 999, new Field("s_magic", u64, 96 * 8));
  }

  /** Adds a type that has nothing behind it, or is an integer; returns its number. */
  int type(int kind, String name, int sizeOrType) {
    byte[] array = new byte[kind == INT ? 16 : 12];
    ByteBuffer bytes = buffer(array);
    bytes.putInt(0, name(name)).putInt(4, kind << 24).putInt(8, sizeOrType);
    return add(array);
  }

  /** Adds a structure or a union. */
  int struct(int kind, String name, int size, Field... fields) {
    byte[] array = new byte[12 + 12 * fields.length];
    ByteBuffer bytes = buffer(array);
    bytes.putInt(0, name(name)).putInt(4, kind << 24 | fields.length).putInt(8, size);
    for (int i = 0; i < fields.length; i++) {
      int at = 12 + 12 * i;
      bytes.putInt(at, name(fields[i].name())).putInt(at + 4, fields[i].type());
      bytes.putInt(at + 8, fields[i].place());
    }
    return add(array);
  }

  private int add(byte[] type) {
    types.add(type);
    return types.size();
  }

  private int name(String name) {
    if (name.isEmpty()) {
      return 0;
    }
    int at = strings.size();
    strings.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    strings.write(0);
    return at;
  }

  byte[] bytes() {
    int length = types.stream().mapToInt(type -> type.length).sum();
    byte[] array = new byte[24 + length + strings.size()];
    ByteBuffer blob = buffer(array);
    blob.putShort((short) 0xEB9F).put((byte) 1).put((byte) 0).putInt(24);
    blob.putInt(0).putInt(length).putInt(length).putInt(strings.size());
    types.forEach(blob::put);
    blob.put(strings.toByteArray());
    return array;
  }

  private static ByteBuffer buffer(byte[] array) {
    return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
  }
}
