/* Processes from /proc, the ways to misbehave, and the counts of calls. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stand-in.h"

struct misbehaviour way[WAYS];
long calls[CALLS];

void standin_misbehave(int what, int pid, int value) {
  way[what].pid = pid;
  way[what].value = value;
}

void standin_behave(void) {
  memset(way, 0, sizeof way);
  memset(calls, 0, sizeof calls);
}

long standin_calls(int which) { return __atomic_load_n(&calls[which], __ATOMIC_RELAXED); }

int refuses(int pid) {
  if (way[REFUSE].value && way[REFUSE].pid == pid) return way[REFUSE].value;
  return 0;
}

int read_process(int pid, struct process *p) {
  char path[64], line[1024];
  struct stat st;
  if (way[VANISH].value && way[VANISH].pid == pid) return X_ESRCH;
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  FILE *f = fopen(path, "re");
  if (!f) return X_ESRCH;
  size_t n = fread(line, 1, sizeof line - 1, f);
  int owner = fstat(fileno(f), &st);
  fclose(f);
  line[n] = 0;
  char *open = strchr(line, '('), *close = strrchr(line, ')');
  if (owner || !open || !close || close[1] == 0) return X_ESRCH;
  memset(p, 0, sizeof *p);
  size_t length = (size_t)(close - open - 1);
  memcpy(p->comm, open + 1, length < sizeof p->comm ? length : sizeof p->comm - 1);
  p->pid = pid;
  p->uid = st.st_uid;
  int field = 3;
  for (char *save, *word = strtok_r(close + 1, " ", &save); word; word = strtok_r(0, " ", &save), field++) {
    if (field == 3) p->state = word[0];
    if (field == 4) p->ppid = atoi(word);
    if (field == 5) p->pgid = atoi(word);
    if (field == 22) p->start = strtoull(word, 0, 10);
    if (field == 28) p->stack = strtoull(word, 0, 10);
  }
  return field > 28 ? 0 : X_ESRCH;
}
