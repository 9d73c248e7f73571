// Runs a command in a sandbox without netlink, pidfd_open, statx, close_range and bpf.
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define SKIP_UNLESS(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skip)
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, value)

int main(int count, char **words) {
  struct sock_filter filter[] = {
      LOAD(nr),
      SKIP_UNLESS(434, 1), RETURN(SECCOMP_RET_ERRNO | EPERM),
      SKIP_UNLESS(436, 1), RETURN(SECCOMP_RET_ERRNO | ENOSYS),
      SKIP_UNLESS(SYS_bpf, 1), RETURN(SECCOMP_RET_ERRNO | EPERM),
      SKIP_UNLESS(SYS_statx, 1), RETURN(SECCOMP_RET_ERRNO | ENOSYS),
      SKIP_UNLESS(SYS_socket, 3), LOAD(args[0]),
      SKIP_UNLESS(16, 1), RETURN(SECCOMP_RET_ERRNO | EAFNOSUPPORT),
      RETURN(SECCOMP_RET_ALLOW)};
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  if (count < 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
    perror("refuse");
    return 125;
  }
  execvp(words[1], words + 1);
  perror(words[1]);
  return 127;
}
