package dev.portmanager.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The program {@code portmanager}. */
public final class Main {

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code, see {@link ExitCode}.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    BrokenJvm.load();
    int code = ExitCode.FAILED.code();
    try {
      useUnpackedJna();
      code = Cli.run(World.system(), args);
    } catch (Error e) {
      // Where descriptors, threads or memory run out, any class may be missing, also those by which
      // failures are told otherwise.
      System.err.println(BrokenJvm.sentence(e));
      if (List.of(args).contains("--verbose")) {
        e.printStackTrace();
      }
    }
    System.exit(code);
  }

  /**
   * Lets JNA take its native library from the folder {@code native} beside our jars, where the
   * build has put it, instead of copying it out of its jar into a temporary file at each start.
   * Where there is none for this system, JNA does as ever.
   */
  static void useUnpackedJna() {
    String lib = System.getProperty("portmanager.lib");
    if (lib == null || System.getProperty("jna.boot.library.path") != null) {
      return;
    }
    Path folder = Path.of(lib, "native", system() + "-" + processor());
    if (Files.isDirectory(folder)) {
      System.setProperty("jna.boot.library.path", folder.toString());
    }
  }

  private static String system() {
    String name = System.getProperty("os.name", "");
    if (name.startsWith("Windows")) {
      return "win32";
    }
    return name.startsWith("Mac") ? "darwin" : "linux";
  }

  private static String processor() {
    String name = System.getProperty("os.arch", "");
    return name.equals("amd64") || name.equals("x86_64") ? "x86-64" : name;
  }
}
