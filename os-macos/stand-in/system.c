/* sysctl, the clock, the signal mask, and marking a descriptor. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "stand-in.h"

static int failed(int code) {
  errno = code;
  return -1;
}

static int give(const void *value, size_t length, void *old, size_t *room) {
  if (old && *room < length) return failed(X_ENOMEM);
  if (old) memcpy(old, value, length);
  *room = length;
  return 0;
}

static int give_int(int value, void *old, size_t *room) { return give(&value, sizeof value, old, room); }

int sysctlbyname(const char *name, void *old, size_t *room, void *new_, size_t new_length) {
  int first = 0, last = 0;
  char uuid[37] = "";
  (void)new_, (void)new_length;
  if (!strcmp(name, "kern.argmax")) return give_int(1 << 20, old, room);
  FILE *f = fopen("/proc/sys/net/ipv4/ip_local_port_range", "re");
  if (f) {
    if (fscanf(f, "%d %d", &first, &last) != 2) first = last = 0;
    fclose(f);
  }
  if (!strcmp(name, "net.inet.ip.portrange.first")) return give_int(first, old, room);
  if (!strcmp(name, "net.inet.ip.portrange.last")) return give_int(last, old, room);
  if (strcmp(name, "kern.bootsessionuuid")) return failed(X_ENOENT);
  f = fopen("/proc/sys/kernel/random/boot_id", "re");
  if (!f || fscanf(f, "%36s", uuid) != 1) uuid[0] = 0;
  if (f) fclose(f);
  for (char *c = uuid; *c; c++) *c = (char)toupper(*c);
  return give(uuid, sizeof uuid, old, room);
}

/* KERN_PROCARGS2: the count, the program, zero bytes up to a word, the arguments, the environment. */
static int arguments(int pid, char *out, size_t *room) {
  char path[64], line[8192], program[4096];
  struct process p;
  if (read_process(pid, &p) || (geteuid() != 0 && geteuid() != p.uid)) return failed(X_EINVAL);
  snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return failed(X_EINVAL);
  ssize_t n = read(fd, line, sizeof line);
  syscall(SYS_close, fd);
  snprintf(path, sizeof path, "/proc/%d/exe", pid);
  ssize_t length = readlink(path, program, sizeof program - 8);
  if (n <= 0 || length < 0) return failed(X_EINVAL);
  memset(program + length, 0, 8);
  length = (length + 8) / 8 * 8;
  int count = 0;
  for (ssize_t i = 0; i < n; i++) count += line[i] == 0;
  static const char environment[] = "SECRET=not part of the command line";
  size_t whole = 4 + (size_t)length + (size_t)n + sizeof environment;
  if (*room < whole) return failed(X_ENOMEM);
  PUT32(out, 0, count);
  memcpy(out + 4, program, (size_t)length);
  memcpy(out + 4 + length, line, (size_t)n);
  memcpy(out + 4 + length + n, environment, sizeof environment);
  *room = whole;
  return 0;
}

int sysctl(int *name, unsigned length, void *old, size_t *room, void *new_, size_t new_length) {
  (void)new_, (void)new_length;
  if (length != 3 || name[0] != 1 || name[1] != 49 || !old) return failed(X_ENOENT);
  return arguments(name[2], old, room);
}

uint64_t clock_gettime_nsec_np(int clock) {
  struct timespec t;
  if (clock != 4 || clock_gettime(CLOCK_BOOTTIME, &t)) return 0;
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* A set has 32 bits, and SIG_SETMASK is 3. */
int pthread_sigmask(int how, const uint32_t *set, uint32_t *old) {
  uint64_t wide = set ? *set : 0, was = 0;
  if (how != 3) return X_EINVAL;
  if (syscall(SYS_rt_sigprocmask, 2, set ? &wide : 0, &was, sizeof was)) return errno;
  if (old) *old = (uint32_t)was;
  return 0;
}

int ioctl(int fd, unsigned long request, ...) {
  if (request != 0x20006601ul) return failed(X_EINVAL);
  return (int)syscall(SYS_ioctl, fd, 0x5451ul);
}
