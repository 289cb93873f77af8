/* Child processes: commands that run beside a capture. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
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

int csystem_start_command(const char *command, const char *argument, pid_t *child) {
  char *words[] = {csystem_bytes_of(command), csystem_bytes_of(argument), NULL};
  int error = words[0] == NULL || words[1] == NULL ? ENOMEM : start(words, -1, child);
  free(words[0]);
  free(words[1]);
  return error;
}

int csystem_start_command_with_input(
    const char *command, const uint8_t *input, size_t count, pid_t *child) {
  int ends[2];
  if (pipe(ends) != 0) return errno;
  /* The child inherits only the reading end. What fits into the pipe is written before the child starts. */
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  ssize_t written = write(ends[1], input, count);
  int error = written < 0 ? errno : (size_t)written < count ? EMSGSIZE : 0;
  close(ends[1]);
  if (error == 0) {
    char *words[] = {csystem_bytes_of(command), NULL};
    error = words[0] == NULL ? ENOMEM : start(words, ends[0], child);
    free(words[0]);
  }
  close(ends[0]);
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
