package dev.portmanager.os.linux.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Registers the binding without starting a child process, from a library that only we could have
 * written ({@link UnpackFolder}).
 *
 * <p>JNA's {@code NativeLibrary} runs {@code ldconfig -p} when it is initialised, whatever it is
 * asked for, unless {@code jna.platform.library.path} is set: 17 ms, and a child that a sandbox may
 * forbid. So the folders that {@code ldconfig} would name are read from its own configuration and
 * set for just that moment. A value that the user has set stays, and afterwards the property is as
 * it was; other users of JNA in this JVM find their libraries in the same folders as ever.
 */
final class LibraryLoading {

  private static final String PROPERTY = "jna.platform.library.path";

  private LibraryLoading() {}

  static void register(Class<?> binding) {
    Native.register(binding, unpacked());
  }

  private static NativeLibrary unpacked() {
    if (UnpackFolder.isSetByUser()) {
      return process();
    }
    UnpackFolder folder = UnpackFolder.choose();
    @Nullable UnpackedLibrary library = UnpackedLibrary.in(folder.path()).orElse(null);
    System.setProperty(UnpackFolder.PROPERTY, folder.path().toString());
    try {
      if (library != null) {
        System.setProperty(UnpackedLibrary.PROPERTY, library.folder().toString());
      }
      return process();
    } finally {
      System.clearProperty(UnpackFolder.PROPERTY);
      if (library != null) {
        System.clearProperty(UnpackedLibrary.PROPERTY);
        library.remove();
      }
      folder.remove();
    }
  }

  private static NativeLibrary process() {
    if (System.getProperty(PROPERTY) != null) {
      return NativeLibrary.getProcess();
    }
    System.setProperty(PROPERTY, String.join(":", folders(Path.of("/etc"))));
    try {
      return NativeLibrary.getProcess();
    } finally {
      System.clearProperty(PROPERTY);
    }
  }

  static Set<String> folders(Path etc) {
    Set<String> folders = new LinkedHashSet<>();
    Path more = etc.resolve("ld.so.conf.d");
    String[] names = more.toFile().list();
    if (names != null) { // a system without this folder (musl) has the default folders alone
      folders.addAll(foldersIn(etc.resolve("ld.so.conf")));
      for (String name : names) {
        if (name.endsWith(".conf")) {
          folders.addAll(foldersIn(more.resolve(name)));
        }
      }
    }
    folders.addAll(List.of("/lib64", "/usr/lib64", "/lib", "/usr/lib"));
    return folders;
  }

  private static List<String> foldersIn(Path file) {
    List<String> folders = new ArrayList<>();
    // A plain stream: what reads lines is a dozen classes of the JDK, a millisecond of a first
    // call.
    try (InputStream in = new FileInputStream(file.toFile())) {
      StringTokenizer lines =
          new StringTokenizer(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1), "\r\n");
      while (lines.hasMoreTokens()) {
        String line = lines.nextToken();
        if (line.startsWith("/")) {
          folders.add(line.strip());
        }
      }
      return folders;
    } catch (IOException e) {
      // Only other libraries could need this folder; the C library is loaded already.
      return List.of();
    }
  }
}
