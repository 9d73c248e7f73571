package dev.portmanager.os.macos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the code takes for granted without a constant of its own in reach of a test. */
class LayoutTest {

  @Test
  void bothProcessors_haveOneLayout() {
    assertThat(Layout.isTheSameOnBothProcessors()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "kevent, 32",
    "timespec, 16",
    "audit_token_t, 32",
    "proc_fdinfo, 8",
    "socket_info, 768",
    "in_sockinfo, 80",
    "tcp_sockinfo, 120",
    "proc_fileinfo, 24",
    "vinfo_stat, 136"
  })
  void struct_hasThisSize(String struct, int size) {
    assertThat(Layout.size(struct)).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({
    "kevent, ident, 0",
    "kevent, filter, 8",
    "kevent, flags, 10",
    "kevent, fflags, 12",
    "kevent, data, 16",
    "timespec, tv_nsec, 8",
    "proc_fdinfo, proc_fd, 0",
    "proc_fdinfo, proc_fdtype, 4"
  })
  void field_isAtThisPlace(String struct, String field, int offset) {
    assertThat(Layout.offset(struct, field)).isEqualTo(offset);
  }

  @ParameterizedTest
  @CsvSource({
    "PROC_ALL_PIDS, 1",
    "PROC_PPID_ONLY, 6",
    "PROC_PIDLISTFDS, 1",
    "PROX_FDTYPE_SOCKET, 2",
    "EVFILT_PROC, -5",
    "NOTE_EXIT, 2147483648",
    "EV_ADD, 1",
    "EV_ONESHOT, 16",
    "EV_RECEIPT, 64",
    "EV_ERROR, 16384",
    "SIGTERM, 15",
    "SIGKILL, 9",
    "EPERM, 1",
    "ESRCH, 3",
    "EINTR, 4",
    "ENOMEM, 12",
    "EACCES, 13",
    "EINVAL, 22",
    "AF_INET6, 30"
  })
  void constant_hasThisValue(String name, long value) {
    assertThat(Layout.constant(name)).isEqualTo(value);
  }
}
