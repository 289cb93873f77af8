#ifndef TCPINSPECT_CPCAP_INTERNAL_H
#define TCPINSPECT_CPCAP_INTERNAL_H

#include <stdio.h>
#include <time.h>

#include "CPcap.h"
#include "CSystem.h"

enum { CPCAP_RECORD_HEADER = 16, CPCAP_ONE_PACKET = 1 };

struct cpcap_source {
  pcap_t *pcap;
  char error[CPCAP_TEXT_SIZE];
  uint64_t packet_count; /* read so far, before the filter */
  bool nanoseconds;      /* the precision of libpcap's time stamps */
  bool live;

  /* Savefile: the descriptor and what was read from it ahead. */
  int descriptor;
  bool regular;
  bool waiting;     /* CPCAP_QUIET was reported: the next read may wait */
  bool interrupted; /* a read ended because of a signal */
  bool plain;
  FILE *ahead;      /* libpcap's stream, where that reads ahead: records are not lent from the buffer then */
  bool following;   /* the end of the file is where a writer is, not the end */
  bool file_nanoseconds;
  /* Whether time stamps may be finer than microseconds. */
  bool finer;
  uint32_t longest_plain; /* longer records are libpcap's */
  uint8_t *buffer;
  size_t start, end, capacity;
  struct bpf_insn *filter; /* NULL: every packet passes */
  bool refuses_all;

  /* Live: how long to wait, and the end in order. */
  int wait_milliseconds;
  int drain_milliseconds;
  bool draining;
  struct timespec drain_end;
};

/* CPcapSavefile.c, CPcapLive.c */
int cpcap_savefile_next(cpcap_source *source, cpcap_packet *packets, int room);
int cpcap_live_next(cpcap_source *source, cpcap_packet *packet);
void cpcap_take_header(cpcap_source *source, const struct pcap_pkthdr *header, const uint8_t *data,
                       cpcap_packet *packet);

#endif
