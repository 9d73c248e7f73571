package dev.portmanager.os.windows.jna;

import com.sun.jna.Callback;
import com.sun.jna.Library;

/** user32.dll, see Microsoft Learn under each name. */
public interface User32 extends Library {

  /** winuser.h. */
  int WM_CLOSE = 0x0010;

  /** winuser.h: GetWindow's relation to the window that owns this one. */
  int GW_OWNER = 4;

  boolean EnumWindows(EachWindow callback, long parameter);

  int GetWindowThreadProcessId(long window, int[] processId);

  boolean IsWindowVisible(long window);

  long GetWindow(long window, int relation);

  boolean PostMessageW(long window, int message, long first, long second);

  /** Is given one window after the other; returns whether to go on. */
  interface EachWindow extends Callback {

    boolean invoke(long window, long parameter);
  }
}
