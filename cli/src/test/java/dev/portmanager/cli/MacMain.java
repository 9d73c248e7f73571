package dev.portmanager.cli;

import java.net.ServerSocket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** The program in a JVM that takes itself for one on a Mac, with a stand-in of libSystem. */
final class MacMain {

  private MacMain() {}

  /**
   * Runs the program; {@code jna.library.path} names the folder of the stand-in.
   *
   * @param arguments the command line
   * @throws Exception if the switch fails
   */
  public static void main(String[] arguments) throws Exception {
    // JNA and the JDK choose by os.name once what must stay Linux's.
    Class.forName("com.sun.jna.NativeLibrary").getMethod("getProcess").invoke(null);
    try (ServerSocketChannel server = ServerSocketChannel.open();
        SocketChannel client = SocketChannel.open();
        DatagramChannel datagrams = DatagramChannel.open();
        ServerSocket socket = new ServerSocket()) {
      List.of(server, client, datagrams).forEach(NetworkChannel::supportedOptions);
      socket.supportedOptions();
    }
    System.setProperty("os.name", "Mac OS X");
    Main.main(arguments);
  }
}
