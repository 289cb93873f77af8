/* Giving up root for good, and asking beforehand what another user may do. */

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

#include "CPcapInternal.h"

bool cpcap_find_user(const char *name, bool is_number, cpcap_user *user) {
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

int cpcap_drop_privileges(const cpcap_user *user) {
#if defined(__linux__)
  /* Capabilities go with the user's number only where nothing asks to keep them. */
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

int cpcap_access_as(const cpcap_user *user, const char *path, bool is_directory) {
  /* Only the kernel knows about groups, access lists and read-only file systems: a child becomes the user. */
  pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) {
    int refusal = cpcap_drop_privileges(user);
    char *name = cpcap_bytes_of(path);
    if (refusal == 0 && name == NULL) refusal = ENOMEM;
    if (refusal == 0 && access(name, is_directory ? W_OK | X_OK : W_OK) != 0) refusal = errno;
    _exit(refusal < 255 ? refusal : 255);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return errno;
  return WIFEXITED(status) ? WEXITSTATUS(status) : EPERM;
}
