/* Savefiles.
 *
 * We read the file ourselves, in large pieces, and hand libpcap a stream over the same buffer. libpcap
 * reads the file header and every record that is out of the ordinary: pcapng, foreign byte order, old
 * versions, records longer than they may be, the end of a file that was cut. A plain record that lies
 * whole in the buffer is lent from there without a copy. Both read on where the other stopped, because
 * libpcap's stream is unbuffered then; of a file without plain records all is libpcap's, and its stream
 * reads ahead: without that each byte would be a call. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "CPcapInternal.h"

enum {
  LARGEST_PLAIN = 262144, /* libpcap's limit for most link types; what is longer is its business */
  CAPACITY = LARGEST_PLAIN + 65536,
  READ_AHEAD = 65536,
};

/* Reads more behind what is left in the buffer, which must have room. 1: got some; 0: end of the file;
 * -1: errno; -2: interrupted. */
static int refill(cpcap_source *source) {
  if (source->start > 0) {
    memmove(source->buffer, source->buffer + source->start, source->end - source->start);
    source->end -= source->start;
    source->start = 0;
  }
  for (;;) {
    if (csystem_interruption_count > 0) {
      source->interrupted = true;
      return -2;
    }
    if (!source->regular) {
      int ready = csystem_wait_readable(source->descriptor, -1);
      if (ready == -2) continue;
      if (ready < 0) return -1;
    }
    ssize_t got = read(source->descriptor, source->buffer + source->end,
                       source->capacity - source->end);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) return -1;
    source->end += (size_t)got;
    return got > 0;
  }
}

/* libpcap's side of the buffer. */
static ssize_t take(void *cookie, char *bytes, size_t count) {
  cpcap_source *source = cookie;
  if (source->start == source->end) {
    int status = refill(source);
    if (status == -2) errno = EINTR;
    if (status < 0) return -1;
    if (status == 0) return 0;
  }
  size_t have = source->end - source->start;
  if (count > have) count = have;
  memcpy(bytes, source->buffer + source->start, count);
  source->start += count;
  return (ssize_t)count;
}

#if defined(__linux__)
static FILE *open_stream(cpcap_source *source) {
  cookie_io_functions_t functions = {.read = take};
  return fopencookie(source, "rb", functions);
}
#else
static int take_int(void *cookie, char *bytes, int count) {
  return (int)take(cookie, bytes, (size_t)count);
}
static FILE *open_stream(cpcap_source *source) {
  return funopen(source, take_int, NULL, NULL, NULL);
}
#endif

/* Whether all of a file that begins like this is libpcap's: pcapng, or not this machine's byte order. */
static bool is_foreign(const uint8_t *header, size_t count) {
  uint32_t magic;
  if (count < sizeof magic) return false;
  memcpy(&magic, header, sizeof magic);
  return magic != 0xa1b2c3d4 && magic != 0xa1b23c4d;
}

/* Whether libpcap's stream has read something that it has not handed on. */
static bool holds_bytes(FILE *stream) {
#if defined(__GLIBC__)
  return stream->_IO_read_ptr < stream->_IO_read_end;
#else
  (void)stream;
  return false;
#endif
}

/* Whether records of a file that begins like this lie as libpcap would lend them. */
static void recognize(cpcap_source *source, const uint8_t *header, size_t count) {
  struct pcap_file_header file;
  if (count < sizeof file) return;
  memcpy(&file, header, sizeof file);
  /* What is not a pcap file of microseconds, in either byte order, may be finer. */
  source->finer = file.magic != 0xa1b2c3d4 && file.magic != 0xd4c3b2a1;
  if (file.magic != 0xa1b2c3d4 && file.magic != 0xa1b23c4d) return;
  if (file.version_major != 2 || file.version_minor != 4) return;
  /* libpcap corrects lengths in captures of USB. */
  int link_type = pcap_datalink(source->pcap);
  if (link_type == DLT_USB_LINUX || link_type == DLT_USB_LINUX_MMAPPED) return;
  int snapshot = pcap_snapshot(source->pcap);
  source->plain = true;
  source->file_nanoseconds = file.magic == 0xa1b23c4d;
  source->longest_plain = snapshot < LARGEST_PLAIN ? (uint32_t)snapshot : LARGEST_PLAIN;
}

static cpcap_source *fail(cpcap_source *source, int number, const char *text, char *error,
                          int *error_number) {
  if (text == NULL)
    csystem_error_text(number, error, CPCAP_TEXT_SIZE);
  else
    snprintf(error, CPCAP_TEXT_SIZE, "%s", text);
  *error_number = number;
  cpcap_source_close(source);
  return NULL;
}

cpcap_source *cpcap_open_savefile(const char *path, bool nanoseconds, char *error,
                                  int *error_number) {
  cpcap_source *source = calloc(1, sizeof *source);
  if (source == NULL) return fail(source, ENOMEM, NULL, error, error_number);
  source->nanoseconds = nanoseconds;
  char *name = csystem_bytes_of(path);
  if (name == NULL) return fail(source, ENOMEM, NULL, error, error_number);
  source->descriptor = strcmp(name, "-") == 0 ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
  int refusal = errno;
  free(name);
  errno = refusal;
  if (source->descriptor < 0) return fail(source, errno, NULL, error, error_number);

  struct stat status;
  if (fstat(source->descriptor, &status) != 0) return fail(source, errno, NULL, error, error_number);
  if (S_ISDIR(status.st_mode)) return fail(source, EISDIR, NULL, error, error_number);
  source->regular = S_ISREG(status.st_mode);
  source->capacity = CAPACITY;
  source->buffer = malloc(source->capacity);
  if (source->buffer == NULL) return fail(source, ENOMEM, NULL, error, error_number);

  int more = 1;
  while (more == 1 && source->end < sizeof(struct pcap_file_header)) more = refill(source);
  if (more == -2) return fail(source, EINTR, NULL, error, error_number);
  if (more == -1) return fail(source, errno, NULL, error, error_number);

  uint8_t header[sizeof(struct pcap_file_header)];
  size_t header_count = source->end < sizeof header ? source->end : sizeof header;
  memcpy(header, source->buffer, header_count);

  FILE *stream = open_stream(source);
  if (stream == NULL) return fail(source, errno, NULL, error, error_number);
  /* What reads ahead of a pipe has to be asked whether it holds something, before we wait. */
#if defined(__GLIBC__)
  bool reads_ahead = is_foreign(header, header_count);
#else
  bool reads_ahead = is_foreign(header, header_count) && source->regular;
#endif
  setvbuf(stream, NULL, reads_ahead ? _IOFBF : _IONBF, reads_ahead ? READ_AHEAD : 0);
  char text[PCAP_ERRBUF_SIZE] = "";
  source->pcap = pcap_fopen_offline_with_tstamp_precision(
      stream, nanoseconds ? PCAP_TSTAMP_PRECISION_NANO : PCAP_TSTAMP_PRECISION_MICRO, text);
  if (source->pcap == NULL) {
    fclose(stream);
    return fail(source, 0, text, error, error_number);
  }
  if (reads_ahead) source->ahead = stream;
  recognize(source, header, header_count);
  return source;
}

static bool passes(const cpcap_source *source, const uint8_t *data, uint32_t length,
                   uint32_t captured) {
  return source->filter == NULL || bpf_filter(source->filter, data, length, captured) != 0;
}

/* libpcap's turn. */
static int next_by_libpcap(cpcap_source *source, cpcap_packet *packet) {
  struct pcap_pkthdr *header;
  const u_char *data;
  for (;;) {
    int status = pcap_next_ex(source->pcap, &header, &data);
    if (status == 1) {
      source->packet_count++;
      if (!passes(source, data, header->len, header->caplen)) {
        if (csystem_interruption_count > 0) return CPCAP_INTERRUPTED;
        continue;
      }
      cpcap_take_header(source, header, data, packet);
      return CPCAP_ONE_PACKET;
    }
    if (source->interrupted) return CPCAP_INTERRUPTED;
    if (status == PCAP_ERROR_BREAK) return CPCAP_END;
    snprintf(source->error, sizeof source->error, "%s", pcap_geterr(source->pcap));
    return CPCAP_ERROR;
  }
}

/* Before a pipe makes us wait, the caller may want to do something else: CPCAP_QUIET, then CPCAP_ONE_PACKET
 * as soon as there is something to read. A wait that fails is left to the read that follows. */
static int may_read(cpcap_source *source) {
  if (source->regular) return CPCAP_ONE_PACKET;
  int ready = csystem_wait_readable(source->descriptor, source->waiting ? 100 : 0);
  if (ready == -2) return CPCAP_INTERRUPTED;
  source->waiting = ready == 0;
  return ready == 0 ? CPCAP_QUIET : CPCAP_ONE_PACKET;
}

/* The records that lie whole in the buffer and are nothing out of the ordinary, as far as there is room. */
static int take_plain(cpcap_source *source, cpcap_packet *packets, int room) {
  int count = 0;
  while (count < room && source->end - source->start >= CPCAP_RECORD_HEADER) {
    struct {
      int32_t seconds, fraction;
      uint32_t captured, original;
    } record;
    const uint8_t *bytes = source->buffer + source->start;
    memcpy(&record, bytes, CPCAP_RECORD_HEADER);
    if (record.captured > source->longest_plain ||
        record.captured > source->end - source->start - CPCAP_RECORD_HEADER)
      break;
    const uint8_t *data = bytes + CPCAP_RECORD_HEADER;
    source->start += CPCAP_RECORD_HEADER + record.captured;
    source->packet_count++;
    if (!passes(source, data, record.original, record.captured)) continue;

    cpcap_packet *packet = packets + count++;
    packet->seconds = record.seconds;
    if (!source->file_nanoseconds)
      packet->nanoseconds = (int64_t)record.fraction * 1000;
    else if (source->nanoseconds)
      packet->nanoseconds = record.fraction;
    else
      packet->nanoseconds = (int64_t)(record.fraction / 1000) * 1000;
    packet->number = (int64_t)source->packet_count;
    packet->captured_length = record.captured;
    packet->original_length = record.original;
    packet->data = data;
  }
  return count;
}

bool cpcap_source_follow(cpcap_source *source) {
  source->following = source->plain;
  return source->plain;
}

int cpcap_savefile_next(cpcap_source *source, cpcap_packet *packets, int room) {
  if (csystem_interruption_count > 0) return CPCAP_INTERRUPTED;
  while (source->plain) {
    int count = take_plain(source, packets, room);
    if (count > 0) return count;
    if (source->end - source->start >= CPCAP_RECORD_HEADER) {
      uint32_t captured;
      memcpy(&captured, source->buffer + source->start + 8, sizeof captured);
      if (captured > source->longest_plain) break;
    }
    int ready = may_read(source);
    if (ready != CPCAP_ONE_PACKET) return ready;
    int more = refill(source);
    if (more == -2) return CPCAP_INTERRUPTED;
    if (more == 0 && source->following) {
      /* The writer may be in the middle of a record; what is here of it stays in the buffer. */
      return csystem_wait_readable(-1, 100) == -2 ? CPCAP_INTERRUPTED : CPCAP_QUIET;
    }
    if (more == 0 && source->start == source->end) return CPCAP_END;
    if (more <= 0) break; /* A record that was cut, or a read that failed: libpcap says which. */
  }
  bool is_empty = source->start == source->end && !(source->ahead && holds_bytes(source->ahead));
  if (!source->plain && is_empty) {
    int ready = may_read(source);
    if (ready != CPCAP_ONE_PACKET) return ready;
  }
  return next_by_libpcap(source, packets);
}

bool cpcap_source_is_finer(const cpcap_source *source) { return source->finer; }
