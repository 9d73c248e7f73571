package dev.portmanager.os.windows.security;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.portmanager.os.windows.jna.Advapi32;
import dev.portmanager.os.windows.jna.Kernel32;
import dev.portmanager.os.windows.jna.WideText;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Owners and access rights of files. Stateless, so safe for use by several threads. */
public final class FileSecurity {

  private static final int SDDL_REVISION_1 = 1;

  /** SECURITY_ATTRIBUTES: its length, a pointer to a descriptor, whether it is inherited. */
  private static final int ATTRIBUTES_SIZE = 24;

  private final Win32 win32;

  /**
   * Creates a reader.
   *
   * @param win32 the native libraries
   */
  public FileSecurity(Win32 win32) {
    this.win32 = win32;
  }

  /**
   * Reads who owns a file and who may write to it.
   *
   * @param file an existing file or folder
   * @return the descriptor
   * @throws IOException if there is none, or its rights may not be read
   */
  public Descriptor read(Path file) throws IOException {
    char[] name = WideText.of(file.toAbsolutePath().toString());
    int what = Advapi32.OWNER_SECURITY_INFORMATION | Advapi32.DACL_SECURITY_INFORMATION;
    byte[] bytes = new byte[1_024];
    int[] needed = new int[1];
    while (!win32.advapi32().get().GetFileSecurityW(name, what, bytes, bytes.length, needed)) {
      int code = win32.kernel32().get().GetLastError();
      if (code != WinError.INSUFFICIENT_BUFFER || needed[0] <= bytes.length) {
        throw failure("GetFileSecurity", code, file);
      }
      bytes = new byte[needed[0]];
    }
    return Descriptor.decode(bytes);
  }

  /**
   * Makes a folder that its owner and administrators alone may write to, and every user may read;
   * nothing is inherited from the folder around it, from the first moment on.
   *
   * @param folder the folder
   * @param owner its owner, this process's user
   * @throws FileAlreadyExistsException if there is one
   * @throws IOException if it cannot be made
   */
  public void createFolder(Path folder, Sid owner) throws IOException {
    String inherited = ";OICI;";
    String rights =
        "O:"
            + owner
            + "D:P"
            + ("(A" + inherited + "FA;;;" + owner + ")")
            + ("(A" + inherited + "FA;;;SY)(A" + inherited + "FA;;;BA)")
            + ("(A" + inherited + "0x1200a9;;;AU)"); // authenticated users: read and traverse
    Kernel32 kernel32 = win32.kernel32().get();
    long[] descriptor = new long[1];
    if (!win32
        .advapi32()
        .get()
        .ConvertStringSecurityDescriptorToSecurityDescriptorW(
            WideText.of(rights), SDDL_REVISION_1, descriptor, new int[1])) {
      throw failure("ConvertStringSecurityDescriptor", kernel32.GetLastError(), folder);
    }
    try (Memory attributes = new Memory(ATTRIBUTES_SIZE)) {
      attributes.clear();
      attributes.setInt(0, ATTRIBUTES_SIZE);
      attributes.setPointer(8, new Pointer(descriptor[0]));
      if (!kernel32.CreateDirectoryW(WideText.of(folder.toAbsolutePath().toString()), attributes)) {
        throw failure("CreateDirectory", kernel32.GetLastError(), folder);
      }
    } finally {
      kernel32.LocalFree(descriptor[0]);
    }
  }

  /**
   * Returns who may write to a file besides a user, the system and administrators.
   *
   * @param descriptor the file's
   * @param user the user
   * @return the others; empty if nobody; every user stands as {@code everybody}
   */
  public static List<String> strangers(Descriptor descriptor, Sid user) {
    List<Sid> trusted =
        List.of(user, Sid.SYSTEM, Sid.ADMINISTRATORS, Sid.CREATOR_OWNER, Sid.OWNER_RIGHTS);
    Optional<List<Sid>> writers = descriptor.writers();
    return writers.isEmpty()
        ? List.of("everybody")
        : writers.get().stream()
            .filter(writer -> !trusted.contains(writer))
            .map(Sid::text)
            .distinct()
            .toList();
  }

  private IOException failure(String function, int code, Path file) {
    String why =
        function
            + " failed with error "
            + code
            + ": "
            + WinError.text(win32.kernel32().get(), code);
    return switch (code) {
      case WinError.FILE_NOT_FOUND, WinError.PATH_NOT_FOUND ->
          new NoSuchFileException(file.toString(), null, why);
      case WinError.ALREADY_EXISTS -> new FileAlreadyExistsException(file.toString(), null, why);
      default -> new FileSystemException(file.toString(), null, why);
    };
  }
}
