package dev.portmanager.reliability.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
final class Rewriting extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

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
    super(Rewriting.class.getClassLoader());
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
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    boolean ours = name.startsWith(REGISTER) || name.startsWith(PROGRAMS);
    if (!ours) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String resource = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(resource)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      if (name.startsWith(REGISTER)) {
        bytes = rewrite(bytes);
      }
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] rewrite(byte[] bytes) {
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
  private static final class OneCompareAndSet extends ClassVisitor {

    private static final int EXPECTED = 2;

    OneCompareAndSet(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      if (!name.equals("replace") || !descriptor.equals("(IJJ)Z")) {
        return next;
      }
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String type, boolean isInterface) {
          if (called.equals("peek") && type.equals("(I)J")) {
            super.visitInsn(Opcodes.POP2); // this, and the offset
            super.visitVarInsn(Opcodes.LLOAD, EXPECTED);
          } else if (called.equals("haveCompareAndSetCompiled")) {
            return; // it is for the JVM alone
          } else {
            super.visitMethodInsn(opcode, owner, called, type, isInterface);
          }
        }
      };
    }
  }

  /**
   * {@link java.io.File} is a mere name but for its lists. What is opened by a thread of its own,
   * which is awaited, is opened by the same one: here nothing blocks.
   */
  private static final class FolderLists extends ClassVisitor {

    FolderLists(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String type, boolean isInterface) {
          if (owner.equals("java/io/File") && called.equals("list")) {
            super.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                STAND_INS + "Files",
                "list",
                "(Ljava/io/File;" + type.substring(1),
                false);
          } else if (owner.equals("java/lang/Thread") && called.equals("start")) {
            super.visitMethodInsn(opcode, owner, "run", type, isInterface);
          } else {
            super.visitMethodInsn(opcode, owner, called, type, isInterface);
          }
        }
      };
    }
  }
}
