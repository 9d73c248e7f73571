package dev.portmanager.os.windows.pin;

import dev.portmanager.NativeCallException;
import dev.portmanager.os.windows.jna.User32;
import dev.portmanager.os.windows.jna.Win32;
import dev.portmanager.os.windows.jna.WinError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
   *
   * @throws NativeCallException if the windows cannot be listed, or none of them may be asked, as
   *     those of a program with higher rights
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
    if (!api.EnumWindows(collector, 0)) {
      throw WinError.last(win32.kernel32().get(), "EnumWindows", "pid " + pid);
    }
    return post(visible.isEmpty() ? hidden : visible);
  }

  private int post(List<Long> windows) {
    int asked = 0;
    Optional<NativeCallException> failure = Optional.empty();
    for (long window : windows) {
      if (win32.user32().get().PostMessageW(window, User32.WM_CLOSE, 0, 0)) {
        asked++;
      } else {
        failure = Optional.of(WinError.last(win32.kernel32().get(), "PostMessage", "WM_CLOSE"));
      }
    }
    if (asked == 0 && failure.isPresent()) {
      throw failure.get();
    }
    return asked;
  }
}
