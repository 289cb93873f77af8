/* Child processes: commands that run beside a capture. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CSystem.h"

extern char **environ;

/* Starts a program that reads from a descriptor, or from /dev/null if that is negative. */
static int start(char *const words[], int input, pid_t *child) {
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t actions;
  int error = posix_spawnattr_init(&attributes);
  if (error != 0) return error;
  error = posix_spawn_file_actions_init(&actions);
  if (error != 0) {
    posix_spawnattr_destroy(&attributes);
    return error;
  }
  /* The child handles signals by default, and does not share our standard input. */
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  if (input >= 0) {
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  } else {
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  }
  error = posix_spawnp(child, words[0], &actions, &attributes, words, environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error;
}

/* Splits words that end in NUL, in place. */
static char **split(char *words, size_t length) {
  size_t count = 0;
  for (size_t i = 0; i < length; i++) count += words[i] == 0;
  char **list = count == 0 ? NULL : calloc(count + 1, sizeof *list);
  if (list == NULL) return NULL;
  for (size_t i = 0; i < count; i++) {
    list[i] = words;
    words += strlen(words) + 1;
  }
  return list;
}

static int start_reading(char *const words[], const uint8_t *input, size_t count, pid_t *child) {
  if (input == NULL) return start(words, -1, child);
  int ends[2];
  if (pipe(ends) != 0) return errno;
  /* The child inherits only the reading end. The bytes, which fit into the pipe, are written before the child starts. */
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  ssize_t written = write(ends[1], input, count);
  int error = written < 0 ? errno : (size_t)written < count ? EMSGSIZE : 0;
  close(ends[1]);
  if (error == 0) error = start(words, ends[0], child);
  close(ends[0]);
  return error;
}

int csystem_start_command(
    const uint8_t *words, size_t length, const uint8_t *input, size_t count, pid_t *child) {
  char *copy = malloc(length);
  if (copy == NULL) return ENOMEM;
  memcpy(copy, words, length);
  char **list = split(copy, length);
  int error = list == NULL ? EINVAL : start_reading(list, input, count, child);
  free(list);
  free(copy);
  return error;
}

/* 0, or why a file cannot be started. */
static int cannot_start(const char *path) {
  struct stat status;
  if (stat(path, &status) != 0) return errno;
  if (!S_ISREG(status.st_mode)) return EACCES;
  return access(path, X_OK) == 0 ? 0 : errno;
}

int csystem_find_command(const char *command) {
  char *name = csystem_bytes_of(command);
  if (name == NULL) return ENOMEM;
  const char *folders = getenv("PATH");
  if (folders == NULL) folders = "/usr/local/bin:/bin:/usr/bin";
  if (*name == 0 || strchr(name, '/') != NULL) {
    int error = *name == 0 ? ENOENT : cannot_start(name);
    free(name);
    return error;
  }
  /* Like execvp: every folder is tried, and EACCES is what is reported if one had the file. */
  int error = ENOENT;
  for (const char *folder = folders;;) {
    size_t length = strcspn(folder, ":");
    char path[4096];
    int size = snprintf(
        path, sizeof path, "%.*s%s%s", (int)length, folder, length == 0 ? "./" : "/", name);
    int found = size > 0 && size < (int)sizeof path ? cannot_start(path) : ENAMETOOLONG;
    if (found == EACCES) error = found;
    if (found == 0) error = 0;
    if (found == 0 || folder[length] == 0) break;
    folder += length + 1;
  }
  free(name);
  return error;
}

bool csystem_has_ended(pid_t child, bool waits) {
  for (;;) {
    pid_t ended = waitpid(child, NULL, waits ? 0 : WNOHANG);
    if (ended == child) return true;
    if (ended == 0) return false;
    if (errno != EINTR) return true;
    if (waits && csystem_interruption_count > 1) return false;
  }
}
