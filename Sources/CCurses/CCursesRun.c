/* Another run of this program in the place of the screen. */

#define _GNU_SOURCE
#include <curses.h>
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CCurses.h"
#include "CCursesInternal.h"

extern char **environ;

enum { WORD_LIMIT = 4096 };

/* Starts the program with the words behind its name. */
static int start(const uint8_t *words, size_t length, pid_t *child) {
  static char name[] = "tcpinspect";
  char **arguments = calloc(WORD_LIMIT + 2, sizeof *arguments);
  if (arguments == NULL) return ENOMEM;
  size_t count = 0;
  arguments[count++] = name;
  for (size_t i = 0; i < length && count <= WORD_LIMIT;
       i += strlen((const char *)words + i) + 1)
    arguments[count++] = (char *)words + i;
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, ccurses_error_descriptor(), STDERR_FILENO);
  /* Ctrl-C ends the child, not this process. */
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGINT);
  sigaddset(&defaults, SIGTSTP);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  int error = posix_spawn(child, "/proc/self/exe", &actions, &attributes, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  free(arguments);
  return error;
}

int ccurses_run(const uint8_t *words, size_t length) {
  if (length == 0 || words[length - 1] != 0) return EINVAL;
  endwin();
  struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
  sigemptyset(&ignore.sa_mask);
  sigaction(SIGINT, &ignore, &before);
  pid_t child = 0;
  int error = start(words, length, &child);
  if (error == 0)
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
  static const char line[] = "\n[Enter goes back to the screen] ";
  ssize_t written = write(STDOUT_FILENO, line, sizeof line - 1);
  (void)written;
  ccurses_wait_for_line();
  sigaction(SIGINT, &before, NULL);
  clearok(stdscr, TRUE);
  refresh();
  return error;
}
