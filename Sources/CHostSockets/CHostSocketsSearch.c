/* The search for the process that has a socket: over /proc, those that were found last and the newest first. */

#define _GNU_SOURCE
#include <errno.h>

#include "CHostSockets.h"

#if defined(__linux__)
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "CHostSocketsOwners.h"

/* A question with the state of its search. */
typedef struct {
  chost_question question;
  /* Whether the search over all processes that is under way began after the question. */
  bool is_searched;
} search;

enum { PROCESSES = 1 << 16, RECENT = 16, NEWEST = 64 };

/* The search over all processes takes one part in this many of the time, and these nanoseconds at once. */
enum { SHARE = 4, BURST = 50000000 };

static search searches[CHOST_QUESTIONS];
static int search_count;
/* Processes, the newest at the end. */
static int32_t processes[PROCESSES];
static int process_count;
/* Where the search over all processes is; it goes down. */
static int position;
/* Processes that had sockets, the last first: they often have the next one, too. */
static int32_t recent[RECENT];
/* The last process that had been made when questions came before. */
static int32_t known_last = INT32_MAX;

/* Reads the beginning of a file, of a process by the descriptor of its folder. */
static size_t read_file(int process, const char *name, uint8_t *bytes, size_t capacity) {
  int descriptor = openat(process, name, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return 0;
  ssize_t count = read(descriptor, bytes, capacity);
  close(descriptor);
  return count < 0 ? 0 : (size_t)count;
}

/* The number of the process that was made last; a number too large if it is unknown. */
static int32_t last_process(void) {
  uint8_t text[128];
  size_t count = read_file(AT_FDCWD, "/proc/loadavg", text, sizeof text - 1);
  text[count] = 0;
  const char *number = strrchr((const char *)text, ' ');
  return number == NULL ? INT32_MAX : (int32_t)strtol(number, NULL, 10);
}

/* Lists processes in the order in which they were made: numbers start anew when they are used up. */
static void list_processes(void) {
  static int32_t listed[PROCESSES];
  int32_t last = last_process();
  process_count = 0;
  DIR *folder = opendir("/proc");
  if (folder == NULL) return;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL && process_count < PROCESSES;) {
    int32_t number = (int32_t)strtol(entry->d_name, NULL, 10);
    if (number > 0) listed[process_count++] = number;
  }
  closedir(folder);
  int first = 0;
  while (first < process_count && listed[first] <= last) first++;
  size_t older = (size_t)(process_count - first);
  memcpy(processes, listed + first, older * sizeof *listed);
  memcpy(processes + older, listed, (size_t)first * sizeof *listed);
}

static int open_process(int32_t process) {
  char path[32];
  snprintf(path, sizeof path, "/proc/%d", process);
  return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Calls `found` with the inode of each socket that a process has. */
static void for_each_socket(int process, void (*found)(void *, uint64_t), void *context) {
  int descriptor = openat(process, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  DIR *folder = fdopendir(descriptor);
  if (folder == NULL) {
    close(descriptor);
    return;
  }
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    char target[64];
    ssize_t size = readlinkat(descriptor, entry->d_name, target, sizeof target - 1);
    if (size < 9 || memcmp(target, "socket:[", 8) != 0) continue;
    target[size] = 0;
    found(context, strtoull(target + 8, NULL, 10));
  }
  closedir(folder);
}

typedef struct {
  uint64_t inode;
  bool is_found;
} wanted_socket;

static void compare(void *context, uint64_t inode) {
  wanted_socket *wanted = context;
  if (wanted->inode == inode) wanted->is_found = true;
}

static int32_t parent_of(int process) {
  uint8_t text[512];
  size_t count = read_file(process, "stat", text, sizeof text - 1);
  text[count] = 0;
  /* The name, in parentheses, may hold any character. */
  const char *rest = strrchr((const char *)text, ')');
  int32_t parent = 0;
  char state;
  if (rest == NULL || sscanf(rest + 1, " %c %d", &state, &parent) != 2) return 0;
  return parent;
}

/* The process, or the first of its ancestors, that has the socket: one that was forked inherits it. A service manager, process 1,
 * has the listening sockets of its services, which are not its own. */
static int climb(int process, int32_t *number, uint64_t inode) {
  for (int depth = 0; depth < 64; depth++) {
    int32_t parent = parent_of(process);
    if (parent <= 1) break;
    int other = open_process(parent);
    if (other < 0) break;
    wanted_socket wanted = {.inode = inode};
    for_each_socket(other, compare, &wanted);
    if (!wanted.is_found) {
      close(other);
      break;
    }
    close(process);
    process = other;
    *number = parent;
  }
  return process;
}

/* The number of the process that a folder of /proc belongs to, which may be that of a thread. */
static int32_t group_of(int process, int32_t number) {
  uint8_t text[512];
  size_t count = read_file(process, "status", text, sizeof text - 1);
  text[count] = 0;
  const char *line = strstr((const char *)text, "\nTgid:");
  return line == NULL ? number : (int32_t)strtol(line + 6, NULL, 10);
}

static void note_recent(int32_t process) {
  int place = 0;
  while (place < RECENT - 1 && recent[place] != process) place++;
  memmove(recent + 1, recent, (size_t)place * sizeof *recent);
  recent[0] = process;
}

static void answer(int channel, const chost_question *question, int process, int32_t number) {
  static chost_answer answer;
  memset(&answer, 0, sizeof answer);
  answer.token = question->token;
  if (process >= 0) {
    answer.name_size = (uint16_t)read_file(process, "comm", answer.name, sizeof answer.name);
    answer.group_size = (uint16_t)read_file(process, "cgroup", answer.group, sizeof answer.group);
    /* A process that has ended meanwhile has no name: it is not known. */
    if (answer.name_size > 0) answer.pid = number;
  }
  while (send(channel, &answer, sizeof answer, MSG_NOSIGNAL) < 0)
    if (errno != EINTR) _exit(0);
}

typedef struct {
  /* The first search that this pass is for. */
  int first;
  bool is_found[CHOST_QUESTIONS];
} pass;

static void match(void *context, uint64_t inode) {
  pass *matches = context;
  for (int i = matches->first; i < search_count; i++)
    if (searches[i].question.inode == inode) matches->is_found[i] = true;
}

/* Answers the questions, from one on, whose sockets a process has. */
static void examine(int channel, int32_t number, int first) {
  pass matches = {.first = first};
  int process = open_process(number);
  if (process < 0) return;
  for_each_socket(process, match, &matches);
  int kept = first;
  for (int i = first; i < search_count; i++) {
    if (!matches.is_found[i]) {
      searches[kept++] = searches[i];
      continue;
    }
    int32_t owner = group_of(process, number);
    int place = climb(dup(process), &owner, searches[i].question.inode);
    note_recent(owner);
    answer(channel, &searches[i].question, place, owner);
    close(place);
  }
  search_count = kept;
  close(process);
}

/* Takes the questions that are there, and looks where their sockets most likely are; false at the end. */
static bool take_questions(int channel) {
  int first = search_count;
  while (search_count < CHOST_QUESTIONS) {
    chost_question question;
    int flags = search_count > 0 ? MSG_DONTWAIT : 0;
    ssize_t count = recv(channel, &question, sizeof question, flags);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
    if (count != (ssize_t)sizeof question) return false;
    searches[search_count++] = (search){.question = question};
  }
  if (search_count == first) return true;
  /* Processes that are new since the last questions: a server's for a connection, a short-lived client. */
  int32_t last = last_process();
  for (int32_t number = last; last != INT32_MAX && number > known_last && first < search_count; number--) {
    if (number <= last - NEWEST) break;
    examine(channel, number, first);
  }
  known_last = last;
  for (int i = 0; i < RECENT && first < search_count; i++)
    if (recent[i] > 0) examine(channel, recent[i], first);
  if (first == search_count) return true;
  static int32_t older[PROCESSES];
  int older_count = process_count;
  bool is_searching = first > 0 && position > 0;
  if (is_searching) memcpy(older, processes, (size_t)older_count * sizeof *older);
  list_processes();
  for (int i = 0; i < NEWEST && i < process_count && first < search_count; i++)
    examine(channel, processes[process_count - 1 - i], first);
  if (is_searching) {
    memcpy(processes, older, (size_t)older_count * sizeof *older);
    process_count = older_count;
  } else {
    position = process_count;
    for (int i = 0; i < search_count; i++) searches[i].is_searched = true;
  }
  return true;
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Waits for the next question if the search over all processes has used up its time, as sockets that are gone make it do. */
static void pace(int channel, int64_t start) {
  static int64_t credit = BURST, counted;
  int64_t end = now();
  credit += (end - counted) / SHARE - (end - start);
  counted = end;
  if (credit > BURST) credit = BURST;
  if (credit > 0) return;
  int64_t pause = -credit * SHARE + 1000000;
  struct timespec limit = {.tv_sec = pause / 1000000000, .tv_nsec = pause % 1000000000};
  struct pollfd wanted = {.fd = channel, .events = POLLIN};
  ppoll(&wanted, 1, &limit, NULL);
}

/* Goes on with the search over all processes; what none of them has is answered at its end. */
static void go_on(int channel) {
  if (position > 0) {
    int64_t start = now();
    examine(channel, processes[--position], 0);
    pace(channel, start);
    return;
  }
  int kept = 0;
  for (int i = 0; i < search_count; i++) {
    if (searches[i].is_searched) {
      answer(channel, &searches[i].question, -1, 0);
    } else {
      searches[kept++] = searches[i];
    }
  }
  search_count = kept;
  if (search_count == 0) return;
  list_processes();
  position = process_count;
  for (int i = 0; i < search_count; i++) searches[i].is_searched = true;
}

void chost_answer_questions(int channel) {
  while (take_questions(channel))
    if (search_count > 0) go_on(channel);
}
#endif
