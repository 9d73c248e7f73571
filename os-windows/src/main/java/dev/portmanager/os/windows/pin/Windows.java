package dev.portmanager.os.windows.pin;

import dev.portmanager.os.windows.jna.User32;
import dev.portmanager.os.windows.jna.Win32;
import java.util.ArrayList;
import java.util.List;

/** The windows of a process, on the desktop that this process is on. Stateless. */
final class Windows {

  private final Win32 win32;

  Windows(Win32 win32) {
    this.win32 = win32;
  }

  /**
   * Asks a process to close its windows, as a person does with the button in their corner: posts
   * WM_CLOSE to each that is visible and belongs to no other window; if it has none such, to each
   * that belongs to no other. Returns how many were asked.
   */
  int close(long pid) {
    User32 api = win32.user32().get();
    List<Long> visible = new ArrayList<>();
    List<Long> hidden = new ArrayList<>();
    User32.EachWindow collector =
        (window, parameter) -> {
          int[] owner = new int[1];
          api.GetWindowThreadProcessId(window, owner);
          if (Integer.toUnsignedLong(owner[0]) == pid
              && api.GetWindow(window, User32.GW_OWNER) == 0) {
            (api.IsWindowVisible(window) ? visible : hidden).add(window);
          }
          return true;
        };
    api.EnumWindows(collector, 0);
    int asked = 0;
    for (long window : visible.isEmpty() ? hidden : visible) {
      if (api.PostMessageW(window, User32.WM_CLOSE, 0, 0)) {
        asked++;
      }
    }
    return asked;
  }
}
