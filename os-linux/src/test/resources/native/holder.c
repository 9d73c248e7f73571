// Holds a listening socket in a way that few tools see; prints the port. Ends by itself.
// usage: holder unshared-thread | dead-main | unread-message | shared | ring
// shared: three processes hold it, the second by a high descriptor alone and beside a hole; prints their pids too.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/io_uring.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

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

static void *open_alone(void *unused) {
  unshare(CLONE_FILES);
  listener();
  fflush(stdout);
  pause();
  return unused;
}

static void *stay(void *unused) {
  fflush(stdout);
  pause();
  return unused;
}

static void send_and_close(void) {
  int pair[2];
  socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
  int fd = listener();
  char control[CMSG_SPACE(sizeof fd)] = {0}, byte = 0;
  struct iovec data = {&byte, 1};
  struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1};
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof fd);
  memcpy(CMSG_DATA(header), &fd, sizeof fd);
  sendmsg(pair[0], &message, 0);
  close(fd);
  fflush(stdout);
}

static void share(void) {
  int fd = listener(), written[2];
  char byte = 0;
  pipe(written);
  fflush(stdout);
  for (int i = 0; i < 2; i++) {
    if (fork() == 0) {
      alarm(120);
      signal(SIGCHLD, SIG_IGN); // no zombies
      if (i == 0) {
        dup2(fd, 777);
        close(fd);
      }
      printf("%d\n", getpid());
      fflush(stdout);
      write(written[1], &byte, 1);
      pause();
      _exit(0);
    }
    read(written[0], &byte, 1);
  }
  printf("%d\n", getpid());
  fflush(stdout);
}

static int register_and_close(void) {
  struct io_uring_params parameters = {0};
  int ring = syscall(SYS_io_uring_setup, 4, &parameters);
  if (ring < 0) return 3; // io_uring is switched off here
  int fd = listener();
  if (syscall(SYS_io_uring_register, ring, IORING_REGISTER_FILES, &fd, 1)) return 4;
  close(fd);
  fflush(stdout);
  return 0;
}

int main(int count, char **words) {
  pthread_t thread;
  const char *way = count > 1 ? words[1] : "";
  alarm(120);
  signal(SIGCHLD, SIG_IGN); // no zombies
  if (!strcmp(way, "unshared-thread")) {
    pthread_create(&thread, 0, open_alone, 0);
  } else if (!strcmp(way, "dead-main")) {
    listener();
    pthread_create(&thread, 0, stay, 0);
    pthread_exit(0);
  } else if (!strcmp(way, "unread-message")) {
    send_and_close();
  } else if (!strcmp(way, "shared")) {
    share();
  } else if (!strcmp(way, "ring")) {
    int failure = register_and_close();
    if (failure) return failure;
  } else {
    return 2;
  }
  pause();
  return 0;
}
