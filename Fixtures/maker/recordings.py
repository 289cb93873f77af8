"""Fixtures recorded by tcpdump from real sockets on real kernels; one function a fixture.

What is not wholly real says so in the function's first line, and so does README.md.
"""
import contextlib
import os
import socket
import struct
import time

from . import packets as make
from .capture import capture, read, write
from .network import IFF_TAP, IFF_TUN, Wire, namespaces, settle, tunnel_device, up, veth

CLIENT, SERVER, CLIENT6, SERVER6 = make.CLIENT, make.SERVER, make.CLIENT6, make.SERVER6
CLIENT_MAC, SERVER_MAC = "08:00:27:ac:42:63", "08:00:27:35:56:d8"
ROUTER_MACS = ("08:00:27:01:00:01", "08:00:27:01:00:02")
ECHO_PORT, MESSAGE_PORT, CLOSED_PORT, CLIENT_PORT = 50007, 50000, 50001, 40986
IPPROTO_MPTCP, TCP_MD5SIG, TCP_FASTOPEN = 262, 14, 23
IPV6_DONTFRAG, IPV6_MTU_DISCOVER, IP_MTU_DISCOVER, PROBE = 62, 23, 10, 3


@contextlib.contextmanager
def neighbours(**options):
    """The textbook's two machines on one cable."""
    with namespaces("client", "server") as (client, server):
        veth(client, "eth0", server, "eth0", CLIENT_MAC, SERVER_MAC, **options)
        up(client, "eth0", CLIENT + "/24", CLIENT6 + "/64")
        up(server, "eth0", SERVER + "/24", SERVER6 + "/64")
        settle((client, "eth0"), (server, "eth0"))
        yield client, server


@contextlib.contextmanager
def wired(kind, carry=lambda packet, from_left: [packet]):
    """The same two, each with a tap or tun device, and a wire in this program between them."""
    with namespaces("client", "server") as (client, server):
        taps = kind == IFF_TAP
        ends = (tunnel_device(client, "tap0" if taps else "tun0", kind, CLIENT_MAC if taps else None),
                tunnel_device(server, "tap0" if taps else "tun0", kind, SERVER_MAC if taps else None))
        wire = Wire(*ends, carry)
        try:
            name = "tap0" if taps else "tun0"
            up(client, name, CLIENT + "/24", CLIENT6 + "/64")
            up(server, name, SERVER + "/24", SERVER6 + "/64")
            settle((client, name), (server, name))
            yield client, server
        finally:
            wire.close()


def listener(namespace, address, port=ECHO_PORT, protocol=0):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    server = namespace.socket(family, socket.SOCK_STREAM, protocol)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((address, port))
    server.listen()
    return server


def dialer(namespace, address, port=CLIENT_PORT, protocol=0):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    client = namespace.socket(family, socket.SOCK_STREAM, protocol)
    client.settimeout(10)
    client.bind((address, port))
    return client


def echo(client, server, source=CLIENT, destination=SERVER, port=CLIENT_PORT, protocol=0):
    """The course's echo session: one line there and back, then the client closes."""
    with listener(server, destination, protocol=protocol) as waiting:
        with dialer(client, source, port, protocol) as near:
            near.connect((destination, ECHO_PORT))
            far, _ = waiting.accept()
            with far:
                time.sleep(0.05)
                near.sendall(b"Hello World\n")
                line = far.recv(4096)
                time.sleep(0.05)
                far.sendall(line)
                near.recv(4096)
                time.sleep(0.05)
                near.shutdown(socket.SHUT_WR)
                far.recv(4096)
            time.sleep(0.1)


def ping(namespace, destination, identifier=7, sequence=1, ttl=None, options=None, size=24,
         kind=None):
    """An echo request from a raw socket, as ping sends it; the answer is the kernel's."""
    six = ":" in destination
    with namespace.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_RAW,
                          socket.IPPROTO_ICMPV6 if six else socket.IPPROTO_ICMP) as raw:
        if ttl and six:
            raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, ttl)
        elif ttl:
            raw.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, ttl)
        if options:
            raw.setsockopt(socket.IPPROTO_IP, socket.IP_OPTIONS, options)
        rest = struct.pack("!HH", identifier, sequence)
        payload = bytes(range(size))
        if six:  # the kernel fills in the checksum
            message = struct.pack("!BBH", kind or 128, 0, 0) + rest + payload
        else:
            message = make.icmp(kind or 8, 0, rest, payload)
        raw.sendto(message, (destination, 0))
        time.sleep(0.1)


def send_udp(namespace, destination, port, payload, *options):
    six = ":" in destination
    with namespace.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind(("", CLIENT_PORT))
        for option in options:
            sender.setsockopt(*option)
        sender.sendto(payload, (destination, port))
        time.sleep(0.1)


def receiver(namespace, address, port=MESSAGE_PORT):
    six = ":" in address
    made = namespace.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((address, port))
    return made


# TCP

def echo_ipv4(path):
    with neighbours() as (client, server), capture(client, "eth0", path, "tcp port 50007"):
        echo(client, server)


def echo_ipv6(path):
    with neighbours() as (client, server), capture(client, "eth0", path, "tcp port 50007"):
        echo(client, server, CLIENT6, SERVER6)


def echo_offload(path):
    """Captured on the client, which leaves checksums to its network card (veth: nobody fills them in)."""
    with neighbours() as (client, server):
        client.offload("eth0", tx=1)
        with capture(client, "eth0", path, "port 50007 or port 50000"):
            echo(client, server)
            echo(client, server, CLIENT6, SERVER6)
            with receiver(server, SERVER), receiver(server, SERVER6):
                send_udp(client, SERVER, MESSAGE_PORT, b"Hello World")
                send_udp(client, SERVER6, MESSAGE_PORT, b"Hello World")


def segmentation(path):
    """5,000 bytes in one send, no time stamps: segments of 1460, 1460, 1460 and 620 bytes."""
    with neighbours() as (client, server):
        for namespace in (client, server):
            namespace.set(ipv4__tcp_timestamps=0)
        with capture(client, "eth0", path, "tcp port 50007"):
            with listener(server, SERVER) as waiting, dialer(client, CLIENT) as near:
                near.connect((SERVER, ECHO_PORT))
                far, _ = waiting.accept()
                with far:
                    near.sendall(bytes(number % 251 for number in range(5000)))
                    time.sleep(0.1)
                    far.recv(5000, socket.MSG_WAITALL)
                    near.shutdown(socket.SHUT_WR)
                    far.recv(1)
                time.sleep(0.1)


def tcp_options(path):
    """Real sockets; the wire between the two taps (this program) loses three segments and doubles one."""
    state = {"lossy": False, "seen": 0}

    def carry(frame, from_left):
        if state["lossy"] and from_left and frame[12:14] == b"\x08\x00" and len(frame) > 500:
            state["seen"] += 1
            if state["seen"] in (3, 5, 6):
                return []
            if state["seen"] == 10:
                return [frame, frame]
        return [frame]

    with wired(IFF_TAP, carry) as (client, server):
        for namespace in (client, server):
            namespace.set(ipv4__tcp_fastopen=3)
        client.ip("address", "add", "10.0.2.16/24", "dev", "tap0")
        client.ip("mptcp", "limits", "set", "subflow", "2", "add_addr_accepted", "2")
        server.ip("mptcp", "limits", "set", "subflow", "2", "add_addr_accepted", "2")
        client.ip("mptcp", "endpoint", "add", "10.0.2.16", "dev", "tap0", "subflow")
        with capture(client, "tap0", path, "tcp port 50007"):
            # Fast Open: the cookie request, then a SYN with the cookie and data.
            for port in (41001, 41002):
                with listener(server, SERVER) as waiting, dialer(client, CLIENT, port) as near:
                    waiting.setsockopt(socket.IPPROTO_TCP, TCP_FASTOPEN, 5)
                    near.settimeout(None)  # with a timeout the call would not wait for the handshake
                    near.sendto(b"Hello World\n", socket.MSG_FASTOPEN, (SERVER, ECHO_PORT))
                    far, _ = waiting.accept()
                    far.recv(4096)
                    far.close()
                    time.sleep(0.05)
                time.sleep(0.1)
            # Explicit congestion notification asked for in the SYN.
            for namespace in (client, server):
                namespace.set(ipv4__tcp_ecn=1)
            echo(client, server, port=41003)
            for namespace in (client, server):
                namespace.set(ipv4__tcp_ecn=2)
            # TCP-MD5 signatures (RFC 2385).
            with listener(server, SERVER) as waiting, dialer(client, CLIENT, 41004) as near:
                for end, peer in ((waiting, CLIENT), (near, SERVER)):
                    storage = struct.pack("=HH4s120x", socket.AF_INET, 0, socket.inet_aton(peer))
                    key = b"textbook"
                    end.setsockopt(socket.IPPROTO_TCP, TCP_MD5SIG,
                                   storage + struct.pack("=BBHI80s", 0, 0, len(key), 0, key))
                near.connect((SERVER, ECHO_PORT))
                far, _ = waiting.accept()
                near.sendall(b"Hello World\n")
                far.recv(4096)
                near.close()
                far.recv(1)
                far.close()
                time.sleep(0.1)
            # Loss: SACK blocks of the receiver, and a D-SACK for the doubled segment.
            with listener(server, SERVER) as waiting, dialer(client, CLIENT, 41005) as near:
                near.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
                near.connect((SERVER, ECHO_PORT))
                far, _ = waiting.accept()
                state["lossy"] = True
                near.sendall(bytes(6600))
                far.recv(6600, socket.MSG_WAITALL)
                state["lossy"] = False
                near.close()
                far.close()
                time.sleep(0.2)
            # Multipath TCP (version 1), with a second subflow from 10.0.2.16.
            with listener(server, SERVER, protocol=IPPROTO_MPTCP) as waiting:
                with dialer(client, CLIENT, 41006, IPPROTO_MPTCP) as near:
                    near.connect((SERVER, ECHO_PORT))
                    far, _ = waiting.accept()
                    with far:
                        for _ in range(2):
                            near.sendall(b"Hello World\n")
                            far.sendall(far.recv(4096))
                            near.recv(4096)
                            time.sleep(0.1)
                        near.shutdown(socket.SHUT_WR)
                        far.recv(1)
                    time.sleep(0.2)
            time.sleep(0.2)


def tcp_flags(path):
    """Refused, reset with SO_LINGER 0, urgent data."""
    with neighbours() as (client, server), capture(client, "eth0", path, "tcp"):
        with dialer(client, CLIENT, 42001) as near, contextlib.suppress(ConnectionRefusedError):
            near.connect((SERVER, CLOSED_PORT))
        for port, urgent in ((42002, False), (42003, True)):
            with listener(server, SERVER) as waiting, dialer(client, CLIENT, port) as near:
                near.connect((SERVER, ECHO_PORT))
                far, _ = waiting.accept()
                if urgent:
                    near.send(b"Hello World!", socket.MSG_OOB)
                else:
                    near.send(b"Hello World\n")
                time.sleep(0.1)
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                near.close()
                time.sleep(0.05)
                far.close()


# UDP

def udp_message(path):
    """A message to port 50000 over IPv4 and IPv6, and one to a closed port, which an ICMP error answers."""
    with neighbours() as (client, server):
        expression = "udp or icmp or (icmp6 and ip6[40] == 1)"
        with capture(client, "eth0", path, expression):
            with receiver(server, SERVER), receiver(server, SERVER6):
                for destination in (SERVER, SERVER6):
                    send_udp(client, destination, MESSAGE_PORT, b"Hello World")
                for destination in (SERVER, SERVER6):
                    send_udp(client, destination, CLOSED_PORT, b"Hello World")


def udp_fragments(path):
    """A datagram of 5,000 bytes of data over an MTU of 1,500."""
    with neighbours() as (client, server):
        expression = "udp or (ip[6:2] & 0x3fff != 0) or ip6[6] == 44"
        with capture(client, "eth0", path, expression):
            with receiver(server, SERVER), receiver(server, SERVER6):
                for destination in (SERVER, SERVER6):
                    send_udp(client, destination, MESSAGE_PORT, bytes(n % 251 for n in range(5000)))


# Link layers

def vlan(path):
    """The hosts' packets are real; the switch that adds the tags is this program (no 802.1Q in this kernel)."""
    def trunk_frame(frame, tags):
        return frame[:12] + b"".join(struct.pack("!HH", *tag) for tag in tags) + frame[12:]

    state = {"tags": [], "trunk": None}

    def carry(frame, from_left):
        if state["tags"]:
            os.write(state["trunk"], trunk_frame(frame, state["tags"]))
        return [frame]

    with namespaces("trunk") as trunk, wired(IFF_TAP, carry) as (client, server):
        trunk.set(ipv6__conf__all__disable_ipv6=1, ipv6__conf__default__disable_ipv6=1)
        state["trunk"] = tunnel_device(trunk, "trunk0")
        up(trunk, "trunk0")
        with capture(trunk, "trunk0", path):
            for tags in ([(0x8100, 42)],
                         [(0x8100, 3 << 13 | 1 << 12 | 42)],
                         [(0x88A8, 5 << 13 | 100), (0x8100, 42)],
                         [(0x8100, 7), (0x8100, 4094)]):
                client.ip("neighbour", "flush", "dev", "tap0")
                server.ip("neighbour", "flush", "dev", "tap0")
                state["tags"] = tags
                ping(client, SERVER)
                if len(tags) == 1:
                    echo(client, server, port=CLIENT_PORT + (tags[0][1] >> 12))
                ping(client, SERVER6)
                state["tags"] = []
        os.close(state["trunk"])


def any_interface(path, options):
    # Interface numbers far from those of a machine that reads the file: names of tcpdump's lines
    # come from the reader's interfaces, and only lo (1) has to be there.
    with neighbours(indexes=(4097, 4098)) as (client, server):
        with capture(client, "any", path, "not (ip6 multicast and ip6[40] == 143)", options):
            echo(client, client, "127.0.0.1", "127.0.0.1")
            echo(client, server)
            ping(client, SERVER6)
            server.ip("neighbour", "flush", "dev", "eth0")
            ping(server, CLIENT)                       # ARP: broadcast in
            with client.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
                sender.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
                sender.sendto(b"Hello World", ("10.0.2.255", MESSAGE_PORT))
            with server.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
                sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(SERVER))
                sender.sendto(b"Hello World", ("224.0.0.1", MESSAGE_PORT))


def cooked(path):
    any_interface(path, ("-y", "LINUX_SLL"))


def cooked2(path):
    any_interface(path, ())


def rewritten_loopback(path, link_type, prefix):
    """Real packets of lo; the script replaces their Ethernet header by BSD's four bytes of address family."""
    families = {0x0800: 2, 0x86DD: 30}   # AF_INET everywhere; AF_INET6 is 30 on macOS
    with namespaces("client") as client:
        with capture(client, "lo", path, "port 50007 or port 50000 or icmp or icmp6"):
            echo(client, client, "127.0.0.1", "127.0.0.1")
            echo(client, client, "::1", "::1")
            with receiver(client, "127.0.0.1"):
                send_udp(client, "127.0.0.1", MESSAGE_PORT, b"Hello World")
            send_udp(client, "::1", CLOSED_PORT, b"Hello World")
    packets = []
    for seconds, fraction, length, frame in read(path)[1]:
        family = families[struct.unpack_from("!H", frame, 12)[0]]
        packets.append((seconds, fraction, length - 10, struct.pack(prefix, family) + frame[14:]))
    write(path, link_type, packets)


def loopback_null(path):
    rewritten_loopback(path, 0, "<I")


def loopback_loop(path):
    rewritten_loopback(path, 108, "!I")


def raw_ip(path):
    """Two tun devices and a wire between them: packets without a link header."""
    with wired(IFF_TUN) as (client, server), capture(client, "tun0", path, "not ip6 multicast"):
        echo(client, server)
        echo(client, server, CLIENT6, SERVER6)
        ping(client, SERVER)
        ping(client, SERVER6)
        send_udp(client, SERVER, CLOSED_PORT, b"Hello World")


def spanning_tree(path):
    """Configuration messages of the kernel's own bridge: a real 802.3 frame with an LLC header."""
    with neighbours() as (client, server):
        client.ip("link", "add", "br0", "type", "bridge", "stp_state", "1", "hello_time", "100")
        client.ip("link", "set", "br0", "up")
        client.ip("link", "set", "eth0", "master", "br0")
        with capture(server, "eth0", path, "stp"):
            time.sleep(2.5)


# ICMP and ARP

@contextlib.contextmanager
def routed():
    """client - router - server; the far link has an MTU of 1,400."""
    with namespaces("client", "router", "server") as (client, router, server):
        veth(client, "eth0", router, "near", CLIENT_MAC, ROUTER_MACS[0])
        veth(router, "far", server, "eth0", ROUTER_MACS[1], SERVER_MAC, mtu=1400)
        for namespace in (client, router, server):
            namespace.set(ipv4__icmp_ratelimit=0, ipv6__icmp__ratelimit=0)
        router.set(ipv4__ip_forward=1, ipv6__conf__all__forwarding=1)
        up(client, "eth0", CLIENT + "/24", CLIENT6 + "/64")
        up(router, "near", "10.0.2.1/24", "2001:db8:0:2::1/64")
        up(router, "far", "10.0.3.1/24", "2001:db8:0:3::1/64")
        up(server, "eth0", "10.0.3.4/24", "2001:db8:0:3::4/64")
        client.ip("route", "add", "default", "via", "10.0.2.1")
        client.ip("-6", "route", "add", "default", "via", "2001:db8:0:2::1")
        server.ip("route", "add", "default", "via", "10.0.3.1")
        server.ip("-6", "route", "add", "default", "via", "2001:db8:0:3::1")
        router.ip("route", "add", "prohibit", "198.51.100.0/24")
        router.ip("route", "add", "203.0.113.0/24", "via", SERVER)
        router.ip("-6", "route", "add", "prohibit", "2001:db8:51::/48")
        router.ip("-6", "route", "add", "2001:db8:113::/48", "via", "fe80::4", "dev", "near")
        with router:
            for family in ("ipv4", "ipv6"):
                with open(f"/proc/sys/net/{family}/neigh/far/retrans_time_ms", "w") as file:
                    file.write("50")
        settle((client, "eth0"), (router, "near"), (router, "far"), (server, "eth0"))
        yield client, router, server


def raw_ipv4(namespace, packet, destination):
    with namespace.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as raw:
        raw.sendto(packet, (destination, 0))
    time.sleep(0.1)


def icmp_errors(path):
    """Every answer is the kernel's; a few questions are hand-made (a bad option, half a datagram)."""
    far = "10.0.3.4"
    with routed() as (client, router, server):
        server.set(ipv4__ipfrag_time=1)
        with capture(client, "eth0", path, "icmp or udp or ip proto 253 or (ip[6:2] & 0x3fff != 0)"):
            ping(client, far)
            ping(client, far, sequence=2, options=bytes([7, 23, 4] + [0] * 20 + [0]))    # record route
            ping(client, far, sequence=3, options=bytes([68, 28, 5, 1] + [0] * 24))       # time stamps
            ping(client, far, kind=13, size=12)                                           # ICMP time stamp
            send_udp(client, far, CLOSED_PORT, b"Hello World")                            # port
            with client.socket(socket.AF_INET, socket.SOCK_RAW, 253) as raw:              # protocol
                raw.sendto(b"Hello World", (far, 0))
                time.sleep(0.1)
            ping(client, "192.0.2.1")                                                     # net
            ping(client, "198.51.100.1")                                                  # prohibited
            ping(client, far, ttl=1)                                                      # time exceeded
            send_udp(client, far, MESSAGE_PORT, bytes(1440),
                     (socket.IPPROTO_IP, IP_MTU_DISCOVER, PROBE))                         # too big
            ping(client, "203.0.113.1")                                                   # redirect
            ping(client, "10.0.3.99")                                                     # host
            time.sleep(0.5)
            raw_ipv4(client, make.ipv4(make.ICMP, make.icmp(8, 0), CLIENT, far,
                                       options=bytes([7, 7, 3, 0, 0, 0, 0, 0])), far)     # bad pointer
            raw_ipv4(client, make.ipv4(make.UDP, make.udp(bytes(1024), destination=far), CLIENT,
                                       far, identifier=99, flags_offset=0x2000), far)     # never whole
            time.sleep(1.5)


def icmpv6(path):
    """Answers, solicitations and reports are the kernel's; advertisement and query are hand-sent by a raw socket."""
    far = "2001:db8:0:3::4"
    with routed() as (client, router, server):
        with capture(client, "eth0", path, "ip6 and not (udp and port 5353)"):
            ping(client, far)
            # A new address: duplicate address detection and a report; then router solicitations.
            client.set(ipv6__conf__eth0__accept_ra=2)
            client.ip("address", "add", "2001:db8:0:2::16/64", "dev", "eth0")
            with client.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6) as raw:
                raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
                raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, interface_index(client))
                raw.sendto(struct.pack("!BBHI", 133, 0, 0, 0) + bytes([1, 1])
                           + make.CLIENT_MAC, ("ff02::2", 0))
                time.sleep(0.1)
            with router.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6) as raw:
                index = interface_index(router, "near")
                raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
                raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
                prefix = make.address("2001:db8:0:2::")
                raw.sendto(
                    struct.pack("!BBHBBHII", 134, 0, 0, 64, 0x48, 1800, 0, 0)
                    + bytes([1, 1, 0x08, 0, 0x27, 1, 0, 1])                        # source link address
                    + struct.pack("!BBHI", 5, 1, 0, 1500)                          # MTU
                    + struct.pack("!BBBBIII16s", 3, 4, 64, 0xC0, 86400, 14400, 0, prefix)
                    + struct.pack("!BBBBI8s", 24, 2, 48, 0x08, 1800,
                                  make.address("2001:db8:7::")[:8])                # route information
                    + struct.pack("!BBHI16s", 25, 3, 0, 600, make.address("2001:db8::53"))
                    + struct.pack("!BBHI", 31, 3, 0, 600) + b"\x07example\x03org\0" + bytes(3),
                    ("ff02::1", 0))
                time.sleep(1.5)                                                    # the host takes an address
                raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 1)
                raw.setsockopt(socket.IPPROTO_IPV6, 54, bytes([0, 0, 5, 2, 0, 0, 1, 0]))  # router alert
                raw.sendto(struct.pack("!BBHHH16sBBH", 130, 0, 0, 1000, 0, bytes(16), 2, 125, 0),
                           ("ff02::1", 0))                                         # MLDv2 query
                time.sleep(1.5)
            client.set(ipv6__conf__eth0__force_mld_version=1)
            with client.socket(socket.AF_INET6, socket.SOCK_DGRAM) as member:      # MLDv1 report, done
                group = make.address("ff02::db8:1") + struct.pack("=I", interface_index(client))
                member.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, group)
                time.sleep(0.3)
                member.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_LEAVE_GROUP, group)
                time.sleep(0.2)
            send_udp(client, far, CLOSED_PORT, b"Hello World")                     # port
            ping(client, "2001:db8:ffff::1")                                       # no route
            ping(client, "2001:db8:51::1")                                         # prohibited
            ping(client, far, ttl=1)                                               # time exceeded
            send_udp(client, far, MESSAGE_PORT, bytes(1440),
                     (socket.IPPROTO_IPV6, IPV6_MTU_DISCOVER, PROBE))              # too big
            with client.socket(socket.AF_INET6, socket.SOCK_RAW, 253) as raw:      # unknown next header
                raw.sendto(b"Hello World", (far, 0))
                time.sleep(0.1)
            ping(client, "2001:db8:113::1")                                        # redirect
            ping(client, "2001:db8:0:3::99")                                       # address
            time.sleep(0.6)


def interface_index(namespace, name="eth0"):
    with namespace:
        return socket.if_nametoindex(name)


def arp(path):
    """Request and reply; a gratuitous announcement, which the kernel sends when arp_notify is set."""
    with neighbours() as (client, server), capture(client, "eth0", path, "arp"):
        ping(client, SERVER)
        server.set(ipv4__conf__eth0__arp_notify=1)
        server.ip("link", "set", "eth0", "down")
        server.ip("link", "set", "eth0", "up")
        time.sleep(0.2)
        ping(client, "10.0.2.77")      # nobody answers
        time.sleep(0.5)


RECORDINGS = {
    "echo-ipv4": echo_ipv4, "echo-ipv6": echo_ipv6, "echo-offload": echo_offload,
    "segmentation": segmentation, "tcp-options": tcp_options, "tcp-flags": tcp_flags,
    "udp-message": udp_message, "udp-fragments": udp_fragments, "vlan": vlan, "cooked": cooked,
    "cooked2": cooked2, "loopback-null": loopback_null, "loopback-loop": loopback_loop,
    "raw-ip": raw_ip, "spanning-tree": spanning_tree, "icmp-errors": icmp_errors,
    "icmpv6": icmpv6, "arp": arp,
}
