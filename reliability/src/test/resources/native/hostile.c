// hostile KIND: becomes itself under hostile words and a hostile name, listens on a loopback port of
// the kernel's choice, prints it, and stays until it is ended.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct {
  const char *kind, *text;
} kinds[] = {
    {"escape", "\033]0;owned\007\033[2J\033[31m"},
    {"newline", "a\nportmanager: b\r\n8081\tFREE\v\f\b"},
    {"c1", "\302\2331m\302\2350;x\302\234\177"},
    {"invalid", "\377\376\303\050\355\240\200\360\237\233"},
    {"bidi", "\342\200\256gpj.\342\200\250\342\200\251\357\273\277"},
    {"json", "\"},{\"pid\":1,\"x\":\"\\u0000\\"},
    {"brackets", ") S 1 1 1 (x) R 1"},
    {"huge", "h\033"},
    {"empty", ""},
};

enum { WORD = 65536, WORDS = 17 };

static char *repeated(const char *text) {
  char *word = malloc(WORD);
  size_t length = strlen(text);
  for (int i = 0; i < WORD - 1; i++) word[i] = text[i % length];
  word[WORD - 1] = 0;
  return word;
}

static int become(const char *kind, char *text) {
  char *words[WORDS + 2] = {text, text, NULL};
  if (!strcmp(kind, "huge")) {
    for (int i = 1; i < WORDS; i++) words[i] = repeated(text);
    words[WORDS] = NULL;
  }
  setenv("HOSTILE_NAME", text, 1);
  setenv("HOSTILE", "1", 1);
  extern char **environ;
  execve("/proc/self/exe", words, environ);
  perror("execve");
  return 1;
}

int main(int count, char **words) {
  if (!getenv("HOSTILE")) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
      if (count == 2 && !strcmp(words[1], kinds[i].kind))
        return become(kinds[i].kind, (char *)kinds[i].text);
    fprintf(stderr, "hostile: no such kind\n");
    return 2;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NAME, getenv("HOSTILE_NAME"));
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 5) ||
      getsockname(listener, (struct sockaddr *)&address, &length)) {
    perror("hostile");
    return 1;
  }
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  for (;;) pause();
}
