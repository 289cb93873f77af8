"""Routing and multicast protocols over IP, by their RFCs: every kind of message, some of them cut."""
import struct

from .capture import write_handmade
from .packets import address, checksum, ethernet, ipv4, ipv6, pseudo_header

IGMP, IGRP, EIGRP, OSPF, PIM, VRRP = 2, 9, 88, 89, 103, 112
ROUTER, OTHER = "192.0.2.1", "192.0.2.2"
LINK_LOCAL = "fe80::1"


def summed(message, at, prefix=b""):
    """The message with the checksum of RFC 1071 at this offset."""
    sum = checksum(prefix + message)
    return message[:at] + struct.pack("!H", sum) + message[at + 2:]


def over4(protocol, message, group="224.0.0.1", ttl=1):
    return ethernet(0x0800, ipv4(protocol, message, source=ROUTER, destination=group, ttl=ttl))


def over6(protocol, message, group="ff02::5", ttl=1):
    return ethernet(0x86DD, ipv6(protocol, message, source=LINK_LOCAL, destination=group, hop_limit=ttl))


def with_cuts(frames, start):
    """The frames, and each cut at a third and two thirds of its message as a short snapshot length does."""
    cut = []
    for frame in frames:
        for part in (1, 2):
            cut.append((frame[:start + (len(frame) - start) * part // 3], len(frame)))
    return frames + cut


def igmp(path):
    """IGMP of versions 1 to 3 (RFC 1112, 2236, 3376), DVMRP (RFC 1075), multicast traceroute."""
    def message(kind, code, rest):
        return over4(IGMP, summed(struct.pack("!BBH", kind, code, 0) + rest, 2))
    group = address("233.252.0.7")
    record = lambda kind, *sources: struct.pack("!BBH", kind, 0, len(sources)) + group + b"".join(
        address(source) for source in sources)
    trace = address("198.51.100.7") + address("203.0.113.9") + address("224.0.1.32") + bytes([9, 0, 1, 2])
    write_handmade(path, with_cuts([
        message(0x11, 0, bytes(4)), message(0x11, 100, group), message(0x11, 50, group),
        message(0x12, 0, group), message(0x16, 0, group), message(0x17, 0, group),
        message(0x11, 100, bytes(8)), message(0x11, 0x8F, group + struct.pack("!BBH", 10, 125, 0)),
        message(0x11, 0xFF, group + struct.pack("!BBH", 2, 125, 2) + address(ROUTER) + address(OTHER)),
        message(0x22, 0, struct.pack("!HH", 0, 3) + record(4) + record(1, ROUTER, OTHER) + record(9)),
        message(0x22, 0, struct.pack("!HH", 0, 5) + record(6, ROUTER)),
        message(0x13, 1, struct.pack("!HBBI", 0, 3, 255, 77) + address(OTHER)),
        message(0x13, 2, bytes(4) + bytes([255, 255, 0, 192, 0, 2, 3, 192, 0, 4, 0x83])),
        message(0x13, 6, bytes([0, 0, 9, 3]) + address(ROUTER) + bytes([1, 8, 0x41, 2])
                + address(OTHER) + address("192.0.2.3")),
        message(0x13, 7, bytes(4) + address(ROUTER) + group + struct.pack("!I", 3700)),
        message(0x13, 8, bytes(4) + address(ROUTER) + group), message(0x13, 77, bytes(4)),
        message(0x1E, 0, bytes(4) + trace), message(0x1F, 0, bytes(4) + trace),
        message(0x14, 0, bytes([0x10, 0, 0, 0, 0x20, 0, 0, 90])), message(0x99, 0, bytes(4)),
        over4(IGMP, struct.pack("!BBH", 0x16, 0, 0x1234) + group)], 34))


def unicast(text):
    packed = address(text)
    return bytes([1 if len(packed) == 4 else 2, 0]) + packed


def masked(text, flags=0, length=None):
    packed = address(text)
    return bytes([1 if len(packed) == 4 else 2, 0, flags, len(packed) * 8 if length is None else length]) + packed


def pim(path):
    """PIM version 2 over both IP versions (RFC 7761, 3973, 5015, 5059)."""
    def bodies(router, group):
        option = lambda kind, value: struct.pack("!HH", kind, len(value)) + value
        yield 0, b"".join([
            option(1, struct.pack("!H", 105)), option(2, struct.pack("!HH", 0x81F4, 2500)),
            option(19, struct.pack("!I", 1)), option(20, struct.pack("!I", 0xCAFE)),
            option(21, bytes([1, 60, 0, 0])), option(22, b""), option(24, unicast(router)), option(77, b"abc")])
        yield 0, option(1, b"\0")
        yield 2, masked(group) + unicast(router)
        yield 3, (unicast(router) + struct.pack("!BBH", 0, 1, 210) + masked(group) + struct.pack("!HH", 1, 2)
                  + masked(router, 7) + masked(router, 4, 24) + masked(router, 0xF0))
        yield 4, (struct.pack("!HBB", 0xABC, 30, 64) + unicast(router) + masked(group, 0, 4)
                  + struct.pack("!BBH", 2, 1, 0) + unicast(router) + struct.pack("!HBB", 150, 192, 0))
        yield 5, masked(group) + unicast(router) + struct.pack("!II", 0x8000006E, 20)
        yield 7, unicast(router) + struct.pack("!BBH", 0, 1, 0xFFFF) + masked(group) + struct.pack("!HH", 0, 0)
        yield 8, struct.pack("!BBH", 1, 192, 150) + unicast(router) + masked(group, 0, 8)
        yield 9, masked(group) + unicast(router) + unicast(router) + struct.pack("!HBB", 77, 0, 0)
        yield 15, b"reserved"
    frames = []
    for kind, body in bodies(ROUTER, "233.252.0.7"):
        frames.append(over4(PIM, summed(bytes([0x20 | kind, 0, 0, 0]) + body, 2), "224.0.0.13"))
    inner = ipv4(17, struct.pack("!HHHH", 4000, 5000, 8, 0), source=OTHER, destination="233.252.0.7")
    head = summed(bytes([0x21, 0, 0, 0, 0x40, 0, 0, 0]), 2)
    frames.append(over4(PIM, head + inner, ROUTER, 64))
    for kind, body in bodies(LINK_LOCAL, "ff0e::db8:7"):
        message = bytes([0x20 | kind, 0, 0, 0]) + body
        prefix = pseudo_header(LINK_LOCAL, "ff02::d", PIM, len(message))
        frames.append(over6(PIM, summed(message, 2, prefix), "ff02::d"))
    write_handmade(path, with_cuts(frames, 34))


def gateways(path):
    """VRRP of versions 2 and 3 (RFC 3768, 5798), EIGRP (RFC 7868) and IGRP."""
    frames = []
    two = lambda kind, tail, count=2: summed(
        bytes([0x21, 42, 100, count, kind, 1, 0, 0]) + address(ROUTER) + address(OTHER) + tail, 6)
    for message, ttl in ((two(0, bytes(8)), 255), (two(1, b"secret\0\0"), 255), (two(2, bytes(8)), 1),
                         (bytes([0x22]) + bytes(7), 255), (bytes([0x21, 1, 2, 0, 0, 1, 9, 9]), 255)):
        frames.append(over4(VRRP, message, "224.0.0.18", ttl))
    three = bytes([0x31, 7, 254, 1, 0, 100, 0, 0]) + address(ROUTER)
    frames.append(over4(VRRP, summed(three, 6, pseudo_header(ROUTER, "224.0.0.18", VRRP, len(three))),
                        "224.0.0.18", 255))
    three = bytes([0x31, 7, 254, 1, 0, 100, 0, 0]) + address(LINK_LOCAL)
    frames.append(over6(VRRP, summed(three, 6, pseudo_header(LINK_LOCAL, "ff02::12", VRRP, len(three))),
                        "ff02::12", 255))
    element = lambda kind, value: struct.pack("!HH", kind, 4 + len(value)) + value
    metric = struct.pack("!II", 256000, 25600) + bytes([0, 5, 220, 1, 255, 1, 0, 0])
    external = address(ROUTER) + struct.pack("!III", 65001, 7, 20) + bytes([0, 0, 6, 0])
    values = [
        element(1, bytes([1, 0, 1, 0, 0, 0, 0, 15])), element(4, bytes([12, 4, 1, 2])),
        element(0x102, bytes(4) + metric + bytes([24, 198, 51, 100])),
        element(0x103, address(OTHER) + external + metric + bytes([8, 10])),
        element(0x102, bytes(4) + metric + bytes([64, 198, 51, 100])),
        element(0x203, bytes(4) + metric + struct.pack("!HH", 10, 19)),
        element(0x202, struct.pack("!HHI", 10, 19, 7)), element(2, bytes(range(8))), element(1, b"\0"),
        struct.pack("!HH", 9, 99)]
    for opcode, flags, body in ((5, 0, values[0] + values[1]), (1, 9, b"".join(values[2:6])),
                                (3, 0, values[6] + values[7]), (4, 2, values[8] + values[9]), (9, 0, b"")):
        header = struct.pack("!BBHIIIHH", 2, opcode, 0, flags, 23, 24, 0, 100)
        frames.append(over4(EIGRP, summed(header + body, 2), "224.0.0.10", 2))
    route = lambda network, delay=10, bandwidth=256: (
        bytes(network) + delay.to_bytes(3, "big") + bandwidth.to_bytes(3, "big") + struct.pack("!HBBB", 1500, 255, 1, 2))
    header = lambda opcode, *counts: summed(struct.pack("!BBH3HH", 0x10 | opcode, 5, 100, *counts, 0), 10)
    three = route((0, 2, 0)) + route((192, 0, 2), 0xFFFFFF, 0) + route((0, 0, 0), 0xFFFFFE, 9)
    for message in (header(2, 0, 0, 0), header(1, 1, 1, 1) + three, header(1, 0, 0, 0) + route((1, 2, 3)),
                    header(1, 3, 0, 0) + route((1, 2, 3)) + b"xyz", header(3, 0, 0, 0)):
        frames.append(over4(IGRP, message, "255.255.255.255", 255))
    write_handmade(path, with_cuts(frames, 34))


HANDMADE = {"igmp": igmp, "pim": pim, "gateways": gateways}
