/* Filter programs and savefile headers. */

#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CPcapInternal.h"

struct bpf_program *cpcap_compile(pcap_t *handle, const char *expression, bool optimize,
                                  uint32_t netmask, char *error) {
  struct bpf_program *program = calloc(1, sizeof *program);
  if (program == NULL) {
    snprintf(error, CPCAP_TEXT_SIZE, "out of memory");
    return NULL;
  }
  if (pcap_compile(handle, program, expression, optimize, netmask) != 0) {
    snprintf(error, CPCAP_TEXT_SIZE, "%s", pcap_geterr(handle));
    free(program);
    return NULL;
  }
  return program;
}

void cpcap_free_program(struct bpf_program *program) {
  if (program == NULL) return;
  pcap_freecode(program);
  free(program);
}

bool cpcap_savefile_header(pcap_t *handle, uint8_t *header) {
  /* libpcap writes the header to memory. */
  char *text = NULL;
  size_t size = 0;
  FILE *stream = open_memstream(&text, &size);
  if (stream == NULL) return false;
  pcap_dumper_t *dumper = pcap_dump_fopen(handle, stream);
  if (dumper != NULL)
    pcap_dump_close(dumper);
  else
    fclose(stream);
  bool whole = dumper != NULL && size == sizeof(struct pcap_file_header);
  if (whole) memcpy(header, text, size);
  free(text);
  return whole;
}
