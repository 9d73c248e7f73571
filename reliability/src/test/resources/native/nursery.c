// nursery CMD...: makes victims that listen and end at any moment, and gives their numbers to others
// at once, as CMD tells it through a pipe at its standard output and input. It is told
// "victim PID PORT MICROSECONDS STUBBORN", says "ready" when that listens, and from its end on makes one
// bystander after another with its pid until it is told "stop"; then it says
// "done GENERATIONS TRAPPED KILLED SPREAD". Beside it, others come and go with all numbers around.
// It is an ancestor of CMD, so that nobody takes it for a supervisor that restarts its victims.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/sched.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FIRST 200
#define NUMBERS 100

static struct {
  volatile long trapped, killed, spread;
  volatile int victim;
} *shared;

static void trap(int signal) {
  __atomic_fetch_add(&shared->trapped, 1, __ATOMIC_SEQ_CST);
  (void)signal;
}

static void trap_all(void) {
  struct sigaction action = {.sa_handler = trap};
  for (int i = 1; i < NSIG; i++)
    if (i != SIGKILL && i != SIGSTOP && i != SIGCHLD && i != SIGPIPE) sigaction(i, &action, NULL);
}

static int fork_as(pid_t pid) {
  pid_t wanted[1] = {pid};
  struct clone_args args = {
      .exit_signal = SIGCHLD, .set_tid = (uintptr_t)wanted, .set_tid_size = 1};
  return syscall(SYS_clone3, &args, sizeof args);
}

static void nap(long micros) {
  struct timespec left = {micros / 1000000, micros % 1000000 * 1000};
  while (nanosleep(&left, &left) && errno == EINTR) {
  }
}

// One short life; whatever signal reaches it is trapped, and SIGKILL is seen by its parent.
static int bystander(pid_t pid, unsigned *seed) {
  long micros = rand_r(seed) % 400;
  int child = fork_as(pid), status;
  if (child == 0) {
    nap(micros);
    _exit(0);
  }
  if (child < 0) return 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) __atomic_fetch_add(&shared->killed, 1, __ATOMIC_SEQ_CST);
  return 1;
}

static void spread(void) {
  unsigned seed = 7;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (;;) {
    int pid = FIRST + rand_r(&seed) % NUMBERS;
    if (pid != shared->victim) shared->spread += bystander(pid, &seed);
  }
}

static void victim(int port, long micros, int stubborn) {
  signal(SIGTERM, stubborn ? SIG_IGN : SIG_DFL);
  int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 5)) {
    perror("victim");
    _exit(1);
  }
  if (write(1, "ready\n", 6) != 6) _exit(1);
  nap(micros);
  _exit(0);
}

static int start(char **command) {
  int there[2], back[2];
  if (pipe(there) || pipe(back)) return -1;
  int child = fork();
  if (child == 0) {
    dup2(there[0], 0);
    dup2(back[1], 1);
    for (int i = 3; i < 10; i++) close(i);
    execvp(command[0], command);
    perror(command[0]);
    _exit(127);
  }
  dup2(back[0], 0);
  dup2(there[1], 1);
  for (int i = 3; i < 10; i++) close(i);
  return child;
}

int main(int count, char **words) {
  char line[128];
  unsigned seed = 11;
  int status, commander = count > 1 ? start(words + 1) : -1;
  if (commander < 0) return 1;
  shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  setvbuf(stdin, NULL, _IONBF, 0);
  trap_all();
  signal(SIGPIPE, SIG_IGN);
  if (fork() == 0) spread();
  while (fgets(line, sizeof line, stdin)) {
    int pid, port, stubborn, child;
    long micros, generations = 0;
    if (sscanf(line, "victim %d %d %ld %d", &pid, &port, &micros, &stubborn) != 4) return 2;
    shared->victim = pid;
    while ((child = fork_as(pid)) < 0 && errno == EEXIST) {
    }
    if (child == 0) victim(port, micros, stubborn);
    if (child < 0) {
      perror("clone3");
      return 3;
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    struct pollfd input = {.fd = 0, .events = POLLIN};
    while (poll(&input, 1, 0) <= 0) generations += bystander(pid, &seed);
    if (!fgets(line, sizeof line, stdin) || strcmp(line, "stop\n")) return 4;
    dprintf(1, "done %ld %ld %ld %ld\n", generations, shared->trapped, shared->killed,
            shared->spread);
  }
  while (waitpid(commander, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 5;
}
