/* packet(7): the beginnings and ends of connections, at once. libpcap's ring delivers packets in blocks, too late for a
 * socket that lives for milliseconds. */

#define _GNU_SOURCE
#include <errno.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CHostSockets.h"

uint32_t chost_interface_index(const char *name) { return if_nametoindex(name); }

#if defined(__linux__)
#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <time.h>

/* Offsets count from the IP header, because the sockets are of type SOCK_DGRAM. */
#define LOAD_PROTOCOL BPF_STMT(BPF_LD | BPF_H | BPF_ABS, SKF_AD_OFF + SKF_AD_PROTOCOL)
#define LOAD_BYTE(offset) BPF_STMT(BPF_LD | BPF_B | BPF_ABS, offset)
#define LOAD_HALF(offset) BPF_STMT(BPF_LD | BPF_H | BPF_ABS, offset)
#define EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define ANY_BIT(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, value, yes, no)
#define RETURN(count) BPF_STMT(BPF_RET | BPF_K, count)

/* SYN is 2, FIN is 1. */
static struct sock_filter tcp_edges[] = {
    LOAD_PROTOCOL,
    EQUAL(ETH_P_IP, 0, 7),
    LOAD_BYTE(9),
    EQUAL(6, 0, 10),
    LOAD_HALF(6),
    ANY_BIT(0x1fff, 8, 0),
    BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
    BPF_STMT(BPF_LD | BPF_B | BPF_IND, 13),
    ANY_BIT(3, 6, 5),
    EQUAL(ETH_P_IPV6, 0, 4),
    LOAD_BYTE(6),
    EQUAL(6, 0, 2),
    LOAD_BYTE(53),
    ANY_BIT(3, 1, 0),
    RETURN(0),
    RETURN(CHOST_PACKET_BYTES),
};

static struct sock_filter udp[] = {
    LOAD_PROTOCOL,
    EQUAL(ETH_P_IP, 0, 2),
    LOAD_BYTE(9),
    EQUAL(17, 4, 3),
    EQUAL(ETH_P_IPV6, 0, 2),
    LOAD_BYTE(6),
    EQUAL(17, 1, 0),
    RETURN(0),
    RETURN(CHOST_PACKET_BYTES),
};

static bool prepare(int descriptor, int kind, uint32_t interface) {
  struct sock_fprog program = {.len = sizeof tcp_edges / sizeof *tcp_edges, .filter = tcp_edges};
  if (kind == CHOST_UDP)
    program = (struct sock_fprog){.len = sizeof udp / sizeof *udp, .filter = udp};
  int yes = 1;
  /* A burst of SYNs must fit; of datagrams a sample is enough, so that a fast stream costs little. */
  int size = kind == CHOST_UDP ? 256 << 10 : 4 << 20;
  if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) != 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  struct sockaddr_ll address = {
      .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int)interface};
  return setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0 &&
         setsockopt(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, &yes, sizeof yes) == 0 &&
         bind(descriptor, (struct sockaddr *)&address, sizeof address) == 0;
}

int chost_open_packets(int kind, uint32_t interface, int *error_number) {
  /* Protocol 0 receives nothing, until the filter is there. */
  int descriptor = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor >= 0 && prepare(descriptor, kind, interface)) return descriptor;
  *error_number = errno;
  if (descriptor >= 0) close(descriptor);
  return -1;
}

static int64_t time_of(struct msghdr *message) {
  for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part != NULL; part = CMSG_NXTHDR(message, part))
    if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS) {
      struct timespec time;
      memcpy(&time, CMSG_DATA(part), sizeof time);
      return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
    }
  return 0;
}

int chost_receive_packets(int descriptor, chost_packet *packets) {
  struct mmsghdr messages[CHOST_PACKETS];
  struct iovec parts[CHOST_PACKETS];
  struct sockaddr_ll addresses[CHOST_PACKETS];
  union {
    struct cmsghdr alignment;
    uint8_t bytes[64];
  } controls[CHOST_PACKETS];
  for (int i = 0; i < CHOST_PACKETS; i++) {
    parts[i] = (struct iovec){packets[i].bytes, CHOST_PACKET_BYTES};
    messages[i].msg_hdr = (struct msghdr){
        .msg_name = &addresses[i], .msg_namelen = sizeof addresses[i], .msg_iov = &parts[i],
        .msg_iovlen = 1, .msg_control = &controls[i], .msg_controllen = sizeof controls[i]};
  }
  int count = recvmmsg(descriptor, messages, CHOST_PACKETS, MSG_DONTWAIT | MSG_TRUNC, NULL);
  for (int i = 0; i < count; i++) {
    uint32_t length = messages[i].msg_len;
    uint8_t type = addresses[i].sll_pkttype;
    /* A packet on the loopback interface goes out and comes in; libpcap, too, takes only the second. */
    bool is_loopback = addresses[i].sll_hatype == 772;
    packets[i].time = time_of(&messages[i].msg_hdr);
    packets[i].length = length;
    packets[i].count = length < CHOST_PACKET_BYTES ? length : CHOST_PACKET_BYTES;
    packets[i].interface = (uint32_t)addresses[i].sll_ifindex;
    packets[i].is_incoming = type == PACKET_HOST;
    packets[i].is_outgoing = is_loopback ? type == PACKET_HOST : type == PACKET_OUTGOING;
  }
  return count < 0 ? 0 : count;
}

uint32_t chost_dropped_packets(int descriptor) {
  struct tpacket_stats counts = {0};
  socklen_t size = sizeof counts;
  if (getsockopt(descriptor, SOL_PACKET, PACKET_STATISTICS, &counts, &size) != 0) return 0;
  return counts.tp_drops;
}
#else
int chost_open_packets(int kind, uint32_t interface, int *error_number) {
  *error_number = ENOTSUP;
  return -1;
}

int chost_receive_packets(int descriptor, chost_packet *packets) { return 0; }

uint32_t chost_dropped_packets(int descriptor) { return 0; }
#endif
