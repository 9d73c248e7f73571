// One listener that can be ended at will: listener PORT
// Prints its pid once it listens. Dies with its parent and after five minutes.
//
// listener --time-wait COUNT leaves COUNT connections in TIME_WAIT behind and ends.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int listen_on(const char *host, int port, struct sockaddr_in *address) {
  int one = 1, s = socket(AF_INET, SOCK_STREAM, 0);
  socklen_t length = sizeof *address;
  *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, host, &address->sin_addr);
  setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(s, (void *)address, length) || listen(s, 16) || getsockname(s, (void *)address, &length)) {
    perror("listener");
    exit(2);
  }
  return s;
}

// The side that closes first waits: the client. Several addresses, because each has ports of its own.
static int time_wait(int count) {
  enum { HOSTS = 8 };
  struct sockaddr_in address[HOSTS];
  int listening[HOSTS];
  for (int i = 0; i < HOSTS; i++) {
    char host[16];
    snprintf(host, sizeof host, "127.0.1.%d", i + 1);
    listening[i] = listen_on(host, 0, &address[i]);
  }
  for (int i = 0; i < count; i++) {
    int h = i % HOSTS, client = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(client, (void *)&address[h], sizeof address[h])) {
      perror("connect");
      return 2;
    }
    int server = accept(listening[h], 0, 0);
    close(client);
    close(server);
  }
  return 0;
}

int main(int argc, char **argv) {
  struct sockaddr_in address;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  alarm(300);
  if (argc == 3 && !strcmp(argv[1], "--time-wait")) return time_wait(atoi(argv[2]));
  if (argc != 2) return 2;
  listen_on("127.0.0.1", atoi(argv[1]), &address);
  printf("%d\n", getpid());
  fflush(stdout);
  for (;;) pause();
}
