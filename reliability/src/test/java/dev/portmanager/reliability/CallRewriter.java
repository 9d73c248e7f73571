package dev.portmanager.reliability;

import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Passes a class on, with some of the calls in it replaced. */
public abstract class CallRewriter extends ClassVisitor {

  /**
   * Creates it.
   *
   * @param next what the class is passed on to
   */
  protected CallRewriter(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /**
   * A call of a method.
   *
   * @param opcode how it is called
   * @param owner the internal name of its class
   * @param name its name
   * @param type its descriptor
   * @param isInterface whether it is an interface's
   */
  public record Call(int opcode, String owner, String name, String type, boolean isInterface) {

    /**
     * Writes it as it is, but to another method.
     *
     * @param out where to
     * @param otherOwner the internal name of that method's class
     */
    public void to(MethodVisitor out, String otherOwner) {
      out.visitMethodInsn(opcode, otherOwner, name, type, isInterface);
    }
  }

  /**
   * Tells whether the calls in a method are replaced.
   *
   * @param method its name and descriptor
   * @return whether they are
   */
  protected boolean rewrites(String method) {
    return true;
  }

  /**
   * Writes something in place of a call.
   *
   * @param call the call
   * @param out where to write
   * @return false if nothing was written, so that the call stays
   */
  protected abstract boolean replace(Call call, MethodVisitor out);

  @Override
  public final MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    if (!rewrites(name + descriptor)) {
      return next;
    }
    return new MethodVisitor(Opcodes.ASM9, next) {
      @Override
      public void visitMethodInsn(
          int opcode, String owner, String called, String type, boolean isInterface) {
        if (!replace(new Call(opcode, owner, called, type, isInterface), next)) {
          super.visitMethodInsn(opcode, owner, called, type, isInterface);
        }
      }
    };
  }
}
