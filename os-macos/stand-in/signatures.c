/*
 * Says to a compiler with macOS's own headers what the Java code takes for granted: each function's
 * parameters, each offset, each constant. Nothing runs; it only has to compile, without a warning:
 *
 *     cc -Wall -Wextra -Werror -fsyntax-only os-macos/stand-in/signatures.c
 */
#include <libproc.h>
#include <mach/message.h>
#include <pwd.h>
#include <signal.h>
#include <stddef.h>
#include <sys/event.h>
#include <sys/filio.h>
#include <sys/ioctl.h>
#include <sys/proc_info.h>
#include <sys/sysctl.h>
#include <time.h>
#include <unistd.h>

#define FUNCTION(name, result, ...) result (*const take_##name)(__VA_ARGS__) = name

FUNCTION(proc_listpids, int, uint32_t, uint32_t, void *, int);
FUNCTION(proc_pidinfo, int, int, int, uint64_t, void *, int);
FUNCTION(proc_pidfdinfo, int, int, int, int, void *, int);
FUNCTION(proc_pidpath, int, int, void *, uint32_t);
FUNCTION(sysctl, int, int *, u_int, void *, size_t *, void *, size_t);
FUNCTION(sysctlbyname, int, const char *, void *, size_t *, void *, size_t);
FUNCTION(clock_gettime_nsec_np, uint64_t, clockid_t);
FUNCTION(kqueue, int, void);
FUNCTION(kevent, int, int, const struct kevent *, int, struct kevent *, int, const struct timespec *);
FUNCTION(kill, int, pid_t, int);
FUNCTION(close, int, int);
FUNCTION(geteuid, uid_t, void);
FUNCTION(getpwuid_r, int, uid_t, struct passwd *, char *, size_t, struct passwd **);
FUNCTION(execve, int, const char *, char *const *, char *const *);
FUNCTION(pthread_sigmask, int, int, const sigset_t *, sigset_t *);
FUNCTION(ioctl, int, int, unsigned long, ...);

#define SIZE(type, n) _Static_assert(sizeof(type) == (n), #type)
#define AT(type, field, n) _Static_assert(offsetof(type, field) == (n), #type "." #field)
#define IS(name, n) _Static_assert((name) == (n), #name)

SIZE(pid_t, 4);
SIZE(uid_t, 4);
SIZE(clockid_t, 4);
SIZE(sigset_t, 4);
SIZE(size_t, 8);
SIZE(audit_token_t, 32);
SIZE(struct timespec, 16);
SIZE(struct kevent, 32);
AT(struct kevent, filter, 8);
AT(struct kevent, flags, 10);
AT(struct kevent, fflags, 12);
AT(struct kevent, data, 16);
AT(struct passwd, pw_name, 0);
_Static_assert(sizeof(struct passwd) <= 256, "passwd");

SIZE(struct proc_fdinfo, 8);
AT(struct proc_fdinfo, proc_fd, 0);
AT(struct proc_fdinfo, proc_fdtype, 4);
SIZE(struct proc_bsdinfo, 136);
AT(struct proc_bsdinfo, pbi_name, 64);
AT(struct proc_bsdinfo, pbi_start_tvsec, 120);
AT(struct proc_bsdinfo, pbi_start_tvusec, 128);
SIZE(struct proc_bsdshortinfo, 64);
AT(struct proc_bsdshortinfo, pbsi_ppid, 4);
AT(struct proc_bsdshortinfo, pbsi_comm, 16);
AT(struct proc_bsdshortinfo, pbsi_flags, 32);
AT(struct proc_bsdshortinfo, pbsi_uid, 36);
SIZE(struct socket_fdinfo, 792);
AT(struct socket_fdinfo, psi.soi_so, 160);
AT(struct socket_fdinfo, psi.soi_protocol, 180);
AT(struct socket_fdinfo, psi.soi_kind, 256);
AT(struct socket_fdinfo, psi.soi_proto.pri_in.insi_lport, 268);
AT(struct socket_fdinfo, psi.soi_proto.pri_in.insi_vflag, 288);
AT(struct socket_fdinfo, psi.soi_proto.pri_in.insi_laddr, 312);
AT(struct socket_fdinfo, psi.soi_proto.pri_in.insi_laddr.ina_46.i46a_addr4, 324);
AT(struct socket_fdinfo, psi.soi_proto.pri_tcp.tcpsi_state, 344);

IS(PROC_ALL_PIDS, 1);
IS(PROC_PPID_ONLY, 6);
IS(PROC_PIDLISTFDS, 1);
IS(PROC_PIDTBSDINFO, 3);
IS(PROC_PIDT_SHORTBSDINFO, 13);
IS(PROC_PIDFDSOCKETINFO, 3);
IS(PROC_PIDPATHINFO_MAXSIZE, 4096);
IS(PROX_FDTYPE_SOCKET, 2);
IS(SOCKINFO_IN, 1);
IS(SOCKINFO_TCP, 2);
IS(TSI_S_LISTEN, 1);
IS(INI_IPV4, 1);
IS(INI_IPV6, 2);
IS(PROC_FLAG_SYSTEM, 1);
IS(CTL_KERN, 1);
IS(KERN_PROCARGS2, 49);
IS(CLOCK_MONOTONIC_RAW, 4);
IS(EVFILT_PROC, -5);
IS(EV_ADD, 1);
IS(EV_ONESHOT, 0x10);
IS(EV_RECEIPT, 0x40);
IS(EV_ERROR, 0x4000);
IS(NOTE_EXIT, 0x80000000);
IS(SIG_SETMASK, 3);
IS(SIGTERM, 15);
IS(SIGKILL, 9);
IS(FIOCLEX, 0x20006601);
