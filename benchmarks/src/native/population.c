// A population of processes on the loopback address, for look-ups to search through.
//
//   population PROCESSES DESCRIPTORS SOCKETS LISTENERS CONNECTING PORT [GROUPS]
//
// Each of PROCESSES processes has DESCRIPTORS open descriptors, about SOCKETS of them sockets; LISTENERS of them listen;
// each of the first CONNECTING has 500 established connections to itself. The process in the middle of the order of pids
// listens on PORT, alone. PORT+1 is listened to by three processes that inherited one socket, as prefork servers do.
// PORT+2 and up are the other listeners'. As root, half of the processes stay root's, three in ten are user 1001's (so
// is the one on PORT) and two in ten user 1002's (so are the three).
//
// With GROUPS, where the second version of control groups is mounted, each 20 processes get a group of their own there
// before they make a socket; the groups are removed at the end, and so are empty ones that a killed population left.
//
// Prints "ready TARGET HOLDER HOLDER HOLDER", pids all, once every process is complete. Ends, and ends its children by
// their pids, at the end of its standard input and on SIGTERM or SIGINT; its children die with it in any case.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAIRS = 500, OWNER = 1001, OTHER = 1002, GROUP = 20, GROUP_NAME = 128 };

struct plan {
  int processes, descriptors, sockets, listeners, connecting, port;
};

static pid_t *children;
static int count;
static char (*groups)[GROUP_NAME];
static int group_count;

static void fail(const char *what) {
  fprintf(stderr, "population: %s: %s\n", what, strerror(errno));
  _exit(2);
}

static void end_children(int signal) {
  (void)signal;
  for (int i = 0; i < count; i++) kill(children[i], SIGKILL);
  while (wait(0) > 0); // so that the end of this process is the end of all
  for (int i = 0; i < group_count; i++)
    for (int tries = 0; rmdir(groups[i]) && errno == EBUSY && tries < 1000; tries++) usleep(1000);
  _exit(0);
}

static int listen_on(int port) {
  int one = 1, s = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (s < 0 || bind(s, (void *)&address, sizeof address) || listen(s, 4096)) fail("listen");
  return s;
}

static void become(int uid) {
  if (getuid() != 0 || uid == 0) return;
  if (setgid(uid) || setuid(uid)) fail("setuid");
  prctl(PR_SET_DUMPABLE, 1); // else /proc/PID/fd stays root's
  prctl(PR_SET_PDEATHSIG, SIGKILL); // a change of user clears it
}

static int open_sockets(int used, const struct plan *p) {
  for (int s = 0; s < p->sockets && used < p->descriptors;) {
    int pair[2];
    if (s % 5 == 0 && used + 2 <= p->descriptors) {
      if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair)) fail("socketpair");
      s += 2, used += 2;
    } else {
      if (socket(AF_INET, s % 5 == 2 ? SOCK_DGRAM : SOCK_STREAM, 0) < 0) fail("socket");
      s++, used++;
    }
  }
  return used;
}

static void open_others(int used, const struct plan *p) {
  for (int kind = 0; used < p->descriptors; kind++) {
    int pair[2], opened = 0;
    switch (kind % 4) {
    case 0:
      if (used + 2 > p->descriptors) continue;
      opened = pipe(pair);
      used++;
      break;
    case 1: opened = eventfd(0, 0); break;
    case 2: opened = open("/etc/passwd", O_RDONLY); break;
    default: opened = epoll_create1(0);
    }
    if (opened < 0) fail("open");
    used++;
  }
}

static void connect_to_self(void) {
  int l = listen_on(0);
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  getsockname(l, (void *)&address, &length);
  for (int i = 0; i < PAIRS; i++) {
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(s, (void *)&address, length) || accept(l, 0, 0) < 0) fail("connect");
  }
  close(l);
}

static void make_groups(const char *mount, int processes) {
  char pattern[GROUP_NAME];
  glob_t stale;
  int n = (processes + GROUP - 1) / GROUP;
  snprintf(pattern, sizeof pattern, "%s/portmanager-population-*", mount);
  if (!glob(pattern, 0, 0, &stale)) {
    for (size_t i = 0; i < stale.gl_pathc; i++) rmdir(stale.gl_pathv[i]); // fails where there are processes
    globfree(&stale);
  }
  groups = calloc(n, sizeof *groups);
  if (!groups) fail("groups");
  for (int i = 0; i < n; i++) {
    snprintf(groups[i], GROUP_NAME, "%s/portmanager-population-%d-%d", mount, getpid(), i);
    if (mkdir(groups[i], 0755)) {
      perror("population: mkdir of a control group");
      end_children(0);
    }
    group_count++;
  }
}

static void enter_group(int i) {
  char path[GROUP_NAME + 16];
  snprintf(path, sizeof path, "%s/cgroup.procs", groups[i / GROUP]);
  int file = open(path, O_WRONLY);
  if (file < 0 || write(file, "0", 1) != 1) fail("cgroup.procs");
  close(file);
}

static void child(int i, const struct plan *p, int shared, int ready) {
  int n = p->processes, target = i == n / 2;
  int holder = i == n / 4 || i == n / 4 + 1 || i == 3 * n / 4;
  int used = 4; // 0, 1, 2 and ready
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGTERM, SIG_DFL);
  signal(SIGINT, SIG_IGN); // a terminal sends it to the whole group; the parent ends us
  if (groups) enter_group(i);
  become(target ? OWNER : holder ? OTHER : i % 10 < 5 ? 0 : i % 10 < 8 ? OWNER : OTHER);
  if (holder) used++;
  else close(shared);
  int step = p->listeners ? n / p->listeners : 0;
  if (target) listen_on(p->port), used++;
  else if (step && i % step == 0 && i / step < p->listeners) listen_on(p->port + 2 + i / step), used++;
  open_others(open_sockets(used, p), p);
  if (i < p->connecting) connect_to_self();
  if (write(ready, "x", 1) != 1) fail("write");
  close(ready);
  for (;;) pause();
}

int main(int argc, char **argv) {
  if (argc != 7 && argc != 8) {
    fputs("population PROCESSES DESCRIPTORS SOCKETS LISTENERS CONNECTING PORT [GROUPS]\n", stderr);
    return 2;
  }
  struct plan p = {atoi(argv[1]), atoi(argv[2]), atoi(argv[3]), atoi(argv[4]), atoi(argv[5]), atoi(argv[6])};
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  int ready[2], shared = listen_on(p.port + 1), n = p.processes;
  children = calloc(n, sizeof *children);
  if (!children || pipe(ready)) fail("start");
  int input = fcntl(0, F_DUPFD_CLOEXEC, 3), output = fcntl(1, F_DUPFD_CLOEXEC, 3), nowhere = open("/dev/null", O_RDWR);
  dup2(nowhere, 0), dup2(nowhere, 1), close(nowhere);
  signal(SIGTERM, end_children);
  signal(SIGINT, end_children);
  if (argc == 8) make_groups(argv[7], n);
  for (; count < n; count++) {
    pid_t pid = fork();
    if (pid == 0) {
      close(ready[0]), close(input), close(output);
      child(count, &p, shared, ready[1]);
    }
    if (pid < 0) {
      perror("population: fork");
      end_children(0);
    }
    children[count] = pid;
  }
  close(ready[1]), close(shared);
  char buffer[4096];
  int complete = 0;
  for (ssize_t got; complete < n && (got = read(ready[0], buffer, sizeof buffer)) > 0;) complete += got;
  if (complete < n) {
    fprintf(stderr, "population: only %d of %d processes came up\n", complete, n);
    end_children(0);
  }
  dprintf(output, "ready %d %d %d %d\n", children[n / 2], children[n / 4], children[n / 4 + 1], children[3 * n / 4]);
  while (read(input, buffer, sizeof buffer) > 0 || errno == EINTR) errno = 0;
  end_children(0);
}
