/* Dropping the privileges of root irrevocably, and checking beforehand what another user may write. */

#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/prctl.h>
#endif

#include "CSystem.h"

bool csystem_find_user(const char *name, bool is_number, csystem_user *user) {
  char *end = NULL;
  unsigned long number = is_number ? strtoul(name, &end, 10) : 0;
  if (is_number && (end == name || *end != '\0')) return false;
  struct passwd *entry = is_number ? getpwuid((uid_t)number) : getpwnam(name);
  if (entry == NULL || strlen(entry->pw_name) >= sizeof user->name) return false;
  strcpy(user->name, entry->pw_name);
  user->user_id = entry->pw_uid;
  user->group_id = entry->pw_gid;
  return true;
}

int csystem_drop_privileges(const csystem_user *user) {
#if defined(__linux__)
  /* The kernel drops capabilities with the user ID only if this flag is not set. */
  prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0);
#endif
  if (initgroups(user->name, user->group_id) != 0) return errno;
#if defined(__linux__)
  if (setresgid(user->group_id, user->group_id, user->group_id) != 0) return errno;
  if (setresuid(user->user_id, user->user_id, user->user_id) != 0) return errno;
#else
  if (setgid(user->group_id) != 0 || setuid(user->user_id) != 0) return errno;
#endif
  if (setuid(0) == 0 || seteuid(0) == 0 || getuid() != user->user_id ||
      geteuid() != user->user_id || getegid() != user->group_id)
    return EPERM;
  return 0;
}

int csystem_access_as(const csystem_user *user, const char *path, bool is_directory) {
  /* Only the kernel knows groups, access lists and read-only mounts: a child becomes the user and tries. */
  pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) {
    int refusal = csystem_drop_privileges(user);
    char *name = csystem_bytes_of(path);
    if (refusal == 0 && name == NULL) refusal = ENOMEM;
    if (refusal == 0 && access(name, is_directory ? W_OK | X_OK : W_OK) != 0) refusal = errno;
    _exit(refusal < 255 ? refusal : 255);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return errno;
  return WIFEXITED(status) ? WEXITSTATUS(status) : EPERM;
}
