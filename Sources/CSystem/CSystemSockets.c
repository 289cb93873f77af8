/* Non-blocking TCP sockets of a small server, and the wait for several of them. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CSystem.h"

static bool set_up(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 &&
         fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
}

static bool make_address(const char *address, uint16_t port, struct sockaddr_storage *storage,
                         socklen_t *size) {
  memset(storage, 0, sizeof *storage);
  struct sockaddr_in *four = (struct sockaddr_in *)storage;
  struct sockaddr_in6 *six = (struct sockaddr_in6 *)storage;
  if (inet_pton(AF_INET, address, &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    *size = sizeof *four;
    return true;
  }
  if (inet_pton(AF_INET6, address, &six->sin6_addr) != 1) return false;
  six->sin6_family = AF_INET6;
  six->sin6_port = htons(port);
  *size = sizeof *six;
  return true;
}

bool csystem_is_address(const char *address) {
  struct sockaddr_storage storage;
  socklen_t size;
  return make_address(address, 0, &storage, &size);
}

int csystem_listen(const char *address, uint16_t *port, int *error_number) {
  struct sockaddr_storage storage;
  socklen_t size = 0;
  if (!make_address(address, *port, &storage, &size)) {
    *error_number = EINVAL;
    return -1;
  }
  int descriptor = socket(storage.ss_family, SOCK_STREAM, 0);
  int on = 1;
  if (descriptor < 0 || !set_up(descriptor) ||
      setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      bind(descriptor, (struct sockaddr *)&storage, size) != 0 || listen(descriptor, 64) != 0 ||
      getsockname(descriptor, (struct sockaddr *)&storage, &size) != 0) {
    *error_number = errno;
    if (descriptor >= 0) close(descriptor);
    return -1;
  }
  *port = ntohs(storage.ss_family == AF_INET ? ((struct sockaddr_in *)&storage)->sin_port
                                             : ((struct sockaddr_in6 *)&storage)->sin6_port);
  return descriptor;
}

int csystem_accept(int listener) {
  int descriptor = accept(listener, NULL, NULL);
  /* Without descriptors or memory the connection stays in the queue. */
  if (descriptor < 0)
    return errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM ? -2 : -1;
  if (set_up(descriptor)) return descriptor;
  close(descriptor);
  return -1;
}

static ptrdiff_t result_of(ssize_t count) {
  if (count >= 0) return count;
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? -1 : -2;
}

ptrdiff_t csystem_receive(int descriptor, uint8_t *bytes, size_t size) {
  return result_of(recv(descriptor, bytes, size, 0));
}

ptrdiff_t csystem_send(int descriptor, const uint8_t *bytes, size_t size) {
  return result_of(send(descriptor, bytes, size, MSG_NOSIGNAL));
}

void csystem_close_socket(int descriptor) { close(descriptor); }

bool csystem_make_signal(int *reader, int *writer) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  if (!set_up(ends[0]) || !set_up(ends[1])) {
    close(ends[0]);
    close(ends[1]);
    return false;
  }
  *reader = ends[0];
  *writer = ends[1];
  return true;
}

void csystem_signal(int writer) {
  ssize_t count = write(writer, "", 1);
  (void)count; /* A full pipe is a signal, too. */
}

int csystem_wait_sockets(csystem_wait *waits, size_t count, int milliseconds) {
  struct pollfd polls[CSYSTEM_WAIT_LIMIT];
  if (count > CSYSTEM_WAIT_LIMIT) return -1;
  for (size_t i = 0; i < count; i++)
    polls[i] = (struct pollfd){waits[i].descriptor, waits[i].is_writing ? POLLOUT : POLLIN, 0};
  int ready = poll(polls, (nfds_t)count, milliseconds);
  for (size_t i = 0; i < count; i++) waits[i].is_ready = ready > 0 && polls[i].revents != 0;
  return ready;
}
