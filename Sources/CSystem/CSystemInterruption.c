/* Orderly termination: a signal raises a count and makes a pipe readable, so that every wait ends. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "CSystem.h"

volatile sig_atomic_t csystem_interruption_count = 0;
static volatile sig_atomic_t first_signal = 0;
static struct timespec first_time;
static int wake[2] = {-1, -1};

static void interrupt(int number) {
  int saved = errno;
  if (csystem_interruption_count == 0) {
    first_signal = number;
    clock_gettime(CLOCK_REALTIME, &first_time);
  } else if (number != 0) {
    signal(number, SIG_DFL);
  }
  if (csystem_interruption_count < 1000) csystem_interruption_count++;
  if (wake[1] >= 0) {
    char byte = 0;
    ssize_t written = write(wake[1], &byte, 1); /* A full pipe is readable. */
    (void)written;
  }
  errno = saved;
}

volatile sig_atomic_t csystem_report_requested = 0;
volatile sig_atomic_t csystem_flush_requested = 0;

static void take_request(int number) {
  int saved = errno;
  if (number == SIGUSR1) {
    csystem_report_requested = 1;
  } else {
    csystem_flush_requested = 1;
  }
  if (wake[1] >= 0) {
    char byte = 0;
    ssize_t written = write(wake[1], &byte, 1);
    (void)written;
  }
  errno = saved;
}

static void open_wake(void) {
  if (wake[0] >= 0) return;
  int ends[2];
  if (pipe(ends) != 0) return;
  for (int i = 0; i < 2; i++) {
    fcntl(ends[i], F_SETFL, O_NONBLOCK);
    fcntl(ends[i], F_SETFD, FD_CLOEXEC);
  }
  wake[0] = ends[0];
  wake[1] = ends[1];
}

void csystem_interruption_install(void) {
  open_wake();
  const int signals[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
    struct sigaction before;
    if (sigaction(signals[i], NULL, &before) == 0 && signals[i] == SIGHUP &&
        before.sa_handler == SIG_IGN)
      continue;
    struct sigaction action = {.sa_handler = interrupt};
    sigemptyset(&action.sa_mask);
    sigaction(signals[i], &action, NULL);
  }
  /* The parent may have blocked them; then the capture could not be ended. */
  sigset_t wanted;
  sigemptyset(&wanted);
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaddset(&wanted, signals[i]);
  pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
}

void csystem_requests_install(void) {
  open_wake();
  struct sigaction action = {.sa_handler = take_request};
  sigemptyset(&action.sa_mask);
  sigset_t wanted;
  sigemptyset(&wanted);
  const int signals[] = {SIGUSR1, SIGUSR2};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
    sigaction(signals[i], &action, NULL);
    sigaddset(&wanted, signals[i]);
  }
  pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
}

void csystem_interruption_request(void) { interrupt(0); }

static void empty_wake(void) {
  char bytes[64];
  if (wake[0] >= 0)
    while (read(wake[0], bytes, sizeof bytes) > 0) continue;
}

void csystem_interruption_reset(void) {
  empty_wake();
  csystem_interruption_count = 0;
  first_signal = 0;
}

int csystem_interruption_signal(void) { return first_signal; }

bool csystem_interruption_requested(void) { return csystem_interruption_count > 0; }

struct timespec csystem_interruption_time(void) { return first_time; }

int csystem_wait_readable(int descriptor, int milliseconds) {
  for (;;) {
    if (csystem_interruption_count > 0) return -2;
    struct pollfd waits[2] = {{descriptor, POLLIN, 0}, {wake[0], POLLIN, 0}};
    int ready = poll(waits, 2, milliseconds); /* poll ignores a negative descriptor. */
    if (ready < 0 && errno != EINTR) return -1;
    if (ready > 0 && waits[1].revents != 0 && csystem_interruption_count == 0) {
      /* A report or a flush is requested. A signal that requests the end raises the count before it writes to the pipe. */
      empty_wake();
      if (csystem_interruption_count > 0) return -2;
      return 0;
    }
    if (ready < 0 || waits[1].revents != 0) continue;
    return ready > 0;
  }
}
