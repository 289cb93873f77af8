/* Creating files and writing to descriptors. */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "CSystem.h"

static int create(const char *path, const csystem_user *owner) {
  int descriptor;
  if (owner != NULL) {
    /* Only a file that is certainly new changes its owner: a symbolic link could name a file of another user. */
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0) {
      /* On a file system without owners, the open descriptor stays usable. */
      int status = fchown(descriptor, owner->user_id, owner->group_id);
      (void)status;
      return descriptor;
    }
  }
  do {
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  } while (descriptor < 0 && errno == EINTR && csystem_interruption_count == 0);
  return descriptor;
}

int csystem_create_file(const char *path, const csystem_user *owner, int *error_number) {
  char *name = csystem_bytes_of(path);
  int descriptor = name == NULL ? -1 : create(name, owner);
  if (descriptor < 0) *error_number = errno;
  free(name);
  return descriptor;
}

void csystem_hold_standard_descriptors(void) {
  /* Beyond a limit on the size of files (ulimit -f), writing fails with EFBIG instead. */
  signal(SIGXFSZ, SIG_IGN);
  /* With the opposite access mode, so that reading or writing still fails with EBADF. */
  const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
  for (int number = 0; number <= 2; number++)
    if (fcntl(number, F_GETFD) == -1 && errno == EBADF && open("/dev/null", modes[number]) != number)
      _exit(1);
}

/* Whether more can be written after a signal that requests the end: a reader that reads nothing gets a second more. */
static bool is_read(int descriptor) {
  struct pollfd wait = {descriptor, POLLOUT, 0};
  int ready;
  do {
    ready = poll(&wait, 1, 1000);
  } while (ready < 0 && errno == EINTR && csystem_interruption_count < 2);
  return ready > 0;
}

size_t csystem_write(int descriptor, const uint8_t *bytes, size_t count, int *error_number) {
  size_t done = 0;
  while (done < count) {
    size_t size = count - done;
    if (csystem_interruption_count > 0) {
      if (!is_read(descriptor)) {
        *error_number = EINTR;
        break;
      }
      /* A pipe that can be written to takes so many bytes without blocking. */
      if (size > PIPE_BUF) size = PIPE_BUF;
    }
    ssize_t written = write(descriptor, bytes + done, size);
    if (written >= 0) {
      done += (size_t)written;
    } else if (errno == EAGAIN) {
      struct pollfd wait = {descriptor, POLLOUT, 0};
      poll(&wait, 1, -1);
    } else if (errno != EINTR) {
      *error_number = errno;
      break;
    }
  }
  return done;
}

bool csystem_cut_back(int descriptor, size_t excess) {
  struct stat status;
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return false;
  if (excess == 0) return true;
  off_t position = lseek(descriptor, 0, SEEK_CUR);
  if (position < (off_t)excess) return false;
  position -= (off_t)excess;
  return ftruncate(descriptor, position) == 0 && lseek(descriptor, position, SEEK_SET) == position;
}

int csystem_terminal_columns(int descriptor) {
  struct winsize size;
  return isatty(descriptor) && ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int csystem_terminal_lines(int descriptor) {
  struct winsize size;
  return isatty(descriptor) && ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

int csystem_close_descriptor(int descriptor) {
  /* On Linux the descriptor is closed even after EINTR. */
  return close(descriptor) == 0 || errno == EINTR ? 0 : errno;
}
