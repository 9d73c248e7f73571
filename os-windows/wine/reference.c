/*
 * What the look-up of a port's owner takes when nothing but the calls themselves is done: the same
 * calls as os-windows makes, in the same order, with buffers of the same sizes, and no object made of
 * what they tell. Whoever measures compares the names that "calls" prints with its own.
 *
 *   reference.exe listen      listens on the loopback address, prints the port, ends with its input
 *   reference.exe look-up     for each line "PORT TIMES" prints "PID NANOSECONDS", the median of one
 *   reference.exe calls       the same, and before it "NAME NANOSECONDS" of each call in it
 */
#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <ws2tcpip.h>
#include <iphlpapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>
#include <winternl.h>

#define TABLE_SIZE 16384
#define SNAPSHOT_SIZE 262144
#define COMMAND_LINE_SIZE (16 + 65536 + 2)
#define PATH_LENGTH 260
#define MOST_TIMES 1000
#define MOST_CALLS 32

/* Makes a call, and times it where that is asked for. */
#define CALL(name, call) (begin(), result = (LONG_PTR)(call), end(name))

enum { PROCESS_COMMAND_LINE = 60 };

static _Alignas(16) unsigned char table[TABLE_SIZE], snapshot[SNAPSHOT_SIZE],
    command_line[COMMAND_LINE_SIZE];

static struct {
  const char *name;
  long long took[MOST_TIMES];
} calls[MOST_CALLS];
static int timing, round_number, call_number;
static LARGE_INTEGER frequency, begun;
static LONG_PTR result;

static long long nanoseconds(LARGE_INTEGER from, LARGE_INTEGER to) {
  return (to.QuadPart - from.QuadPart) * 1000000000LL / frequency.QuadPart;
}

static void begin(void) {
  if (timing) QueryPerformanceCounter(&begun);
}

static LONG_PTR end(const char *name) {
  LARGE_INTEGER now;
  if (timing && call_number < MOST_CALLS) {
    QueryPerformanceCounter(&now);
    calls[call_number].name = name;
    calls[call_number++].took[round_number] = nanoseconds(begun, now);
  }
  return result;
}

static void die(const char *what, unsigned long code) {
  fprintf(stderr, "reference: %s: error %lu\n", what, code);
  exit(2);
}

static DWORD owner_in_tables(int port) {
  unsigned short wanted = htons((unsigned short)port);
  DWORD pid = 0, size = sizeof table, code;
  code = CALL("GetExtendedTcpTable", GetExtendedTcpTable(table, &size, FALSE, AF_INET,
                                                          TCP_TABLE_OWNER_MODULE_LISTENER, 0));
  if (code) die("GetExtendedTcpTable", code);
  MIB_TCPTABLE_OWNER_MODULE *v4 = (MIB_TCPTABLE_OWNER_MODULE *)table;
  for (DWORD i = 0; i < v4->dwNumEntries; i++)
    if ((unsigned short)v4->table[i].dwLocalPort == wanted) pid = v4->table[i].dwOwningPid;
  size = sizeof table;
  code = CALL("GetExtendedTcpTable", GetExtendedTcpTable(table, &size, FALSE, AF_INET6,
                                                          TCP_TABLE_OWNER_MODULE_LISTENER, 0));
  if (code) die("GetExtendedTcpTable", code);
  MIB_TCP6TABLE_OWNER_MODULE *v6 = (MIB_TCP6TABLE_OWNER_MODULE *)table;
  for (DWORD i = 0; i < v6->dwNumEntries; i++)
    if ((unsigned short)v6->table[i].dwLocalPort == wanted) pid = v6->table[i].dwOwningPid;
  return pid;
}

static int is_running(DWORD pid) {
  ULONG needed;
  NTSTATUS status =
      CALL("NtQuerySystemInformation",
           NtQuerySystemInformation(SystemProcessInformation, snapshot, sizeof snapshot, &needed));
  if (status < 0) die("NtQuerySystemInformation", RtlNtStatusToDosError(status));
  for (unsigned char *at = snapshot;;) {
    SYSTEM_PROCESS_INFORMATION *entry = (SYSTEM_PROCESS_INFORMATION *)at;
    if ((DWORD)(ULONG_PTR)entry->UniqueProcessId == pid) return 1;
    if (!entry->NextEntryOffset) return 0;
    at += entry->NextEntryOffset;
  }
}

static void read_memory(HANDLE process, ULONG_PTR from, void *to, SIZE_T size) {
  SIZE_T done;
  if (!CALL("ReadProcessMemory", ReadProcessMemory(process, (void *)from, to, size, &done)) ||
      done != size)
    die("ReadProcessMemory", GetLastError());
}

/* As the kernel keeps it; where it does not (Wine 10), out of the process's own memory. */
static void read_command_line(HANDLE process) {
  ULONG needed;
  PROCESS_BASIC_INFORMATION basic;
  ULONG_PTR parameters;
  UNICODE_STRING text;
  NTSTATUS status = CALL("NtQueryInformationProcess",
                         NtQueryInformationProcess(process, (PROCESSINFOCLASS)PROCESS_COMMAND_LINE,
                                                   command_line, sizeof command_line, &needed));
  if (status >= 0) return;
  status = CALL("NtQueryInformationProcess",
                NtQueryInformationProcess(process, ProcessBasicInformation, &basic, sizeof basic,
                                          &needed));
  if (status < 0) die("NtQueryInformationProcess", RtlNtStatusToDosError(status));
  read_memory(process, (ULONG_PTR)basic.PebBaseAddress + 0x20, &parameters, sizeof parameters);
  read_memory(process, parameters + 0x70, &text, sizeof text);
  read_memory(process, (ULONG_PTR)text.Buffer, command_line, text.Length);
}

static void read_facts(DWORD pid) {
  HANDLE process, token;
  FILETIME created, ended, kernel, user;
  WCHAR path[PATH_LENGTH];
  DWORD length = PATH_LENGTH, token_length;
  unsigned char token_user[128];
  process = (HANDLE)CALL("OpenProcess", OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION |
                                                    PROCESS_VM_READ, FALSE, pid));
  if (!process) die("OpenProcess", GetLastError());
  if ((DWORD)CALL("GetProcessId", GetProcessId(process)) != pid)
    die("GetProcessId", GetLastError());
  if (!CALL("GetProcessTimes", GetProcessTimes(process, &created, &ended, &kernel, &user)))
    die("GetProcessTimes", GetLastError());
  if (!CALL("OpenProcessToken", OpenProcessToken(process, TOKEN_QUERY, &token)))
    die("OpenProcessToken", GetLastError());
  if (!CALL("GetTokenInformation", GetTokenInformation(token, TokenUser, token_user,
                                                       sizeof token_user, &token_length)))
    die("GetTokenInformation", GetLastError());
  CALL("CloseHandle", CloseHandle(token));
  if (!CALL("QueryFullProcessImageNameW", QueryFullProcessImageNameW(process, 0, path, &length)))
    die("QueryFullProcessImageName", GetLastError());
  read_command_line(process);
  CALL("CloseHandle", CloseHandle(process));
}

static DWORD look_up(int port) {
  DWORD pid = owner_in_tables(port);
  if (pid && is_running(pid)) read_facts(pid);
  return pid;
}

static int by_value(const void *a, const void *b) {
  long long x = *(const long long *)a, y = *(const long long *)b;
  return (x > y) - (x < y);
}

static long long median(long long *took, int times) {
  qsort(took, times, sizeof *took, by_value);
  return took[times / 2];
}

static void answer(int port, int times) {
  static long long took[MOST_TIMES];
  LARGE_INTEGER before, after;
  DWORD pid = 0;
  for (round_number = 0; round_number < times; round_number++) {
    call_number = 0;
    QueryPerformanceCounter(&before);
    pid = look_up(port);
    QueryPerformanceCounter(&after);
    took[round_number] = nanoseconds(before, after);
  }
  for (int i = 0; i < call_number; i++)
    printf("%s %lld\n", calls[i].name, median(calls[i].took, times));
  printf("%lu %lld\n", pid, median(took, times));
}

static int serve_look_ups(void) {
  int port, times;
  QueryPerformanceFrequency(&frequency);
  while (scanf("%d %d", &port, &times) == 2) {
    if (times < 1 || times > MOST_TIMES) die("times", ERROR_INVALID_PARAMETER);
    answer(port, times);
  }
  return 0;
}

static int hold_port(void) {
  WSADATA data;
  struct sockaddr_in address = {.sin_family = AF_INET};
  int length = sizeof address, code = WSAStartup(MAKEWORD(2, 2), &data);
  if (code) die("WSAStartup", code);
  SOCKET socket_ = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(socket_, (struct sockaddr *)&address, length) || listen(socket_, 5))
    die("listen", WSAGetLastError());
  getsockname(socket_, (struct sockaddr *)&address, &length);
  printf("%d\n", ntohs(address.sin_port));
  while (getchar() != EOF) continue;
  return 0;
}

int main(int count, char **arguments) {
  setvbuf(stdout, NULL, _IONBF, 0);
  if (count == 2 && !strcmp(arguments[1], "listen")) return hold_port();
  if (count == 2 && !strcmp(arguments[1], "look-up")) return serve_look_ups();
  timing = count == 2 && !strcmp(arguments[1], "calls");
  if (timing) return serve_look_ups();
  fprintf(stderr, "usage: reference listen|look-up|calls\n");
  return 2;
}
