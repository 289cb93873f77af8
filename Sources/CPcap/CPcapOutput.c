/* Writing to descriptors. */

#include <errno.h>
#include <fcntl.h>
#if defined(__linux__)
#include <malloc.h>
#endif
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "CPcapInternal.h"

static int create(const char *path, const cpcap_user *owner) {
  int descriptor;
  if (owner != NULL) {
    /* Only what is certainly new is given away: a link to somebody else's file must not be. */
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0) {
      /* Where the file system knows no owners, root goes on writing through the descriptor. */
      int status = fchown(descriptor, owner->user_id, owner->group_id);
      (void)status;
      return descriptor;
    }
  }
  do {
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  } while (descriptor < 0 && errno == EINTR && cpcap_interruption_count == 0);
  return descriptor;
}

int cpcap_create_file(const char *path, const cpcap_user *owner, int *error_number) {
  char *name = cpcap_bytes_of(path);
  int descriptor = name == NULL ? -1 : create(name, owner);
  if (descriptor < 0) *error_number = errno;
  free(name);
  return descriptor;
}

void cpcap_hold_standard_descriptors(void) {
  /* The wrong way round, so that reading and writing still fail with EBADF. */
  const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
  for (int number = 0; number <= 2; number++)
    if (fcntl(number, F_GETFD) == -1 && errno == EBADF && open("/dev/null", modes[number]) != number)
      _exit(1);
}

int64_t cpcap_allow_descriptors(int64_t count) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return count;
  if (limit.rlim_cur < (rlim_t)count && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max < (rlim_t)count ? limit.rlim_max : (rlim_t)count;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || getrlimit(RLIMIT_NOFILE, &limit) != 0) return count;
  }
  return limit.rlim_cur < (rlim_t)count ? (int64_t)limit.rlim_cur : count;
}

int64_t cpcap_memory_limit(void) {
  int64_t bytes = (int64_t)sysconf(_SC_PHYS_PAGES) * (int64_t)sysconf(_SC_PAGESIZE);
  struct rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
      (int64_t)limit.rlim_cur < bytes)
    bytes = (int64_t)limit.rlim_cur;
  return bytes;
}

void cpcap_return_large_blocks(void) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 256 << 10);
#endif
}

size_t cpcap_write(int descriptor, const uint8_t *bytes, size_t count, int *error_number) {
  size_t done = 0;
  while (done < count) {
    ssize_t written = write(descriptor, bytes + done, count - done);
    if (written >= 0) {
      done += (size_t)written;
    } else if (errno != EINTR && errno != EAGAIN) {
      *error_number = errno;
      break;
    } else {
      /* After a signal that asks for the end, a reader that takes nothing gets a second more. */
      struct pollfd wait = {descriptor, POLLOUT, 0};
      bool ending = cpcap_interruption_count > 0;
      if (poll(&wait, 1, ending ? 1000 : -1) == 0 && ending) {
        *error_number = EINTR;
        break;
      }
    }
  }
  return done;
}

bool cpcap_cut_back(int descriptor, size_t excess) {
  struct stat status;
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return false;
  if (excess == 0) return true;
  off_t position = lseek(descriptor, 0, SEEK_CUR);
  if (position < (off_t)excess) return false;
  position -= (off_t)excess;
  return ftruncate(descriptor, position) == 0 && lseek(descriptor, position, SEEK_SET) == position;
}

int cpcap_close_descriptor(int descriptor) {
  /* After EINTR the descriptor is closed all the same on Linux. */
  return close(descriptor) == 0 || errno == EINTR ? 0 : errno;
}
