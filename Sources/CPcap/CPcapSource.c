/* Functions of a live source, except reading packets. */

#include <stdlib.h>
#include <string.h>

#include "CPcapInternal.h"

const char *cpcap_source_error(cpcap_source *source) { return source->error; }

pcap_t *cpcap_source_handle(cpcap_source *source) { return source->pcap; }

int cpcap_source_set_filter(cpcap_source *source, struct bpf_program *program) {
  if (pcap_setfilter(source->pcap, program) == 0) return 0;
  strncpy(source->error, pcap_geterr(source->pcap), sizeof source->error - 1);
  return -1;
}

void cpcap_source_close(cpcap_source *source) {
  if (source == NULL) return;
  pcap_close(source->pcap);
  free(source);
}
