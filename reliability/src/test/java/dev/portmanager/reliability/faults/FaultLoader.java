package dev.portmanager.reliability.faults;

import dev.portmanager.reliability.CallRewriter;
import dev.portmanager.reliability.RewritingLoader;
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
final class FaultLoader extends RewritingLoader {

  private static final String BACK_END = "dev.portmanager.os.linux.";
  private static final String STAND_INS = "dev/portmanager/reliability/faults/";

  private static final Map<String, String> REPLACED =
      Map.of(
          "dev/portmanager/os/linux/jna/LibC", STAND_INS + "FaultyLibC",
          "java/io/FileInputStream", STAND_INS + "FaultyFileInputStream",
          "java/nio/file/Files", STAND_INS + "FaultyFiles");

  private static final Set<String> THREADS =
      Set.of("java/lang/Thread", "dev/portmanager/os/linux/procfs/OwnerScan$Assistant");

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
  protected boolean isOurs(String name) {
    return name.startsWith(BACK_END);
  }

  @Override
  protected byte[] rewrite(String name, byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    ClassVisitor last = new ClassRemapper(writer, new SimpleRemapper(Opcodes.ASM9, REPLACED));
    new ClassReader(bytes).accept(new OtherCalls(last), 0);
    return writer.toByteArray();
  }

  /** Lets stand-ins start threads, and hear what is logged. */
  private static final class OtherCalls extends CallRewriter {

    OtherCalls(ClassVisitor next) {
      super(next);
    }

    @Override
    protected boolean replace(Call call, MethodVisitor out) {
      if (call.name().equals("start")
          && call.type().equals("()V")
          && THREADS.contains(call.owner())) {
        out.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            STAND_INS + "FaultyLibC",
            "start",
            "(Ljava/lang/Thread;)V",
            false);
        return true;
      }
      if (call.name().equals("getLogger") && call.owner().equals("java/lang/System")) {
        call.to(out, STAND_INS + "Silence");
        return true;
      }
      return false;
    }
  }
}
