package dev.portmanager.reliability.faults;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The errors that each call documents in its man page, section 2, for what we ask of it: not those
 * of writing, nor of flags that are never given. {@code java} is what the JDK calls for us.
 */
final class Errnos {

  private static final Map<String, Integer> NUMBERS = new LinkedHashMap<>(); // asm-generic/errno.h
  private static final Map<String, List<String>> DOCUMENTED = new LinkedHashMap<>();

  static {
    number("EPERM", 1, "ENOENT", 2, "ESRCH", 3, "EINTR", 4, "EIO", 5, "ENXIO", 6, "E2BIG", 7);
    number("EBADF", 9, "EAGAIN", 11, "ENOMEM", 12, "EACCES", 13, "EFAULT", 14, "ENODEV", 19);
    number("ENOTDIR", 20, "EISDIR", 21, "EINVAL", 22, "ENFILE", 23, "EMFILE", 24, "ENOSPC", 28);
    number("ESPIPE", 29, "EPIPE", 32, "ENAMETOOLONG", 36, "ENOSYS", 38, "ELOOP", 40);
    number("EOVERFLOW", 75, "ENOTSOCK", 88, "EDESTADDRREQ", 89, "EMSGSIZE", 90);
    number("ENOPROTOOPT", 92, "EPROTONOSUPPORT", 93, "EOPNOTSUPP", 95, "EAFNOSUPPORT", 97);
    number("ECONNRESET", 104, "ENOBUFS", 105, "EISCONN", 106, "ENOTCONN", 107);
    number("ECONNREFUSED", 111, "ESTALE", 116, "EDQUOT", 122);

    documents(
        "openat",
        "EACCES EAGAIN EBADF EFAULT EINTR EINVAL ELOOP EMFILE ENAMETOOLONG ENFILE ENODEV ENOENT"
            + " ENOMEM ENOTDIR ENXIO EOVERFLOW EPERM");
    documents("close", "EBADF EINTR EIO ENOSPC EDQUOT");
    documents("read", "EAGAIN EBADF EFAULT EINTR EINVAL EIO EISDIR");
    documents("lseek", "EBADF EINVAL ENXIO EOVERFLOW ESPIPE");
    // ENAMETOOLONG is said of a path that does not fit a page. A socket's link has no path: where a
    // descriptor's link is too long, it is none.
    documents("readlinkat", "EACCES EBADF EFAULT EINVAL EIO ELOOP ENOENT ENOMEM ENOTDIR");
    documents("getdents64", "EBADF EFAULT EINVAL ENOENT ENOTDIR ENOMEM EIO");
    documents("statx", "EACCES EBADF EFAULT EINVAL ELOOP ENAMETOOLONG ENOENT ENOMEM ENOTDIR");
    documents("kcmp", "EBADF EFAULT EINVAL ENOENT EPERM ESRCH ENOMEM ENOSYS");
    documents("open_by_handle_at", "EBADF EFAULT EINVAL ELOOP EPERM ESTALE EMFILE ENOMEM");
    documents("socket", "EACCES EAFNOSUPPORT EINVAL EMFILE ENFILE ENOBUFS ENOMEM EPROTONOSUPPORT");
    documents("setsockopt", "EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK");
    documents(
        "send",
        "EACCES EAGAIN EBADF ECONNRESET EDESTADDRREQ EFAULT EINTR EINVAL EISCONN EMSGSIZE ENOBUFS"
            + " ENOMEM ENOTCONN ENOTSOCK EOPNOTSUPP EPIPE");
    documents("recv", "EAGAIN EBADF ECONNREFUSED EFAULT EINTR EINVAL ENOMEM ENOTCONN ENOTSOCK");
    documents("poll", "EFAULT EINTR EINVAL ENOMEM");
    documents("kill", "EINVAL EPERM ESRCH");
    documents("pidfd_open", "EINVAL EMFILE ENFILE ENODEV ENOMEM ESRCH ENOSYS EPERM");
    documents("pidfd_send_signal", "EBADF EINVAL EPERM ESRCH ENOSYS");
    documents("fcntl", "EAGAIN EBADF EINTR EINVAL EMFILE");
    String bpf = "E2BIG EACCES EAGAIN EBADF EFAULT EINVAL ENOENT ENOMEM EPERM EMFILE ENFILE";
    for (String command :
        List.of("MAP_CREATE", "MAP_UPDATE_ELEM", "MAP_DELETE_ELEM", "PROG_LOAD", "LINK_CREATE")) {
      documents("bpf(BPF_" + command + ")", bpf);
    }
    documents("bpf(BPF_ITER_CREATE)", bpf);
    documents("pthread_create", "EAGAIN EPERM");
    documents("java open", "EACCES EMFILE ENFILE ENOENT ENOMEM");
    documents("java read", "EIO ESRCH EINTR");
    documents("java stat", "EACCES ENOENT ENOMEM");
    documents("java readlink", "EACCES ENOENT ENOMEM");
  }

  private Errnos() {}

  private static void number(Object... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      NUMBERS.put((String) pairs[i], (Integer) pairs[i + 1]);
    }
  }

  private static void documents(String function, String names) {
    DOCUMENTED.put(function, List.of(names.split(" ", -1)));
  }

  /** Returns the error numbers of a call. */
  static List<Integer> of(String function) {
    List<String> names = DOCUMENTED.get(function);
    if (names == null) {
      throw new IllegalArgumentException("the table lacks " + function);
    }
    return names.stream().map(NUMBERS::get).toList();
  }

  /** Returns the calls that are in the table. */
  static List<String> functions() {
    return List.copyOf(DOCUMENTED.keySet());
  }

  /** Returns the symbol of an error number. */
  static String name(int code) {
    return NUMBERS.entrySet().stream()
        .filter(entry -> entry.getValue() == code)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** Returns what the C library says of an error number, as far as the JDK would show it here. */
  static String words(int code) {
    return switch (name(code)) {
      case "EACCES" -> "Permission denied";
      case "EMFILE" -> "Too many open files";
      case "ENFILE" -> "Too many open files in system";
      case "ENOENT" -> "No such file or directory";
      case "ENOMEM" -> "Cannot allocate memory";
      case "EIO" -> "Input/output error";
      case "ESRCH" -> "No such process";
      case "EINTR" -> "Interrupted system call";
      default -> throw new IllegalArgumentException("no words for " + code);
    };
  }
}
