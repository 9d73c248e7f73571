/* What the files of the stand-in share. */
#ifndef STAND_IN_H
#define STAND_IN_H

#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#include "layout.h"

/* XNU's error numbers; those up to 34 are Linux's too. */
#define X_EPERM 1
#define X_ENOENT 2
#define X_ESRCH 3
#define X_EBADF 9
#define X_ENOMEM 12
#define X_EINVAL 22
#define X_ENOTSOCK 38

/* Ways to misbehave. The value's meaning stands behind each; 0 ends it. */
enum {
  EXTRA_PIDS,  /* so many processes more, that refuse with EPERM */
  LIST_ERROR,  /* proc_listpids returns 0 with this errno */
  REFUSE,      /* the process `pid` refuses with this errno */
  VANISH,      /* the process `pid` is listed, but gone */
  EXEC,        /* the process `pid` becomes another program before the next so many signals */
  CLOSING,     /* each so-manyeth socket is closed between the list and the look */
  EXTRA_FDS,   /* the process `pid` has so many connected sockets more */
  SHORT_STRUCT,/* proc_pidfdinfo writes so many bytes less */
  WAYS
};

/* Calls that are counted. */
enum { C_LISTPIDS, C_LISTFDS, C_FDINFO, C_OTHER, C_SIGNAL, CALLS };

struct misbehaviour { int pid; int value; };
extern struct misbehaviour way[WAYS];
extern long calls[CALLS];
int refuses(int pid);

/* A process as /proc/PID/stat shows it. */
struct process {
  int pid, ppid, pgid;
  char state;
  char comm[64];
  unsigned long long start, stack;
  uid_t uid;
};
int read_process(int pid, struct process *p); /* 0, or an error number of XNU */

/* A socket of this network namespace. */
struct inet_socket {
  unsigned long inode;
  int udp, state, lport, fport;
  uint8_t vflag, laddr[16];
};
void sockets_expire(void);
const struct inet_socket *socket_of(unsigned long inode);

#define PUT(type, buf, at, v) do { type value_ = (type)(v); memcpy((char *)(buf) + (at), &value_, sizeof value_); } while (0)
#define PUT16(buf, at, v) PUT(uint16_t, buf, at, v)
#define PUT32(buf, at, v) PUT(uint32_t, buf, at, v)
#define PUT64(buf, at, v) PUT(uint64_t, buf, at, v)

#endif
