/* Limits of open files and memory, and the system's name. */

#define _GNU_SOURCE
#if defined(__linux__)
#include <malloc.h>
#endif
#include <stdio.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "CSystem.h"

int64_t csystem_allow_descriptors(int64_t count) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return count;
  if (limit.rlim_cur < (rlim_t)count && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max < (rlim_t)count ? limit.rlim_max : (rlim_t)count;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || getrlimit(RLIMIT_NOFILE, &limit) != 0) return count;
  }
  return limit.rlim_cur < (rlim_t)count ? (int64_t)limit.rlim_cur : count;
}

int64_t csystem_memory_limit(void) {
  int64_t bytes = (int64_t)sysconf(_SC_PHYS_PAGES) * (int64_t)sysconf(_SC_PAGESIZE);
  struct rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
      (int64_t)limit.rlim_cur < bytes)
    bytes = (int64_t)limit.rlim_cur;
  return bytes;
}

void csystem_return_large_blocks(void) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 256 << 10);
#endif
}

bool csystem_operating_system(char *text, size_t size) {
  struct utsname name;
  if (uname(&name) != 0) return false;
  snprintf(text, size, "%s %s", name.sysname, name.release);
  return true;
}
