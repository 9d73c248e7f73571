// holder: listens on a port that the system picks, says which, and lives until it is ended.
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 5)) {
    perror("holder");
    return 1;
  }
  socklen_t length = sizeof address;
  if (getsockname(listener, (struct sockaddr *)&address, &length)) return 1;
  printf("%d\n", ntohs(address.sin_port));
  if (fflush(stdout)) return 1;
  for (;;) pause();
}
