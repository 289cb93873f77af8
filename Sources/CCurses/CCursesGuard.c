/* The terminal is given back however the process ends. */

#define _GNU_SOURCE
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "CCurses.h"
#include "CCursesInternal.h"

static volatile sig_atomic_t is_guarding = 0;
static int terminal = -1;
static struct termios modes;
/* The bytes that leave the other screen and show the cursor. */
static char farewell[256];
static size_t farewell_length = 0;

static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGQUIT, SIGSYS};
enum { SIGNAL_COUNT = sizeof signals / sizeof *signals };
static struct sigaction previous[SIGNAL_COUNT];

/* ---- Standard error ---- */

static int errors = -1;       /* the descriptor that was standard error */
static int kept_errors = -1;  /* a file without a name, in its place */

void ccurses_hold_errors(void) {
  if (!isatty(STDERR_FILENO)) return;
  kept_errors = memfd_create("tcpinspect-errors", MFD_CLOEXEC);
  if (kept_errors < 0) return;
  errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (errors >= 0) dup2(kept_errors, STDERR_FILENO);
}

/* Called by handlers, too. */
void ccurses_release_errors(void) {
  if (errors < 0) return;
  dup2(errors, STDERR_FILENO);
  char bytes[4096];
  ssize_t count;
  off_t position = 0;
  while ((count = pread(kept_errors, bytes, sizeof bytes, position)) > 0) {
    if (write(STDERR_FILENO, bytes, (size_t)count) < 0) break;
    position += count;
  }
  close(errors);
  close(kept_errors);
  errors = kept_errors = -1;
}

int ccurses_error_descriptor(void) { return errors >= 0 ? errors : STDERR_FILENO; }

/* ---- The terminal ---- */

void ccurses_restore(void) {
  if (!is_guarding) return;
  is_guarding = 0;
  ssize_t written = write(terminal, farewell, farewell_length);
  (void)written;
  tcsetattr(terminal, TCSANOW, &modes);
  ccurses_release_errors();
}

static void end(int number) {
  int saved = errno;
  ccurses_restore();
  /* The former handler, or the default action, ends the process when the signal is raised again. */
  for (int i = 0; i < SIGNAL_COUNT; i++) sigaction(signals[i], &previous[i], NULL);
  raise(number);
  errno = saved;
}

static void add_text(const char *text) {
  size_t length = strlen(text);
  if (farewell_length + length > sizeof farewell) return;
  memcpy(farewell + farewell_length, text, length);
  farewell_length += length;
}

static void add(const char *capability) {
  const char *text = tigetstr(capability);
  if (text != NULL && text != (char *)-1) add_text(text);
}

/* The end of mouse reports; terminfo has no name for it. */
static void add_mouse(void) {
  const char *text = tigetstr("kmous");
  if (text != NULL && text != (char *)-1) add_text("\033[?1006l\033[?1000l");
}

void ccurses_guard_begin(int output) {
  static bool is_registered = false;
  int error = 0;
  terminal = output;
  if (tcgetattr(output, &modes) != 0) return;
  farewell_length = 0;
  if (setupterm(NULL, output, &error) == OK) {
    add_mouse();
    const char *capabilities[] = {"sgr0", "op", "rmkx", "cnorm", "rmcup"};
    for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++) add(capabilities[i]);
    del_curterm(cur_term);
  }
  is_guarding = 1;
  struct sigaction action = {.sa_handler = end, .sa_flags = SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < SIGNAL_COUNT; i++) sigaction(signals[i], &action, &previous[i]);
  if (!is_registered) atexit(ccurses_restore);
  is_registered = true;
}

void ccurses_guard_end(void) {
  if (!is_guarding) return;
  is_guarding = 0;
  for (int i = 0; i < SIGNAL_COUNT; i++) sigaction(signals[i], &previous[i], NULL);
}
