#ifndef TCPINSPECT_CPCAP_H
#define TCPINSPECT_CPCAP_H

/* The parts of libpcap that Swift cannot import (macros, callbacks), and a live packet source. */

#include <pcap/pcap.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#pragma clang assume_nonnull begin

/* The size of an error text, at least PCAP_ERRBUF_SIZE, and of all warnings of one opening. */
enum { CPCAP_TEXT_SIZE = 1024 };

/* ---- Live sources: CPcapSource.c, CPcapLive.c ---- */

typedef struct cpcap_source cpcap_source;

/* One packet; `data` is valid until the next call on its source. Seven words, which Swift reads as LentPacket. */
typedef struct {
  int64_t seconds;
  int64_t nanoseconds;
  int64_t number; /* position among the packets delivered, from 1 */
  int64_t captured_length;
  int64_t original_length;
  int32_t link_type;
  uint32_t interface; /* 0: a live source has one */
  const uint8_t *_Nullable data;
} cpcap_packet;

enum {
  CPCAP_QUIET = 0,        /* no packet available; the next call waits */
  CPCAP_ERROR = -1,       /* see cpcap_source_error */
  CPCAP_INTERRUPTED = -2, /* a signal requested the end */
};

/* How to open an interface; negative numbers select libpcap's default. */
typedef struct {
  const char *device;
  int snapshot_length;
  int buffer_byte_count;
  int timeout_milliseconds;
  int timestamp_type;
  int direction;
  int link_type;
  bool nanoseconds;
  bool promiscuous;
  bool immediate;
  bool monitor;
} cpcap_live_options;

/* Opens an interface. On failure NULL, with `status` a PCAP_ERROR_ number and `text` libpcap's error; on success `text`
 * holds libpcap's warnings, one a line, or is empty. */
cpcap_source *_Nullable cpcap_open_live(const cpcap_live_options *options, char *text, int *status);

/* Stores the next packet that passes the filter. Returns 1, or one of the numbers above if there is none. */
int cpcap_source_next(cpcap_source *source, cpcap_packet *packet);

/* Whether the network interface of that name, on which the handle captures, is up: 1 or 0; -1 if it is no network
 * interface or its state is unknown. */
int cpcap_is_up(pcap_t *handle, const char *interface);

const char *cpcap_source_error(cpcap_source *source);
pcap_t *cpcap_source_handle(cpcap_source *source);

/* Makes the kernel filter all packets from now on with the program. 0, or -1 with cpcap_source_error. */
int cpcap_source_set_filter(cpcap_source *source, struct bpf_program *program);

void cpcap_source_close(cpcap_source *_Nullable source);

/* ---- Filters, headers, lists: CPcapText.c ---- */

/* Compiles a filter expression. NULL on failure, with libpcap's text. */
struct bpf_program *_Nullable cpcap_compile(pcap_t *handle, const char *expression, bool optimize,
                                            uint32_t netmask, char *error);
void cpcap_free_program(struct bpf_program *_Nullable program);

/* A handle that compiles filters as for a savefile, to be closed; NULL without memory. For packets of another host libpcap
 * compares the address families of all systems, in the byte order of the file. */
pcap_t *_Nullable cpcap_open_for_savefile(int link_type, int snapshot_length, bool is_swapped);

/* The 24 bytes at the start of a savefile that libpcap would write for this handle; false if savefiles have no number
 * for its link type. */
bool cpcap_savefile_header(pcap_t *handle, uint8_t *header);

#pragma clang assume_nonnull end
#endif
