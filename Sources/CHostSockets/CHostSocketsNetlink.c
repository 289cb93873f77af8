/* sock_diag(7): sockets that ask the kernel about others. */

#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <pwd.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "CHostSockets.h"

#if defined(__linux__)
#include <linux/netlink.h>
#include <linux/sock_diag.h>

/* Older headers do not have these names (Linux 4.2). */
enum { TCP_DESTROY_GROUP = 1, TCP6_DESTROY_GROUP = 3 };

static int open_netlink(int *error_number) {
  int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (descriptor < 0) *error_number = errno;
  return descriptor;
}

int chost_open_diagnosis(int *error_number) { return open_netlink(error_number); }

int chost_open_destroyed(int *error_number) {
  int descriptor = open_netlink(error_number);
  if (descriptor < 0) return -1;
  struct sockaddr_nl address = {.nl_family = AF_NETLINK};
  const int groups[] = {TCP_DESTROY_GROUP, TCP6_DESTROY_GROUP};
  bool is_bound = bind(descriptor, (struct sockaddr *)&address, sizeof address) == 0;
  for (int i = 0; is_bound && i < 2; i++)
    is_bound = setsockopt(
                   descriptor, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &groups[i],
                   sizeof groups[i]) == 0;
  if (is_bound) {
    /* Room for the messages of a burst; what does not fit is lost, which costs the last word of these connections only. */
    int size = 4 << 20;
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    return descriptor;
  }
  *error_number = errno;
  close(descriptor);
  return -1;
}

void chost_hurry(void) {
  /* On Linux the priority is that of the calling thread. */
  int status = setpriority(PRIO_PROCESS, 0, -10);
  (void)status;
}
#else
int chost_open_diagnosis(int *error_number) {
  *error_number = ENOTSUP;
  return -1;
}

int chost_open_destroyed(int *error_number) { return chost_open_diagnosis(error_number); }

void chost_hurry(void) {}
#endif

int chost_send(int descriptor, const uint8_t *bytes, size_t count) {
  ssize_t sent;
  do {
    sent = send(descriptor, bytes, count, 0);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? errno : 0;
}

int64_t chost_receive(
    int descriptor, uint8_t *bytes, size_t capacity, int milliseconds, int *error_number) {
  if (milliseconds > 0) {
    struct pollfd wanted = {.fd = descriptor, .events = POLLIN};
    if (poll(&wanted, 1, milliseconds) <= 0) return 0;
  }
  ssize_t count;
  do {
    count = recv(descriptor, bytes, capacity, MSG_DONTWAIT);
  } while (count < 0 && errno == EINTR);
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return 0;
  if (count < 0) *error_number = errno;
  return count;
}

void chost_wait(const int *descriptors, int count, int microseconds) {
  struct pollfd wanted[8];
  if (count > 8) count = 8;
  for (int i = 0; i < count; i++) wanted[i] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
#if defined(__linux__)
  struct timespec limit = {
      .tv_sec = microseconds / 1000000, .tv_nsec = (long)(microseconds % 1000000) * 1000};
  ppoll(wanted, (nfds_t)count, &limit, NULL);
#else
  poll(wanted, (nfds_t)count, microseconds / 1000);
#endif
}

bool chost_user_name(uint32_t user, char *text, size_t size) {
  struct passwd entry, *found = NULL;
  char room[4096];
  if (getpwuid_r((uid_t)user, &entry, room, sizeof room, &found) != 0 || found == NULL) return false;
  if (strlen(entry.pw_name) >= size) return false;
  strcpy(text, entry.pw_name);
  return true;
}

void chost_close(int descriptor) {
  if (descriptor >= 0) close(descriptor);
}
