// The limit in C: what the kernel itself takes for what we do. Serves the line protocol of ../peers/README.md.
//
//   owners PORT       one legacy LISTEN dump, then every process's descriptors: openat, getdents64, readlinkat; exhaustive
//   owners2 PORT      the same with two threads, which take eight processes at a time
//   known PORT        the dump, then one readlink of the (pid, descriptor) that was found last; names one holder
//   used LOW-HIGH     one unfiltered LISTEN dump into a bitmap; how many ports of the range are listened to
//   used-probe L-H    bind and listen on each port of the range
//   probe 0           socket, SO_REUSEADDR, bind and listen on a free port of [::], close
//   busy 0            bind to a busy port on a kept socket
//   bind-0 0          bind(0), listen, getsockname, close
//   await PORT        ends the listener through a pidfd; the time from the signal to knowing
//   kill PORT         owners, pidfd, SIGTERM, poll, dumps until nothing listens
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { MOST_SOCKETS = 4096, MOST_OWNERS = 4096, MOST_PIDS = 1 << 22, LISTEN = 10, STEP = 8 };

struct entry { // linux_dirent64
  unsigned long long inode;
  long long offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

static int proc, diag = -1;
static unsigned long long wanted[MOST_SOCKETS];
static int sockets;
static unsigned char listened[65536];
static int pids[MOST_PIDS], processes;
static int owners[MOST_OWNERS];
static atomic_int found, next;
static int known_pid, known_descriptor = -1;

static void die(const char *what) {
  perror(what);
  exit(1);
}

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}

// ---- sockets: one dump of both families; port 0 is all of them --------------------------------------------------------

static int diag_socket(void) {
  int s = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (s < 0) die("netlink");
  return s;
}

static void dump(int s, int port) {
  static char buffer[1 << 18] __attribute__((aligned(16)));
  struct {
    struct nlmsghdr header;
    struct inet_diag_req request;
  } ask = {.header = {.nlmsg_len = sizeof ask, .nlmsg_type = TCPDIAG_GETSOCK, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
           .request = {.idiag_family = AF_INET, .idiag_states = 1 << LISTEN, .id.idiag_sport = htons(port)}};
  sockets = 0;
  if (send(s, &ask, sizeof ask, 0) < 0) die("send");
  for (;;) {
    ssize_t length = recv(s, buffer, sizeof buffer, 0);
    if (length < 0) die("recv");
    for (struct nlmsghdr *h = (void *)buffer; NLMSG_OK(h, length); h = NLMSG_NEXT(h, length)) {
      if (h->nlmsg_type == NLMSG_DONE) return;
      if (h->nlmsg_type == NLMSG_ERROR) die("sock_diag");
      struct inet_diag_msg *m = NLMSG_DATA(h);
      if (port && sockets < MOST_SOCKETS) wanted[sockets++] = m->idiag_inode;
      else if (!port) listened[ntohs(m->id.idiag_sport)] = 1;
    }
  }
}

// ---- owners: every descriptor of every process ------------------------------------------------------------------------

static void list_processes(void) {
  static char buffer[1 << 20];
  int fd = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  processes = 0;
  for (ssize_t length; (length = syscall(SYS_getdents64, fd, buffer, sizeof buffer)) > 0;)
    for (ssize_t at = 0; at < length;) {
      struct entry *e = (void *)(buffer + at);
      at += e->length;
      if (e->name[0] >= '1' && e->name[0] <= '9') pids[processes++] = atoi(e->name);
    }
  close(fd);
}

static int is_wanted(const char *link, ssize_t length) { // "socket:[123]"
  if (length < 10 || memcmp(link, "socket:[", 8)) return 0;
  unsigned long long inode = 0;
  for (int i = 8; i < length && link[i] != ']'; i++) inode = inode * 10 + (link[i] - '0');
  for (int i = 0; i < sockets; i++)
    if (wanted[i] == inode) return 1;
  return 0;
}

static char *decimal(char *end, unsigned value) {
  *--end = 0;
  do *--end = '0' + value % 10;
  while (value /= 10);
  return end;
}

static int descriptor_of(int pid) { // the first descriptor that is a wanted socket, or -1
  static _Thread_local char buffer[1 << 16];
  char digits[16], path[32], link[64], *start = decimal(digits + sizeof digits, pid);
  size_t length = digits + sizeof digits - 1 - start;
  struct stat status;
  memcpy(path, start, length);
  memcpy(path + length, "/fd", 4);
  if (fstatat(proc, path, &status, 0) || status.st_size == 0) return -1;
  int fd = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), result = -1;
  if (fd < 0) return -1;
  for (ssize_t got; result < 0 && (got = syscall(SYS_getdents64, fd, buffer, sizeof buffer)) > 0;) {
    for (ssize_t at = 0; at < got && result < 0;) {
      struct entry *e = (void *)(buffer + at);
      at += e->length;
      if (e->name[0] == '.') continue;
      ssize_t n = readlinkat(fd, e->name, link, sizeof link);
      if (n > 0 && is_wanted(link, n)) result = atoi(e->name);
    }
    if (got < (ssize_t)sizeof buffer - 64) break;
  }
  close(fd);
  return result;
}

static void look_into(int pid) {
  int descriptor = descriptor_of(pid);
  if (descriptor < 0) return;
  known_pid = pid, known_descriptor = descriptor;
  int i = atomic_fetch_add(&found, 1);
  if (i < MOST_OWNERS) owners[i] = pid;
}

static void *work(void *unused) {
  (void)unused;
  for (;;) {
    int from = atomic_fetch_add(&next, STEP), to = from + STEP < processes ? from + STEP : processes;
    if (from >= processes) return 0;
    for (int i = from; i < to; i++) look_into(pids[i]);
  }
}

static void all_owners(int port, int threads) {
  int s = diag_socket();
  pthread_t second;
  dump(s, port);
  close(s);
  list_processes();
  found = next = 0;
  if (threads == 2 && pthread_create(&second, 0, work, 0)) die("thread");
  work(0);
  if (threads == 2) pthread_join(second, 0);
}

static void last_known(int port) {
  char path[64], link[64];
  if (diag < 0) diag = diag_socket();
  dump(diag, port);
  if (known_descriptor >= 0) {
    snprintf(path, sizeof path, "%d/fd/%d", known_pid, known_descriptor);
    ssize_t n = readlinkat(proc, path, link, sizeof link);
    if (n > 0 && is_wanted(link, n)) {
      owners[0] = known_pid, found = 1;
      return;
    }
  }
  all_owners(port, 1);
  if (found > 1) found = 1;
}

// ---- ports ------------------------------------------------------------------------------------------------------------

static int probe(int family, int port) { // -1, or the port
  int one = 1, s = socket(family, SOCK_STREAM, 0), result;
  struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  struct sockaddr_in four = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (port) setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  result = family == AF_INET6 ? bind(s, (void *)&six, sizeof six) : bind(s, (void *)&four, sizeof four);
  if (!result) result = listen(s, 1);
  if (!result && !port) {
    socklen_t length = sizeof four;
    getsockname(s, (void *)&four, &length);
    port = ntohs(four.sin_port);
  }
  close(s);
  return result ? -1 : port;
}

static int busy(void) { // a bind that fails, on a socket that is kept
  static int holder = -1, kept;
  static struct sockaddr_in6 address = {.sin6_family = AF_INET6};
  if (holder < 0) {
    socklen_t length = sizeof address;
    holder = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0), kept = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(holder, (void *)&address, sizeof address) || listen(holder, 1)) die("busy");
    getsockname(holder, (void *)&address, &length);
  }
  return bind(kept, (void *)&address, sizeof address) ? ntohs(address.sin6_port) : -1;
}

static int used(int low, int high, int by_probing) {
  int count = 0;
  if (by_probing) {
    for (int port = low; port <= high; port++) count += probe(AF_INET6, port) < 0;
    return count;
  }
  memset(listened, 0, sizeof listened);
  int s = diag_socket();
  dump(s, 0);
  close(s);
  for (int port = low; port <= high; port++) count += listened[port];
  return count;
}

// ---- the end of a process ---------------------------------------------------------------------------------------------

static long long end_owners(int port, int until_free) { // how long it took from the first signal on
  int pidfds[64], n;
  all_owners(port, 1);
  n = found < 64 ? found : 64;
  for (int i = 0; i < n; i++) pidfds[i] = syscall(SYS_pidfd_open, owners[i], 0);
  long long start = now();
  for (int i = 0; i < n; i++) syscall(SYS_pidfd_send_signal, pidfds[i], SIGTERM, 0, 0);
  for (int i = 0; i < n; i++) {
    struct pollfd ended = {.fd = pidfds[i], .events = POLLIN};
    poll(&ended, 1, 5000);
    close(pidfds[i]);
  }
  long long elapsed = now() - start;
  int s = diag_socket();
  for (int tries = 0; until_free && tries < 1000000; tries++) {
    dump(s, port);
    if (!sockets) break;
  }
  close(s);
  return elapsed;
}

// ---- the protocol -----------------------------------------------------------------------------------------------------

static long long once(const char *op, const char *argument, char *answer, size_t size) {
  static int free_port;
  int low = atoi(argument), high = strchr(argument, '-') ? atoi(strchr(argument, '-') + 1) : low, number = -1;
  long long start = now(), elapsed = -1;
  if (!strcmp(op, "owners")) all_owners(low, 1);
  else if (!strcmp(op, "owners2")) all_owners(low, 2);
  else if (!strcmp(op, "known")) last_known(low);
  else if (!strcmp(op, "used")) number = used(low, high, 0);
  else if (!strcmp(op, "used-probe")) number = used(low, high, 1);
  else if (!strcmp(op, "probe")) number = probe(AF_INET6, free_port = free_port >= 29000 || !free_port ? 20000 : free_port + 1);
  else if (!strcmp(op, "busy")) number = busy();
  else if (!strcmp(op, "bind-0")) number = probe(AF_INET, 0);
  else if (!strcmp(op, "await")) elapsed = end_owners(low, 0);
  else if (!strcmp(op, "kill")) end_owners(low, 1);
  else {
    snprintf(answer, size, "ERR no such operation");
    return 0;
  }
  if (elapsed < 0) elapsed = now() - start;
  if (number >= 0 || !strncmp(op, "used", 4)) {
    snprintf(answer, size, "%d", number);
  } else {
    int length = 0;
    for (int i = 0; i < found && length < (int)size - 12; i++)
      length += snprintf(answer + length, size - length, i ? ",%d" : "%d", owners[i]);
    if (!found) snprintf(answer, size, "none");
  }
  return elapsed;
}

static int by_value(const void *a, const void *b) {
  long long x = *(long long *)a, y = *(long long *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  static char answer[1 << 16], line[256], op[64], argument[64];
  static long long nanos[1 << 20];
  proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (argc == 4 && !strcmp(argv[1], "--once")) {
    once(argv[2], argv[3], answer, sizeof answer);
    puts(answer);
    return 0;
  }
  for (int count; fgets(line, sizeof line, stdin) && sscanf(line, "%63s %d %63s", op, &count, argument) == 3;) {
    if (count < 1 || count > 1 << 20) count = 1;
    for (int i = 0; i < count; i++) nanos[i] = once(op, argument, answer, sizeof answer);
    qsort(nanos, count, sizeof *nanos, by_value);
    printf("%lld %s\n", nanos[count / 2], answer);
    fflush(stdout);
  }
}
