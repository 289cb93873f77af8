"""Packets of services over UDP and TCP, by hand from their RFCs: management, files, keys, routing."""
import struct

from .capture import write_handmade
from .packets import CLIENT, SERVER, address, ethernet, ipv4, ipv6, tcp4, udp, udp4, udp6

ONES, ZEROS = b"\xff" * 16, bytes(16)


def text(string, size):
    return string.encode().ljust(size, b"\0")


def both(payload, port, cuts=(), **fields):
    """A datagram to a port, and the same cut after some bytes of its payload."""
    frame = udp4(payload, source_port=port, destination_port=port, **fields)
    return [frame] + [(frame[:42 + cut], len(frame)) for cut in cuts]


def to(port, payload, cuts=()):
    frame = udp4(payload, destination_port=port)
    return [frame] + [(frame[:42 + cut], len(frame)) for cut in cuts]


def over_tcp(port, payload, cuts=()):
    frame = tcp4(payload, destination_port=port)
    return [frame] + [(frame[:54 + cut], len(frame)) for cut in cuts]


def six(port, payload, cuts=()):
    frame = ethernet(0x86DD, ipv6(17, udp6(payload, source_port=port, destination_port=port)))
    return [frame] + [(frame[:62 + cut], len(frame)) for cut in cuts]


# Management.
def syslog():
    return [packet for message in (b"<34>Oct 11 22:14:15 host su: 'su root' failed\0", b"<191>debug", b"<999>x", b"no priority",
                                   b"<3") for packet in to(514, message)] + to(514, b"<13>cut here", (1, 3, 8))


def tftp():
    return (to(69, b"\0\1rfc1350.txt\0octet\0blksize\0" b"1428\0tsize\0" b"0\0", (1, 4, 20, 40))
            + to(69, b"\0\2upload\0netascii\0") + to(69, b"\0\3\0\7data") + to(69, b"\0\4\0\7") + to(69, b"\0\5\0\1File not found\0")
            + to(69, b"\0\5\0\x99odd\0") + to(69, b"\0\6blksize\0" b"1428\0") + to(69, b"\0\7x") + to(69, b"\0") + to(69, b"\0\3\0"))


def attribute(kind, value):
    return struct.pack("!BB", kind, 2 + len(value)) + value


def radius(code, attributes, length=None):
    size = 20 + len(attributes)
    return struct.pack("!BBH", code, 7, size if length is None else length) + bytes(range(16)) + attributes


def access():
    vendor = struct.pack("!I", 9) + attribute(1, b"shell:priv-lvl=15") + attribute(2, b"\1")
    fields = b"".join(attribute(kind, value) for kind, value in [
        (1, b"anna"), (2, ZEROS), (4, address("10.0.2.1")), (5, struct.pack("!I", 17)), (6, struct.pack("!I", 2)),
        (7, struct.pack("!I", 99)), (8, b"\xff\xff\xff\xfe"), (26, vendor), (27, struct.pack("!I", 59)), (28, struct.pack("!I", 4000)),
        (55, struct.pack("!I", 1700000000)), (56, b"\x31\0\0\x2a"), (58, b"\x32office"), (64, b"\1\0\0\x0d"), (65, b"\0\0\0\6"),
        (69, b"\2\1\2secret"), (81, b"\0" b"42"), (83, b"\1\0\0\1"), (70, ZEROS), (71, bytes(14)), (84, bytes(8)),
        (97, b"\0\x40\x20\1\x0d\xb8"), (101, struct.pack("!I", 201)), (123, b"\0\x81"), (124, struct.pack("!Q", 3 << 40)),
        (125, b"\x40" + ZEROS), (126, b"\x31example.org"), (127, bytes(20) + b"gps"), (128, b"\0\1here"), (129, b"\x80\1" + bytes(8) + b"note"),
        (200, b"?"), (4, b"\1")])
    return (to(1812, radius(1, fields), (10, 25, 60)) + to(1813, radius(4, attribute(40, struct.pack("!I", 1))))
            + to(3799, radius(43, b"")) + to(1812, radius(250, b"\1\1")) + to(1812, radius(2, b"\1\x40a")) + to(1812, radius(3, b"", 8)))


def kerberos():
    def packet(kind, rest):
        return bytes([4, kind]) + rest
    name = b"anna\0root\0EXAMPLE\0"
    return (to(88, packet(2, name + bytes(4) + b"\x60krbtgt\0EXAMPLE\0"), (1, 5, 12)) + to(88, packet(5, name + bytes(10) + b"\x10\0"))
            + to(750, packet(6, b"\1EXAMPLE\0\2\3")) + to(88, packet(11, name + bytes(4) + b"\x08\0\0\0unknown\0"))
            + to(88, b"\x04\x40") + to(88, b"\x03") + to(88, b"\x6a\x81\x90") + to(88, b"\x99"))


def timed():
    def packet(kind, rest):
        return struct.pack("!BBH", kind, 1, 9) + rest
    return (to(525, packet(1, struct.pack("!ii", 3, 500)) + text("host", 64), (3, 8, 14)) + to(525, packet(24, b"\x0a" + bytes(7)) + b"host\0")
            + to(525, packet(5, struct.pack("!ii", -1, 250000)) + b"h\0") + to(525, packet(99, bytes(8)) + b"h\0"))


# Files.
def rpc_call(xid, procedure, arguments, version=3):
    return struct.pack("!IIIIII", xid, 0, 2, 100003, version, procedure) + bytes(16) + arguments


def rpc_reply(xid, results, status=0):
    return struct.pack("!IIIIII", xid, 1, 0, 0, 0, status) + results


def xdr(data):
    return struct.pack("!I", len(data)) + data + bytes(-len(data) % 4)


def attributes3(kind=1):
    return struct.pack("!IIIIIQQIIQQ", kind, 0o644, 1, 1000, 100, 4096, 4096, 0, 0, 7, 42) + struct.pack("!IIIIII", 1, 2, 3, 4, 5, 6)


def nfs():
    handle = xdr(bytes([1, 0, 7, 0, 2] + [0] * 7 + list(range(16))))
    known, frames = xdr(bytes([0, 8, 0, 1]) + bytes(4) + bytes([0, 10, 0, 0]) + struct.pack("!I", 99) + bytes(16)), []
    post, weak = b"\0\0\0\1" + attributes3(), b"\0\0\0\1" + struct.pack("!QIIII", 10, 1, 2, 3, 4) + b"\0\0\0\1" + attributes3(2)
    pairs = [
        (0, b"", b""), (1, handle, bytes(4) + attributes3()), (2, handle + bytes(28), bytes(4) + weak), (3, handle + xdr(b"name"), bytes(4) + known + post + post),
        (4, handle + struct.pack("!I", 0x1F), bytes(4) + post + b"\0\0\0\3"), (4, handle + struct.pack("!I", 0x3F), struct.pack("!I", 13) + post),
        (5, handle, bytes(4) + post + xdr(b"target")), (6, handle + struct.pack("!QI", 8192, 4096), bytes(4) + post + struct.pack("!II", 4096, 1)),
        (7, handle + struct.pack("!QIII", 0, 4, 2, 4) + b"data", bytes(4) + weak + struct.pack("!II", 4, 2)),
        (8, handle + xdr(b"new"), bytes(4) + b"\0\0\0\1" + handle + post + weak), (9, handle + xdr(b"dir"), struct.pack("!I", 17) + weak),
        (10, handle + xdr(b"link") + struct.pack("!IIIIIIII", 1, 0o777, 1, 5, 0, 0, 2, 1) + struct.pack("!III", 9, 0, 0)[:8] + xdr(b"to"), bytes(4) + bytes(4)),
        (11, handle + xdr(b"node") + struct.pack("!I", 4) + bytes(24) + struct.pack("!II", 8, 1), bytes(8)),
        (12, handle + xdr(b"old"), bytes(4) + weak), (14, handle + xdr(b"a") + handle + xdr(b"b"), bytes(4) + weak + weak), (15, handle + handle + xdr(b"b"), bytes(4) + post + weak),
        (16, handle + struct.pack("!QQI", 0, 5, 1024), bytes(4) + post + bytes(8)), (17, handle + struct.pack("!QQII", 0, 5, 512, 8192), bytes(4) + post + bytes(8)),
        (18, handle, bytes(4) + post + struct.pack("!QQQQQQI", 1, 2, 3, 4, 5, 6, 7)), (19, handle, bytes(4) + post + struct.pack("!7IQIII", 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3)),
        (20, handle, bytes(4) + post + struct.pack("!6I", 32000, 255, 1, 1, 1, 1)), (21, handle + struct.pack("!QI", 1, 2), bytes(4) + weak), (99, b"", b"")]
    for number, (procedure, arguments, results) in enumerate(pairs):
        call, reply = rpc_call(number, procedure, arguments), rpc_reply(number, results)
        frames += to(2049, call)
        frames.append(ethernet(0x0800, ipv4_reversed(reply)))
    old = bytes([0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 9]) + ZEROS
    for number, (procedure, arguments) in enumerate([(4, old + xdr(b"v2")), (6, old + struct.pack("!II", 5, 6)), (8, old + struct.pack("!IIII", 1, 2, 3, 4)), (16, old + struct.pack("!iI", -1, 7))]):
        frames += to(2049, rpc_call(200 + number, procedure, arguments, 2))
    frames += to(2049, rpc_call(90, 3, handle + xdr(b"cut")), (2, 20, 30, 60, 78))
    frames += [ethernet(0x0800, ipv4_reversed(struct.pack("!IIII", 0, 1, 1, 1) + struct.pack("!I", 2))),
               ethernet(0x0800, ipv4_reversed(rpc_reply(1, struct.pack("!I", 2), 3)))]
    whole = rpc_call(300, 1, handle)
    return frames + over_tcp(2049, struct.pack("!I", 0x80000000 | len(whole)) + whole, (6, 30))


def ipv4_reversed(payload):
    return ipv4(17, udp(payload, source_port=2049, destination_port=40986, source=SERVER, destination=CLIENT), source=SERVER, destination=CLIENT)


# Tunnels and keys.
def pptp():
    def message(kind, rest, cookie=0x1A2B3C4D, reserved=0):
        return struct.pack("!HHIHH", 12 + len(rest), 1, cookie, kind, reserved) + rest
    start = struct.pack("!HHIIHH", 0x100, 0, 3, 3, 100, 1) + text("host", 64) + text("vendor", 64)
    rest = bytes(range(1, 64))
    return (over_tcp(1723, message(1, start), (3, 11, 20, 60)) + over_tcp(1723, message(2, b"\1\0\1\0" + start[4:]))
            + [frame for kind in range(3, 17) for frame in over_tcp(1723, message(kind, rest + bytes(180)))] + over_tcp(1723, message(5, b"\0\0\0\1", 7, 9)))


def avp(kind, value, flags=0x8000, vendor=0):
    return struct.pack("!HHH", flags | 6 + len(value), vendor, kind) + value


def l2tp():
    def control(avps, flags=0xC802):
        return struct.pack("!HHHHHH", flags, 12 + len(avps), 5, 0, 1, 2) + avps
    values = [(0, b"\0\1"), (0, b"\0\x63"), (1, b"\0\2\0\6why"), (1, b"\0\2\0"), (2, b"\1\0"), (3, b"\0\0\0\3"), (4, b"\0\0\0\3"), (5, bytes(8)),
              (6, b"\6\x90"), (7, b"host"), (8, b"vendor"), (9, b"\0\7"), (10, b"\0\4"), (11, b"challenge"), (12, b"\0\x10\1text"), (13, ZEROS), (14, b"\0\1"),
              (15, b"\0\0\0\1"), (18, b"\0\0\0\1"), (19, b"\0\0\0\2"), (20, b"\0\0"), (21, b"555"), (26, b"\1\2"), (29, b"\0\3"), (32, b"\0\4"), (34, bytes(26)),
              (34, bytes(8)), (35, bytes(10)), (36, b"\1"), (39, b""), (46, b"\0\1\xc0\x21\1bye"), (46, b"\0"), (99, b"\1"), (13, b"\1")]
    return (to(1701, control(b"".join(avp(*value) for value in values)), (1, 5, 9, 12, 30)) + to(1701, control(avp(1, b"\1\2", 0xC000) + avp(3, b"\xab", 0, 9)))
            + to(1701, control(b"")) + to(1701, control(b"\0\3")) + to(1701, struct.pack("!HHHH", 0x0302, 7, 8, 3) + bytes(3) + b"\xff\3\0\x21" + ipv4(17, udp(b"inside")))
            + to(1701, struct.pack("!HHH", 0x8002, 1, 2)) + to(1701, struct.pack("!HHHH", 0x4002, 99, 1, 2)) + to(1701, b"\0\1") + to(1701, b"\0\5"))


def payload(following, body, critical=0):
    return struct.pack("!BBH", following, critical, 4 + len(body)) + body


def isakmp(first, body, version=0x10, exchange=2, flags=0, message=0, responder=0, length=None, cookie=0x1122334455667788):
    return struct.pack("!QQBBBBII", cookie, responder, first, version, exchange, flags, message, 28 + len(body) if length is None else length) + body


def keys():
    short = struct.pack("!HH", 0x8001, 7) + struct.pack("!HH", 0x800B, 1) + struct.pack("!HHI", 12, 4, 28800) + struct.pack("!HH", 0x8004, 14)
    transform = payload(0, b"\1\1\0\0" + short)
    proposal = payload(0, struct.pack("!BBBB", 1, 1, 0, 1) + transform)
    esp = payload(0, struct.pack("!BBBB", 1, 3, 4, 1) + b"\1\2\3\4" + payload(0, b"\1\x0c\0\0" + struct.pack("!HH", 0x8004, 1)))
    one = payload(13, struct.pack("!II", 1, 1) + proposal) + payload(0, bytes(range(16)))
    rest = (payload(10, bytes(32)) + payload(5, bytes(20)) + payload(5, b"\1\x11\1\xf4" + address("10.0.2.1")) + payload(5, b"\2\0\0\0" + b"example.org")
            + payload(5, b"\4\0\0\0" + bytes(8)) + payload(5, b"\5\0\0\0" + ZEROS) + payload(5, b"\6\0\0\0" + ZEROS + ONES) + payload(8, b"\x0b\0\0\0key")
            + payload(6, bytes(20)) + payload(7, b"\4certificate") + payload(9, b"\4authority") + payload(11, bytes(16))
            + payload(11, struct.pack("!IBBH", 1, 1, 4, 14) + b"spi!" + bytes(20)) + payload(12, struct.pack("!IBBH", 1, 3, 0, 24577) + b"\0\0\0\1")
            + payload(77, struct.pack("!IBBH", 1, 3, 4, 2) + bytes(8)) + payload(0, b"?"))
    two = (payload(34, payload(0, struct.pack("!BBBB", 1, 1, 0, 3) + payload(3, b"\1\0\0\x0c" + struct.pack("!HH", 0x800E, 256))
                                 + payload(3, b"\4\0\0\x0e") + payload(0, b"\5\0\0\0"))) + payload(40, struct.pack("!HH", 14, 0) + bytes(16))
           + payload(41, bytes(32)) + payload(41, struct.pack("!BBH", 0, 0, 16388) + bytes(20)) + payload(41, struct.pack("!BBH", 3, 4, 16393) + b"spi!")
           + payload(35, struct.pack("!BBH", 0, 0, 16390) + bytes(24)) + payload(36, b"\2\0\0\0example.org") + payload(39, b"\1\0\0\0" + bytes(4))
           + payload(43, b"\2\0\0\0" + bytes(16)) + payload(44, b"vendor of something", 0x80) + payload(46, bytes(8)) + payload(0, bytes(64)))
    return (both(isakmp(1, one), 500, (10, 30, 50, 70)) + both(isakmp(1, payload(0, struct.pack("!II", 1, 1) + esp)), 500)
            + both(isakmp(4, rest), 500, (40, 120, 250)) + both(isakmp(8, bytes(24), exchange=32, flags=1, message=9, responder=3), 500)
            + both(isakmp(33, two, 0x20, 34, 8), 500, (40, 90, 200)) + both(isakmp(46, payload(41, bytes(64)), 0x20, 35, 0x20, 1, 5), 500)
            + both(isakmp(0, b"", length=99), 500) + both(isakmp(1, b"", 0x30, 99), 500) + both(b"\xff", 4500)
            + both(bytes(4) + isakmp(0, b"", 0x20, 37, 8), 4500) + both(struct.pack("!II", 0x1234, 5) + bytes(24), 4500) + both(b"\1\2\3", 4500))


# Routing.
def hsrp():
    packet = bytes([0, 0, 16, 3, 10, 120, 1, 0]) + text("cisco", 8) + address("10.0.2.254")
    return both(packet, 1985, (0, 2, 4, 7, 12, 18)) + both(bytes([0, 9, 3, 3, 10, 120, 1, 5]) + packet[8:], 1985) + both(b"\2" + packet[1:], 1985)


def bfd():
    def packet(version, flags, length=24, rest=b""):
        return struct.pack("!BBBBIIIII", version << 5 | 1, flags, 3, length, 1, 2, 300000, 300000, 50000) + rest
    return (to(3784, packet(1, 0xE0), (0, 10)) + to(4784, packet(1, 0xC4, 32, b"\1\x08\1pass\0")) + to(6784, packet(1, 0x44, 48, b"\2\x18\2\0" + bytes(20)))
            + to(3784, packet(1, 0x44, 52, b"\5\x1c\2\0" + bytes(24))) + to(3784, packet(1, 0x44, 28, b"\4\4\1\0")) + to(3784, packet(0, 0xFF))
            + to(3784, packet(2, 0)) + to(3785, b"echo"))


def rip():
    def route(family=2, tag=0, net="10.1.0.0", mask="255.255.0.0", hop="0.0.0.0", metric=1):
        return struct.pack("!HH", family, tag) + address(net) + address(mask) + address(hop) + struct.pack("!I", metric)
    simple = struct.pack("!HH", 0xFFFF, 2) + text("secret", 16)
    keyed = struct.pack("!HHHBBI", 0xFFFF, 3, 44, 1, 16, 7) + bytes(8)
    return (both(b"\2\2\0\0" + simple + route() + route(0, 7, hop="10.0.2.9", metric=16) + route(mask="255.0.255.0") + route(7), 520, (2, 10, 40))
            + both(b"\1\2\0\0" + keyed + route() + struct.pack("!HH", 0xFFFF, 1) + ZEROS, 520) + both(b"\2\2\0\0" + struct.pack("!HH", 0xFFFF, 9) + ZEROS, 520)
            + both(b"\2\1\0\0" + route(mask="0.0.0.0") + route(0, mask="0.0.0.0") + route(7) + route(), 520) + both(b"\x09\1\0\0", 520)
            + both(b"\3\2\0\0", 520) + both(b"\4\2\0\0", 520) + both(b"\x63\2\0\0", 520) + both(b"\2\0\0\0", 520) + both(b"\2\3\0\0", 520) + both(b"\2\2", 520))


def ripng():
    def route(net, length, tag=0, metric=1):
        return address(net) + struct.pack("!HBB", tag, length, metric)
    return (six(521, b"\2\1\0\0" + route("2001:db8::", 32) + route("fe80::1", 0, 5, 0xFF), (2, 10, 22, 25)) + six(521, b"\1\1\0\0" + route("::", 0, 0, 16))
            + six(521, b"\1\1\0\0" + route("2001:db8::", 32) + b"\0") + six(521, b"\3\1\0\0") + six(521, b"\2\2\0\0"))


def bgp_message(kind, body, length=None):
    return ONES + struct.pack("!HB", 19 + len(body) if length is None else length, kind) + body


def path(kind, value, flags=0x40):
    return struct.pack("!BBH", flags | 0x10, kind, len(value)) + value if len(value) > 255 else struct.pack("!BBB", flags, kind, len(value)) + value


def bgp():
    capabilities = (attribute2(1, b"\0\1\0\1") + attribute2(2, b"") + attribute2(64, b"\x80\x78\0\1\1\x80") + attribute2(65, struct.pack("!I", 65551))
                    + attribute2(69, b"\0\1\1\3\0\2\1\x09") + attribute2(8, b"\0\1\4\2") + attribute2(5, bytes(6)) + attribute2(73, b"fqdn"))
    opening = struct.pack("!BHH", 4, 65001, 180) + address("10.0.2.15")
    open1 = bgp_message(1, opening + bytes([2 + len(capabilities)]) + attribute2(2, capabilities))
    open2 = bgp_message(1, opening + b"\x09" + attribute2(1, b"x") + attribute2(2, b"\1\2\0\1")[:4] + b"\2\2")
    label, distinguisher = b"\x01\x00\x01", struct.pack("!HHI", 0, 65001, 7)
    prefix4, vpn4 = b"\x18\x0a\1\2", bytes([24 + 64 + 24]) + label + distinguisher + b"\x0a\1\2"
    reach = [
        b"\0\2\1\x10" + address("2001:db8::1") + b"\0" + b"\x20\x20\1\x0d\xb8", b"\0\1\4\4" + address("10.0.2.1") + b"\0" + bytes([24 + 24]) + label + b"\x0a\1\2",
        b"\0\1\x80\x0c" + distinguisher + address("10.0.2.1") + b"\0" + vpn4, b"\0\2\x80\x18" + struct.pack("!H4sH", 1, address("10.0.2.9"), 5) + address("2001:db8::1") + b"\1\2ab" + vpn4,
        b"\0\1\x84\4" + address("10.0.2.1") + b"\0" + b"\x60" + struct.pack("!I", 65001) + struct.pack("!HHI", 2, 65001, 9) + b"\0" + b"\x28" + bytes(5) + b"\x10\0\0",
        b"\0\1\5\4" + address("10.0.2.1") + b"\0" + b"\1\x0c" + distinguisher + address("10.0.2.2") + b"\5\x12" + distinguisher + b"\x20" + address("10.0.0.9") + b"\x20" + address("239.1.1.1")
        + b"\7\x16" + distinguisher + bytes(4) + b"\x20" + address("10.0.0.9") + b"\x20" + address("239.1.1.1") + b"\2\x0c" + struct.pack("!HIH", 2, 65551, 3) + bytes(4) + b"\4\0",
        b"\0\1\x42\4" + address("10.0.2.1") + b"\0" + b"\x80" + distinguisher + address("10.0.2.2") + address("239.1.1.2"),
        b"\0\x19\x41\4" + address("10.0.2.1") + b"\0" + struct.pack("!H", 12) + distinguisher + address("10.0.2.2") + struct.pack("!H", 21) + distinguisher + bytes(7) + b"\1\0\x10\xab\xcd\x09",
        b"\0\x19\x46\4" + bytes(5), b"\0\1\1\3abc\0", b"\0\2\1\0\0" + b"\x81"]
    communities = b"".join(struct.pack("!HHI", *values) for values in [
        (2, 65001, 5), (0x0103, 0x0A00, 0x02090007), (0x0202, 1, 0x000F0003), (0x4004, 0, 0x4CBEBC20), (0x0306, 0, 0x00010501), (0x800A, 0x1305, 0x05DC0000),
        (0x0009, 65001, 0), (0x030C, 0, 8), (0x8001, 0x0A00, 0x02010000), (0xBEEF, 1, 2)])
    attributes = (path(1, b"\0") + path(2, b"\2\2\xfd\xe9\xfd\xea\1\1\0\7") + path(2, b"\2\1\0\1\0\2\3\1\0\0\0\5") + path(2, b"") + path(3, address("10.0.2.1")) + path(4, bytes(4), 0x80)
                  + path(5, b"\0\0\0\x64") + path(6, b"") + path(7, struct.pack("!H", 65001) + address("10.0.2.1")) + path(8, struct.pack("!IIII", 0xFFFFFF01, 0xFFFFFF02, 0xFFFFFF03, 0xFDE90007), 0xC0)
                  + path(9, address("10.0.2.9"), 0x80) + path(10, address("10.0.2.9") * 2, 0x80) + path(16, communities, 0xC0) + path(17, b"\2\1\0\1\0\1", 0xC0) + path(18, bytes(8), 0xC0)
                  + b"".join(path(22, b"\1" + bytes([kind]) + label + address("10.0.2.1") + address("239.1.1.1"), 0xC0) for kind in range(1, 9))
                  + path(26, b"\1\0\x0b" + bytes(7) + b"\5" + b"\2\0\4x", 0x80) + path(32, struct.pack("!IIIIII", 1, 2, 3, 4, 5, 6), 0xC0) + path(128, struct.pack("!I", 65009) + path(1, b"\2") + path(5, bytes(4)), 0xC0)
                  + path(99, b"odd", 0xC3) + path(1, b"\0\0") + path(3, b"\0") + b"".join(path(14, value, 0x80) for value in reach) + path(15, b"\0\2\1", 0x80) + path(15, b"\0\1\1" + prefix4, 0x80))
    update = bgp_message(2, struct.pack("!H", 5) + prefix4 + b"\0" + struct.pack("!H", len(attributes)) + attributes + prefix4 + b"\x21")
    paths = bgp_message(2, bytes(4) + struct.pack("!I", 1) + prefix4 + struct.pack("!I", 2) + prefix4)
    notifications = [bgp_message(3, body) for body in (b"\1\2", b"\2\6", b"\3\x63", b"\4\0", b"\5\1", b"\7\4", b"\6\1\0\1\1\0\0\0\x0a", b"\6\2\5hello!", b"\6\4\0", b"\6\2\x09x", b"\6\x0a", b"\x63\1")]
    segments = [open1 + open2, update[:2000], paths, bgp_message(2, bytes(4)), b"".join(notifications), bgp_message(4, b"") + bgp_message(5, b"\0\1\0\1") + bgp_message(9, b"?"), b"junk" + bgp_message(4, b""), bgp_message(4, b"", 5), bgp_message(2, b"\0", 99)]
    return [frame for segment in segments for frame in over_tcp(179, segment)] + over_tcp(179, open1, (10, 30, 50)) + over_tcp(179, bgp_message(2, b"\0\x09ab"))


def attribute2(kind, value):
    return bytes([kind, len(value)]) + value


# Overlays and what is forwarded.
def ldp():
    def tlv(kind, value):
        return struct.pack("!HH", kind, len(value)) + value

    def message(kind, tlvs):
        return struct.pack("!HHI", kind, 4 + len(tlvs), 7) + tlvs

    def unit(messages, version=1):
        return struct.pack("!HH", version, 6 + len(messages)) + address("10.0.2.1") + b"\0\0" + messages
    circuit = b"\x80" + struct.pack("!HBII", 0x8005, 4 + 4 + 6 + 4, 9, 100) + b"\1\4" + struct.pack("!H", 1500) + b"\3\6port" + b"\x0c\4\2\6"
    mapping = [tlv(0x100, b"\2\0\1\x18\x0a\1\2"), tlv(0x100, b"\2\0\2\x20\x20\1\x0d\xb8"), tlv(0x100, b"\2\0\1\x21"), tlv(0x100, b"\1"), tlv(0x100, circuit),
               tlv(0x100, b"\x80" + struct.pack("!HBI", 5, 0, 9)), tlv(0x200, struct.pack("!I", 100)), tlv(0x200, b"\0"), tlv(0x103, b"\2")]
    messages = [message(1, tlv(0x300, struct.pack("!IIH", 0xC0000009, 5, 0))), message(0x100, tlv(0x400, b"\0\x0f\xc0\0") + tlv(0x401, address("10.0.2.1")) + tlv(0x402, b"\0\0\0\1") + tlv(0x403, bytes(16))),
                message(0x200, tlv(0x500, b"\0\1\0\xb4\xc0\0" + bytes(2) + bytes(6)) + tlv(0x503, b"\x80\x0d" + bytes(2) + struct.pack("!II", 1, 2))), message(0x201, b""),
                message(0x300, tlv(0x101, b"\0\1" + address("10.0.2.1") * 2) + tlv(0x101, b"\0\2" + bytes(16)) + tlv(0x101, b"\0\x63")),
                message(0x400, b"".join(mapping)), message(0x401, tlv(0x601, b"\5\xdc")), message(0x999, b"x"), message(0x402, b"\1\0\0\x63")]
    return (both(unit(messages[1]), 646, (2, 12, 20, 35)) + over_tcp(646, unit(b"".join(messages))) + over_tcp(646, unit(messages[3]) + unit(messages[3]))
            + both(unit(messages[3], 2), 646) + both(b"\0\1\0\2" + bytes(20), 646) + both(unit(b"\2\1\0\1" + bytes(8)), 646))


def lisp():
    def record(family, prefix, locators):
        return struct.pack("!IBBBBHH", 1440, len(locators), 24, 0x30, 0, 5, family) + prefix + b"".join(locators)
    locator4, locator6 = struct.pack("!BBBBHH", 1, 100, 2, 50, 7, 1) + address("10.0.2.1"), struct.pack("!BBBBHH", 1, 100, 2, 50, 0, 2) + bytes(16)
    register = struct.pack("!BBBB", 0x3F, 0, 1, 2) + bytes(8) + struct.pack("!HH", 1, 4) + b"auth" + record(1, address("10.1.0.0"), [locator4]) + record(2, bytes(16), [locator6, locator4])
    return (both(register + bytes(24), 4342, (5, 18, 30, 45, 60)) + both(b"\x40\0\0\1" + bytes(8) + b"\0\x09\0\0" + record(1, address("10.1.0.0"), []) + b"more", 4342)
            + both(b"\x10" + bytes(20), 4342) + both(b"\x30\0\0\0" + bytes(12), 4342) + both(b"\x48\0\0\1" + bytes(12) + record(3, b"", []), 4342))


def sflow():
    def record(kind, body):
        return struct.pack("!II", kind, len(body)) + body
    counters = [record(1, bytes(range(88))), record(2, bytes(52)), record(3, bytes(72)), record(4, bytes(80)), record(5, bytes(28)), record(1001, bytes(28)), record(7, b"abcd"), record(0x100001, b"abcd")]
    flows = [record(1, struct.pack("!IIII", 1, 64, 4, 60) + bytes(60)), record(2, bytes(24)), record(3, bytes(32)), record(1001, bytes(16)), record(99, b"abcd"), record(0x1001, b"abcd")]

    def datagram(samples, version=5, agent=b"\0\0\0\1" + address("10.0.2.1")):
        return struct.pack("!I", version) + agent + struct.pack("!IIII", 0, 9, 1000, len(samples)) + b"".join(samples)
    samples = [record(1, struct.pack("!IIIIIIII", 1, 5, 100, 200, 0, 3, 4, len(flows)) + b"".join(flows)), record(2, struct.pack("!III", 2, 5, len(counters)) + b"".join(counters)),
               record(3, struct.pack("!IIIIIIIIIII", 3, 0, 5, 1, 2, 3, 0, 4, 0, 5, 1) + flows[3]), record(4, struct.pack("!IIII", 4, 0, 5, 1) + counters[4]), record(9, b"abcd")]
    return (both(datagram(samples), 6343, (6, 20, 40, 90, 200)) + both(datagram(samples[:1], agent=b"\0\0\0\2" + bytes(16)), 6343) + both(datagram([], 4), 6343)
            + both(datagram([record(0, b"")]), 6343) + both(datagram([record(2, struct.pack("!III", 2, 5, 9) + counters[1])]), 6343) + both(bytes([0, 0, 0, 5, 0, 0, 0, 1]) + bytes(8), 6343))


def others():
    frame = ethernet(0x0800, ipv4(17, udp(b"inside")))
    service = struct.pack("!HHIHHBBBB", 0x123, 0x8001, 12, 1, 2, 1, 1, 2, 0) + b"data"
    open_flow = b"".join(struct.pack("!BBHI", 1, kind, 8, kind) for kind in (0, 5, 18, 2)) + struct.pack("!BBHI", 4, 0, 8, 9)

    def chain(kind, following, context, length=None, version=0):
        return struct.pack("!BBBB", version << 6 | 0x20, (2 + len(context) // 4) if length is None else length, kind, following) + struct.pack("!I", 0x00123407) + context
    inside = ipv4(17, udp(b"inside"))
    headers = [chain(1, 1, bytes(range(16))) + inside, chain(2, 3, struct.pack("!HBB", 1, 2, 5) + b"value" + bytes(3)) + frame, chain(2, 9, b""), chain(1, 1, b"", 1), chain(1, 1, b"", 60), chain(0, 1, b"", 2, 1), chain(2, 1, struct.pack("!HBB", 1, 2, 99)), b"\0\2"]
    return (to(8472, struct.pack("!II", 0x08000005, 0x00006400) + frame, (0, 3, 7)) + to(8472, b"\0\0\0") + to(30490, service, (3, 9, 15)) + to(30490, service[:12]) + to(30490, service[:4] + b"\0\0\xff\xff" + service[8:])
            + over_tcp(6653, open_flow, (4, 9, 20)) + over_tcp(6653, struct.pack("!BBHI", 1, 5, 9, 1) + b"x") + over_tcp(6653, b"\1\0\0\4" + bytes(4))
            + [frame for header in headers for frame in to(4790, struct.pack("!BBBBI", 0x0C, 0, 0, 4, 0x2A00) + header)])


def babel():
    def tlv(kind, value):
        return bytes([kind, len(value)]) + value

    def packet(*tlvs):
        return struct.pack("!BBH", 42, 2, len(b"".join(tlvs))) + b"".join(tlvs)
    prefix, half, whole = b"\x0a\1\2", bytes.fromhex("20010db800010002"), bytes.fromhex("20010db8000100020000000000000003")
    neighbours = [b"\0", tlv(1, bytes(3)), tlv(2, b"\0\0\0\7\0\x64"), tlv(3, b"\0\7"), tlv(4, b"\0\0\0\1\1\x90"), tlv(5, b"\1\0\1\0\1\x90" + address("10.0.2.4")), tlv(5, b"\2\0\1\0\1\x90" + whole),
                  tlv(5, b"\3\0\xff\xff\0\x64" + half), tlv(5, b"\0\0\0\x60\0\x64"), tlv(6, bytes(2) + half)]
    routes = [tlv(7, b"\1\0" + address("10.0.2.4")), tlv(7, b"\3\0" + half), tlv(8, b"\1\x80\x18\0\0\x64\0\5\0\x60" + prefix), tlv(8, b"\1\0\x18\2\0\x64\0\6\0\x60\x09"), tlv(8, b"\2\xc0\x40\0\0\x64\0\5\xff\xff" + half),
              tlv(8, b"\2\0\x80\x08\0\x64\0\5\0\1" + half), tlv(8, b"\0\0\0\0\0\x64\0\5\xff\xff"), tlv(9, b"\1\x18" + prefix), tlv(9, b"\0\0"), tlv(10, b"\2\x40\0\5\x40\0" + half * 2), tlv(99, b"x")]
    return (both(packet(*neighbours), 6696, (2, 3, 9, 20, 33)) + both(packet(*routes), 6696, (11, 30, 61, 90)) + both(packet(tlv(8, b"\1\0")), 6696)
            + both(packet(b"\2\x09\0"), 6696) + both(b"\x2a\3\0\0", 6696) + both(b"\x2b\2\0\0", 6696) + both(b"\x2a\2\0\x20\0", 6696))


GROUPS = {
    "services-management": (syslog, tftp, access, kerberos, timed), "services-files": (nfs,), "services-tunnels": (pptp, l2tp, keys),
    "services-routing": (hsrp, bfd, rip, ripng, bgp, babel), "services-overlays": (ldp, lisp, sflow, others),
}


def group(name):
    def write(path):
        write_handmade(path, [frame for make in GROUPS[name] for frame in make()])
    return write
