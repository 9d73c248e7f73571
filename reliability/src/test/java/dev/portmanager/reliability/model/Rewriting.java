package dev.portmanager.reliability.model;

import dev.portmanager.reliability.CallRewriter;
import dev.portmanager.reliability.RewritingLoader;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/**
 * Loads core's register from its class files, with the JDK's classes that reach the machine
 * replaced by those of {@code jdk}, and perhaps with one method broken. What the register calls and
 * {@code jdk} lacks is a {@link LinkageError} when it is reached: nothing is passed over in
 * silence.
 */
final class Rewriting extends RewritingLoader {

  private static final String REGISTER = "dev.portmanager.core.registry.";
  private static final String MODEL = "dev.portmanager.reliability.model.";
  private static final String PROGRAMS = MODEL + "program.";
  private static final String STAND_INS = MODEL.replace('.', '/') + "jdk/";

  private static final Map<String, String> REPLACED =
      Map.of(
          "java/nio/file/Files", STAND_INS + "Files",
          "java/io/RandomAccessFile", STAND_INS + "RandomAccessFile",
          "java/nio/channels/FileChannel", STAND_INS + "FileChannel",
          "java/nio/MappedByteBuffer", STAND_INS + "MappedByteBuffer",
          "java/lang/invoke/MethodHandles", STAND_INS + "MethodHandles",
          "java/lang/invoke/VarHandle", STAND_INS + "VarHandle",
          "java/lang/System", STAND_INS + "System",
          "java/util/concurrent/ThreadLocalRandom", STAND_INS + "ThreadLocalRandom");

  private final Mutation mutation;

  Rewriting(Mutation mutation) {
    this.mutation = mutation;
  }

  /** Makes a program, by its simple name. */
  Runnable program(String name) {
    try {
      return (Runnable) loadClass(PROGRAMS + name).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no program " + name, e);
    }
  }

  @Override
  protected boolean isOurs(String name) {
    return name.startsWith(REGISTER) || name.startsWith(PROGRAMS);
  }

  @Override
  protected byte[] rewrite(String name, byte[] bytes) {
    if (!name.startsWith(REGISTER)) {
      return bytes;
    }
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(0);
    ClassVisitor last = new ClassRemapper(writer, new SimpleRemapper(Opcodes.ASM9, REPLACED));
    String owner = reader.getClassName();
    reader.accept(mutation.on(owner, new FolderLists(new OneCompareAndSet(last))), 0);
    return writer.toByteArray();
  }

  /**
   * The register looks at a word right before it compares and sets it, for a fault of the mapping
   * alone. That is one step: a word that was another at the look is as one that was compared then,
   * and one that was the same is compared again.
   */
  private static final class OneCompareAndSet extends CallRewriter {

    private static final int EXPECTED = 2;

    OneCompareAndSet(ClassVisitor next) {
      super(next);
    }

    @Override
    protected boolean rewrites(String method) {
      return method.equals("compareAndSet(Ljava/nio/MappedByteBuffer;IJJ)Z");
    }

    @Override
    protected boolean replace(Call call, MethodVisitor out) {
      if (call.name().equals("peek")) {
        out.visitInsn(Opcodes.POP2); // the slots, and the offset
        out.visitVarInsn(Opcodes.LLOAD, EXPECTED);
        return true;
      }
      return false;
    }
  }

  /**
   * {@link java.io.File} is a mere name but for its lists. What is opened by a thread of its own,
   * which is awaited, is opened by the same one: here nothing blocks. The rehearsal is for the JVM
   * alone.
   */
  private static final class FolderLists extends CallRewriter {

    FolderLists(ClassVisitor next) {
      super(next);
    }

    @Override
    protected boolean replace(Call call, MethodVisitor out) {
      if (call.owner().equals("java/io/File") && call.name().equals("list")) {
        String type = "(Ljava/io/File;" + call.type().substring(1);
        out.visitMethodInsn(Opcodes.INVOKESTATIC, STAND_INS + "Files", "list", type, false);
        return true;
      }
      if (call.owner().equals("java/lang/Thread") && call.name().equals("start")) {
        out.visitMethodInsn(call.opcode(), call.owner(), "run", call.type(), call.isInterface());
        return true;
      }
      return call.owner().endsWith("/Rehearsal");
    }
  }
}
