"""Protocols of vendors and of roads between neighbors, service chains, tests of label switched paths and of links."""
import struct

from .capture import write_handmade
from .handmade_routing import with_cuts
from .packets import CLIENT_MAC, SERVER_MAC, address, ethernet, ipv4, tcp4, udp, udp4

GROUP = bytes.fromhex("0180c2000030")


def vendor_links(path):
    """Realtek's, GeoNetworking, CALM, Arista's time stamps, NLB heartbeats, NSH over Ethernet."""
    rrcp = lambda kind, operation, rest: ethernet(0x8899, bytes([1, kind << 7 | operation]) + b"\x23\x79" + rest)
    # ETSI EN 302 636-4-1 before version 1.2: version and next header, type, flags, hops, payload, then the sender.
    geo = lambda next, kind, rest, port=b"": ethernet(0x8947, struct.pack(
        "!BBBBHBB8sIiiHHHH", next, kind, 0, 0, 4, 10, 0, bytes(range(8)), 5, 481351000, -115820000 & 0x7FFFFFFF,
        0, 0, 0, 0)[:36] + rest + port + b"data")
    arista = lambda kind, format, stamp: ethernet(0xD28B, struct.pack("!HBB", kind, 0, format) + stamp
                                                  + b"\x08\0" + ipv4(17, udp(b"inner")))
    # RFC 8300, section 2.2: version, TTL 63, length in words, metadata type, next protocol; then path and index.
    nsh = lambda words, metadata, next, rest, flags=0: ethernet(0x894F, struct.pack(
        "!II", flags << 28 | 63 << 22 | words << 16 | metadata << 8 | next, 42 << 8 | 255) + rest)
    inner = ipv4(17, udp(b"inner"))
    frames = [
        rrcp(0, 0, b""), rrcp(1, 0, bytes([1, 2]) + CLIENT_MAC + struct.pack("!II", 0x12345678, 0x83690000)),
        rrcp(0, 1, struct.pack("!HIII", 0x0102, 0x30405060, 0, 7)), rrcp(0, 2, bytes(16)), rrcp(0, 9, bytes(16)),
        *(ethernet(0x8899, bytes([kind]) + bytes(20)) for kind in (2, 3, 0x23, 4, 0x97, 0xA9, 0x55)),
        geo(0, 0x10, b""), geo(1, 0x20, bytes(4), struct.pack("!HH", 2001, 2001)), geo(2, 0x50, bytes(40), bytes(4)),
        geo(3, 0x61, bytes(4)), geo(0, 0x41, bytes(20)), geo(9, 0x99, b""), ethernet(0x8947, bytes(12)),
        ethernet(0x1111, bytes([1, 0x80]) + b"calm"), ethernet(0x1111, b"\1"),
        arista(1, 0x10, struct.pack("!II", 1_700_000_000, 1_250_000_000)), arista(1, 0x21, struct.pack("!HI", 5, 7)),
        arista(1, 0x30, bytes(8)), arista(9, 0, bytes(8)),
        ethernet(0x886F, b"\xbf\1\xde\xc0\6\2\0\0" + struct.pack("<I", 2) + address("192.0.2.80") + address("192.0.2.81")),
        nsh(6, 1, 1, bytes(range(16)) + inner), nsh(2, 2, 1, inner), nsh(3, 2, 3, b"\0\1\2\0" + ethernet(0x0800, inner)),
        nsh(4, 2, 2, struct.pack("!HBB", 0x102, 3, 4) + b"meta" + b"six"), nsh(2, 15, 0xFE, b"experiment", 2),
        nsh(1, 1, 1, b""), nsh(2, 0, 4, b"")]
    write_handmade(path, with_cuts(frames, 14))


def path_tests(path):
    """LSP ping (RFC 8029) and connectivity fault management (IEEE 802.1Q, clause 21)."""
    element = lambda kind, value: struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)
    ping = lambda kind, mode, code, subcode, rest, version=1: udp4(struct.pack(
        "!HHBBBBIIQQ", version, 0, kind, mode, code, subcode, 0xCAFE, 7, 0xE9F0_0000_8000_0000,
        0 if kind == 1 else 0xE9F0_0000_C000_0000) + rest, source_port=3503, destination_port=3503)
    prefix4, prefix6 = address("192.0.2.0") + b"\x18", address("2001:db8::") + b"\x20"
    # tcpdump reads parts of a stack without the padding of RFC 8029, section 3: one for each message.
    stacks = [struct.pack("!HH", kind, len(value)) + value for kind, value in [
        (1, prefix4), (2, prefix6), (3, address("192.0.2.1") + struct.pack("!HH", 0, 9) + address("192.0.2.2") * 2
                                     + struct.pack("!HH", 0, 4)),
        (6, bytes(range(8)) + prefix4), (7, bytes(range(8)) + prefix6), (8, bytes(range(8)) + bytes(6)),
        (9, address("192.0.2.1") + struct.pack("!IH", 7, 5)), (10, address("192.0.2.1") * 2 + struct.pack("!IH", 7, 5)),
        (12, prefix4), (13, prefix6), (99, b"????")]]
    downstream = struct.pack("!HBB", 1500, 1, 0) + address("192.0.2.1") * 2 + struct.pack("!BBH", 0, 4, 8) + bytes(8)
    fault = lambda operation, body, elements=b"\0", flags=0, offset=None, version=0: ethernet(0x8902, bytes(
        [5 << 5 | version, operation, flags, len(body) if offset is None else offset]) + body + elements, destination=GROUP)
    part = lambda kind, value: struct.pack("!BH", kind, len(value)) + value
    names = lambda domain, association: (domain + association).ljust(48, b"\0")
    check = lambda named: struct.pack("!IH", 9, 17) + named + bytes(16)
    frames = [
        *(ping(1, 2, 0, 0, element(1, part)) for part in stacks), ping(2, 2, 3, 1, element(2, downstream) + element(15, b"\0\0\0\7")),
        ping(2, 9, 99, 0, element(3, b"????") + element(9, b"")), ping(3, 1, 8, 2, b""), ping(1, 1, 0, 0, b"", 2),
        udp4(bytes(8), destination_port=3503),
        fault(1, check(names(b"\4\3lab", b"\2\4link")), part(2, b"\2") + part(3, b"\1") + part(4, b"data") + b"\0", 0x84),
        fault(1, check(names(b"\1", b"\3\2\0\7")), part(1, b"\6\4" + CLIENT_MAC) + part(31, b"\0\0\x0c\1xyz") + b"\0", 7),
        fault(1, check(names(b"\3\6" + CLIENT_MAC, b"\0\2ab")), part(1, b"\5\5\1" + address("192.0.2.1") + b"\2\x2b\6\4"
                                                                    + address("192.0.2.1")) + b"\0"),
        fault(1, check(names(b"\2\x2e" + b"x" * 46, b"")), flags=1), fault(1, b"short"),
        fault(5, struct.pack("!IB", 3, 64) + CLIENT_MAC + SERVER_MAC, b"\0", 0x80),
        fault(4, struct.pack("!IBB", 3, 63, 2), part(5, b"\1") + part(6, b"\2") + b"\0", 0xE0),
        fault(3, b"\0\0\0\3", part(3, b"") + b"\0"), fault(2, b"\0\0\0\3", b"\1\0\x63"), fault(0xCC, b""), fault(1, b"", version=1),
        fault(3, b"", offset=200)]
    write_handmade(path, with_cuts(frames, 21))


def origins_and_homes(path):
    """RPKI to router (RFC 6810), MSDP (RFC 3618), HNCP (RFC 7787, RFC 7788)."""
    unit = lambda kind, session, rest, version=0: struct.pack("!BBHI", version, kind, session, 8 + len(rest)) + rest
    cache = lambda *units: tcp4(b"".join(units), source_port=323)
    route4 = unit(4, 0, b"\1\x18\x20\0" + address("192.0.2.0") + struct.pack("!I", 64500))
    route6 = unit(6, 0, b"\0\x20\x30\0" + address("2001:db8::") + struct.pack("!I", 64501))
    query = unit(1, 7, struct.pack("!I", 42))
    error = lambda enclosed, text: unit(10, 3, struct.pack("!I", len(enclosed)) + enclosed + struct.pack("!I", len(text)) + text)
    message = lambda kind, rest: struct.pack("!BH", kind, 3 + len(rest)) + rest
    source = b"\1" + address("192.0.2.1") + (b"\0\0\0\x20" + address("233.252.0.1") + address("192.0.2.9"))
    msdp = lambda *messages: tcp4(b"".join(messages), source_port=639)
    element = lambda kind, value: struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)
    home = lambda *elements: udp4(b"".join(elements), source_port=8231, destination_port=8231)
    mapped = bytes(10) + b"\xff\xff" + address("10.0.0.0")
    six = address("2001:db8::7")
    dhcp4 = bytes([6, 4]) + address("10.0.0.1") + bytes([119, 5]) + b"\3lab\0" + bytes([1, 1, 0])
    dhcp6 = struct.pack("!HH", 23, 16) + six + struct.pack("!HH", 24, 5) + b"\3lab\0"
    prefixes = [element(34, struct.pack("!II", 7_200_000, 3_600_500) + b"\x40" + six[:8] + bytes(3) + element(43, b"\0") + element(43, b"\x20" + six[:4])
                        + element(43, b"\x81\3lab\0") + element(43, b"\x82text") + element(43, b"\x83") + element(43, b"\x90")),
                element(35, struct.pack("!IB", 3, 7) + b"\x70" + mapped[:14] + bytes(1))]
    node = struct.pack("!III", 0x0A0B0C0D, 9, 60_000) + bytes(range(8))
    data = b"".join([
        element(32, b"\0\0\x12\x34hnetd/7"), element(33, element(37, dhcp4) + element(38, dhcp6) + prefixes[0]), prefixes[1],
        element(36, struct.pack("!I", 3) + six), element(36, struct.pack("!I", 3) + mapped), element(39, six + b"\7\3lab\4home\0"),
        element(40, b"\4home\0"), element(41, six + b"\6router"), element(42, bytes(range(32))), element(8, struct.pack("!III", 1, 2, 3)),
        element(9, struct.pack("!II", 2, 20_500)), element(10, b"\2\0\0\0" + bytes(range(32)) + b"anna"), element(6, b""), element(800, b"x"), element(0, b"")])
    frames = [
        cache(query, unit(2, 0, b""), unit(3, 7, b""), route4, route6, unit(7, 7, struct.pack("!I", 43)), unit(8, 0, b"")),
        cache(error(query, b"no data"), error(b"", b""), unit(0, 7, struct.pack("!I", 42))), cache(unit(9, 0, b"????")),
        cache(unit(4, 0, b"short")), cache(unit(1, 7, bytes(4), version=1)), cache(b"\0\1\0"),
        msdp(message(1, source), message(4, b"")), msdp(message(1, source + ipv4(17, udp(b"inner")))), msdp(message(2, b"\0" + address("233.252.0.1"))),
        msdp(message(3, source), message(5, b"\1\2"), message(6, b"??")), msdp(message(9, b"")), msdp(b"\4\0\3\4\0\4x\1\0\2"),
        home(element(3, struct.pack("!II", 0x0A0B0C0D, 1)), element(4, bytes(range(8))), element(1, b""), element(2, b"\1\2\3\4"), element(2, b"\1\2\3\4")),
        home(element(3, struct.pack("!II", 0x0A0B0C0D, 1)), element(5, node + data)), home(element(5, node), element(5, b"short"), b"\0\2\0\x09")]
    write_handmade(path, with_cuts(frames, 29))


HANDMADE = {"vendor-links": vendor_links, "path-tests": path_tests, "origins-and-homes": origins_and_homes}
