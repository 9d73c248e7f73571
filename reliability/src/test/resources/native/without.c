// without WHAT[,WHAT...] CMD...: runs a command in a sandbox that refuses some system calls.
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define AF_NETLINK 16
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define UNLESS(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skip)
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, value)

static struct sock_filter filter[64];
static int length;

static void add(struct sock_filter step) { filter[length++] = step; }

static void refuse(int number, int code) {
  add((struct sock_filter)UNLESS(number, 1));
  add((struct sock_filter)RETURN(SECCOMP_RET_ERRNO | code));
}

static int refuse_named(const char *what) {
  if (!strcmp(what, "pidfd_open")) {
    refuse(434, EPERM);
  } else if (!strcmp(what, "pidfd_send_signal")) {
    refuse(424, ENOSYS);
  } else if (!strcmp(what, "statx")) {
    refuse(SYS_statx, ENOSYS);
  } else if (!strcmp(what, "ptrace")) {
    refuse(SYS_ptrace, EPERM);
    refuse(SYS_process_vm_readv, EPERM);
    refuse(SYS_kcmp, EPERM);
  } else if (!strcmp(what, "netlink")) {
    add((struct sock_filter)UNLESS(SYS_socket, 4));
    add((struct sock_filter)LOAD(args[0]));
    add((struct sock_filter)UNLESS(AF_NETLINK, 1));
    add((struct sock_filter)RETURN(SECCOMP_RET_ERRNO | EAFNOSUPPORT));
    add((struct sock_filter)LOAD(nr));
  } else {
    return 0;
  }
  return 1;
}

int main(int count, char **words) {
  if (count < 3) return 125;
  add((struct sock_filter)LOAD(nr));
  for (char *what = strtok(words[1], ","); what; what = strtok(NULL, ","))
    if (!refuse_named(what)) {
      fprintf(stderr, "without: unknown: %s\n", what);
      return 125;
    }
  add((struct sock_filter)RETURN(SECCOMP_RET_ALLOW));
  struct sock_fprog program = {length, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
    perror("without");
    return 125;
  }
  execvp(words[2], words + 2);
  perror(words[2]);
  return 127;
}
