#ifndef TCPINSPECT_CSOCKETEVENTS_H
#define TCPINSPECT_CSOCKETEVENTS_H

/* What a program in the kernel (eBPF) reports of TCP sockets: who connects, and who closes. Linux with BTF; needs CAP_BPF and
 * CAP_PERFMON to open, and nothing afterwards. */

#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum { CSOCKET_CONNECTING = 1, CSOCKET_CONNECTED = 2, CSOCKET_CLOSING = 3 };

typedef struct {
  /* The number that no other socket of this boot has, as sock_diag(7) states it. */
  uint64_t cookie;
  /* Nanoseconds since the epoch. */
  int64_t time;
  /* The process and its user; 0 in CSOCKET_CONNECTED, which may happen in any process. */
  uint32_t process;
  /* UINT32_MAX if the numbers of this user namespace are others. */
  uint32_t user;
  /* Addresses in network order, 4 or 16 bytes, and ports in the host's; the local port is 0 in CSOCKET_CONNECTING. */
  uint8_t local[16];
  uint8_t remote[16];
  uint16_t local_port;
  uint16_t remote_port;
  uint8_t kind;
  bool is_version6;
  uint8_t unused[2];
  /* The process's name, ended by 0 if it is shorter. */
  char name[16];
} csocket_event;

typedef struct csocket_events csocket_events;

/* Loads the program: NULL and a value of errno on failure, ENOTSUP if it was left out of the
 * build, ELIBACC without libbpf.so.1. */
csocket_events *_Nullable csocket_events_open(int *error_number);

/* Takes events that are there: how many. No descriptor tells of them. */
int csocket_events_take(csocket_events *events, csocket_event *taken, int capacity);

/* Events that were lost so far, because nobody took them in time. */
uint32_t csocket_events_lost(const csocket_events *events);

void csocket_events_close(csocket_events *events);

#pragma clang assume_nonnull end
#endif
