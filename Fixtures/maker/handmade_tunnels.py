"""Packets in packets, and the rarer link layers, by hand."""
import struct

from .capture import write_handmade
from .packets import SERVER, CLIENT, TCP, UDP, ethernet, ipv4, ipv6, tcp, udp, udp6

IPV4, IPV6, ARP, MPLS, PPPOE_D, PPPOE_S, PPP, TEB = (
    0x0800, 0x86DD, 0x0806, 0x8847, 0x8863, 0x8864, 0x880B, 0x6558)
INSIDE = ipv4(UDP, udp())
INSIDE6 = ipv6(UDP, udp6())
FRAME = ethernet(IPV4, ipv4(TCP, tcp(b"Hello World\n")))
ASK = struct.pack("!HHBBH", 1, 0x0800, 6, 4, 1) + bytes(6) + bytes([10, 0, 2, 15]) + bytes(6) + bytes([10, 0, 2, 4])


def gre(kind, payload=INSIDE, flags=0, fields=b""):
    return struct.pack("!HH", flags, kind) + fields + payload


def label(number, bottom=True, traffic_class=0, ttl=64):
    return struct.pack("!I", number << 12 | traffic_class << 9 | bottom << 8 | ttl)


def geneve(kind=TEB, payload=FRAME, options=b"", version=0, flags=0, vni=0x123456, reserved=0, words=None):
    words = len(options) // 4 if words is None else words
    return struct.pack("!BBHI", version << 6 | words, flags, kind, vni << 8 | reserved) + options + payload


def vxlan(payload=FRAME, flags=8, vni=42):
    return struct.pack("!II", flags << 24, vni << 8) + payload


def pppoe(code=0, payload=b"\0\x21" + INSIDE, session=7, length=None, first=0x11):
    return struct.pack("!BBHH", first, code, session, len(payload) if length is None else length) + payload


def tag(kind, value=b""):
    return struct.pack("!HH", kind, len(value)) + value


def tunnels(path):
    sequence, key, sum = struct.pack("!I", 9), struct.pack("!I", 0xABCD), b"\x12\x34\0\0"
    route = struct.pack("!HBB", 0x0800, 4, 8) + bytes([10, 0, 2, 1, 10, 0, 2, 2])
    systems = struct.pack("!HBB", 0xFFFE, 0, 4) + b"\0\7\0\x08"
    end = bytes(4)
    in_gre = [
        gre(IPV4), gre(IPV6, INSIDE6), gre(MPLS, label(16) + INSIDE), gre(TEB, FRAME), gre(0x88BE, FRAME),
        gre(0x2001), gre(IPV4, flags=0x8000, fields=sum), gre(IPV4, flags=0x2000, fields=key),
        gre(IPV4, flags=0x1000, fields=sequence), gre(IPV4, flags=0xB000, fields=sum + key + sequence),
        gre(IPV4, flags=0x4000, fields=sum + route + systems + end),
        gre(IPV4, flags=0x4000, fields=sum + struct.pack("!HBB", 0x0800, 3, 8) + bytes(8) + end),
        gre(IPV4, flags=0x4000, fields=sum + struct.pack("!HBB", 0x0800, 0, 3) + bytes(3) + end),
        gre(IPV4, flags=0x4000, fields=sum + struct.pack("!HBB", 0x0800, 8, 8) + bytes(8) + end),
        gre(IPV4, flags=0x4000, fields=sum + struct.pack("!HBB", 9, 0, 4) + bytes(4) + end),
        gre(PPP, b"\xff\3\0\x21" + INSIDE, 0x3001, struct.pack("!HH", len(INSIDE) + 4, 5) + sequence),
        gre(PPP, b"\x21" + INSIDE, 0x3081, struct.pack("!HH", len(INSIDE) + 1, 5) + sequence + sequence),
        gre(PPP, b"", 0x2081, struct.pack("!HH", 0, 5) + sequence), gre(IPV4, flags=0x3001, fields=key + sequence),
        gre(PPP, b"\xff\3\xc0\x21\1\7\0\4", 0x1001, sequence),
        gre(PPP, b"\x7e\xff\x7d\x23\0\x21" + INSIDE, 0x1001, sequence), gre(IPV4, flags=2), b"\0", b"\0\0\x08",
        gre(IPV4, b"", 0x2000, b"\0\1"), gre(IPV4, gre(IPV4)), gre(IPV4, ipv4(47, gre(IPV4)))]
    frames = [ethernet(IPV4, ipv4(47, packet)) for packet in in_gre]
    frames += [ethernet(IPV6, ipv6(47, gre(IPV4))), ethernet(IPV6, ipv6(143, FRAME))]
    over_udp = lambda port, payload, **more: ethernet(
        IPV4, ipv4(UDP, udp(payload, destination_port=port, **more)))
    frames += [over_udp(4789, packet) for packet in (
        vxlan(), vxlan(flags=0), vxlan(ethernet(IPV6, INSIDE6)), vxlan(ethernet(0x8100, b"\0\x2a\x08\0" + INSIDE)),
        vxlan(ethernet(ARP, ASK)), vxlan(b"short"), b"\x08\0\0\0", b"")]
    frames += [over_udp(4789, vxlan(), length=40), over_udp(40000, vxlan(), source_port=4789)]
    an_option = struct.pack("!HBB", 0x0102, 0x80, 2) + bytes(range(8))
    frames += [over_udp(6081, packet) for packet in (
        geneve(), geneve(IPV4, INSIDE), geneve(IPV6, INSIDE6), geneve(options=an_option), geneve(ARP, ASK),
        geneve(options=an_option + struct.pack("!HBB", 0xFFFF, 1, 0) + struct.pack("!HBB", 7, 1, 0)),
        geneve(options=struct.pack("!HBB", 0x0200, 1, 31)), geneve(flags=0xFF, reserved=5), geneve(version=1),
        geneve(0x9999), geneve(payload=b"", words=4), b"\0\0\0", geneve(MPLS, label(16) + INSIDE))]
    generic = lambda flags, kind, payload: struct.pack("!BHBI", flags, 0, kind, 42 << 8) + payload
    frames += [over_udp(4790, packet) for packet in (
        generic(12, 1, INSIDE), generic(15, 2, INSIDE6), generic(0, 3, FRAME), generic(12, 9, b"?"), b"\0")]
    frames += [over_udp(6635, label(16) + INSIDE)]
    frames += [ethernet(MPLS, packet) for packet in (
        label(16) + INSIDE, label(0) + INSIDE, label(2) + INSIDE6, label(3) + INSIDE, label(99) + INSIDE6,
        label(1, False) + label(15, False, 7, 1) + label(100000) + INSIDE, label(16, False), label(16),
        label(16) + b"\0\0\0\0" + FRAME, b"\0\0")]
    frames.append(ethernet(0x8848, label(16) + INSIDE))
    frames += [ethernet(PPPOE_S, packet) for packet in (
        pppoe(), pppoe(payload=b"\0\x57" + INSIDE6), pppoe(payload=b"\x02\x81" + label(16) + INSIDE),
        pppoe(payload=b"\xc0\x21\1\7\0\4"), pppoe(length=900), pppoe(length=20), pppoe(first=0x21),
        pppoe(payload=b"\0\xfd" + bytes(9)), pppoe(payload=b"\x12\x34" + bytes(9)), pppoe(payload=b""), b"\x11\0\0")]
    tags = tag(0x0101) + tag(0x0102, b"concentrator") + tag(0x0103, bytes(range(8))) + tag(0x7777, b"text") + tag(0)
    frames += [ethernet(PPPOE_D, pppoe(code, tags, 0)) for code in (0x09, 0x07, 0x19, 0x65, 0xA7, 0x42)]
    frames += [ethernet(PPP, b"\0\x21" + INSIDE)]
    deep = INSIDE
    for _ in range(10):
        deep = ipv4(4, deep)
    frames.append(ethernet(IPV4, deep))
    for whole in (ethernet(IPV4, ipv4(47, gre(IPV4, flags=0x2000, fields=key))), over_udp(4789, vxlan()),
                  over_udp(6081, geneve(options=an_option)), ethernet(MPLS, label(16, False) + label(17) + INSIDE),
                  ethernet(PPPOE_S, pppoe())):
        frames += [(whole[:length], len(whole)) for length in range(14, len(whole), 7)]
    write_handmade(path, frames)


def llc(kind, payload):
    return b"\xaa\xaa\3\0\0\0" + struct.pack("!H", kind) + payload


MAC1, MAC2, MAC3 = bytes.fromhex("020000000001"), bytes.fromhex("020000000002"), bytes.fromhex("020000000003")
RADIOTAP = struct.pack("<BBHI", 0, 0, 32, 0x0008_087F) + struct.pack(
    "<QBBHHBBbbBBBB", 1234567, 0x12, 11, 2412, 0x00A0, 1, 2, -60, -90, 1, 7, 0, 3)
LINKS = {
    "ppp": (9, [b"\xff\3\0\x21" + INSIDE, b"\0\x57" + INSIDE6, b"\x21" + INSIDE, b"\xff\3\xc0\x21\1\7\0\4",
                b"\xff\3\x02\x81" + label(16) + INSIDE, b"\xff\3\x99\x98" + INSIDE, b"\xff\3\0"]),
    "ppp-serial": (50, [b"\xff\3\0\x21" + INSIDE, b"\xff\3\0\x57" + INSIDE6, b"\x0f\0\x08\0" + INSIDE,
                        b"\x8f\0\x80\x35\0\0\0\2" + bytes(6) + b"\xff\xff\0\1\0\0", b"\7\3\0\x21" + INSIDE, b"\xff"]),
    "cisco-hdlc": (104, [b"\x0f\0\x08\0" + INSIDE, b"\x0f\0\x86\xdd" + INSIDE6, b"\x0f\0\x88\x47" + label(16) + INSIDE,
                         b"\x8f\0\x80\x35\0\0\0\0" + bytes(10), b"\x8f\0\x80\x35\0\0\0\1\n\0\2\x0f\xff\xff\xff\0\0\0",
                         b"\x0f\0\x99\x99" + INSIDE, b"\x33\0\x08\0" + INSIDE, b"\x8f\0\x80\x35\0\0\0\7" + bytes(10)]),
    "frame-relay": (107, [b"\x18\x41\3\xcc" + INSIDE, b"\x18\x4f\3\x8e" + INSIDE6, b"\x1a\x41\x08\0" + INSIDE,
                          b"\x18\x40\x11\3\0\xcc" + INSIDE, b"\x18\x41\3\xcf\0\x21" + INSIDE, b"\x19\x41\3\xcc" + INSIDE,
                          b"\x18\x41\3\0\xcc" + INSIDE, b"\x18\x40\x10\x11\3\xcc" + INSIDE, b"\x18\x41\x77\x77" + INSIDE]),
    "arcnet": (7, [b"\1\2\xd4\0\0\7" + INSIDE, b"\1\2\xd4\1\0\7" + INSIDE, b"\1\2\xd4\2\0\7" + INSIDE, b"\1\2\xf0" + INSIDE,
                   b"\1\2\xc4\xff\0\0\xc4\0\0\7" + INSIDE6, b"\1\2\xd5\0\0\7" + ASK, b"\1\2\x33\0\0\7" + bytes(9), b"\1\2\xd4\0"]),
    "fddi": (10, [b"\x50" + MAC1 + MAC2 + llc(IPV4, INSIDE), b"\x57" + MAC1 + MAC2 + llc(ARP, ASK),
                  b"\x41" + MAC1 + MAC2 + bytes(9), b"\xc2" + MAC1 + MAC2 + bytes(9), b"\x50" + MAC1]),
    "token-ring": (6, [b"\x10\x40" + MAC1 + MAC2 + llc(IPV4, INSIDE),
                       b"\x10\x40" + MAC1 + b"\x82" + MAC2[1:] + b"\x06\x30\x12\x31\x45\x60" + llc(IPV4, INSIDE),
                       b"\x10\x40" + MAC1 + b"\x82" + MAC2[1:] + b"\xc8\xb0\x12\x31\x45\x60\x78\x90" + llc(IPV6, INSIDE6),
                       b"\x10\0" + MAC1 + MAC2 + bytes(9), b"\x10\x40" + MAC1]),
    "fibre-channel": (122, [b"\x10\0" + MAC1 + b"\x10\0" + MAC2 + llc(IPV4, INSIDE)]),
    "infiniband": (242, [bytes(40) + b"\x08\0\0\0" + INSIDE, bytes(40) + b"\x86\xdd\0\0" + INSIDE6,
                         bytes(40) + b"\x99\x99\0\0" + INSIDE, bytes(20)]),
    "netfilter-log": (239, [b"\2\0\0\1" + b"\x08\0\1\0\x08\0\1\0" + struct.pack("<HH", 4 + len(INSIDE), 9) + INSIDE,
                            b"\x0a\0\0\1" + struct.pack("<HH", 4 + len(INSIDE6), 9) + INSIDE6, b"\x07\0\0\1\4\0\x09\0abcd",
                            b"\2\1\0\0", b"\2\0\0\1\x02\0\1\0"]),
    "packet-filter-log": (117, [bytes([61, 2, 1, 0]) + b"em0".ljust(16, b"\0") + bytes(16)
                                + struct.pack("!iiIiIiB3x", 4, -1, 0, 0, 0, 0, 1) + INSIDE,
                                bytes([61, 24, 0, 14]) + b"em1".ljust(16, b"\0") + b"rules".ljust(16, b"\0")
                                + struct.pack("!iiIiIiB3x", 4, 2, 0, 0, 0, 0, 2) + INSIDE6]),
    "encapsulation": (109, [struct.pack("<I", 2) + struct.pack("!I", 0x1234) + struct.pack("<I", flags) + INSIDE
                            for flags in (0, 0x400, 0x800, 0xC00)]),
    "broadcom-tag": (281, [MAC1 + MAC2 + b"\x20\1\0\3\x08\0" + INSIDE, MAC1 + MAC2 + b"\0\7\1\x42\x86\xdd" + INSIDE6]),
    "broadcom-tag-first": (282, [b"\0\7\1\x42" + FRAME, b"\x20\1\0\3" + FRAME]),
    "marvell-tag": (284, [MAC1 + MAC2 + bytes([first, 0x10 | mark, 0x20, 0x2A]) + b"\x08\0" + INSIDE
                          for first in (0x01, 0x42, 0x83, 0xC4, 0xE5) for mark in (0, 5)]),
    "marvell-type-tag": (285, [MAC1 + MAC2 + b"\xda\xda\0\0\xc0\x10\0\x2a\x08\0" + INSIDE]),
    "wireless": (105, [b"\x08\1,\0" + MAC1 + MAC2 + MAC3 + b"\0\0" + llc(IPV4, INSIDE),
                       b"\x88\2,\0" + MAC1 + MAC2 + MAC3 + b"\0\0\0\0" + llc(IPV6, INSIDE6),
                       b"\x08\3,\0" + MAC1 + MAC2 + MAC3 + b"\0\0" + MAC1 + llc(ARP, ASK),
                       b"\x18\x38,\0" + MAC1 + MAC2 + MAC3 + b"\0\0" + llc(IPV4, INSIDE),
                       b"\x48\1,\0" + MAC1 + MAC2 + MAC3 + b"\0\0", b"\x08\1,\0" + MAC1]),
    "radiotap": (127, [RADIOTAP + b"\x08\1,\0" + MAC1 + MAC2 + MAC3 + b"\0\0" + llc(IPV4, INSIDE) + bytes(4)]),
    "classical-atm": (19, [llc(IPV4, INSIDE), INSIDE]),
    "slip": (8, [b"\0\x45" + bytes(14) + INSIDE, b"\1\x45" + bytes(14) + INSIDE6]),
}


def link(name):
    number, frames = LINKS[name]
    return lambda path: write_handmade(path, frames, number)
