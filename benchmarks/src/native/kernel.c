// The limit in C of asking the kernel: a BPF program in its task_file iterator, by bpf(2) alone. Serves the line protocol
// of ../peers/README.md.
//
//   walk PORT    one legacy LISTEN dump, then the walk over every process's descriptors; exhaustive
//   known PORT   the dump, then one question about the process that was found last; exhaustive if its descriptors account
//                for every reference, else the walk
//   load 0       how long it took at the start to read the kernel's types and to load the program
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 4096, LISTEN = 10, MOST_TYPES = 1 << 20, MOST_BYTES = 1 << 25 };

struct row {
  int process, thread, descriptor, zero;
  unsigned long long inode, table, references;
};

static unsigned long long wanted[MOST];
static int sockets, owners[MOST], found, known;
static int map, program, link_all, uncounted;
static char *blob;
static struct btf_type *types[MOST_TYPES];
static int count = 1;
static struct row rows[MOST];

static void die(const char *what) {
  perror(what);
  exit(1);
}

// ---- types ------------------------------------------------------------------------------------------------------------

static const char *name(unsigned offset) {
  struct btf_header *h = (void *)blob;
  return blob + h->hdr_len + h->str_off + offset;
}

static void read_types(void) {
  static const int fixed[20] = {[BTF_KIND_INT] = 4, [BTF_KIND_ARRAY] = 12, [BTF_KIND_VAR] = 4, [BTF_KIND_DECL_TAG] = 4};
  static const int each[20] = {[BTF_KIND_STRUCT] = 12, [BTF_KIND_UNION] = 12,      [BTF_KIND_ENUM] = 8,
                               [BTF_KIND_FUNC_PROTO] = 8, [BTF_KIND_DATASEC] = 12, [BTF_KIND_ENUM64] = 12};
  int fd = open("/sys/kernel/btf/vmlinux", O_RDONLY);
  ssize_t length = 0, got;
  blob = malloc(MOST_BYTES);
  while ((got = read(fd, blob + length, MOST_BYTES - length)) > 0) length += got;
  if (length < (ssize_t)sizeof(struct btf_header)) die("/sys/kernel/btf/vmlinux");
  close(fd);
  struct btf_header *h = (void *)blob;
  char *at = blob + h->hdr_len + h->type_off, *end = at + h->type_len;
  while (at < end && count < MOST_TYPES) {
    struct btf_type *t = types[count++] = (void *)at;
    at += sizeof *t + fixed[BTF_INFO_KIND(t->info)] + each[BTF_INFO_KIND(t->info)] * BTF_INFO_VLEN(t->info);
  }
}

static int type(int kind, const char *wanted_name) {
  for (int i = 1; i < count; i++)
    if ((int)BTF_INFO_KIND(types[i]->info) == kind && !strcmp(name(types[i]->name_off), wanted_name)) return i;
  return 0;
}

static int member(int id, const char *wanted_name) { // its offset in bytes, or -1
  struct btf_member *m = (void *)(types[id] + 1);
  for (int i = 0; i < (int)BTF_INFO_VLEN(types[id]->info); i++) {
    int bits = BTF_INFO_KFLAG(types[id]->info) ? BTF_MEMBER_BIT_OFFSET(m[i].offset) : m[i].offset;
    int kind = m[i].type ? BTF_INFO_KIND(types[m[i].type]->info) : 0, inner = -1;
    if (!strcmp(name(m[i].name_off), wanted_name)) return bits / 8;
    if (!m[i].name_off && (kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION)) inner = member(m[i].type, wanted_name);
    if (inner >= 0) return bits / 8 + inner;
  }
  return -1;
}

static int offset(const char *structure, const char *field) {
  int id = type(BTF_KIND_STRUCT, structure);
  return id ? member(id, field) : -1;
}

// ---- program ----------------------------------------------------------------------------------------------------------

static int bpf(int command, union bpf_attr *attributes) {
  int result = syscall(SYS_bpf, command, attributes, sizeof *attributes);
  if (result < 0) die("bpf");
  return result;
}

#define OP(c, d, s, o, i) ((struct bpf_insn){.code = c, .dst_reg = d, .src_reg = s, .off = o, .imm = i})
#define LOAD(size, d, s, o) OP(BPF_LDX | BPF_MEM | size, d, s, o, 0)
#define STORE(size, o, s) OP(BPF_STX | BPF_MEM | size, 10, s, o, 0)
#define UNLESS(d, i) OP(BPF_JMP | BPF_JNE | BPF_K, d, 0, 0, i)
#define IF_ZERO(d) OP(BPF_JMP | BPF_JEQ | BPF_K, d, 0, 0, 0)
#define MOVE(d, s) OP(BPF_ALU64 | BPF_MOV | BPF_X, d, s, 0, 0)
#define NUMBER(op, d, i) OP(BPF_ALU64 | op | BPF_K, d, 0, 0, i)
#define CALL(i) OP(BPF_JMP | BPF_CALL, 0, 0, 0, i)

static void load(void) {
  read_types();
  int references = offset("file", "f_ref");
  if (references < 0) references = offset("file", "f_count"), uncounted = 1;
  union bpf_attr a = {.map_type = BPF_MAP_TYPE_HASH, .key_size = 8, .value_size = 4, .max_entries = MOST,
                      .map_flags = BPF_F_NO_PREALLOC};
  map = bpf(BPF_MAP_CREATE, &a);
  struct bpf_insn code[] = {
      MOVE(6, 1), LOAD(BPF_DW, 7, 6, 8), IF_ZERO(7), LOAD(BPF_DW, 8, 6, 24), IF_ZERO(8),
      LOAD(BPF_DW, 9, 8, offset("file", "f_inode")), LOAD(BPF_H, 1, 9, offset("inode", "i_mode")),
      NUMBER(BPF_AND, 1, 0170000), UNLESS(1, 0140000),
      LOAD(BPF_DW, 1, 9, offset("inode", "i_ino")), STORE(BPF_DW, -24, 1),
      OP(BPF_LD | BPF_IMM | BPF_DW, 1, BPF_PSEUDO_MAP_FD, 0, map), OP(0, 0, 0, 0, 0),
      MOVE(2, 10), NUMBER(BPF_ADD, 2, -24), CALL(BPF_FUNC_map_lookup_elem), IF_ZERO(0),
      LOAD(BPF_W, 1, 7, offset("task_struct", "tgid")), STORE(BPF_W, -40, 1),
      LOAD(BPF_W, 1, 7, offset("task_struct", "pid")), STORE(BPF_W, -36, 1),
      LOAD(BPF_W, 1, 6, 16), STORE(BPF_W, -32, 1), OP(BPF_ST | BPF_MEM | BPF_W, 10, 0, -28, 0),
      LOAD(BPF_DW, 1, 7, offset("task_struct", "files")), STORE(BPF_DW, -16, 1),
      LOAD(BPF_DW, 1, 8, references), STORE(BPF_DW, -8, 1),
      LOAD(BPF_DW, 1, 6, 0), LOAD(BPF_DW, 1, 1, 0), MOVE(2, 10), NUMBER(BPF_ADD, 2, -40),
      NUMBER(BPF_MOV, 3, sizeof(struct row)), CALL(BPF_FUNC_seq_write),
      NUMBER(BPF_MOV, 0, 0), OP(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)};
  int length = sizeof code / sizeof *code;
  for (int i = 0; i < length; i++)
    if (code[i].code == (BPF_JMP | BPF_JEQ | BPF_K) || code[i].code == (BPF_JMP | BPF_JNE | BPF_K))
      code[i].off = length - 3 - i;
  a = (union bpf_attr){.prog_type = BPF_PROG_TYPE_TRACING, .expected_attach_type = BPF_TRACE_ITER,
                       .insns = (long)code, .insn_cnt = length, .license = (long)"GPL",
                       .attach_btf_id = type(BTF_KIND_FUNC, "bpf_iter_task_file")};
  program = bpf(BPF_PROG_LOAD, &a);
  memset(&a, 0, sizeof a);
  a.link_create.prog_fd = program, a.link_create.attach_type = BPF_TRACE_ITER;
  link_all = bpf(BPF_LINK_CREATE, &a);
}

static int walk(int process) { // 0 is all; how many rows
  union bpf_attr a = {0};
  union bpf_iter_link_info one = {0};
  int link = link_all, length = 0;
  if (process) {
    one.task.pid = process;
    a.link_create.prog_fd = program, a.link_create.attach_type = BPF_TRACE_ITER;
    a.link_create.iter_info = (long)&one, a.link_create.iter_info_len = sizeof one;
    link = bpf(BPF_LINK_CREATE, &a);
  }
  memset(&a, 0, sizeof a);
  a.iter_create.link_fd = link;
  int fd = bpf(BPF_ITER_CREATE, &a);
  for (ssize_t got; (got = read(fd, (char *)rows + length, sizeof rows - length)) != 0;) {
    if (got < 0 && errno != EAGAIN) die("read");
    if (got > 0) length += got;
  }
  close(fd);
  if (process) close(link);
  return length / sizeof *rows;
}

// ---- one look-up ------------------------------------------------------------------------------------------------------

static void dump(int port) {
  static char buffer[1 << 18] __attribute__((aligned(16)));
  struct {
    struct nlmsghdr header;
    struct inet_diag_req request;
  } ask = {.header = {.nlmsg_len = sizeof ask, .nlmsg_type = TCPDIAG_GETSOCK, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
           .request = {.idiag_family = AF_INET, .idiag_states = 1 << LISTEN, .id.idiag_sport = htons(port)}};
  int s = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG), done = 0;
  sockets = 0;
  if (s < 0 || send(s, &ask, sizeof ask, 0) < 0) die("netlink");
  while (!done) {
    ssize_t length = recv(s, buffer, sizeof buffer, 0);
    if (length < 0) die("recv");
    for (struct nlmsghdr *h = (void *)buffer; NLMSG_OK(h, length) && !done; h = NLMSG_NEXT(h, length)) {
      if (h->nlmsg_type == NLMSG_ERROR) die("sock_diag");
      done = h->nlmsg_type == NLMSG_DONE;
      if (!done && sockets < MOST) wanted[sockets++] = ((struct inet_diag_msg *)NLMSG_DATA(h))->idiag_inode;
    }
  }
  close(s);
}

static void change(int command, int i) {
  int one = 1;
  union bpf_attr a = {.map_fd = map, .key = (long)&wanted[i], .value = (long)&one};
  if (command == BPF_MAP_DELETE_ELEM) a.value = 0;
  bpf(command, &a);
}

static void take(int n) {
  found = 0;
  for (int i = 0; i < n; i++) {
    int seen = 0;
    for (int k = 0; k < found; k++) seen |= owners[k] == rows[i].process;
    if (!seen) known = owners[found++] = rows[i].process;
  }
}

static void look_up(int port, int known_first) {
  int n;
  dump(port);
  for (int i = 0; i < sockets; i++) change(BPF_MAP_UPDATE_ELEM, i);
  n = known_first && known && sockets == 1 ? walk(known) : 0;
  if (!n || (unsigned long long)n != rows[0].references - uncounted) n = walk(0);
  take(n);
  for (int i = 0; i < sockets; i++) change(BPF_MAP_DELETE_ELEM, i);
}

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}

static int by_size(const void *a, const void *b) {
  long long x = *(const long long *)a, y = *(const long long *)b;
  return x < y ? -1 : x > y;
}

int main(void) {
  static char line[256], op[64];
  long long start = now(), loading;
  load();
  loading = now() - start;
  for (int times, port; fgets(line, sizeof line, stdin) && sscanf(line, "%63s %d %d", op, &times, &port) == 3;) {
    long long took[64];
    int n = times < 1 ? 1 : times < 64 ? times : 64;
    for (int i = 0; i < n && strcmp(op, "load"); i++) {
      long long begun = now();
      look_up(port, !strcmp(op, "known"));
      took[i] = now() - begun;
    }
    if (!strcmp(op, "load")) {
      printf("%lld loaded\n", loading);
    } else {
      qsort(took, n, sizeof *took, by_size);
      printf("%lld ", took[n / 2]);
      for (int i = 0; i < found; i++) printf(i ? ",%d" : "%d", owners[i]);
      puts(found ? "" : "none");
    }
    fflush(stdout);
  }
}
