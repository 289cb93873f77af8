/* A process that finds the owners of sockets: reading /proc/PID/fd of other users needs privileges, which the process that
 * reads packets has dropped. It reads nothing but numbers from its socket, and nothing from the network. */

#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CHostSockets.h"

#if defined(__linux__)
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>

#include "CHostSocketsOwners.h"

/* Keeps the two privileges that reading other users' descriptors needs, and no other. */
static void drop(uint32_t user, uint32_t group) {
  prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
  if (user != 0) {
    /* This process ends if it cannot give up what it must not keep. */
    gid_t id = (gid_t)group;
    if (setgroups(1, &id) != 0 || setresgid(id, id, id) != 0) _exit(1);
    if (setresuid((uid_t)user, (uid_t)user, (uid_t)user) != 0) _exit(1);
  }
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct sets[2] = {{0}};
  if (syscall(SYS_capget, &header, sets) != 0) _exit(1);
  uint32_t kept = (1u << CAP_SYS_PTRACE) | (1u << CAP_DAC_READ_SEARCH);
  kept &= sets[0].permitted;
  memset(sets, 0, sizeof sets);
  sets[0].permitted = sets[0].effective = kept;
  if (syscall(SYS_capset, &header, sets) != 0) _exit(1);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static void serve(int channel, uint32_t user, uint32_t group, pid_t parent) {
  /* Keys that end a capture reach the whole group of processes; this one ends with the channel. */
  const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGTSTP, SIGPIPE};
  for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) signal(ignored[i], SIG_IGN);
  if (dup2(channel, 3) < 0) _exit(1);
  int null = open("/dev/null", O_RDWR);
  for (int number = 0; null >= 0 && number < 3; number++) dup2(null, number);
  if (syscall(SYS_close_range, 4u, ~0u, 0u) != 0)
    for (int number = 4; number < 1024; number++) close(number);
  chost_hurry();
  drop(user, group);
  prctl(PR_SET_NAME, "tcpinspect-own", 0, 0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid() != parent) _exit(0);
  chost_answer_questions(3);
  _exit(0);
}

int chost_start_owners(uint32_t user, uint32_t group, int *error_number) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    *error_number = errno;
    return -1;
  }
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) {
    serve(ends[1], user, group, parent);
  }
  int failure = errno;
  close(ends[1]);
  if (child > 0) return ends[0];
  close(ends[0]);
  *error_number = failure;
  return -1;
}

int chost_ask(int descriptor, const chost_question *question) {
  ssize_t sent;
  do {
    sent = send(descriptor, question, sizeof *question, MSG_DONTWAIT | MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? errno : 0;
}

int chost_take_answer(int descriptor, chost_answer *answer) {
  ssize_t count;
  do {
    count = recv(descriptor, answer, sizeof *answer, MSG_DONTWAIT);
  } while (count < 0 && errno == EINTR);
  if (count == (ssize_t)sizeof *answer) return 1;
  return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? 0 : -1;
}
#else
int chost_start_owners(uint32_t user, uint32_t group, int *error_number) {
  *error_number = ENOTSUP;
  return -1;
}

int chost_ask(int descriptor, const chost_question *question) { return ENOTSUP; }

int chost_take_answer(int descriptor, chost_answer *answer) { return -1; }
#endif
