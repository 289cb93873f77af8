/* What savefiles and interfaces have in common. */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CPcapInternal.h"

int cpcap_source_next(cpcap_source *source, cpcap_packet *packets, int room) {
  return source->live ? cpcap_live_next(source, packets)
                      : cpcap_savefile_next(source, packets, room);
}

void cpcap_source_take_back(cpcap_source *source, const cpcap_packet *packet) {
  /* Only records that are read in place come more than one at a time. */
  if (!source->plain || packet->data < source->buffer + CPCAP_RECORD_HEADER ||
      packet->data > source->buffer + source->end)
    return;
  source->start = (size_t)(packet->data - source->buffer) - CPCAP_RECORD_HEADER;
  source->packet_count = (uint64_t)packet->number - 1;
}

void cpcap_take_header(cpcap_source *source, const struct pcap_pkthdr *header, const uint8_t *data,
                       cpcap_packet *packet) {
  packet->seconds = header->ts.tv_sec;
  packet->nanoseconds = source->nanoseconds ? (int64_t)header->ts.tv_usec
                                            : (int64_t)header->ts.tv_usec * 1000;
  packet->number = (int64_t)source->packet_count;
  packet->captured_length = header->caplen;
  packet->original_length = header->len;
  packet->data = data;
}

const char *cpcap_source_error(cpcap_source *source) { return source->error; }

pcap_t *cpcap_source_handle(cpcap_source *source) { return source->pcap; }

bool cpcap_source_is_swapped(cpcap_source *source) {
  return !source->live && pcap_is_swapped(source->pcap) == 1;
}

bool cpcap_source_is_plain(cpcap_source *source) { return source->plain; }

int cpcap_source_set_filter(cpcap_source *source, struct bpf_program *program) {
  /* An interface filters in the kernel. A savefile is filtered by us, so that packets that do not pass
   * are counted too; libpcap checks the program all the same. */
  if (pcap_setfilter(source->pcap, program) != 0) {
    strncpy(source->error, pcap_geterr(source->pcap), sizeof source->error - 1);
    return -1;
  }
  if (source->live) return 0;

  struct bpf_insn accept = BPF_STMT(BPF_RET | BPF_K, 262144);
  struct bpf_program everything = {1, &accept};
  size_t size = program->bf_len * sizeof *program->bf_insns;
  struct bpf_insn *copy = malloc(size);
  if (copy == NULL || pcap_setfilter(source->pcap, &everything) != 0) {
    free(copy);
    strcpy(source->error, "out of memory");
    return -1;
  }
  memcpy(copy, program->bf_insns, size);
  free(source->filter);
  source->filter = copy;
  if (copy->code == (BPF_RET | BPF_K) && copy->k != 0) {
    free(copy); /* The program accepts whatever comes: running it would only cost time. */
    source->filter = NULL;
  }
  return 0;
}

void cpcap_source_close(cpcap_source *source) {
  if (source == NULL) return;
  if (source->pcap != NULL) pcap_close(source->pcap);
  if (source->descriptor > STDIN_FILENO) close(source->descriptor);
  free(source->filter);
  free(source->buffer);
  free(source);
}
