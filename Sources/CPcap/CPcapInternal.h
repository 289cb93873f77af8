#ifndef TCPINSPECT_CPCAP_INTERNAL_H
#define TCPINSPECT_CPCAP_INTERNAL_H

#include <time.h>

#include "CPcap.h"
#include "CSystem.h"

enum { CPCAP_ONE_PACKET = 1 };

struct cpcap_source {
  pcap_t *pcap;
  char error[CPCAP_TEXT_SIZE];
  uint64_t packet_count; /* delivered so far */
  bool nanoseconds;      /* the precision of libpcap's timestamps */
  int link_type;
  bool waiting; /* CPCAP_QUIET was reported: the next read may wait */

  /* How long to wait, and the orderly end. */
  int wait_milliseconds;
  int drain_milliseconds;
  bool draining;
  struct timespec drain_end;
};

#endif
