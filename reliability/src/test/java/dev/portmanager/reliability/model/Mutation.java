package dev.portmanager.reliability.model;

import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A fault that is built into one method of the register, to see that the explorer finds it: a call
 * is left out, and something returned in its place.
 *
 * @param owner the simple name of the class
 * @param method its method; empty for no fault
 * @param called the simple name of the class and the method whose call is left out
 * @param from which such call of the method on, 0 for all
 * @param answer what the call returns instead: see there
 */
record Mutation(String owner, String method, String called, int from, Answer answer) {

  private static final String REGISTER = "dev/portmanager/core/registry/";

  /** What a call that is left out returns. */
  enum Answer {
    TRUE,
    EMPTY,
    /** The first argument of a static method. */
    FIRST
  }

  static final Mutation NONE = new Mutation("", "", "", 0, Answer.TRUE);

  ClassVisitor on(String className, ClassVisitor next) {
    if (!className.equals(REGISTER + owner)) {
      return next;
    }
    return new ClassVisitor(Opcodes.ASM9, next) {
      @Override
      public MethodVisitor visitMethod(
          int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor visitor = super.visitMethod(access, name, descriptor, signature, exceptions);
        return name.equals(method) ? new LeavingOut(visitor) : visitor;
      }
    };
  }

  private final class LeavingOut extends MethodVisitor {

    private int seen;

    LeavingOut(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String type, String name, String descriptor, boolean isInterface) {
      boolean hit = (REGISTER + called).equals(type + "." + name) && seen++ >= from;
      if (!hit) {
        super.visitMethodInsn(opcode, type, name, descriptor, isInterface);
        return;
      }
      pop(opcode, descriptor);
      if (answer == Answer.FIRST) {
        return;
      }
      if (answer == Answer.EMPTY) {
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, "java/util/Optional", "empty", "()Ljava/util/Optional;", false);
      } else {
        super.visitInsn(Opcodes.ICONST_1);
      }
    }

    private void pop(int opcode, String descriptor) {
      org.objectweb.asm.Type[] arguments = org.objectweb.asm.Type.getArgumentTypes(descriptor);
      int kept = answer == Answer.FIRST ? 1 : 0;
      for (int i = arguments.length - 1; i >= kept; i--) {
        super.visitInsn(arguments[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
      }
      if (opcode != Opcodes.INVOKESTATIC) {
        super.visitInsn(Opcodes.POP);
      }
    }
  }
}
