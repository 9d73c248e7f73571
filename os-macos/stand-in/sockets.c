/* The sockets of this network namespace by inode, read once for each batch and thread. */
#include <stdio.h>
#include <stdlib.h>

#include "stand-in.h"

static __thread struct inet_socket *table;
static __thread size_t count, room;
static __thread int stale = 1;

void sockets_expire(void) { stale = 1; }

static int by_inode(const void *a, const void *b) {
  unsigned long x = ((const struct inet_socket *)a)->inode, y = ((const struct inet_socket *)b)->inode;
  return x < y ? -1 : x > y;
}

/* The kernel prints an address as native 32-bit words in hexadecimal. */
static void take_address(struct inet_socket *s, const char *hex, int words) {
  static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, none[16];
  uint32_t a[4] = {0};
  for (int i = 0; i < words; i++) sscanf(hex + 8 * i, "%8x", &a[i]);
  memset(s->laddr, 0, 16);
  if (words == 1) {
    memcpy(s->laddr + 12, a, 4); /* where in4in6_addr has it */
    s->vflag = XNU_INI_IPV4;
  } else {
    memcpy(s->laddr, a, 16);
    s->vflag = XNU_INI_IPV6;
    if (!memcmp(s->laddr, mapped, 12)) {
      memset(s->laddr, 0, 12);
      s->vflag = XNU_INI_IPV4;
    } else if (!memcmp(s->laddr, none, 16)) {
      s->vflag = XNU_INI_IPV4 | XNU_INI_IPV6;
    }
  }
}

static int xnu_state(unsigned linux_state) {
  switch (linux_state) {
    case 1: return XNU_TSI_S_ESTABLISHED;
    case 6: return XNU_TSI_S_TIME_WAIT;
    case 10: return XNU_TSI_S_LISTEN;
    default: return XNU_TSI_S_CLOSED;
  }
}

static void read_table(const char *path, int udp, int words) {
  char line[512], local[40], remote[40];
  FILE *f = fopen(path, "re");
  if (!f) return;
  for (int first = 1; fgets(line, sizeof line, f); first = 0) {
    struct inet_socket s = {.udp = udp};
    unsigned lport, fport, state;
    if (first || sscanf(line, " %*d: %39[0-9A-F]:%x %39[0-9A-F]:%x %x %*s %*s %*s %*u %*d %lu", local, &lport,
                        remote, &fport, &state, &s.inode) != 6 || !s.inode) continue;
    s.lport = (int)lport;
    s.fport = (int)fport;
    s.state = xnu_state(state);
    take_address(&s, local, words);
    if (count == room) {
      room = room ? room * 2 : 256;
      table = realloc(table, room * sizeof *table);
    }
    table[count++] = s;
  }
  fclose(f);
}

const struct inet_socket *socket_of(unsigned long inode) {
  if (stale) {
    count = 0;
    read_table("/proc/thread-self/net/tcp", 0, 1);
    read_table("/proc/thread-self/net/tcp6", 0, 4);
    read_table("/proc/thread-self/net/udp", 1, 1);
    read_table("/proc/thread-self/net/udp6", 1, 4);
    qsort(table, count, sizeof *table, by_inode);
    stale = 0;
  }
  struct inet_socket key = {.inode = inode};
  return count ? bsearch(&key, table, count, sizeof key, by_inode) : 0;
}
