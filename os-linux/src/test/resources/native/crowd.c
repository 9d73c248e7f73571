// A random crowd round some listening sockets: children that inherit them, get them as messages, duplicate them, have
// threads with tables of their own or a main thread that has ended, keep them in a ring of io_uring, close, come and go.
// usage: crowd SEED STILL; prints the ports, a line each, then "ready". With STILL 0 children keep ending and starting;
// otherwise nothing changes from then on. Its children end with it; it ends after two minutes, or with its input.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/io_uring.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SOCKETS = 6, CHILDREN = 24 };

static int sockets[SOCKETS];
static pid_t parent;

static int listener(void) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  bind(fd, (struct sockaddr *)&address, size);
  listen(fd, 5);
  getsockname(fd, (struct sockaddr *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  return fd;
}

static void send_to(int channel, int fd) {
  char control[CMSG_SPACE(sizeof fd)] = {0}, byte = 0;
  struct iovec data = {&byte, 1};
  struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET, header->cmsg_type = SCM_RIGHTS, header->cmsg_len = CMSG_LEN(sizeof fd);
  memcpy(CMSG_DATA(header), &fd, sizeof fd);
  sendmsg(channel, &message, 0);
}

static void receive_from(int channel) {
  char control[CMSG_SPACE(sizeof(int))] = {0}, byte;
  struct iovec data = {&byte, 1};
  struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  recvmsg(channel, &message, 0);
}

static void close_all(void) {
  for (int i = 0; i < SOCKETS; i++) close(sockets[i]);
}

static int any(void) { return sockets[rand() % SOCKETS]; }

static void *own_table(void *unused) {
  unshare(CLONE_FILES);
  close_all(); // in this table alone
  for (;;) pause();
  return unused;
}

static void *keep(void *done) {
  unshare(CLONE_FILES);
  write(*(int *)done, "", 1);
  for (;;) pause();
  return 0;
}

static void *stay(void *unused) {
  for (;;) pause();
  return unused;
}

static void into_ring(int fd) {
  struct io_uring_params parameters = {0};
  int ring = syscall(SYS_io_uring_setup, 4, &parameters);
  if (ring >= 0) syscall(SYS_io_uring_register, ring, IORING_REGISTER_FILES, &fd, 1);
}

static void child(int kind, int ready) {
  pthread_t thread;
  int pair[2], wait[2], first = any();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0); // it ended before that was asked for
  switch (kind) {
    case 0: break;
    case 1: // some of them, and one several times
      for (int i = 0; i < SOCKETS; i++) if (rand() % 2 && sockets[i] != first) close(sockets[i]);
      for (int i = rand() % 9; i > 0; i--) dup(first);
      dup2(first, 200 + rand() % 50);
      break;
    case 2: // by message alone
      socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
      send_to(pair[0], first), close_all(), receive_from(pair[1]);
      break;
    case 3: // a message that nobody reads
      socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
      send_to(pair[0], first), close_all();
      break;
    case 4: into_ring(first), close_all(); break;
    case 5: pthread_create(&thread, 0, own_table, 0); break;
    case 6: // a thread keeps what the process closes
      pipe(wait);
      pthread_create(&thread, 0, keep, wait + 1);
      read(wait[0], pair, 1), close_all();
      break;
    case 7: // the main thread ends
      for (int i = 0; i < 3; i++) pthread_create(&thread, 0, stay, 0);
      write(ready, "", 1);
      pthread_exit(0);
    default: close_all();
  }
  write(ready, "", 1);
  for (;;) pause();
}

static int start(int kind, int ready) {
  int seed = rand(), pid = fork();
  if (!pid) srand(seed), child(kind, ready);
  return pid;
}

int main(int count, char **words) {
  int children[CHILDREN], ready[2], still = count > 2 && atoi(words[2]);
  char byte;
  alarm(120);
  parent = getpid();
  srand(count > 1 ? atoi(words[1]) : 1);
  for (int i = 0; i < SOCKETS; i++) sockets[i] = listener();
  pipe(ready);
  for (int i = 0; i < CHILDREN; i++) children[i] = start(i < 9 ? i : rand() % 9, ready[1]), read(ready[0], &byte, 1);
  for (int i = 1; i < SOCKETS; i++) if (rand() % 2) close(sockets[i]), sockets[i] = sockets[0];
  puts("ready");
  fflush(stdout);
  if (still) return getchar() == EOF ? 0 : 1;
  for (;;) {
    int victim = rand() % CHILDREN;
    kill(children[victim], SIGKILL);
    waitpid(children[victim], 0, 0);
    children[victim] = start(rand() % 9, ready[1]);
    if (read(ready[0], &byte, 1) < 1) return 1;
    usleep(20000); // slower than a scan, so that most of the crowd is there before and after one
  }
}
