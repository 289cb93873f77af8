/* On which processors threads run. */

#define _GNU_SOURCE

#include "CPcap.h"

#include <sched.h>
#include <unistd.h>

int cpcap_processor(void) {
#if defined(__linux__)
  return sched_getcpu();
#else
  return -1;
#endif
}

void cpcap_leave_processor(int processor) {
#if defined(__linux__)
  /* The first thread's processors are those that the process was given, whatever this thread left before. */
  cpu_set_t processors;
  if (processor < 0 || processor >= CPU_SETSIZE ||
      sched_getaffinity(getpid(), sizeof processors, &processors) != 0)
    return;
  CPU_CLR(processor, &processors);
  if (CPU_COUNT(&processors) > 0) (void)sched_setaffinity(0, sizeof processors, &processors);
#else
  (void)processor;
#endif
}
