/* Reports which process connects, and which closes a connection, as it happens: a process that ends at once has left /proc
 * before anything can be looked up there.
 *
 * Compiled once and run on any kernel with BTF (CO-RE): the structures name only the fields that are read. Makes no use of
 * kprobes. `generate` makes ../SocketEventsProgram.h of it. */

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define SECTION(name) __attribute__((section(name), used))
#define KERNEL __attribute__((preserve_access_index))
#define INLINE static inline __attribute__((always_inline))

/* Helpers by their numbers: linux/bpf.h. */
static void *(*const map_lookup)(void *, const void *) = (void *)1;
static u64 (*const ktime_get_ns)(void) = (void *)5;
static u64 (*const get_current_uid_gid)(void) = (void *)15;
static u64 (*const get_socket_cookie)(void *) = (void *)46;
static long (*const probe_read_kernel)(void *, u32, const void *) = (void *)113;
static long (*const get_ns_current_pid_tgid)(u64, u64, void *, u32) = (void *)120;
static void *(*const ringbuf_reserve)(void *, u64, u64) = (void *)131;
static void (*const ringbuf_submit)(void *, u64) = (void *)132;
static void *(*const get_current_task_btf)(void) = (void *)158;


struct ns_common {
  u32 inum;
} KERNEL;

struct net {
  struct ns_common ns;
} KERNEL;

struct in6_addr {
  union {
    u32 u6_addr32[4];
  } in6_u;
} KERNEL;

typedef struct {
  struct net *net;
} KERNEL possible_net_t;

struct sock_common {
  u32 skc_daddr, skc_rcv_saddr;
  u16 skc_dport;
  u16 skc_family;
  possible_net_t skc_net;
  struct in6_addr skc_v6_daddr, skc_v6_rcv_saddr;
} KERNEL;

struct socket {
  struct file *file;
} KERNEL;

struct sock {
  struct sock_common __sk_common;
  u16 sk_protocol;
  struct socket *sk_socket;
} KERNEL;

struct inet_sock {
  struct sock sk;
  u16 inet_sport;
} KERNEL;

struct task_struct {
  u32 flags;
  struct task_struct *group_leader;
  char comm[16];
} KERNEL;

enum { TCP = 6, VERSION_6 = 10, KERNEL_THREAD = 0x200000, NO_WAKEUP = 1 };

/* States of net/tcp_states.h. */
enum { SYN_SENT = 2, FIN_WAIT_1 = 4, LAST_ACK = 9 };

struct settings {
  u64 process_device, process_inode;
  u32 network_inode;
  /* Events for which there was no room. */
  u32 lost_count;
};

/* The layout of csocket_event. */
struct event {
  u64 cookie;
  u64 time;
  u32 process;
  u32 user;
  u8 local[16];
  u8 remote[16];
  u16 local_port;
  u16 remote_port;
  u8 kind;
  u8 is_version6;
  u8 unused[2];
  char name[16];
};

enum { CONNECTING = 1, CONNECTED = 2, CLOSING = 3 };

struct {
  int (*type)[2]; /* BPF_MAP_TYPE_ARRAY */
  int (*max_entries)[1];
  int (*map_flags)[1024]; /* BPF_F_MMAPABLE */
  u32 *key;
  struct settings *value;
} settings SECTION(".maps");

struct {
  int (*type)[27]; /* BPF_MAP_TYPE_RINGBUF */
  int (*max_entries)[1 << 20];
} events SECTION(".maps");

/* Who runs now: false for the kernel itself, and for processes of other namespaces, whose numbers are others here. */
INLINE int read_process(struct event *event, const struct settings *own) {
  struct {
    u32 thread, process;
  } numbers = {0, 0};
  struct task_struct *task = get_current_task_btf();
  if (task->flags & KERNEL_THREAD) return 0;
  if (get_ns_current_pid_tgid(own->process_device, own->process_inode, &numbers, sizeof numbers) != 0)
    return 0;
  event->process = numbers.process;
  event->user = (u32)get_current_uid_gid();
  struct task_struct *leader = task->group_leader;
#pragma unroll
  for (int i = 0; i < 16; i++) event->name[i] = leader->comm[i];
  return 1;
}

INLINE void read_addresses(struct event *event, struct sock *sock) {
  /* Behind what the verifier knows of the socket. Unlike skc_num it is kept when the socket gives up its port. */
  u16 port = 0;
  probe_read_kernel(&port, sizeof port, &((struct inet_sock *)sock)->inet_sport);
  event->local_port = __builtin_bswap16(port);
  event->remote_port = __builtin_bswap16(sock->__sk_common.skc_dport);
  event->is_version6 = sock->__sk_common.skc_family == VERSION_6;
  u32 *local = (u32 *)event->local, *remote = (u32 *)event->remote;
  if (event->is_version6) {
#pragma unroll
    for (int i = 0; i < 4; i++) {
      local[i] = sock->__sk_common.skc_v6_rcv_saddr.in6_u.u6_addr32[i];
      remote[i] = sock->__sk_common.skc_v6_daddr.in6_u.u6_addr32[i];
    }
  } else {
    local[0] = sock->__sk_common.skc_rcv_saddr;
    remote[0] = sock->__sk_common.skc_daddr;
  }
}

INLINE int report(struct sock *sock, u8 kind) {
  u32 zero = 0;
  struct settings *own = map_lookup(&settings, &zero);
  if (!own || sock->__sk_common.skc_net.net->ns.inum != own->network_inode) return 0;
  struct event event = {};
  if (kind != CONNECTED && !read_process(&event, own)) return 0;
  event.kind = kind;
  event.cookie = get_socket_cookie(sock);
  event.time = ktime_get_ns();
  read_addresses(&event, sock);
  struct event *place = ringbuf_reserve(&events, sizeof event, 0);
  if (!place) {
    __sync_fetch_and_add(&own->lost_count, 1);
    return 0;
  }
  *place = event;
  /* Whoever takes the events looks for them by itself. */
  ringbuf_submit(place, NO_WAKEUP);
  return 0;
}

/* connect() enters SYN-SENT in its process, before the socket has a port; what leaves SYN-SENT may run in any process.
 * close() and shutdown() enter FIN-WAIT-1 and LAST-ACK, and nothing else does. */
SECTION("tp_btf/inet_sock_set_state")
int state_changed(u64 *context) {
  struct sock *sock = (void *)context[0];
  int old = (int)context[1], new = (int)context[2];
  if (sock->sk_protocol != TCP) return 0;
  if (old == SYN_SENT) return report(sock, CONNECTED);
  if (new != SYN_SENT && new != FIN_WAIT_1 && new != LAST_ACK) return 0;
  /* The kernel's own sockets have no file. */
  if (!sock->sk_socket || !sock->sk_socket->file) return 0;
  return report(sock, new == SYN_SENT ? CONNECTING : CLOSING);
}

/* Some of the helpers are for programs under a licence that the kernel counts as the GPL's equal. */
char program_license[] SECTION("license") = "Dual BSD/GPL";
