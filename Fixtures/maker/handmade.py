"""Fixtures written byte by byte: what no socket sends, or this kernel cannot. Nothing here was on a wire."""
import struct

from . import (handmade_afs, handmade_carriers, handmade_fragments, handmade_link_management, handmade_link_state, handmade_low_rate, handmade_management, handmade_older,
               handmade_ppp, handmade_rarer, handmade_reservations,
               handmade_routing, handmade_services, handmade_streams, handmade_tunnels, handmade_vendors)
from . import packets as make
from .capture import write_handmade
from .packets import (CLIENT, CLIENT6, ICMP, ICMP6, SERVER, SERVER6, TCP, UDP, address, checksum,
                      ethernet, icmp, icmp6, ipv4, ipv6, tcp, tcp4, tcp6, udp, udp4, udp6)

HELLO = b"Hello World\n"
IPV4, IPV6, ARP = 0x0800, 0x86DD, 0x0806
HOP_BY_HOP, ROUTING, FRAGMENT, ESP, AH, NO_NEXT, DESTINATION, MOBILITY = 0, 43, 44, 50, 51, 59, 60, 135


def v4(*arguments, **fields):
    return ethernet(IPV4, ipv4(*arguments, **fields))


def v6(*arguments, **fields):
    return ethernet(IPV6, ipv6(*arguments, **fields))


def textbook_packet(path):
    """The 78 bytes that the course prints: packet 4 of its echo session, checksum left to the card."""
    write_handmade(path, [bytes.fromhex(
        "08 00 27 35 56 d8 08 00 27 ac 42 63 08 00 45 00 00 40 1a 31 40 00 40 06 08 75 0a 00 02 0f"
        "0a 00 02 04 a0 1a c3 57 21 85 11 29 90 36 89 69 80 18 01 f6 18 45 00 00 01 01 08 0a fc d0"
        "49 07 00 12 a1 40 48 65 6c 6c 6f 20 57 6f 72 6c 64 0a")])


def offload_length_zero(path):
    """IP total length 0: what a host's capture shows of a segment over 65,535 bytes left to the card."""
    big = bytes(2000)
    write_handmade(path, [
        v4(TCP, tcp(big), total_length=0),
        v4(UDP, udp(big), total_length=0),
        (v4(TCP, tcp(big), total_length=0)[:96], 2054),
        v6(TCP, tcp6(big), payload_length=0)])


def checksums(path):
    """Wrong sums, each wrong in its own way, between right ones."""
    elsewhere = "192.168.7.7"   # the address before translation
    partial = lambda protocol, length: ~checksum(
        make.pseudo_header(CLIENT, SERVER, protocol, length)) & 0xFFFF
    write_handmade(path, [
        tcp4(HELLO), tcp4(HELLO, sum=0x1234), tcp4(HELLO, sum=0), tcp4(HELLO, sum=0xFFFF),
        v4(TCP, tcp(HELLO, sum=partial(TCP, 32))),
        v4(TCP, tcp(HELLO, source=elsewhere)),                      # a translator that forgot
        v4(TCP, tcp(HELLO, destination=elsewhere)),
        v4(TCP, patched_port(tcp(HELLO, source_port=33000), 40986)),
        v4(TCP, tcp(HELLO), sum=0x3030), v4(TCP, tcp(HELLO), sum=0),
        udp4(), udp4(sum=0x1234), udp4(sum=0), v4(UDP, udp(sum=partial(UDP, 19))),
        v4(UDP, udp(source=elsewhere)),
        v4(UDP, patched_port(udp(source_port=33000), 40986)),
        udp4(payload=b"odd"), udp4(payload=b""),
        v6(UDP, udp6()), v6(UDP, udp6(sum=0)), v6(UDP, udp6(sum=0x1234)),
        v6(UDP, udp(source="2001:db8:7::7", destination=SERVER6)),
        v6(TCP, tcp6(HELLO)), v6(TCP, tcp6(HELLO, sum=0x1234)),
        v6(TCP, tcp(HELLO, source="2001:db8:7::7", destination=SERVER6)),
        v4(ICMP, icmp(8, 0, b"\0\7\0\1", HELLO)), v4(ICMP, icmp(8, 0, b"\0\7\0\1", HELLO, sum=0x4321)),
        v4(ICMP, icmp(0, 0, b"\0\7\0\1", HELLO, sum=0)),
        v6(ICMP6, icmp6(128, 0, b"\0\7\0\1", HELLO)),
        v6(ICMP6, icmp6(128, 0, b"\0\7\0\1", HELLO, sum=0x4321)),
        v6(ICMP6, icmp6(129, 0, b"\0\7\0\1", HELLO, sum=0)),
        # An error about a datagram whose own checksum is wrong.
        v4(ICMP, icmp(3, 3, payload=ipv4(UDP, udp(sum=0x1234), SERVER, CLIENT)))])


def patched_port(segment, port):
    """Another source port under the old checksum."""
    return struct.pack("!H", port) + segment[2:]


def malformed(path):
    """Headers that contradict themselves or the capture."""
    whole = tcp4(HELLO, options=bytes([1, 1, 8, 10]) + bytes(8))
    cut = lambda frame, length: (frame[:length], len(frame))
    frames = [
        # IPv4
        v4(TCP, tcp(HELLO), header_length=16), v4(TCP, tcp(HELLO), header_length=0),
        v4(TCP, tcp(HELLO), header_length=60), v4(TCP, tcp(HELLO), total_length=1500),
        v4(TCP, tcp(HELLO), total_length=19), v4(TCP, tcp(HELLO), total_length=24),
        v4(TCP, tcp(HELLO), version=6), v4(TCP, tcp(HELLO), version=0),
        v4(TCP, tcp(HELLO)) + b"\0" * 6,                          # padding after the datagram
        v4(253, HELLO), v4(255, b""), v4(TCP, b""), v4(UDP, b""), v4(ICMP, b""),
        v4(TCP, tcp(HELLO)[:12]), v4(UDP, udp()[:6]), v4(ICMP, icmp(8, 0)[:6]),
        v4(UDP, udp(bytes(64)), flags_offset=0x2000), v4(UDP, bytes(64), flags_offset=0x0009),
        v4(TCP, bytes(64), flags_offset=0x2009), v4(UDP, udp(), flags_offset=0x8000),
        v4(TCP, tcp(bytes(64)), flags_offset=0x6000), v4(TCP, tcp(HELLO), ttl=0),
        v4(TCP, tcp(HELLO), tos=0xB9), v4(TCP, tcp(HELLO), tos=0x02), v4(TCP, tcp(HELLO), tos=0x03),
        # TCP
        tcp4(data_offset=4), tcp4(data_offset=0), tcp4(data_offset=15), tcp4(HELLO, data_offset=15),
        tcp4(flags=0), tcp4(flags=0xFF), tcp4(flags=0x02, urgent=5), tcp4(flags=0x30, urgent=5),
        tcp4(b"connection refused by policy, see 192.0.2.1", flags=0x14),
        tcp4(b"short reason", flags=0x04), tcp4(b"\x01", flags=0x02, sequence=0xFFFFFFFF),
        tcp4(flags=0x12, sequence=0xFFFFFFF0), tcp4(HELLO, sequence=0xFFFFFFFA, flags=0x10),
        tcp4(HELLO, sequence=6, flags=0x10),
        # UDP
        udp4(length=7), udp4(length=0), udp4(length=8), udp4(length=100), udp4(length=12),
        udp4(source_port=0), v6(UDP, udp6(length=0)), v6(UDP, udp6(length=100)),
        # IPv6
        v6(TCP, tcp6(HELLO), version=0), v6(TCP, tcp6(HELLO), version=4),
        v6(TCP, tcp6(HELLO), payload_length=1500), v6(TCP, tcp6(HELLO), payload_length=0),
        v6(TCP, tcp6(HELLO), payload_length=10), v6(253, HELLO), v6(TCP, b""),
        v6(TCP, tcp6(HELLO), flow=0xC0 << 20 | 0x12345), v6(TCP, tcp6(HELLO), hop_limit=0),
        # Frames cut by the snapshot length, at every layer
        cut(tcp4(bytes(200)), 96), cut(udp4(bytes(200)), 96), cut(v6(TCP, tcp6(bytes(200))), 96),
        cut(v4(ICMP, icmp(3, 3, payload=ipv4(UDP, udp()))), 60),
        *(cut(whole, length) for length in (13, 14, 20, 33, 34, 36, 38, 46, 50, 53, 54, 57, 60, 66, 70)),
        *(cut(v6(UDP, udp6(bytes(40))), length) for length in (30, 53, 54, 58, 61, 62, 70)),
        *(cut(ethernet(ARP, arp_packet(1)), length) for length in (14, 16, 22, 28, 41)),
        # ARP
        ethernet(ARP, arp_packet(1)), ethernet(ARP, arp_packet(2)), ethernet(ARP, arp_packet(9)),
        ethernet(ARP, arp_packet(1, hardware=6)), ethernet(ARP, arp_packet(1, protocol=IPV6)),
        ethernet(ARP, arp_packet(1, hardware_length=8)), ethernet(0x8035, arp_packet(3)),
        ethernet(0x8035, arp_packet(4)), ethernet(ARP, arp_packet(8)), ethernet(ARP, arp_packet(10)),
        # ICMP
        *(v4(ICMP, icmp(3, code, b"\0\0\x05\x78", ipv4(UDP, udp(), SERVER, CLIENT)))
          for code in range(17)),
        *(v4(ICMP, icmp(5, code, address("10.0.2.1"), ipv4(UDP, udp()))) for code in range(5)),
        v4(ICMP, icmp(11, 2, payload=ipv4(UDP, udp()))), v4(ICMP, icmp(12, 1)), v4(ICMP, icmp(4, 0)),
        v4(ICMP, icmp(3, 3, payload=ipv4(TCP, tcp(), SERVER, CLIENT)[:28])),
        v4(ICMP, icmp(9, 0, bytes([1, 2, 0x07, 0x08]), address("10.0.2.1") + struct.pack("!i", -5))),
        v4(ICMP, icmp(10, 0)), v4(ICMP, icmp(17, 0, b"\0\1\0\1", bytes(4))),
        v4(ICMP, icmp(18, 0, b"\0\1\0\1", address("255.255.255.0"))), v4(ICMP, icmp(49, 3)),
        v4(ICMP, icmp(13, 0, b"\0\7\0\1", struct.pack("!III", 90_000_000, 0, 0))),
        v6(ICMP6, icmp6(1, 2, payload=ipv6(UDP, udp6()))), v6(ICMP6, icmp6(1, 7)),
        v6(ICMP6, icmp6(3, 1, payload=ipv6(UDP, udp6()))), v6(ICMP6, icmp6(4, 0, struct.pack("!I", 4))),
        v6(ICMP6, icmp6(200, 1)), v6(ICMP6, b""), v6(ICMP6, icmp6(135, 0)), v6(ICMP6, icmp6(134, 0)),
        v6(ICMP6, icmp6(136, 0, b"\xe0\0\0\0", address(CLIENT6) + bytes([2, 0]) + bytes(6))),
        v6(ICMP6, icmp6(137, 0, bytes(4), address("fe80::1") + address("2001:db8::9") + bytes(8))),
    ]
    write_handmade(path, frames)


def arp_packet(operation, hardware=1, protocol=IPV4, hardware_length=6, protocol_length=4):
    return (struct.pack("!HHBBH", hardware, protocol, hardware_length, protocol_length, operation)
            + make.CLIENT_MAC + address(CLIENT) + bytes(6) + address(SERVER))


def options4(data):
    return data + bytes(-len(data) % 4)


def ipv4_options(path):
    """IPv4 options of RFC 791, 1108 and 2113, right and wrong."""
    hop = address("10.0.2.1")
    lists = [
        bytes([1, 1, 1, 0]), bytes([0]), bytes([7, 11, 8]) + hop + bytes(4), bytes([7, 11, 12]) + hop * 2,
        bytes([7, 7, 4]) + bytes(4), bytes([7, 7, 3]) + bytes(4), bytes([7, 7, 5]) + bytes(4),
        bytes([7, 2]), bytes([7, 6, 4, 0, 0, 0]), bytes([131, 11, 4]) + hop + address(SERVER),
        bytes([131, 11, 8]) + hop + address(SERVER), bytes([137, 7, 4]) + hop,
        bytes([137, 7, 8]) + hop, bytes([68, 12, 5, 0]) + bytes(8), bytes([68, 12, 9, 0x10])
        + struct.pack("!II", 1000, 0), bytes([68, 12, 13, 1]) + hop + struct.pack("!I", 3_600_000),
        bytes([68, 12, 5, 3]) + hop + bytes(4), bytes([68, 4, 5, 0]), bytes([68, 12, 3, 0]) + bytes(8),
        bytes([68, 12, 5, 7]) + bytes(8), bytes([68, 3, 5]), bytes([148, 4, 0, 0]), bytes([148, 4, 0, 7]),
        bytes([148, 3, 0]), bytes([148, 8]) + bytes(6), bytes([130, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        bytes([130, 3, 0xAB]), bytes([133, 3, 0]), bytes([82, 12]) + bytes(10), bytes([25, 4, 0, 1]),
        bytes([222, 4, 1, 2]), bytes([222, 1, 0, 0]), bytes([222, 0, 0, 0]), bytes([222, 40, 0, 0]),
        bytes([1, 1, 1, 7]), bytes([148, 4, 0, 0, 7, 7, 4]) + hop,
    ]
    frames = [v4(UDP, udp(), options=options4(data)) for data in lists]
    cut = v4(UDP, udp(), options=options4(bytes([7, 11, 8]) + hop * 2))
    frames += [(cut[:length], len(cut)) for length in (34, 35, 36, 40, 46)]
    write_handmade(path, frames)


def tcp_options_handmade(path):
    """TCP options that this kernel does not send, and broken ones."""
    token = bytes(range(0xA0, 0xA8))
    lists = [
        bytes([0]), bytes([1, 0]), bytes([2, 4, 5, 0xB4]), bytes([2, 3, 1]), bytes([2, 6]) + bytes(4),
        bytes([3, 3, 14]), bytes([3, 3, 15]), bytes([3, 4, 7, 0]), bytes([4, 2]), bytes([4, 3, 0]),
        bytes([5, 10]) + struct.pack("!II", 3000, 4000), bytes([5, 2]), bytes([5, 9]) + bytes(7),
        bytes([5, 34]) + struct.pack("!8I", *range(3000, 3800, 100)), bytes([5, 18])
        + struct.pack("!4I", 900, 1100, 3000, 3100), bytes([6, 6, 0, 0, 0, 1]), bytes([7, 6, 0, 0, 0, 1]),
        bytes([8, 10]) + struct.pack("!II", 0xFFFFFFFF, 1), bytes([8, 6, 0, 0, 0, 1]),
        bytes([9, 2]), bytes([10, 3, 0]), bytes([11, 6]) + struct.pack("!I", 7), bytes([12, 6])
        + struct.pack("!I", 7), bytes([13, 6]) + struct.pack("!I", 7), bytes([14, 3, 1]),
        bytes([15, 6, 1, 2, 3, 4]), bytes([19, 18]) + bytes(range(16)), bytes([19, 10]) + bytes(8),
        bytes([20, 2]), bytes([26, 4, 1, 2]), bytes([27, 8]) + bytes(6),
        bytes([28, 4, 0x80, 0x05]), bytes([28, 4, 0x00, 0x78]), bytes([28, 3, 1]),
        bytes([29, 16, 1, 2]) + bytes(range(12)), bytes([29, 4, 1, 2]), bytes([29, 3, 1]),
        bytes([34, 2]), bytes([34, 6, 1, 2, 3, 4]), bytes([34, 18]) + bytes(range(16)), bytes([34, 5, 1, 2, 3]),
        bytes([253, 4, 0xF9, 0x89]), bytes([254, 4, 0xF9, 0x89]), bytes([254, 12, 0xF9, 0x89])
        + token, bytes([254, 6, 0xE2, 0xD4, 1, 2]), bytes([254, 3, 0xF9]), bytes([253, 2]),
        bytes([48, 4, 0x30, 0x30]), bytes([255, 2]), bytes([255, 1]), bytes([255, 0]), bytes([99, 40, 1, 2]),
        bytes([1, 1, 1, 2]), bytes([1, 1, 1, 99]),
        # Multipath TCP, version 0 (RFC 6824) and 1 (RFC 8684)
        bytes([30, 12, 0x00, 0x81]) + token, bytes([30, 20, 0x00, 0x01]) + token * 2,
        bytes([30, 4, 0x01, 0x81]), bytes([30, 12, 0x01, 0x01]) + token, bytes([30, 20, 0x01, 0xC1]) + token * 2,
        bytes([30, 22, 0x01, 0x01]) + token * 2 + b"\0\x0c", bytes([30, 24, 0x01, 0x81]) + token * 2 + b"\0\x0c\1\2",
        bytes([30, 12, 0x10, 2]) + token, bytes([30, 12, 0x11, 2]) + token,
        bytes([30, 16, 0x10, 2]) + token + bytes(4), bytes([30, 24, 0x10, 0]) + token * 2 + bytes(4),
        bytes([30, 8, 0x20, 0x01]) + bytes(4), bytes([30, 12, 0x20, 0x03]) + token,
        bytes([30, 26, 0x20, 0x0D]) + token * 2 + bytes(6), bytes([30, 28, 0x20, 0x1F]) + token * 3,
        bytes([30, 20, 0x20, 0x05]) + token * 2, bytes([30, 4, 0x20, 0x00]),
        bytes([30, 8, 0x34, 5]) + address(SERVER), bytes([30, 10, 0x34, 5]) + address(SERVER) + b"\xc3\x57",
        bytes([30, 16, 0x30, 5]) + address(SERVER) + token, bytes([30, 18, 0x30, 5]) + address(SERVER)
        + b"\xc3\x57" + token, bytes([30, 17, 0x31, 5]) + bytes(13),
        bytes([30, 20, 0x36, 5]) + address(SERVER6), bytes([30, 28, 0x30, 5]) + address(SERVER6) + token,
        bytes([30, 4, 0x40, 9]), bytes([30, 6, 0x40, 9, 8, 7]), bytes([30, 3, 0x50]), bytes([30, 4, 0x51, 6]),
        bytes([30, 4, 0x50, 6]), bytes([30, 12, 0x60, 0]) + token, bytes([30, 12, 0x70, 0]) + token,
        bytes([30, 4, 0x80, 1]), bytes([30, 4, 0xF0, 0]), bytes([30, 3, 0]), bytes([30, 2]), bytes([30, 12, 0x00, 0x01]),
        bytes([30, 38, 0x20, 0x0D]) + bytes(34),
    ]
    frames = [tcp4(HELLO, options=data + bytes(-len(data) % 4)) for data in lists]
    syns = [bytes([2, 4, 5, 0xB4, 4, 2, 8, 10]) + bytes(8) + bytes([1, 3, 3, 7]),
            bytes([30, 12, 0x00, 0x81]) + token, bytes([30, 12, 0x11, 2]) + token,
            bytes([30, 4, 0x01, 0x81]), bytes([34, 2, 1, 1])]
    frames += [tcp4(options=data, flags=0x02) for data in syns]
    frames += [tcp4(options=bytes([30, 16, 0x10, 2]) + token + bytes(4), flags=0x12)]
    # Cut inside the option list
    whole = tcp4(HELLO, options=syns[0], flags=0x02)
    frames += [(whole[:length], len(whole)) for length in range(54, 74)]
    write_handmade(path, frames)


def ipv6_extensions(path):
    """Extension headers one by one, in a row, of unknown kinds, and cut."""
    segment = tcp6(HELLO)
    padding = bytes([1, 4, 0, 0, 0, 0])
    options = lambda following, data: bytes([following, len(data) // 8]) + data
    routing = lambda kind, left, data: bytes([TCP, len(data) // 8, kind, left, 0, 0, 0, 0]) + data
    fragment = lambda offset, more, following=UDP: struct.pack(
        "!BBHI", following, 0, offset | more, 0x0000ABCD)
    router = address("2001:db8::1")
    frames = [
        v6(HOP_BY_HOP, options(TCP, padding) + segment),
        v6(HOP_BY_HOP, options(ICMP6, bytes([5, 2, 0, 0, 1, 0])) + icmp6(128, 0)),
        v6(HOP_BY_HOP, options(TCP, bytes([0, 0, 0, 0, 0, 0])) + segment),
        v6(HOP_BY_HOP, options(TCP, bytes([0x1A, 0, 0x3A, 2, 9, 9])) + segment),
        v6(HOP_BY_HOP, options(TCP, bytes([1, 9, 0, 0, 0, 0])) + segment),
        v6(HOP_BY_HOP, options(TCP, bytes([0xC2, 4]) + struct.pack("!I", 8 + len(segment))) + segment,
           payload_length=0),
        v6(HOP_BY_HOP, options(TCP, bytes([0xC2, 4]) + struct.pack("!I", 100_000)) + segment,
           payload_length=0),
        v6(HOP_BY_HOP, options(TCP, bytes([0xC2, 4]) + struct.pack("!I", 40)) + segment),
        v6(DESTINATION, options(TCP, padding) + segment),
        v6(DESTINATION, options(UDP, bytes([0xC9, 16]) + router + bytes([1, 2, 0, 0])) + udp6()),
        v6(ROUTING, routing(0, 1, router) + segment), v6(ROUTING, routing(2, 1, router) + segment),
        v6(ROUTING, routing(0, 2, router * 2) + segment), v6(ROUTING, routing(2, 1, router * 2) + segment),
        v6(ROUTING, bytes([TCP, 2, 4, 1, 0, 0, 0, 0]) + router + segment),
        v6(ROUTING, bytes([TCP, 4, 4, 1, 1, 8, 0, 99]) + router + address(SERVER6) + segment),
        v6(ROUTING, bytes([TCP, 5, 4, 1, 1, 0, 0, 0]) + router * 2 + bytes([5, 6]) + bytes(6) + segment),
        v6(ROUTING, routing(3, 1, bytes(8)) + segment), v6(ROUTING, routing(253, 0, bytes(8)) + segment),
        v6(FRAGMENT, fragment(0, 1) + udp6(bytes(40))), v6(FRAGMENT, fragment(48, 0) + bytes(40)),
        v6(FRAGMENT, fragment(48, 1) + bytes(40)), v6(FRAGMENT, fragment(0, 0) + udp6()),
        v6(FRAGMENT, fragment(0, 0, TCP) + segment), v6(FRAGMENT, fragment(0, 1, ICMP6) + icmp6(128, 0)),
        v6(AH, struct.pack("!BBHII", TCP, 4, 0, 0x100, 7) + bytes(range(12)) + segment),
        v6(AH, struct.pack("!BBHII", TCP, 0, 0, 0x100, 7) + segment),
        v6(ESP, struct.pack("!II", 0x100, 7) + bytes(24)),
        v6(NO_NEXT, b""), v6(NO_NEXT, HELLO), v6(DESTINATION, options(NO_NEXT, padding)),
        v6(MOBILITY, bytes([NO_NEXT, 0, 0, 0, 0, 0, 0, 0])),
        v6(MOBILITY, bytes([NO_NEXT, 1, 5, 0, 0, 0]) + struct.pack("!HHHxxxx", 9, 0xC000, 60)),
        v6(HOP_BY_HOP, options(DESTINATION, padding) + options(ROUTING, padding)
           + bytes([FRAGMENT, 2, 0, 1, 0, 0, 0, 0]) + router + fragment(0, 0, TCP) + segment),
        v6(HOP_BY_HOP, options(HOP_BY_HOP, padding) + options(TCP, padding) + segment),
        v4(AH, struct.pack("!BBHII", TCP, 4, 0, 0x100, 7) + bytes(range(12)) + tcp(HELLO)),
        v4(ESP, struct.pack("!II", 0x100, 7) + bytes(24)),
    ]
    whole = v6(HOP_BY_HOP, options(ROUTING, padding) + routing(0, 1, router) + segment)
    frames += [(whole[:length], len(whole)) for length in (54, 55, 58, 61, 62, 64, 70, 85, 86, 90, 110)]
    whole = v6(FRAGMENT, fragment(0, 1) + udp6(bytes(40)))
    frames += [(whole[:length], len(whole)) for length in (54, 60, 62, 66)]
    write_handmade(path, frames)


def link_layers(path):
    """Ethernet frames that hold no IP, or hold it in another way."""
    inner = ipv4(UDP, udp())
    length = lambda data: make.SERVER_MAC + make.CLIENT_MAC + struct.pack("!H", len(data)) + data
    snap = lambda organisation, kind, data: (
        b"\xaa\xaa\x03" + organisation + struct.pack("!H", kind) + data)
    frames = [
        ethernet(0x9999, b"unknown ethertype"), ethernet(0x88B5, HELLO), ethernet(0x05FF, HELLO),
        ethernet(0x9999, b""), length(snap(bytes(3), IPV4, inner)), length(snap(bytes(3), ARP, arp_packet(1))),
        length(snap(bytes(3), IPV6, ipv6(UDP, udp6()))), length(snap(b"\x08\x00\x08", 0x809B, HELLO)),
        length(snap(bytes(3), 0x9999, HELLO)), length(b"\x06\x06\x03" + inner),
        length(b"\x04\x04\x03" + HELLO), length(b"\x04\x05\x7f" + HELLO), length(b"\xf8\xf9\x00\x02" + HELLO),
        length(b"\xf8\xf8\x01\x02"), length(b"\xaa"), length(b""),
        length(snap(bytes(3), IPV4, inner)) + bytes(8),
        ethernet(0x8100, struct.pack("!HH", 42, IPV4) + inner),
        ethernet(0x8100, struct.pack("!HH", 42, 0x9999) + HELLO), ethernet(0x8100, b"\0"),
        ethernet(0x9100, struct.pack("!HH", 7, 0x8100) + struct.pack("!HH", 42, IPV4) + inner),
        ethernet(0x8100, struct.pack("!HH", 42, len(inner) + 8) + snap(bytes(3), IPV4, inner)),
        b"\xff" * 6 + b"\1\2", b"", make.SERVER_MAC + make.CLIENT_MAC,
    ]
    write_handmade(path, frames)


HANDMADE = {
    "textbook-packet": textbook_packet, "offload-length-zero": offload_length_zero,
    "checksums": checksums, "malformed": malformed, "ipv4-options": ipv4_options,
    "tcp-options-handmade": tcp_options_handmade, "ipv6-extensions": ipv6_extensions,
    "link-layers": link_layers, "sctp-chunks": handmade_streams.sctp_chunks,
    "dccp-packets": handmade_streams.dccp_packets, "tunnels": handmade_tunnels.tunnels,
    "fragments": handmade_fragments.fragments,
} | {f"link-{name}": handmade_tunnels.link(name) for name in handmade_tunnels.LINKS} | {
    name: handmade_services.group(name) for name in handmade_services.GROUPS} | (
    handmade_link_state.HANDMADE | handmade_management.HANDMADE | handmade_rarer.HANDMADE | handmade_routing.HANDMADE
    | handmade_vendors.HANDMADE | handmade_reservations.HANDMADE | handmade_ppp.HANDMADE | handmade_carriers.HANDMADE
    | handmade_older.HANDMADE | handmade_low_rate.HANDMADE | handmade_link_management.HANDMADE | handmade_afs.HANDMADE)
