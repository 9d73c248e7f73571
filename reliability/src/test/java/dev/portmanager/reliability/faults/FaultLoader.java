package dev.portmanager.reliability.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/**
 * Loads the Linux back end from its class files, with the binding of the C library, the JDK's
 * classes that reach the system, and the start of a thread replaced by stand-ins that fail as
 * {@link Faults} says. A function that a stand-in lacks is a {@link LinkageError} when it is
 * reached: nothing is passed over in silence.
 */
final class FaultLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String BACK_END = "dev.portmanager.os.linux.";
  private static final String STAND_INS = "dev/portmanager/reliability/faults/";

  private static final Map<String, String> REPLACED =
      Map.of(
          "dev/portmanager/os/linux/jna/LibC", STAND_INS + "FaultyLibC",
          "java/io/FileInputStream", STAND_INS + "FaultyFileInputStream",
          "java/nio/file/Files", STAND_INS + "FaultyFiles");

  private static final Set<String> THREADS =
      Set.of("java/lang/Thread", "dev/portmanager/os/linux/procfs/OwnerScan$Assistant");

  FaultLoader() {
    super(FaultLoader.class.getClassLoader());
  }

  /** Makes a back end that nobody has used. */
  Subject newSubject(boolean kernel) {
    try {
      return (Subject)
          loadClass(BACK_END + "FaultedBackEnd").getConstructor(boolean.class).newInstance(kernel);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the back end cannot be made", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(BACK_END)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = rewrite(in.readAllBytes());
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] rewrite(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    ClassVisitor last = new ClassRemapper(writer, new SimpleRemapper(Opcodes.ASM9, REPLACED));
    new ClassReader(bytes).accept(new OtherCalls(last), 0);
    return writer.toByteArray();
  }

  /** Lets stand-ins start threads, and hear what is logged. */
  private static final class OtherCalls extends ClassVisitor {

    OtherCalls(ClassVisitor next) {
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
          if (called.equals("start") && type.equals("()V") && THREADS.contains(owner)) {
            super.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                STAND_INS + "FaultyLibC",
                "start",
                "(Ljava/lang/Thread;)V",
                false);
          } else if (called.equals("getLogger") && owner.equals("java/lang/System")) {
            super.visitMethodInsn(opcode, STAND_INS + "Silence", called, type, false);
          } else {
            super.visitMethodInsn(opcode, owner, called, type, isInterface);
          }
        }
      };
    }
  }
}
