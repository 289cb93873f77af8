/* The end of the program where there is no memory left. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "CExhaustion.h"

#if defined(__GLIBC__) && !__has_feature(address_sanitizer) && \
    !__has_feature(thread_sanitizer) && !__has_feature(memory_sanitizer)

/* glibc's own functions, which it keeps exported for programs that define malloc themselves. */
extern void *__libc_malloc(size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static void end(void) {
  static const char line[] =
      "tcpinspect: out of memory; output up to here is incomplete (--max-connections and --memory make tables smaller)\n";
  /* Nothing may be allocated here, and no other thread may go on. */
  ssize_t written = write(2, line, sizeof line - 1);
  (void)written;
  _exit(1);
}

void *malloc(size_t size) {
  void *block = __libc_malloc(size);
  if (block == NULL) end();
  return block;
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0)
    return EINVAL;
  *block = __libc_memalign(alignment, size);
  if (*block == NULL) end();
  return 0;
}

/* libdispatch tries again for ever where there is no memory for the stack of a thread. */
int pthread_create(
    pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument) {
  typedef int (*function)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  function next = (function)dlsym(RTLD_NEXT, "pthread_create");
  if (next == NULL) return ENOSYS;
  int error = next(thread, attributes, start, argument);
  if (error == EAGAIN || error == ENOMEM) end();
  return error;
}

int cexhaustion_is_active(void) { return 1; }

#else

int cexhaustion_is_active(void) { return 0; }

#endif
