/* kqueue with EVFILT_PROC and NOTE_EXIT alone: an epoll that watches pidfds. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "stand-in.h"

#define MOST 4096

/* Which pidfd belongs to which queue; guarded by the lock. */
static struct { int queue, pidfd; } watched[MOST];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int kqueue(void) { return epoll_create1(0); }

static void remember(int queue, int pidfd) {
  pthread_mutex_lock(&lock);
  for (int i = 0; i < MOST; i++) {
    if (!watched[i].queue) {
      watched[i].queue = queue;
      watched[i].pidfd = pidfd;
      break;
    }
  }
  pthread_mutex_unlock(&lock);
}

int close(int fd) {
  pthread_mutex_lock(&lock);
  for (int i = 0; i < MOST; i++) {
    if (watched[i].queue && watched[i].queue == fd) {
      syscall(SYS_close, watched[i].pidfd);
      watched[i].queue = 0;
    }
  }
  pthread_mutex_unlock(&lock);
  return (int)syscall(SYS_close, fd);
}

/* Returns 0 or an error number of XNU. */
static int attach(int queue, const char *change) {
  uint64_t pid;
  int16_t filter;
  uint16_t flags;
  uint32_t notes;
  memcpy(&pid, change + XNU_kevent_ident, 8);
  memcpy(&filter, change + XNU_kevent_filter, 2);
  memcpy(&flags, change + XNU_kevent_flags, 2);
  memcpy(&notes, change + XNU_kevent_fflags, 4);
  if (filter != XNU_EVFILT_PROC || !(flags & XNU_EV_ADD) || notes != (uint32_t)XNU_NOTE_EXIT) return X_EINVAL;
  int pidfd = (int)syscall(SYS_pidfd_open, (int)pid, 0);
  if (pidfd < 0) return errno == EPERM ? X_EPERM : X_ESRCH;
  struct pollfd ended = {.fd = pidfd, .events = POLLIN};
  struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.u64 = pid};
  /* A process that has ended and waits to be reaped is not found. */
  if (poll(&ended, 1, 0) != 0 || epoll_ctl(queue, EPOLL_CTL_ADD, pidfd, &event)) {
    syscall(SYS_close, pidfd);
    return X_ESRCH;
  }
  remember(queue, pidfd);
  return 0;
}

int kevent(int queue, const void *changes, int nchanges, void *events, int nevents, const struct timespec *timeout) {
  char *out = events;
  if (nchanges > 0) {
    char change[XNU_kevent_SIZE];
    if (nchanges != 1 || nevents < 1) return errno = X_EINVAL, -1;
    memcpy(change, changes, sizeof change);
    int code = attach(queue, change);
    /* EV_RECEIPT: the answer is an error event, also if it is that there was none. */
    uint16_t flags = XNU_EV_ERROR;
    memcpy(out, change, sizeof change);
    PUT16(out, XNU_kevent_flags, flags);
    PUT64(out, XNU_kevent_data, code);
    return 1;
  }
  struct epoll_event event;
  int millis = timeout ? (int)(timeout->tv_sec * 1000 + (timeout->tv_nsec + 999999) / 1000000) : -1;
  int n = epoll_wait(queue, &event, 1, millis);
  if (n <= 0) return n;
  memset(out, 0, XNU_kevent_SIZE);
  PUT64(out, XNU_kevent_ident, event.data.u64);
  PUT16(out, XNU_kevent_filter, XNU_EVFILT_PROC);
  PUT32(out, XNU_kevent_fflags, XNU_NOTE_EXIT);
  return 1;
}
