#ifndef TCPINSPECT_CSYSTEM_H
#define TCPINSPECT_CSYSTEM_H

/* System calls that Swift cannot make by itself (signal handlers, fork, macros), or that would need unsafe code there.
 * All paths here may hold escaped bytes, see csystem_bytes_of. */

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#pragma clang assume_nonnull begin

/* ---- Arguments and paths: CSystemPaths.c ---- */

/* An argument of the program, 0 for its name; NULL after the last one, and if the C library does not provide them. */
const char *_Nullable csystem_argument(int index);

/* The bytes that a text with escapes represents, to be freed by the caller; NULL without memory. */
char *_Nullable csystem_bytes_of(const char *text);

/* As unlink, access, stat and rename. */
int csystem_remove_file(const char *path);
int csystem_rename_file(const char *path, const char *other, int *error_number);
bool csystem_file_exists(const char *path);
bool csystem_is_same_file(const char *path, const char *other);

/* The operating system's name and release, such as "Linux 6.1.0"; false if it is unknown. */
bool csystem_operating_system(char *text, size_t size);

/* The text of a value of errno. */
void csystem_error_text(int error_number, char *text, size_t size);

/* ---- Signals: CSystemInterruption.c ---- */

/* SIGINT, SIGTERM and SIGHUP (unless ignored, as under nohup) request the end; a third one ends the process. */
void csystem_interruption_install(void);
void csystem_interruption_request(void);
void csystem_interruption_reset(void);
int csystem_interruption_signal(void);
bool csystem_interruption_requested(void);

/* How many signals have requested the end, and when the first one did. */
extern volatile sig_atomic_t csystem_interruption_count;
struct timespec csystem_interruption_time(void);

/* Waits until the descriptor can be read (1), the time is over or a report or flush is requested (0), a signal requests the end
 * (-2), or the wait fails (-1). A negative time waits without limit; a negative descriptor is ignored. */
int csystem_wait_readable(int descriptor, int milliseconds);

/* After this call SIGUSR1 requests a report and SIGUSR2 a flush; both end a wait. */
void csystem_requests_install(void);
extern volatile sig_atomic_t csystem_report_requested;
extern volatile sig_atomic_t csystem_flush_requested;
static inline bool csystem_is_anything_requested(void) {
  return (csystem_report_requested | csystem_flush_requested) != 0;
}
static inline bool csystem_take_report_request(void) {
  if (csystem_report_requested == 0) return false;
  csystem_report_requested = 0;
  return true;
}
static inline bool csystem_take_flush_request(void) {
  if (csystem_flush_requested == 0) return false;
  csystem_flush_requested = 0;
  return true;
}

/* ---- Users and privileges: CSystemPrivileges.c ---- */

typedef struct {
  char name[256];
  uid_t user_id;
  gid_t group_id;
} csystem_user;

/* Looks a user up by name, or by a number in decimal digits. */
bool csystem_find_user(const char *name, bool is_number, csystem_user *user);

/* Becomes that user with all of its groups, irrevocably: 0, or a value of errno. */
int csystem_drop_privileges(const csystem_user *user);

/* Whether that user may write to a file, or create files in a directory: 0, or a value of errno. */
int csystem_access_as(const csystem_user *user, const char *path, bool is_directory);

/* ---- Child processes: CSystemChildren.c ---- */

/* Starts a program without a shell: 0, or a value of errno. The words are the program and its arguments, each with a NUL
 * at its end. It reads the bytes of `input`, at most a pipe's capacity, on its standard input, which is empty without. */
int csystem_start_command(
    const uint8_t *words, size_t length, const uint8_t *_Nullable input, size_t count, pid_t *child);

/* Whether a program can be started, found along PATH unless it is a path: 0, or a value of errno. */
int csystem_find_command(const char *command);

/* Whether a child has ended. If `waits`, blocks until it has, or until a second signal requests the end. */
bool csystem_has_ended(pid_t child, bool waits);

/* ---- Descriptors: CSystemDescriptors.c ---- */

/* Opens a file to be written from its beginning; -1 and a value of errno on failure. A file that did not exist before
 * is given to `owner`. */
int csystem_create_file(const char *path, const csystem_user *_Nullable owner, int *error_number);

/* Opens a file, pipe or device to be read, "-" for standard input; -1 and a value of errno on failure. */
int csystem_open_input(const char *path, bool *is_regular, int *error_number);

/* The size of a regular file, or a negative number. */
int64_t csystem_file_size(int descriptor);

/* Reads the available bytes, at most `count`: how many, 0 at the end, -1 and a value of errno on failure. */
int64_t csystem_read(int descriptor, uint8_t *bytes, size_t count, int *error_number);

/* Opens a file, reads at most `count` bytes from `offset` on, and closes it: how many, 0 at the end, -1 and a value of
 * errno on failure. */
int64_t csystem_read_at(
    const char *path, int64_t offset, uint8_t *bytes, size_t count, int *error_number);

/* Keeps later opened files from becoming standard input, output or error where those are closed, and makes writing beyond
 * a limit on the size of files fail instead of ending the process. */
void csystem_hold_standard_descriptors(void);

/* Writes all bytes; returns how many were written, with a value of errno if that is not all. */
size_t csystem_write(int descriptor, const uint8_t *_Nullable bytes, size_t count, int *error_number);

/* Removes the last `excess` bytes that were written to a regular file; false for anything else. */
bool csystem_cut_back(int descriptor, size_t excess);

/* The size of a terminal in characters; 0 for what is no terminal or does not know its size. */
int csystem_terminal_columns(int descriptor);
int csystem_terminal_lines(int descriptor);

/* 0, or a value of errno. */
int csystem_close_descriptor(int descriptor);

/* ---- Limits, memory: CSystemResources.c ---- */

/* Raises the limit of open files to `count`, as far as the hard limit allows; returns the limit, at most `count`. */
int64_t csystem_allow_descriptors(int64_t count);

/* Bytes that this process may use at most: the machine's memory, or its resource limit if that is smaller. */
int64_t csystem_memory_limit(void);

/* Fixes the size from which malloc maps blocks and unmaps freed ones. By default glibc raises it whenever such a block
 * is freed, and then keeps the former sizes of a growing table. */
void csystem_return_large_blocks(void);

/* ---- Sockets of a server: CSystemSockets.c ---- */

/* Whether the text is an address of IPv4 or IPv6. */
bool csystem_is_address(const char *address);

/* Listens for TCP connections; port 0 is any free one, and is replaced by the one that it is. -1 with errno if that is not
 * possible. No socket blocks, and none stays open in programs that are started. */
int csystem_listen(const char *address, uint16_t *port, int *error_number);

/* The next connection; -1 without one. */
int csystem_accept(int listener);

/* As recv and send: how many bytes; -1 if none are possible now; -2 after an error. No signal is raised. */
ptrdiff_t csystem_receive(int descriptor, uint8_t *bytes, size_t size);
ptrdiff_t csystem_send(int descriptor, const uint8_t *bytes, size_t size);
void csystem_close_socket(int descriptor);

/* Two descriptors: the first can be read once csystem_signal was called with the second. */
bool csystem_make_signal(int *reader, int *writer);
void csystem_signal(int writer);

typedef struct {
  int descriptor;
  bool is_writing;
  bool is_ready; /* Result: can be read or written, or has failed. */
} csystem_wait;

enum { CSYSTEM_WAIT_LIMIT = 64 };

/* Waits until one of at most CSYSTEM_WAIT_LIMIT sockets is ready; as poll. */
int csystem_wait_sockets(csystem_wait *waits, size_t count, int milliseconds);

#pragma clang assume_nonnull end
#endif
