"""Link layers, recorded; one function a fixture. What is not wholly real says so."""
import os
import socket
import struct
import time

from .capture import capture, read, write
from .network import IFF_TAP, IFF_TUN, namespaces, tunnel_device, up
from .programs import echo, ping, receiver, send_udp
from .topology import (CLIENT, CLIENT6, CLIENT_PORT, CLOSED_PORT, MESSAGE_PORT, SERVER, SERVER6,
                       neighbours, wired)


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
