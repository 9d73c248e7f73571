package dev.portmanager.testkit;

import java.io.IOException;
import java.io.OutputStream;

/** A JVM that starts a stubborn listener and is killed before it can close it. */
final class ParentMain {

  private ParentMain() {}

  /**
   * Starts a listener and says its pid.
   *
   * @param args nothing
   * @throws IOException if its input fails
   */
  public static void main(String[] args) throws IOException {
    try (ChildListener child = ChildListener.builder().stubborn().start()) {
      System.out.println("STARTED " + child.pid());
      // Until it is killed; or until its input ends, so that it is not left over either.
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
