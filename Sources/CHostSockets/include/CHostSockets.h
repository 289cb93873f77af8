#ifndef TCPINSPECT_CHOSTSOCKETS_H
#define TCPINSPECT_CHOSTSOCKETS_H

/* System calls about the sockets of this host: sock_diag(7), packet(7), and /proc by a process of its own. Linux only;
 * elsewhere every function that opens something fails with ENOTSUP. Descriptors are closed on exec. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/* ---- sock_diag(7): CHostSocketsNetlink.c ---- */

/* A socket for requests; -1 and a value of errno on failure. */
int chost_open_diagnosis(int *error_number);

/* A socket that receives a message for each TCP socket of this network namespace that is destroyed. */
int chost_open_destroyed(int *error_number);

/* Sends a message: 0, or a value of errno. */
int chost_send(int descriptor, const uint8_t *bytes, size_t count);

/* Receives one datagram, waiting at most that long: its size, 0 if there is none, -1 and a value of errno. What does not fit is
 * cut off. */
int64_t chost_receive(
    int descriptor, uint8_t *bytes, size_t capacity, int milliseconds, int *error_number);

/* ---- packet(7): CHostSocketsPackets.c ---- */

/* The kinds of packets that a socket receives. */
enum { CHOST_TCP_EDGES, CHOST_UDP };

enum { CHOST_PACKET_BYTES = 128, CHOST_PACKETS = 64 };

typedef struct {
  /* When it was captured, in nanoseconds since the epoch. */
  int64_t time;
  /* Bytes of `bytes` that are set, and the packet's length. */
  uint32_t count;
  uint32_t length;
  uint32_t interface;
  bool is_outgoing;
  bool is_incoming;
  /* The packet from its IP header on. */
  uint8_t bytes[CHOST_PACKET_BYTES];
} chost_packet;

/* A socket for packets of an interface, 0 for all: TCP segments with SYN or FIN, or UDP datagrams. */
int chost_open_packets(int kind, uint32_t interface, int *error_number);

/* Receives packets that are available, at most CHOST_PACKETS: how many. */
int chost_receive_packets(int descriptor, chost_packet *packets);

/* Packets that the kernel dropped since the last call, because nobody received them in time. */
uint32_t chost_dropped_packets(int descriptor);

/* The index of an interface, 0 if there is none of that name. */
uint32_t chost_interface_index(const char *name);

/* The addresses of this host's interfaces, 16 bytes each, those of IPv4 as ::ffff:a.b.c.d: how many there are, which may be more
 * than fit. */
int chost_addresses(uint8_t *addresses, int capacity);

/* ---- Processes: CHostSocketsOwners.c ---- */

typedef struct {
  uint64_t token;
  uint64_t inode;
} chost_question;

typedef struct {
  uint64_t token;
  /* 0 if no process has the socket. */
  int32_t pid;
  /* Bytes of the texts. */
  uint16_t name_size;
  uint16_t group_size;
  uint8_t name[64];
  /* The lines of /proc/PID/cgroup. */
  uint8_t group[1024];
} chost_answer;

/* The most questions that may be unanswered. */
enum { CHOST_QUESTIONS = 128 };

/* Starts the process that finds the owners of sockets, and returns the socket to it; -1 and a value of errno on failure.
 * Of root's privileges it keeps the two that reading other users' descriptors needs, CAP_SYS_PTRACE and
 * CAP_DAC_READ_SEARCH, and becomes the given user and group unless these are 0. It ends when the socket is closed. */
int chost_start_owners(uint32_t user, uint32_t group, int *error_number);

/* Sends a question: 0, or a value of errno. */
int chost_ask(int descriptor, const chost_question *question);

/* Receives an answer: 1, 0 if none is available, -1 if the process has ended. */
int chost_take_answer(int descriptor, chost_answer *answer);

/* ---- Waiting, users: CHostSocketsNetlink.c ---- */

/* Waits until one of the descriptors can be read, at most that long; negative ones are ignored. */
void chost_wait(const int *descriptors, int count, int microseconds);

/* Makes the calling thread run before others as far as the privileges allow. */
void chost_hurry(void);

/* The login name of a user; false if it is unknown. */
bool chost_user_name(uint32_t user, char *text, size_t size);

void chost_close(int descriptor);

#pragma clang assume_nonnull end
#endif
