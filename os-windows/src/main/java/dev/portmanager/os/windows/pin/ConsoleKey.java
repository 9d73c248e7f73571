package dev.portmanager.os.windows.pin;

import dev.portmanager.os.windows.jna.Kernel32;

/** What can be typed into a console to end what runs there: wincon.h. */
enum ConsoleKey {
  /** Ends most programs; a JVM with its shutdown hooks. */
  CTRL_C("Ctrl+C", Kernel32.CTRL_C_EVENT),

  /**
   * Reaches a program that ignores Ctrl+C too, as one does that was started as a process group of
   * its own. A JVM only prints its threads.
   */
  CTRL_BREAK("Ctrl+Break", Kernel32.CTRL_BREAK_EVENT);

  final String label;
  final int event;

  ConsoleKey(String label, int event) {
    this.label = label;
    this.event = event;
  }
}
