/* Creating files and writing to descriptors. */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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
  /* With the opposite access mode, so that reading or writing still fails with EBADF. */
  const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
  for (int number = 0; number <= 2; number++)
    if (fcntl(number, F_GETFD) == -1 && errno == EBADF && open("/dev/null", modes[number]) != number)
      _exit(1);
}

size_t csystem_write(int descriptor, const uint8_t *bytes, size_t count, int *error_number) {
  size_t done = 0;
  while (done < count) {
    ssize_t written = write(descriptor, bytes + done, count - done);
    if (written >= 0) {
      done += (size_t)written;
    } else if (errno != EINTR && errno != EAGAIN) {
      *error_number = errno;
      break;
    } else {
      /* After a signal that requests the end, a blocked reader gets one more second. */
      struct pollfd wait = {descriptor, POLLOUT, 0};
      bool ending = csystem_interruption_count > 0;
      if (poll(&wait, 1, ending ? 1000 : -1) == 0 && ending) {
        *error_number = EINTR;
        break;
      }
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
