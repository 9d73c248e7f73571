package dev.portmanager.cli.dist;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites the class files of a jar that are older than Java 6 as ones of Java 8, with stack maps.
 *
 * <p>The JVM takes no class file before version 50 into a class-data archive, and picocli's are of
 * version 49, for Java 5: without this a start of the command line spends 100 ms of processor time
 * on reading and checking picocli.
 */
final class NewerClassFiles {

  private static final int FIRST_ARCHIVED = 50;
  private static final String NOTICE =
      "The class files of this jar were rewritten for a newer class file version (Java 8) by the"
          + " build of Port Manager. Nothing else was changed.\n";

  private NewerClassFiles() {}

  /** Rewrites a jar in place. */
  static void rewrite(Path jar) throws IOException {
    Path rewritten = jar.resolveSibling(jar.getFileName() + ".new");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        ZipFile from = new ZipFile(jar.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(rewritten))) {
      List<? extends ZipEntry> entries = Collections.list(from.entries());
      for (ZipEntry entry : entries) {
        try (InputStream in = from.getInputStream(entry)) {
          byte[] bytes = in.readAllBytes();
          boolean old = entry.getName().endsWith(".class") && version(bytes) < FIRST_ARCHIVED;
          put(to, entry, old ? rewritten(bytes, loader) : bytes);
        }
      }
      ZipEntry notice = new ZipEntry("META-INF/MODIFIED.txt");
      notice.setTime(entries.get(0).getTime());
      put(to, notice, NOTICE.getBytes(StandardCharsets.UTF_8));
    }
    Files.move(rewritten, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void put(ZipOutputStream to, ZipEntry like, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(like.getName());
    entry.setTime(like.getTime());
    to.putNextEntry(entry);
    to.write(bytes);
    to.closeEntry();
  }

  private static int version(byte[] classFile) {
    return ((classFile[6] & 0xff) << 8) | (classFile[7] & 0xff);
  }

  private static byte[] rewritten(byte[] classFile, ClassLoader loader) {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected ClassLoader getClassLoader() {
            return loader;
          }
        };
    ClassVisitor newer =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visit(
              int version,
              int access,
              String name,
              @Nullable String signature,
              @Nullable String superName,
              String @Nullable [] interfaces) {
            super.visit(Opcodes.V1_8, access, name, signature, superName, interfaces);
          }
        };
    new ClassReader(classFile).accept(newer, ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }
}
