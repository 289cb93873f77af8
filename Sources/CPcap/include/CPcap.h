#ifndef TCPINSPECT_CPCAP_H
#define TCPINSPECT_CPCAP_H

/* What Swift cannot say about libpcap by itself: macros, callbacks, signal handlers, and a packet
 * source that reads plain savefiles without a copy and leaves every other case to libpcap. */

#include <pcap/pcap.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#pragma clang assume_nonnull begin

/* Room for an error text, as libpcap wants it, and for all warnings of one opening. */
enum { CPCAP_TEXT_SIZE = 1024 };

/* ---- Packet sources: CPcapSource.c (common), CPcapSavefile.c, CPcapLive.c ---- */

typedef struct cpcap_source cpcap_source;

/* One packet; `data` is valid until the next call on its source. Six words, for Swift reads them as its own
 * type. */
typedef struct {
  int64_t seconds;
  int64_t nanoseconds;
  int64_t number; /* position among what was read, from 1, filtered-out packets included */
  int64_t captured_length;
  int64_t original_length;
  const uint8_t *_Nullable data;
} cpcap_packet;

enum {
  CPCAP_QUIET = 0,        /* nothing at hand; the next call waits */
  CPCAP_ERROR = -1,       /* see cpcap_source_error */
  CPCAP_INTERRUPTED = -2, /* a signal asked for the end */
  CPCAP_END = -3,         /* end of the input */
};

/* How an interface is to be opened; negative numbers mean "as libpcap likes". */
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

/* Whether a savefile's time stamps may be finer than microseconds. */
bool cpcap_source_is_finer(const cpcap_source *source);

/* Opens a savefile ("-": standard input). On failure NULL, with a text that does not name the file,
 * and errno's number where there is one. */
cpcap_source *_Nullable cpcap_open_savefile(const char *path, bool nanoseconds, char *error,
                                            int *error_number);

/* Opens an interface. On failure NULL, `status` a PCAP_ERROR_ number. `text` holds what libpcap says:
 * on failure the error, on success one warning a line, or nothing. */
cpcap_source *_Nullable cpcap_open_live(const cpcap_live_options *options, char *text, int *status);

/* The next packets that pass the filter: how many were put into `packets`, at most `room` (which is at least
 * 1); or one of the numbers above, when there is none. */
int cpcap_source_next(cpcap_source *source, cpcap_packet *packets, int room);

/* Takes back the packets from this one on, which must be of the last batch: they will be delivered again. */
void cpcap_source_take_back(cpcap_source *source, const cpcap_packet *packet);

/* Whether the network interface of that name, on which the handle captures, is up: 1 or 0; -1: it is not one, or
 * the system does not tell. */
int cpcap_is_up(pcap_t *handle, const char *interface);

const char *cpcap_source_error(cpcap_source *source);
pcap_t *cpcap_source_handle(cpcap_source *source);
bool cpcap_source_is_swapped(cpcap_source *source);

/* Whether records are read in place rather than by libpcap (native byte order, version 2.4). */
bool cpcap_source_is_plain(cpcap_source *source);

/* Goes on where a savefile ends, as it grows: CPCAP_QUIET instead of CPCAP_END. False: the file is of a
 * kind that libpcap reads, which cannot be waited for in the middle of a record. */
bool cpcap_source_follow(cpcap_source *source);

/* Uses a copy of the program for all packets from now on. 0, or -1 with cpcap_source_error. */
int cpcap_source_set_filter(cpcap_source *source, struct bpf_program *program);

void cpcap_source_close(cpcap_source *_Nullable source);

/* ---- Arguments and names: CPcapNames.c; all paths here may hold escaped bytes ---- */

/* An argument of the program, 0 for its name; NULL after the last one, and where the C library does not tell. */
const char *_Nullable cpcap_argument(int index);

/* The bytes that a text stands for, to be freed; NULL without memory. */
char *_Nullable cpcap_bytes_of(const char *text);

/* As unlink, access and stat have it. */
int cpcap_remove_file(const char *path);
bool cpcap_file_exists(const char *path);
bool cpcap_is_same_file(const char *path, const char *other);

/* ---- Filters, headers, lists: CPcapText.c ---- */

/* Compiles a filter expression. NULL on failure, with libpcap's text. */
struct bpf_program *_Nullable cpcap_compile(pcap_t *handle, const char *expression, bool optimize,
                                            uint32_t netmask, char *error);
void cpcap_free_program(struct bpf_program *_Nullable program);

/* The 24 bytes with which libpcap would begin a savefile for this handle. False: not possible. */
bool cpcap_savefile_header(pcap_t *handle, uint8_t *header);

/* The text of an errno number. */
void cpcap_error_text(int error_number, char *text, size_t size);

/* ---- Signals: CPcapInterruption.c ---- */

/* SIGINT, SIGTERM and SIGHUP (unless ignored, as under nohup) ask every source for its end; a third
 * one ends the process. */
void cpcap_interruption_install(void);
void cpcap_interruption_request(void);
void cpcap_interruption_reset(void);
int cpcap_interruption_signal(void);
bool cpcap_interruption_requested(void);
void cpcap_ignore_broken_pipes(void);

/* SIGUSR1 asks for a report from now on; it ends the wait of a live source with CPCAP_QUIET. */
void cpcap_report_install(void);
extern volatile int cpcap_report_requested;
static inline bool cpcap_is_report_requested(void) { return cpcap_report_requested != 0; }
static inline void cpcap_request_report(bool wanted) { cpcap_report_requested = wanted; }

/* ---- Privileges: CPcapPrivileges.c ---- */

typedef struct {
  char name[256];
  uid_t user_id;
  gid_t group_id;
} cpcap_user;

/* Looks a user up by name, or by the number that the text is. */
bool cpcap_find_user(const char *name, bool is_number, cpcap_user *user);

/* Becomes that user with all of its groups, for good: 0, or errno's number. */
int cpcap_drop_privileges(const cpcap_user *user);

/* Whether that user may write to a file, or create files in a directory: 0, or errno's number. */
int cpcap_access_as(const cpcap_user *user, const char *path, bool is_directory);

/* ---- Commands: CPcapChildren.c ---- */

/* Starts a program with one argument, without a shell: 0, or errno's number. */
int cpcap_start_command(const char *command, const char *argument, pid_t *child);

/* Starts a program without arguments, without a shell, that reads these bytes, at most what a pipe holds, on its
 * standard input: 0, or errno's number. */
int cpcap_start_command_with_input(
    const char *command, const uint8_t *input, size_t count, pid_t *child);

/* Whether a child has ended; waits for its end, or for a second signal, where that is wanted. */
bool cpcap_has_ended(pid_t child, bool waits);

/* ---- Output: CPcapOutput.c ---- */

/* Opens a file to be written from its beginning; -1 and errno's number on failure. A file that was not there
 * before is given to `owner`. */
int cpcap_create_file(const char *path, const cpcap_user *_Nullable owner, int *error_number);

/* Keeps files that are opened from becoming standard input, output or error where those are closed. */
void cpcap_hold_standard_descriptors(void);

/* Has the system allow this many open files, where that is up to us; returns how many it allows, at most
 * `count`. */
int64_t cpcap_allow_descriptors(int64_t count);

/* Bytes that this process may use at most: the machine's memory, or what its limit leaves. */
int64_t cpcap_memory_limit(void);

/* Has large blocks come from the system and go back to it, however many went back before: the C library would keep
 * ever larger ones for itself, which a table that grows leaves behind at each size. */
void cpcap_return_large_blocks(void);

/* The processor that the caller runs on right now, or a negative number. */
int cpcap_processor(void);

/* Moves the calling thread away from a processor, where it may run on others. */
void cpcap_leave_processor(int processor);

/* Writes all bytes; returns how many were written, with errno's number if that is not all. */
size_t cpcap_write(int descriptor, const uint8_t *_Nullable bytes, size_t count, int *error_number);

/* Cuts `excess` bytes off the end of what was just written to a regular file; false for anything else. */
bool cpcap_cut_back(int descriptor, size_t excess);

/* 0, or errno's number. */
int cpcap_close_descriptor(int descriptor);

#pragma clang assume_nonnull end
#endif
