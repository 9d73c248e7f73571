package dev.portmanager.os.macos.standin;

import com.sun.jna.Native;

/** Makes the stand-in misbehave, and counts its calls: stand-in.h. */
final class Control {

  static final int EXTRA_PIDS = 0;
  static final int LIST_ERROR = 1;
  static final int REFUSE = 2;
  static final int VANISH = 3;
  static final int EXEC = 4;
  static final int CLOSING = 5;
  static final int EXTRA_FDS = 6;
  static final int SHORT_STRUCT = 7;

  static final int LISTPIDS = 0;
  static final int LISTFDS = 1;
  static final int FDINFO = 2;
  static final int OTHER = 3;
  static final int SIGNAL = 4;

  static {
    Native.register(Control.class, "System");
  }

  private Control() {}

  static native void standin_misbehave(int what, int pid, int value);

  static native void standin_behave();

  static native long standin_calls(int which);
}
