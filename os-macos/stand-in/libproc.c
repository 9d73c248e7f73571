/* libproc: like the real one, a failure is 0 with errno, and a list is filled with what fits. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "stand-in.h"

#define FIRST_EXTRA_PID 5000000
#define FIRST_EXTRA_FD 5000000
#define COUNT(which) __atomic_add_fetch(&calls[which], 1, __ATOMIC_RELAXED)

/* The list that this thread works through, to tell a batch from a look at one process. */
static __thread int *listed, listed_count, next_listed;

static int failed(int code) {
  errno = code;
  return 0;
}

/* A call that succeeds leaves errno as it was: an empty list is told from a failure by that. */
static int done(int before, int result) {
  if (result > 0) errno = before;
  return result;
}

static int extra_pid(int pid) {
  return pid >= FIRST_EXTRA_PID && pid < FIRST_EXTRA_PID + way[EXTRA_PIDS].value;
}

int proc_listpids(uint32_t type, uint32_t of, void *buffer, int size) {
  int before = errno;
  COUNT(C_LISTPIDS);
  if (way[LIST_ERROR].value) return failed(way[LIST_ERROR].value);
  if (type != XNU_PROC_ALL_PIDS && type != XNU_PROC_PPID_ONLY) return failed(X_EINVAL);
  DIR *proc = opendir("/proc");
  if (!proc) return failed(X_ENOMEM);
  int *pids = buffer, most = size / 4, n = 0;
  for (struct dirent *e; n < most && (e = readdir(proc));) {
    int pid = atoi(e->d_name);
    struct process p;
    if (pid <= 0) continue;
    if (type == XNU_PROC_PPID_ONLY && (read_process(pid, &p) || p.ppid != (int)of)) continue;
    pids[n++] = pid;
  }
  closedir(proc);
  for (int i = 0; type == XNU_PROC_ALL_PIDS && i < way[EXTRA_PIDS].value && n < most; i++) pids[n++] = FIRST_EXTRA_PID + i;
  if (type == XNU_PROC_ALL_PIDS) {
    listed = realloc(listed, (size_t)n * 4 + 4);
    memcpy(listed, pids, (size_t)n * 4);
    listed_count = n;
    next_listed = 0;
    sockets_expire();
  }
  errno = before;
  return n * 4;
}

static void note_batch(int pid) {
  if (next_listed > 0 && next_listed <= listed_count && listed[next_listed - 1] == pid) return; /* asked again, larger */
  if (next_listed < listed_count && listed[next_listed] == pid) {
    next_listed++;
  } else {
    sockets_expire();
  }
}

static int fd_type(int dir, const char *name) {
  char link[64];
  ssize_t n = readlinkat(dir, name, link, sizeof link - 1);
  if (n < 0) return -1;
  link[n] = 0;
  if (!strncmp(link, "socket:", 7)) return XNU_PROX_FDTYPE_SOCKET;
  return strncmp(link, "pipe:", 5) ? XNU_PROX_FDTYPE_VNODE : XNU_PROX_FDTYPE_PIPE;
}

static int list_fds(int pid, char *buffer, int size) {
  char path[64];
  int n = 0, most = size / XNU_proc_fdinfo_SIZE, before = errno;
  COUNT(C_LISTFDS);
  note_batch(pid);
  snprintf(path, sizeof path, "/proc/%d/fd", pid);
  DIR *fds = opendir(path);
  if (!fds) return failed(errno == ENOENT ? X_ESRCH : X_EPERM);
  for (struct dirent *e; n < most && (e = readdir(fds));) {
    int type;
    if (e->d_name[0] == '.' || (type = fd_type(dirfd(fds), e->d_name)) < 0) continue;
    PUT32(buffer + n * XNU_proc_fdinfo_SIZE, XNU_proc_fdinfo_proc_fd, atoi(e->d_name));
    PUT32(buffer + n++ * XNU_proc_fdinfo_SIZE, XNU_proc_fdinfo_proc_fdtype, type);
  }
  closedir(fds);
  for (int i = 0; way[EXTRA_FDS].pid == pid && i < way[EXTRA_FDS].value && n < most; i++) {
    PUT32(buffer + n * XNU_proc_fdinfo_SIZE, XNU_proc_fdinfo_proc_fd, FIRST_EXTRA_FD + i);
    PUT32(buffer + n++ * XNU_proc_fdinfo_SIZE, XNU_proc_fdinfo_proc_fdtype, XNU_PROX_FDTYPE_SOCKET);
  }
  errno = before;
  return n * XNU_proc_fdinfo_SIZE;
}

static uint64_t unique_id(const struct process *p) { return p->start << 16 | ((uint64_t)p->pid & 0xffff); }

/* Changes when the process becomes another program, as the place of its stack does. */
static uint32_t id_version(const struct process *p) {
  uint64_t h = (p->stack ^ p->start) * 0x9E3779B97F4A7C15ull;
  uint32_t more = way[EXEC].pid == p->pid ? (uint32_t)way[EXEC].value : 0;
  return (uint32_t)(h >> 32) + more;
}

static int xnu_status(char state) { return state == 'R' ? XNU_SRUN : state == 'T' ? XNU_SSTOP : XNU_SSLEEP; }

static long long boot_time(void) {
  long long seconds = 0;
  char line[128];
  FILE *f = fopen("/proc/stat", "re");
  while (f && fgets(line, sizeof line, f) && !sscanf(line, "btime %lld", &seconds)) {}
  if (f) fclose(f);
  return seconds;
}

static int full_info(const struct process *p, char *b, int size) {
  long ticks = sysconf(_SC_CLK_TCK);
  if (size < XNU_proc_bsdinfo_SIZE) return failed(X_ENOMEM);
  memset(b, 0, XNU_proc_bsdinfo_SIZE);
  PUT32(b, XNU_proc_bsdinfo_pbi_status, xnu_status(p->state));
  PUT32(b, XNU_proc_bsdinfo_pbi_pid, p->pid);
  PUT32(b, XNU_proc_bsdinfo_pbi_ppid, p->ppid);
  PUT32(b, XNU_proc_bsdinfo_pbi_uid, p->uid);
  memcpy(b + XNU_proc_bsdinfo_pbi_comm, p->comm, 15);
  memcpy(b + XNU_proc_bsdinfo_pbi_name, p->comm, 31);
  PUT64(b, XNU_proc_bsdinfo_pbi_start_tvsec, boot_time() + (long long)p->start / ticks);
  PUT64(b, XNU_proc_bsdinfo_pbi_start_tvusec, (long long)p->start % ticks * (1000000 / ticks));
  return XNU_proc_bsdinfo_SIZE;
}

static int short_info(const struct process *p, char *b, int size) {
  if (size < XNU_proc_bsdshortinfo_SIZE) return failed(X_ENOMEM);
  memset(b, 0, XNU_proc_bsdshortinfo_SIZE);
  PUT32(b, XNU_proc_bsdshortinfo_pbsi_pid, p->pid);
  PUT32(b, XNU_proc_bsdshortinfo_pbsi_ppid, p->ppid);
  PUT32(b, XNU_proc_bsdshortinfo_pbsi_status, xnu_status(p->state));
  memcpy(b + XNU_proc_bsdshortinfo_pbsi_comm, p->comm, 15);
  PUT32(b, XNU_proc_bsdshortinfo_pbsi_uid, p->uid);
  return XNU_proc_bsdshortinfo_SIZE;
}

static int unique_info(const struct process *p, char *b, int size) {
  if (size < XNU_proc_uniqidentifierinfo_SIZE) return failed(X_ENOMEM);
  memset(b, 0, XNU_proc_uniqidentifierinfo_SIZE);
  PUT64(b, XNU_proc_uniqidentifierinfo_p_uniqueid, unique_id(p));
  PUT32(b, XNU_proc_uniqidentifierinfo_p_idversion, id_version(p));
  return XNU_proc_uniqidentifierinfo_SIZE;
}

int proc_pidinfo(int pid, int flavor, uint64_t arg, void *buffer, int size) {
  struct process p;
  int before = errno;
  if (flavor != XNU_PROC_PIDLISTFDS) COUNT(C_OTHER);
  int restricted = flavor == XNU_PROC_PIDLISTFDS || flavor == XNU_PROC_PIDTBSDINFO;
  if (extra_pid(pid)) {
    if (flavor == XNU_PROC_PIDLISTFDS) COUNT(C_LISTFDS), note_batch(pid);
    return failed(X_EPERM);
  }
  int code = read_process(pid, &p);
  /* A zombie is found only if it is asked for. */
  if (!code && (p.state == 'Z' || p.state == 'X') && !arg) code = X_ESRCH;
  if (!code && restricted) {
    code = refuses(pid);
    if (!code && geteuid() != 0 && geteuid() != p.uid) code = X_EPERM;
  }
  if (code) {
    if (flavor == XNU_PROC_PIDLISTFDS) COUNT(C_LISTFDS), note_batch(pid);
    return failed(code);
  }
  switch (flavor) {
    case XNU_PROC_PIDLISTFDS: return done(before, list_fds(pid, buffer, size));
    case XNU_PROC_PIDTBSDINFO: return done(before, full_info(&p, buffer, size));
    case XNU_PROC_PIDT_SHORTBSDINFO: return done(before, short_info(&p, buffer, size));
    case XNU_PROC_PIDUNIQIDENTIFIERINFO: return done(before, unique_info(&p, buffer, size));
    default: return failed(X_EINVAL);
  }
}

static void put_socket(char *b, unsigned long inode, const struct inet_socket *s) {
  memset(b, 0, XNU_socket_fdinfo_SIZE);
  PUT64(b, XNU_socket_fdinfo_psi_soi_so, 0xffffff8000000000ull | inode);
  if (!s) {
    PUT32(b, XNU_socket_fdinfo_psi_soi_family, XNU_AF_UNIX);
    PUT32(b, XNU_socket_fdinfo_psi_soi_kind, XNU_SOCKINFO_UN);
    return;
  }
  /* soi_stat stays zero: XNU does not fill it. */
  PUT32(b, XNU_socket_fdinfo_psi_soi_type, s->udp ? XNU_SOCK_DGRAM : XNU_SOCK_STREAM);
  PUT32(b, XNU_socket_fdinfo_psi_soi_protocol, s->udp ? XNU_IPPROTO_UDP : XNU_IPPROTO_TCP);
  PUT32(b, XNU_socket_fdinfo_psi_soi_family, s->vflag & XNU_INI_IPV6 ? XNU_AF_INET6 : XNU_AF_INET);
  PUT32(b, XNU_socket_fdinfo_psi_soi_kind, s->udp ? XNU_SOCKINFO_IN : XNU_SOCKINFO_TCP);
  /* In network order in the low half of a native int. */
  PUT32(b, XNU_socket_fdinfo_psi_soi_proto_pri_in_insi_fport, __builtin_bswap16((uint16_t)s->fport));
  PUT32(b, XNU_socket_fdinfo_psi_soi_proto_pri_in_insi_lport, __builtin_bswap16((uint16_t)s->lport));
  b[XNU_socket_fdinfo_psi_soi_proto_pri_in_insi_vflag] = (char)s->vflag;
  memcpy(b + XNU_socket_fdinfo_psi_soi_proto_pri_in_insi_laddr, s->laddr, 16);
  if (!s->udp) PUT32(b, XNU_socket_fdinfo_psi_soi_proto_pri_tcp_tcpsi_state, s->state);
}

int proc_pidfdinfo(int pid, int fd, int flavor, void *buffer, int size) {
  char path[64], link[64];
  struct process p;
  unsigned long inode;
  int before = errno;
  long call = COUNT(C_FDINFO);
  int code = read_process(pid, &p);
  if (!code) code = refuses(pid);
  if (!code && geteuid() != 0 && geteuid() != p.uid) code = X_EPERM;
  if (code) return failed(code);
  if (flavor != XNU_PROC_PIDFDSOCKETINFO || size < XNU_socket_fdinfo_SIZE) return failed(X_EINVAL);
  if (way[CLOSING].value && call % way[CLOSING].value == 0) return failed(X_EBADF);
  if (fd >= FIRST_EXTRA_FD) {
    struct inet_socket s = {.state = XNU_TSI_S_ESTABLISHED, .lport = 1234, .vflag = XNU_INI_IPV4};
    put_socket(buffer, (unsigned long)fd, &s);
    return XNU_socket_fdinfo_SIZE;
  }
  snprintf(path, sizeof path, "/proc/%d/fd/%d", pid, fd);
  ssize_t n = readlink(path, link, sizeof link - 1);
  if (n < 0) return failed(X_EBADF);
  link[n] = 0;
  if (sscanf(link, "socket:[%lu]", &inode) != 1) return failed(X_ENOTSOCK);
  put_socket(buffer, inode, socket_of(inode));
  errno = before;
  return XNU_socket_fdinfo_SIZE - way[SHORT_STRUCT].value;
}

int proc_pidpath(int pid, void *buffer, uint32_t size) {
  char path[64];
  COUNT(C_OTHER);
  if (size < XNU_PROC_PIDPATHINFO_SIZE || size > XNU_PROC_PIDPATHINFO_MAXSIZE) return failed(X_ENOMEM);
  snprintf(path, sizeof path, "/proc/%d/exe", pid);
  ssize_t n = readlink(path, buffer, size - 1);
  if (n < 0) return failed(errno == ENOENT ? X_ESRCH : X_EPERM);
  ((char *)buffer)[n] = 0;
  return (int)n;
}

#ifndef OLD_MACOS
/* Unlike its neighbours it returns the error number. */
int proc_signal_with_audittoken(const uint32_t *token, int signal) {
  int pid = (int)token[5];
  struct process p;
  COUNT(C_SIGNAL);
  if (signal <= 0 || signal >= 32) return X_EINVAL;
  if (way[EXEC].value && way[EXEC].pid == pid) way[EXEC].value--;
  int fd = (int)syscall(SYS_pidfd_open, pid, 0);
  if (fd < 0) return X_ESRCH;
  int code = read_process(pid, &p);
  if (!code && (p.state == 'Z' || id_version(&p) != token[7])) code = X_ESRCH;
  if (!code && syscall(SYS_pidfd_send_signal, fd, signal, 0, 0)) code = errno;
  syscall(SYS_close, fd);
  return code;
}
#endif
