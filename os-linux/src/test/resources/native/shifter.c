// Holds a listening socket for as long as it lives, in a table that changes all the time; prints the port. Ends by itself.
// usage: shifter unshare | grow | high
// unshare: time and again a child shares the table, the process takes a copy for itself, and the child at once lets go of
//          the table, which ends it; the socket has one of the last of many places, so that a look takes long.
// grow:    children with tables that grow come and go, beside one that holds the socket all the time.
// high:    such a table that stands still, of sixteen thousand places at least.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int port;
static volatile int *copied;

static int listener(void) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  bind(fd, (struct sockaddr *)&address, size);
  listen(fd, 5);
  getsockname(fd, (struct sockaddr *)&address, &size);
  port = ntohs(address.sin_port);
  return fd;
}

static int move_up(int fd, rlim_t place) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit)) return 3;
  if (limit.rlim_cur > 1 << 17) limit.rlim_cur = 1 << 17;
  if (limit.rlim_cur > place) place = limit.rlim_cur - 1; // the higher, the longer a look takes
  if (dup2(fd, place) < 0) return 4;
  close(fd);
  return 0;
}

static void replace_table(void) {
  *copied = 0;
  pid_t parent = getpid(), child = syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
  if (child < 0) _exit(5);
  if (!child) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(0); // it ended before it was asked to take this one along
    while (!*copied) syscall(SYS_futex, copied, FUTEX_WAIT, 0, 0, 0, 0);
    syscall(SYS_close_range, 3, ~0U, 2); // CLOSE_RANGE_UNSHARE: a copy of three places, and the table goes
    _exit(0);
  }
  unshare(CLONE_FILES);
  *copied = 1;
  syscall(SYS_futex, copied, FUTEX_WAKE, 1, 0, 0, 0);
  waitpid(child, 0, 0);
}

static void let_one_grow(int fd) {
  pid_t child = fork();
  if (child < 0) _exit(5);
  if (!child) {
    for (int i = 64; i <= 16384; i *= 2) dup2(fd, i);
    _exit(0);
  }
  waitpid(child, 0, 0);
}

int main(int count, char **words) {
  const char *way = count > 1 ? words[1] : "";
  alarm(120);
  int fd = listener(), failure = 0;
  copied = mmap(0, sizeof *copied, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (!strcmp(way, "unshare") || !strcmp(way, "high")) failure = move_up(fd, 16000);
  if (failure) return failure;
  printf("%d\n", port);
  fflush(stdout);
  while (!strcmp(way, "unshare")) replace_table();
  while (!strcmp(way, "grow")) let_one_grow(fd);
  pause();
  return 0;
}
