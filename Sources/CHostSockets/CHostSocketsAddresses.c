/* getifaddrs(3): the addresses of this host. */

#include <ifaddrs.h>
#include <netinet/in.h>
#include <string.h>

#include "CHostSockets.h"

int chost_addresses(uint8_t *addresses, int capacity) {
  struct ifaddrs *first;
  if (getifaddrs(&first) != 0) return 0;
  int count = 0;
  for (struct ifaddrs *entry = first; entry != NULL; entry = entry->ifa_next) {
    if (entry->ifa_addr == NULL) continue;
    uint8_t bytes[16] = {[10] = 0xff, [11] = 0xff};
    if (entry->ifa_addr->sa_family == AF_INET)
      memcpy(bytes + 12, &((struct sockaddr_in *)entry->ifa_addr)->sin_addr, 4);
    else if (entry->ifa_addr->sa_family == AF_INET6)
      memcpy(bytes, &((struct sockaddr_in6 *)entry->ifa_addr)->sin6_addr, 16);
    else
      continue;
    if (count < capacity) memcpy(addresses + 16 * count, bytes, 16);
    count++;
  }
  freeifaddrs(first);
  return count;
}
