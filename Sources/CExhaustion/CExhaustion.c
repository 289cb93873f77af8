/* The end of the program where there is no memory left. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "CExhaustion.h"

#if defined(__GLIBC__) && !__has_feature(address_sanitizer) && \
    !__has_feature(thread_sanitizer) && !__has_feature(memory_sanitizer)

/* glibc's own functions, which it keeps exported for programs that define malloc themselves. */
extern void *__libc_malloc(size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

/* Gives the terminal back, in a program that has a screen (CCurses). */
extern void ccurses_restore(void) __attribute__((weak));

/* Nothing may be allocated here, and no other thread may go on. Where several threads find no memory at once, the
   first one writes the line; the others wait for the end of the process. */
static void end(const char *line, size_t length) {
  static atomic_flag ending = ATOMIC_FLAG_INIT;
  while (atomic_flag_test_and_set(&ending)) pause();
  if (ccurses_restore != NULL) ccurses_restore();
  ssize_t written = write(2, line, length);
  (void)written;
  _exit(1);
}

static void end_without_memory(void) {
  static const char line[] =
      "tcpinspect: out of memory; output up to here is incomplete (--max-connections and --memory make tables smaller)\n";
  end(line, sizeof line - 1);
}

/* EAGAIN says nothing of its reason: no memory for the stack, or a limit on threads. */
static void end_without_thread(void) {
  static const char line[] =
      "tcpinspect: out of memory for another thread, or the system allows none (ulimit -v, ulimit -u, pids.max); output up to here is incomplete\n";
  end(line, sizeof line - 1);
}

void *malloc(size_t size) {
  void *block = __libc_malloc(size);
  if (block == NULL) end_without_memory();
  return block;
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0)
    return EINVAL;
  *block = __libc_memalign(alignment, size);
  if (*block == NULL) end_without_memory();
  return 0;
}

/* libdispatch tries again for ever where there is no memory for the stack of a thread. */
int pthread_create(
    pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument) {
  typedef int (*function)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  function next = (function)dlsym(RTLD_NEXT, "pthread_create");
  if (next == NULL) return ENOSYS;
  int error = next(thread, attributes, start, argument);
  if (error == EAGAIN || error == ENOMEM) end_without_thread();
  return error;
}

int cexhaustion_is_active(void) { return 1; }

#else

int cexhaustion_is_active(void) { return 0; }

#endif
