/* Opening files and reading from descriptors. */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "CSystem.h"

int csystem_open_input(const char *path, bool *is_regular, int *error_number) {
  char *name = csystem_bytes_of(path);
  bool is_standard = name != NULL && strcmp(name, "-") == 0;
  int descriptor = name == NULL    ? -1
                   : is_standard ? STDIN_FILENO
                                 : open(name, O_RDONLY | O_CLOEXEC);
  *error_number = errno;
  free(name);
  if (descriptor < 0) return -1;
  struct stat status;
  int failed = fstat(descriptor, &status) != 0 ? errno : S_ISDIR(status.st_mode) ? EISDIR : 0;
  if (failed == 0) {
    *is_regular = S_ISREG(status.st_mode);
    return descriptor;
  }
  *error_number = failed;
  if (!is_standard) close(descriptor);
  return -1;
}

int64_t csystem_file_size(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) ? (int64_t)status.st_size : -1;
}

int64_t csystem_read(int descriptor, uint8_t *bytes, size_t count, int *error_number) {
  for (;;) {
    ssize_t got = read(descriptor, bytes, count);
    if (got >= 0) return got;
    if (errno == EINTR && csystem_interruption_count == 0) continue;
    if (errno == EAGAIN && csystem_wait_readable(descriptor, -1) == 1) continue;
    *error_number = errno;
    return -1;
  }
}

int64_t csystem_read_at(
    const char *path, int64_t offset, uint8_t *bytes, size_t count, int *error_number) {
  char *name = csystem_bytes_of(path);
  int descriptor = name == NULL ? -1 : open(name, O_RDONLY | O_CLOEXEC);
  *error_number = errno;
  free(name);
  if (descriptor < 0) return -1;
  ssize_t got;
  do got = pread(descriptor, bytes, count, (off_t)offset);
  while (got < 0 && errno == EINTR);
  *error_number = errno;
  close(descriptor);
  return got;
}
