/* Loads the program of Program/SocketEvents.bpf.c by libbpf, and takes what it reports. Only this use opens the library: the
 * rest of the program runs without it. */

#define _GNU_SOURCE
#include "CSocketEvents.h"

#include <errno.h>
#include <stddef.h>

#if defined(__linux__) && __has_include(<bpf/libbpf.h>)
#include <bpf/libbpf.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* static const unsigned char program[] */
#include "SocketEventsProgram.h"

/* As in the program. */
struct settings {
  uint64_t process_device, process_inode;
  uint32_t network_inode;
  uint32_t lost_count;
};

_Static_assert(sizeof(csocket_event) == 80, "the layout of the program's struct event");

/* What is used of libbpf.so.1, by name. */
#define FUNCTIONS(USE)                   \
  USE(libbpf_set_print)                  \
  USE(bpf_object__open_mem)              \
  USE(bpf_object__load)                  \
  USE(bpf_object__close)                 \
  USE(bpf_object__find_map_fd_by_name)   \
  USE(bpf_object__find_program_by_name)  \
  USE(bpf_program__attach)               \
  USE(bpf_link__destroy)                 \
  USE(ring_buffer__new)                  \
  USE(ring_buffer__consume)              \
  USE(ring_buffer__free)

static struct {
#define DECLARE(name) __typeof__(name) *name;
  FUNCTIONS(DECLARE)
} library;

/* Opens the library, once. */
static bool open_library(void) {
  static void *handle;
  if (handle == NULL) handle = dlopen("libbpf.so.1", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) return false;
#define FIND(name) \
  if ((library.name = (__typeof__(name) *)dlsym(handle, #name)) == NULL) return false;
  FUNCTIONS(FIND)
  return true;
}

struct csocket_events {
  struct bpf_object *object;
  struct bpf_link *link;
  struct ring_buffer *ring;
  struct settings *settings;
  bool has_users;
  /* Where events go during a call. */
  csocket_event *taken;
  int count, capacity;
  int64_t offset;
};

static int keep_silent(enum libbpf_print_level level, const char *format, va_list arguments) {
  return 0;
}

/* The inode and device of a namespace of this process. */
static bool read_namespace(const char *path, uint64_t *inode, uint64_t *device) {
  struct stat status;
  if (stat(path, &status) != 0) return false;
  *inode = status.st_ino;
  *device = status.st_dev;
  return true;
}

static int note(void *context, void *data, size_t size) {
  csocket_events *events = context;
  if (size < sizeof(csocket_event)) return 0;
  csocket_event *event = &events->taken[events->count++];
  memcpy(event, data, sizeof *event);
  event->time += events->offset;
  if (!events->has_users) event->user = UINT32_MAX;
  /* A negative number ends the round; the event was taken. */
  return events->count < events->capacity ? 0 : -1;
}

static size_t page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }

static int load(csocket_events *events) {
  if (!open_library()) return ELIBACC;
  struct settings own = {0};
  uint64_t network, user, device;
  if (!read_namespace("/proc/self/ns/pid", &own.process_inode, &own.process_device)) return errno;
  if (!read_namespace("/proc/self/ns/net", &network, &device)) return errno;
  own.network_inode = (uint32_t)network;
  /* The initial namespace of users (PROC_USER_INIT_INO); the program reports their numbers there. */
  events->has_users = read_namespace("/proc/self/ns/user", &user, &device) && user == 0xEFFFFFFDu;

  library.libbpf_set_print(keep_silent);
  events->object = library.bpf_object__open_mem(program, sizeof program, NULL);
  if (events->object == NULL) return errno;
  int failure = library.bpf_object__load(events->object);
  if (failure != 0) return -failure;
  int map = library.bpf_object__find_map_fd_by_name(events->object, "settings");
  void *memory = mmap(NULL, page_size(), PROT_READ | PROT_WRITE, MAP_SHARED, map, 0);
  if (memory == MAP_FAILED) return errno;
  events->settings = memory;
  *events->settings = own;
  map = library.bpf_object__find_map_fd_by_name(events->object, "events");
  events->ring = library.ring_buffer__new(map, note, events, NULL);
  if (events->ring == NULL) return errno;
  struct bpf_program *entry = library.bpf_object__find_program_by_name(events->object, "state_changed");
  events->link = library.bpf_program__attach(entry);
  return events->link == NULL ? errno : 0;
}

csocket_events *csocket_events_open(int *error_number) {
  csocket_events *events = calloc(1, sizeof *events);
  *error_number = events == NULL ? ENOMEM : load(events);
  if (events != NULL && *error_number != 0) {
    csocket_events_close(events);
    return NULL;
  }
  return events;
}

static int64_t read_clock(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int csocket_events_take(csocket_events *events, csocket_event *taken, int capacity) {
  events->taken = taken;
  events->count = 0;
  events->capacity = capacity;
  events->offset = read_clock(CLOCK_REALTIME) - read_clock(CLOCK_MONOTONIC);
  library.ring_buffer__consume(events->ring);
  return events->count;
}

uint32_t csocket_events_lost(const csocket_events *events) {
  return __atomic_load_n(&events->settings->lost_count, __ATOMIC_RELAXED);
}

void csocket_events_close(csocket_events *events) {
  if (events->link != NULL) library.bpf_link__destroy(events->link);
  if (events->ring != NULL) library.ring_buffer__free(events->ring);
  if (events->settings != NULL) munmap(events->settings, page_size());
  if (events->object != NULL) library.bpf_object__close(events->object);
  free(events);
}
#else
csocket_events *csocket_events_open(int *error_number) {
  *error_number = ENOTSUP;
  return NULL;
}

int csocket_events_take(csocket_events *events, csocket_event *taken, int capacity) { return 0; }

uint32_t csocket_events_lost(const csocket_events *events) { return 0; }

void csocket_events_close(csocket_events *events) {}
#endif
