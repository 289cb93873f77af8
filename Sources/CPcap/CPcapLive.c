/* Interfaces.
 *
 * The handle does not block. Waits are on the interface and on the signal pipe at once, so that no signal is missed on
 * a quiet interface. */

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "CPcapInternal.h"

static void note(char *text, const char *format, const char *first, const char *second) {
  size_t used = strlen(text);
  snprintf(text + used, CPCAP_TEXT_SIZE - used, format, used == 0 ? "" : "\n", first, second);
}

static cpcap_source *refuse(pcap_t *handle, int number, const char *what, char *text, int *status) {
  const char *detail = handle == NULL ? "" : pcap_geterr(handle);
  const char *says = number == PCAP_ERROR ? detail : pcap_statustostr(number);
  bool has_detail = *detail != '\0' && strcmp(detail, says) != 0;
  char whole[CPCAP_TEXT_SIZE];
  snprintf(whole, sizeof whole, "%s%s%s%s%s", what, says, has_detail ? " (" : "",
           has_detail ? detail : "", has_detail ? ")" : "");
  snprintf(text, CPCAP_TEXT_SIZE, "%s", whole);
  *status = number;
  if (handle != NULL) pcap_close(handle);
  return NULL;
}

/* Sets the options that precede activation. Returns the status of the first failure, and sets the text for it. */
static int configure(pcap_t *handle, const cpcap_live_options *options, const char **what,
                     char *warnings) {
  int status = pcap_set_tstamp_precision(
      handle, options->nanoseconds ? PCAP_TSTAMP_PRECISION_NANO : PCAP_TSTAMP_PRECISION_MICRO);
  *what = "Can't set the time stamp precision: ";
  if (status != 0) return status;
  *what = "Can't set immediate mode: ";
  if (options->immediate && (status = pcap_set_immediate_mode(handle, 1)) != 0) return status;
  *what = "Can't set snapshot length: ";
  if (options->snapshot_length > 0 &&
      (status = pcap_set_snaplen(handle, options->snapshot_length)) != 0)
    return status;
  *what = "Can't set promiscuous mode: ";
  if ((status = pcap_set_promisc(handle, options->promiscuous)) != 0) return status;
  *what = "Can't set monitor mode: ";
  if (options->monitor && (status = pcap_set_rfmon(handle, 1)) != 0) return status;
  *what = "Can't set the time-out: ";
  if ((status = pcap_set_timeout(handle, options->timeout_milliseconds)) != 0) return status;
  *what = "Can't set buffer size: ";
  if (options->buffer_byte_count > 0 &&
      (status = pcap_set_buffer_size(handle, options->buffer_byte_count)) != 0)
    return status;
  *what = "Can't set time stamp type: ";
  if (options->timestamp_type >= 0) {
    status = pcap_set_tstamp_type(handle, options->timestamp_type);
    if (status < 0) return status;
    if (status > 0)
      note(warnings, "%sWhen trying to set timestamp type '%s': %s",
           pcap_tstamp_type_val_to_name(options->timestamp_type), pcap_statustostr(status));
  }
  return 0;
}

cpcap_source *cpcap_open_live(const cpcap_live_options *options, char *text, int *status) {
  char error[PCAP_ERRBUF_SIZE] = "";
  text[0] = '\0';
  pcap_t *handle = pcap_create(options->device, error);
  if (handle == NULL) {
    snprintf(text, CPCAP_TEXT_SIZE, "%s", error);
    *status = PCAP_ERROR;
    return NULL;
  }
  const char *what = "";
  int number = configure(handle, options, &what, text);
  if (number != 0) return refuse(handle, number, what, text, status);

  number = pcap_activate(handle);
  if (number < 0) return refuse(handle, number, "", text, status);
  if (number > 0) {
    const char *detail = pcap_geterr(handle);
    if (number == PCAP_WARNING)
      note(text, "%s%s%s", detail, "");
    else if (number == PCAP_WARNING_PROMISC_NOTSUP && *detail != '\0')
      note(text, "%s%s (%s)", pcap_statustostr(number), detail);
    else
      note(text, "%s%s%s", pcap_statustostr(number), "");
  }
  if (options->direction >= 0 &&
      pcap_setdirection(handle, (pcap_direction_t)options->direction) != 0)
    return refuse(handle, PCAP_ERROR, "", text, status);
  if (options->link_type >= 0 && pcap_set_datalink(handle, options->link_type) != 0)
    return refuse(handle, PCAP_ERROR, "", text, status);
  if (pcap_setnonblock(handle, 1, error) != 0) {
    snprintf(text, CPCAP_TEXT_SIZE, "%s", error);
    pcap_close(handle);
    *status = PCAP_ERROR;
    return NULL;
  }

  /* Child processes must not inherit the packet socket. */
  if (pcap_fileno(handle) >= 0) fcntl(pcap_fileno(handle), F_SETFD, FD_CLOEXEC);

  cpcap_source *source = calloc(1, sizeof *source);
  if (source == NULL) return refuse(handle, PCAP_ERROR, "out of memory", text, status);
  source->pcap = handle;
  source->nanoseconds = options->nanoseconds;
  source->link_type = pcap_datalink(handle);
  source->wait_milliseconds = options->timeout_milliseconds;
  /* The kernel delivers a block when it is full or this old; immediate mode has no blocks. */
  source->drain_milliseconds = options->immediate ? 0 : options->timeout_milliseconds + 20;
  return source;
}

static void fill(cpcap_source *source, const struct pcap_pkthdr *header, const uint8_t *data,
                 cpcap_packet *packet) {
  packet->seconds = header->ts.tv_sec;
  packet->nanoseconds = source->nanoseconds ? (int64_t)header->ts.tv_usec
                                            : (int64_t)header->ts.tv_usec * 1000;
  packet->number = (int64_t)source->packet_count;
  packet->captured_length = header->caplen;
  packet->original_length = header->len;
  packet->link_type = source->link_type;
  packet->interface = 0;
  packet->data = data;
}

static int64_t milliseconds_until(const struct timespec *end) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)(end->tv_sec - now.tv_sec) * 1000 + (end->tv_nsec - now.tv_nsec) / 1000000;
}

/* After a signal: packets captured before it are still delivered, for as long as the kernel may hold them. */
static int next_while_draining(cpcap_source *source, cpcap_packet *packet) {
  if (!source->draining) {
    source->draining = true;
    clock_gettime(CLOCK_MONOTONIC, &source->drain_end);
    source->drain_end.tv_sec += source->drain_milliseconds / 1000;
    source->drain_end.tv_nsec += (long)(source->drain_milliseconds % 1000) * 1000000;
  }
  const struct timespec stop = csystem_interruption_time();
  for (;;) {
    if (csystem_interruption_count > 1) return CPCAP_INTERRUPTED;
    int64_t left = milliseconds_until(&source->drain_end);
    struct pcap_pkthdr *header;
    const u_char *data;
    int status = pcap_next_ex(source->pcap, &header, &data);
    if (status == 1) {
      /* Timestamps of another clock may never pass the signal's time: stop after one second. */
      source->packet_count++;
      fill(source, header, data, packet);
      bool after = packet->seconds > stop.tv_sec ||
                   (packet->seconds == stop.tv_sec && packet->nanoseconds > stop.tv_nsec);
      return after || left < -1000 ? CPCAP_INTERRUPTED : CPCAP_ONE_PACKET;
    }
    if (status != 0 || left <= 0) return CPCAP_INTERRUPTED;
    struct pollfd wait = {pcap_get_selectable_fd(source->pcap), POLLIN, 0};
    poll(&wait, 1, wait.fd < 0 && left > 10 ? 10 : (int)left);
  }
}

int cpcap_source_next(cpcap_source *source, cpcap_packet *packet) {
  if (csystem_interruption_count > 0) return next_while_draining(source, packet);
  if (source->waiting) {
    int milliseconds = source->wait_milliseconds;
    /* libpcap may require a shorter wait, to notice a vanished interface; without a descriptor it is polled. */
    const struct timeval *required = pcap_get_required_select_timeout(source->pcap);
    int descriptor = pcap_get_selectable_fd(source->pcap);
    if (required != NULL) {
      int64_t bound = (int64_t)required->tv_sec * 1000 + (required->tv_usec + 999) / 1000;
      if (bound < milliseconds) milliseconds = (int)bound;
    }
    if (descriptor < 0 && milliseconds > 10) milliseconds = 10;
    int ready = csystem_wait_readable(descriptor, milliseconds);
    if (ready == -2) return next_while_draining(source, packet);
  }
  struct pcap_pkthdr *header;
  const u_char *data;
  int status = pcap_next_ex(source->pcap, &header, &data);
  if (status == 1) {
    source->waiting = false;
    source->packet_count++;
    fill(source, header, data, packet);
    return CPCAP_ONE_PACKET;
  }
  if (status == 0) {
    source->waiting = true;
    return CPCAP_QUIET;
  }
  snprintf(source->error, sizeof source->error, "%s", pcap_geterr(source->pcap));
  return CPCAP_ERROR;
}

int cpcap_is_up(pcap_t *handle, const char *interface) {
#if defined(__linux__)
  struct ifreq request = {0};
  if (strlen(interface) >= sizeof request.ifr_name) return -1;
  strcpy(request.ifr_name, interface);
  /* The capture's own socket, since it is in the network namespace of the interface. */
  if (ioctl(pcap_fileno(handle), SIOCGIFFLAGS, &request) != 0) return -1;
  return (request.ifr_flags & IFF_UP) != 0;
#else
  (void)handle;
  (void)interface;
  return -1;
#endif
}
