package dev.portmanager.reliability.concurrency;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A class of Port Manager that is made unsafe, to see that a stress test finds it: its locks are
 * left out, and what {@link Torn} knows is done in two steps.
 *
 * @param subject the class, below dev/portmanager/
 * @param foundBy the simple name of the test that must find it
 */
record Flaw(String subject, String foundBy) {

  private static final String TORN = Type.getInternalName(Torn.class);

  /**
   * Writes the unsafe class.
   *
   * @param folder what is to stand first in the class path
   * @throws IOException if it cannot be written
   * @throws IllegalStateException if there was nothing to make unsafe
   */
  void writeTo(Path folder) throws IOException {
    String name = "dev/portmanager/" + subject + ".class";
    try (InputStream in = Flaw.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no class " + name);
      }
      ClassWriter writer = new ClassWriter(0);
      Weakening weakening = new Weakening(writer);
      new ClassReader(in).accept(weakening, 0);
      if (weakening.done.isEmpty()) {
        throw new IllegalStateException(name + " has neither locks nor steps to tear");
      }
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, writer.toByteArray());
    }
  }

  /** Rewrites one class. */
  private static final class Weakening extends ClassVisitor {

    private final Set<String> done = new TreeSet<>();

    Weakening(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
        done.add("lock of " + name);
      }
      int open = access & ~Opcodes.ACC_SYNCHRONIZED;
      return new Steps(super.visitMethod(open, name, descriptor, signature, exceptions), done);
    }
  }

  /** Rewrites one method. */
  private static final class Steps extends MethodVisitor {

    private final Set<String> done;

    Steps(MethodVisitor next, Set<String> done) {
      super(Opcodes.ASM9, next);
      this.done = done;
    }

    @Override
    public void visitInsn(int opcode) {
      boolean lock = opcode == Opcodes.MONITORENTER || opcode == Opcodes.MONITOREXIT;
      if (lock) {
        done.add("lock");
      }
      super.visitInsn(lock ? Opcodes.POP : opcode);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      int receivers = opcode == Opcodes.INVOKESTATIC ? 0 : 1;
      // A subclass of the JDK's own may be called by its name: only the arguments must be the same.
      for (Method torn : Torn.class.getDeclaredMethods()) {
        if (Modifier.isPublic(torn.getModifiers())
            && opcode != Opcodes.INVOKESPECIAL
            && torn.getName().equals(name)
            && isLike(torn, receivers, descriptor)) {
          done.add(name);
          super.visitMethodInsn(
              Opcodes.INVOKESTATIC, TORN, name, Type.getMethodDescriptor(torn), false);
          return;
        }
      }
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }

    private static boolean isLike(Method torn, int receivers, String descriptor) {
      Type[] all = Type.getArgumentTypes(torn);
      return all.length >= receivers
          && Type.getReturnType(torn).equals(Type.getReturnType(descriptor))
          && Arrays.equals(
              Arrays.copyOfRange(all, receivers, all.length), Type.getArgumentTypes(descriptor));
    }
  }
}
