// listener PORT [stubborn]: listens until it is ended; "stubborn" ignores SIGTERM. It tries again for
// a while where its port is in use: others ask for the port's state all the time, and bind it for that.
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int listen_on(int port) {
  int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (!bind(listener, (struct sockaddr *)&address, sizeof address) && !listen(listener, 5)) return 0;
  int why = errno;
  close(listener);
  errno = why;
  return -1;
}

int main(int count, char **words) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (count > 2) signal(SIGTERM, SIG_IGN);
  for (int tries = 0; listen_on(atoi(words[1])); tries++) {
    struct timespec moment = {0, 1000000};
    if (errno != EADDRINUSE || tries == 100) {
      perror("listener");
      return 1;
    }
    nanosleep(&moment, NULL);
  }
  if (write(1, "ready\n", 6) != 6) return 1;
  for (;;) pause();
}
