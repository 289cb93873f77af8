/* On which processors threads run. */

#define _GNU_SOURCE

#include "CPcap.h"

#include <sched.h>

int cpcap_processor(void) {
#if defined(__linux__)
  return sched_getcpu();
#else
  return -1;
#endif
}

void cpcap_leave_processor(int processor) {
#if defined(__linux__)
  cpu_set_t all, others;
  if (processor < 0 || processor >= CPU_SETSIZE || sched_getaffinity(0, sizeof all, &all) != 0) return;
  others = all;
  CPU_CLR(processor, &others);
  if (CPU_COUNT(&others) == 0 || sched_setaffinity(0, sizeof others, &others) != 0) return;
  /* It has moved; whether it comes back is the system's business again. */
  (void)sched_setaffinity(0, sizeof all, &all);
#else
  (void)processor;
#endif
}
