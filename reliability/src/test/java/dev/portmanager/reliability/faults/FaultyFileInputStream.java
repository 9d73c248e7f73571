package dev.portmanager.reliability.faults;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;

/** Stands in for {@link FileInputStream} in the back end. */
public class FaultyFileInputStream extends FileInputStream {

  /** As the real one. */
  public FaultyFileInputStream(String name) throws FileNotFoundException {
    super(checked(name));
  }

  /** As the real one. */
  public FaultyFileInputStream(File file) throws FileNotFoundException {
    this(file.getPath());
  }

  private static String checked(String name) throws FileNotFoundException {
    int code = Faults.next("java open", Faults.isWatching() && Faults.isSubject(name));
    if (code != 0) {
      throw new FileNotFoundException(name + " (" + Errnos.words(code) + ")");
    }
    return name;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int code = Faults.next("java read", false);
    if (code != 0) {
      throw new IOException(Errnos.words(code));
    }
    return super.read(bytes, offset, length);
  }
}
