"""ICMP, ICMPv6 and ARP, recorded; one function a fixture. What is not wholly real says so."""
import socket
import struct
import time

from . import packets as make
from .capture import capture
from .programs import ping, send_udp
from .topology import CLIENT, CLOSED_PORT, MESSAGE_PORT, SERVER, neighbours, routed

IPV6_MTU_DISCOVER, IP_MTU_DISCOVER, PROBE = 23, 10, 3


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
