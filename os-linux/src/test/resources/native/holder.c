// Holds a listening socket in a way that few tools see; prints the port. Ends by itself.
// usage: holder unshared-thread | dead-main | unread-message
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
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

int main(int count, char **words) {
  pthread_t thread;
  const char *way = count > 1 ? words[1] : "";
  alarm(120);
  if (!strcmp(way, "unshared-thread")) {
    pthread_create(&thread, 0, open_alone, 0);
  } else if (!strcmp(way, "dead-main")) {
    listener();
    pthread_create(&thread, 0, stay, 0);
    pthread_exit(0);
  } else if (!strcmp(way, "unread-message")) {
    send_and_close();
  } else {
    return 2;
  }
  pause();
  return 0;
}
