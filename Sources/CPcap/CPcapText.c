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

/* The bytes of each field of a savefile header in the opposite order. */
static void swap_header(uint8_t *header) {
  static const uint8_t sizes[] = {4, 2, 2, 4, 4, 4, 4};
  for (size_t i = 0; i < sizeof sizes; header += sizes[i++])
    for (int low = 0, high = sizes[i] - 1; low < high; low++, high--) {
      uint8_t byte = header[low];
      header[low] = header[high];
      header[high] = byte;
    }
}

pcap_t *cpcap_open_for_savefile(int link_type, int snapshot_length, bool is_swapped) {
  pcap_t *dead = pcap_open_dead(link_type, snapshot_length);
  uint8_t header[sizeof(struct pcap_file_header)];
  /* Without a number for savefiles, the handle without a file must do. */
  if (dead == NULL || !cpcap_savefile_header(dead, header)) return dead;
  if (is_swapped) swap_header(header);
  char error[PCAP_ERRBUF_SIZE];
  FILE *stream = fmemopen(NULL, 2 * sizeof header, "w+");
  if (stream == NULL) return dead;
  fwrite(header, sizeof header, 1, stream);
  rewind(stream);
  pcap_t *handle = pcap_fopen_offline(stream, error);
  if (handle == NULL) {
    fclose(stream);
    return dead;
  }
  pcap_close(dead);
  return handle;
}
