"""Links of carriers' networks by hand: Juniper's headers, ATM, multilink frame relay with its signalling, and OSI's CLNP."""
import struct

from .capture import write_handmade
from .handmade_routing import with_cuts
from .packets import SERVER_MAC, CLIENT_MAC, UDP, ethernet, ipv4, ipv6, udp, udp6

INSIDE, INSIDE6 = ipv4(UDP, udp()), ipv6(UDP, udp6())
FRAME = ethernet(0x0800, INSIDE)
ESIS = bytes.fromhex("82 10 01 00 04 00 1e 00 00 06 49 00 01 02 03 04")
SNAP = b"\xaa\xaa\3\0\0\0\x08\0" + INSIDE
HDLC, LCP = b"\xff\3", b"\xc0\x21\1\7\0\4"
LABEL = struct.pack("!I", 16 << 12 | 1 << 8 | 64)


def juniper(content, flags=0, extensions=None):
    head = b"MGC" + bytes([flags | (0x80 if extensions is not None else 0)])
    if extensions is not None:
        head += struct.pack("!H", len(extensions)) + extensions
    return head + content


def part(kind, value):
    return bytes([kind, len(value)]) + value


EXTENSIONS = b"".join(part(kind, value) for kind, value in [
    (1, b"\x8c\0"), (2, b"ge-0/0/0"), (3, b"\1"), (4, b"\x4c\1\0\0"), (5, b"\0\1\2"), (6, b"\x0e"), (7, b"\x3c"), (8, b"\x41"),
    (3, b"\x3b"), (3, b"\x63"), (6, b"\x63"), (9, b"12345"), (0x80, b"\1\2"), (0x81, b"\1\2\3"), (0x82, b"\0\0\0\1"), (0x83, b"\7")])
COMMON = [
    juniper(b"", 2), juniper(bytes(4) + INSIDE, 2), juniper(bytes(4) + INSIDE6, 3), juniper(bytes(4) + b"?", 2), b"MGD\0" + INSIDE]


def headers(*contents):
    """Each content behind the header; the first also with extensions, good and bad, and those without a link-layer header."""
    first = contents[0]
    return with_cuts([*(juniper(content, number & 1 | number << 1 & 0x44) for number, content in enumerate(contents)),
                      juniper(first, 0, EXTENSIONS), juniper(first, 1, b"\3\5\1"), juniper(first, 1, b"\3\0\1\1"),
                      juniper(first, 0, b""), *COMMON], 4)


SERVICES = lambda protocol, last=b"\0\x28", fourth=0: b"\x47\1\2\3" + bytes([fourth, protocol]) + last
CELL = lambda kind, function, body, cells=4: (
    b"\x01\x20\x00\x3b" + bytes([kind << 4 | function]) + body.ljust(45, b"\x6a") + b"\0\0")


def with_crc(cell, start):
    """The cell with the CRC-10 of ITU-T I.610 in its last ten bits."""
    rest = 0
    for byte in cell[start:start + 46] + bytes([cell[start + 46] & 0xFC, 0]):
        for shift in range(7, -1, -1):
            top = rest & 0x200
            rest = (rest << 1 | byte >> shift & 1) & 0x3FF
            rest ^= 0x233 if top else 0
    # Ten zero bits went in behind the payload's; what is left is the remainder.
    return cell[:start + 46] + bytes([cell[start + 46] & 0xFC | rest >> 8, rest & 0xFF])


CELLS = [with_crc(CELL(1, 8, b"\1" + bytes(range(28))), 4), CELL(1, 8, b"\0" + bytes(28)), CELL(1, 0, b"\2" + bytes(range(16))),
         CELL(1, 1, b""), CELL(1, 4, b""), CELL(1, 9, b""), CELL(2, 1, b""), CELL(2, 7, b""), CELL(8, 0, b""), CELL(8, 1, b""),
         CELL(8, 2, b""), CELL(15, 0, b""), CELL(5, 3, b"")]
Q933 = [
    b"\0\x75\x95\1\1\0\3\2\5\4", b"\0\x7d\x95\1\1\0\3\2\6\5\7\3\4\x89\xa2\7\3\4\x89\x88\7\4\4\x08\x81\x82\7\5\4\x08\1\x81\x8a",
    b"\0\x75\x51\1\1\x53\2\7\x08", b"\0\x7d\x51\1\2\x57\3\x18\x81\x80", b"\0\x75\x51\1\7", b"\0\x7d\x51\1\0\x57\3\x98\x81\x80",
    b"\0\x7d\3\1\1\7\2\1\2\x57\6\1\2\3\4\5\6", b"\2\x12\x34\5\x9d\x99\1\1\x08\2\x81\x90", b"\1\0\x01\x6c\3abc", b"\1\7\x99\x07",
    b"\0\x63\x91\1\1\1", b"\0\x75\x01\0", b"\0\x75\0\1\2", b"\0\x75\x51\x09\1", b"\0\x75\x51", b"\0\x75", b"\0", b"\3\1", b""]
MULTILINK = [
    b"\xe1\0\1\1\7bundle\0\3\6\1\2\3\4", b"\xe1\0\2\2\6link", b"\xe1\0\3\7\5\2no", b"\xe1\0\4\3\5123", b"\xe1\0\5\5\x0a01234567", b"\xe1\0\6\6\4xx",
    b"\xe1\0\7", b"\xe1\0\x09\x09\4xx", b"\xe1\0\1\0\4xx", b"\xe1\0\1\1\2", b"\xe1\0\1\1\x3c" + b"n" * 58, b"\xc3\5\x18\x41\3\xcc" + INSIDE,
    b"\x83\6\x18\x41\3\xcc" + INSIDE, b"\x03\7middle", b"\x43\x08last", b"\x61\1odd", b"\xe1\0\1"]
BUNDLE = [b"\x03\xcc" + INSIDE, b"\x03\x8e" + INSIDE6, b"\x03\x08" + Q933[0], b"\x03\x81x", b"\x99\x99"]


def clnp(kind=28, flags=0, options=b"", data=b"data", parts=b"", destination=b"\x49\0\1\2\3\4\5\6\7\0", source=b"\x39\1", length=None,
         version=1, lifetime=31, checksum=0):
    addresses = bytes([len(destination)]) + destination + bytes([len(source)]) + source
    size = 9 + len(addresses) + len(parts) + len(options)
    return struct.pack("!BBBBBHH", 0x81, size if length is None else length, version, lifetime, flags << 5 | kind,
                       size + len(data), checksum) + addresses + parts + options + data


def osi(path):
    """CLNP (ISO 8473) with each kind of PDU and option, over LLC; Q.933 in an OSI frame."""
    llc = lambda packet: SERVER_MAC + CLIENT_MAC + struct.pack("!H", len(packet) + 3) + b"\xfe\xfe\3" + packet
    option = lambda kind, value: bytes([kind, len(value)]) + value
    reasons = [option(193, bytes([number, 0])) for number in (0, 7, 9, 0x81, 0x93, 0xA0, 0xB4, 0xC0, 0xC1, 0x50)]
    route = lambda kind, offset, list: option(kind, bytes([kind & 1, offset]) + list)
    packets = [
        clnp(), clnp(29), clnp(30, 1), clnp(31, data=clnp()), clnp(1, data=clnp(options=option(205, b"\7"))), clnp(1, data=b"?"), clnp(17),
        clnp(1, data=b""), clnp(28, 7, parts=struct.pack("!HHH", 7, 100, 300)), clnp(28, 4), clnp(28, 0, b"".join(reasons)), clnp(data=b""),
        clnp(options=option(195, b"\xff") + option(195, b"\x40") + option(195, b"\xc0") + option(197, b"\x40\5") + option(197, b"\1\2")),
        clnp(options=option(204, bytes(5)) + option(205, b"\x1e") + option(99, b"what")),
        clnp(options=route(200, 3, b"\2ab\2cd") + route(203, 3, b"\3abc") + route(203, 0, b"x") + route(200, 99, b"x") + route(203, 3, b"\x09a")),
        clnp(options=option(200, b"x")), clnp(options=option(205, b"")), clnp(options=b"\xcd\x09x"), clnp(options=b"\xcc"), clnp(checksum=0x1234),
        clnp(length=99), clnp(length=5), clnp(length=9), clnp(length=12), clnp(length=20), clnp(version=2), clnp(lifetime=4, destination=b""),
        ESIS, *(b"\x08" + message for message in Q933)]
    write_handmade(path, with_cuts([llc(packet) for packet in packets], 17))


SUN = lambda direction, path, channel, packet: struct.pack("!BBH", direction, path, channel) + packet
LINKS = {
    "juniper-ethernet": (178, headers(FRAME, ethernet(0x9999, b"what"), SERVER_MAC + CLIENT_MAC + b"\0\x08" + b"\xfe\xfe\3" + ESIS[:5])),
    "juniper-ppp": (179, headers(HDLC + b"\0\x21" + INSIDE, HDLC + LCP)), "juniper-frame-relay": (180, headers(b"\x18\x41\3\xcc" + INSIDE)),
    "juniper-hdlc": (181, headers(b"\x0f\0\x08\0" + INSIDE)), "juniper-pppoe": (167, headers(FRAME, b"\x47" + FRAME, b"\x54" + FRAME)),
    "juniper-pppoe-atm": (168, headers(b"\x88\x64\x11\0\0\7\0\x06" + LCP, b"\x08\0" + INSIDE, b"\x12\x34" + INSIDE)),
    "juniper-monitor": (164, headers(bytes(8) + INSIDE, bytes(8) + b"\x45\7\0\5\0\0\0\x09" + INSIDE, b"\x47" + bytes(7) + INSIDE, b"\x54" + bytes(9))),
    "juniper-services": (136, headers(bytes(8) + INSIDE, bytes(8) + b"\x05\2\0\5\0\0\0\x09" + INSIDE, SERVICES(0) + INSIDE6)),
    "juniper-ggsn": (133, headers(b"\1\2\2\3\0\x2a\0\0" + INSIDE, b"\1\2\6\3\0\x2a\0\0" + INSIDE6, b"\1\2\1\3\0\x2a\0\0" + INSIDE, b"\1\2\x63\3\0\x2a\0\0")),
    "juniper-es": (132, headers(struct.pack("!HBBI4s4s", 7, 64, 5, 0x1234, b"\n\0\0\1", b"\n\0\0\2") + INSIDE, *(
        struct.pack("!HBBI4s4s", 7, 64, kind, 0x1234, b"\n\0\0\1", b"\n\0\0\2") + INSIDE for kind in (3, 4, 0, 9)),
        b"\x45\0\0\1" + INSIDE[4:], b"\x45\0\0\2" + INSIDE[4:])),
    "juniper-atm1": (137, headers(b"\0\0\0\1" + SNAP, b"\0\0\0\1" + INSIDE, b"\0\0\0\1\3" + ESIS, b"\0\0\0\1\xfe\xfe\3" + ESIS, b"\0\0\0\1???",
                                  SERVICES(0) + INSIDE6, *(b"\x80\0\0\1" + cell for cell in CELLS))),
    "juniper-atm2": (135, headers(bytes(8) + SNAP, bytes(8) + INSIDE, bytes(8) + b"\3" + ESIS, b"\0\0\0\x01" + bytes(4) + FRAME, bytes(8) + LCP,
                                  bytes(8) + b"\0\x21" + INSIDE, b"\0\0\0\x01" + bytes(4) + INSIDE, bytes(7) + b"\x10" + bytes(4) + CELLS[0],
                                  bytes(7) + b"\x20\x08\x38\0\0" + CELLS[1], bytes(7) + b"\x70\1\2\3\4" + CELLS[2], b"\x54" + bytes(9))),
    "juniper-mlppp": (130, headers(b"\0\x05" + HDLC + b"\0\x21" + INSIDE, b"\0\x23" + ESIS, HDLC + b"\0\x21" + INSIDE, b"\x54\5\0\0\0\x57" + INSIDE6,
                                   b"\0\x05\0\0" + INSIDE, *(SERVICES(*more) + content for more, content in [
                                       ((0,), INSIDE), ((0, b"\0\x28", 0x0C), HDLC + b"\0\x21" + INSIDE), ((0x10,), INSIDE6), ((0x20,), LABEL + INSIDE),
                                       ((0x30,), ESIS), ((0x40,), HDLC + b"\0\x21" + INSIDE)]))),
    "juniper-mlfr": (131, headers(*(b"\0\x07" + content for content in BUNDLE), *(b"\x54\7\0\0" + content for content in BUNDLE),
                                  b"\0\1\0\3" + ESIS, b"\0\1\3\0" + ESIS, SERVICES(3) + b"\0\0" + ESIS)),
    "juniper-mfr": (134, headers(*(b"\0\x07\0\0" + content for content in BUNDLE), b"\0\0\0\1\xfe\xfe" + ESIS, *(b"\x54\7\0\0\0\0" + content for content in BUNDLE),
                                 *MULTILINK[:3], MULTILINK[11], *(SERVICES(number) + content for number, content in [
                                     (0, INSIDE), (0x10, INSIDE6), (0x20, LABEL + INSIDE), (0x30, ESIS), (0x50, INSIDE)]))),
    "multilink-frame-relay": (182, with_cuts(MULTILINK, 0)),
    "frame-relay-control": (107, with_cuts(
        [b"\x18\x41\3\x08" + message for message in Q933]
        + [b"\x18\x41\3\xb1" + fragment for fragment in (b"\xc0\5end", b"\x83\6", b"\x23\7", b"\0\1", b"\1")]
        + [b"\x18\x41\3\0\x80\0\0\0\x08\0" + INSIDE, b"\x18\x41\3\x80\0\0\0\x86\xdd" + INSIDE6, b"\x18\x41\3\x80\0\0\0\x99\x99what",
           b"\x18\x41\3\x80\0\0\x0c\x20\3\1\1\0\4lab\0" + bytes(60), b"\x18\x41\3\x80\0\x80\xc2\0\x0e\0\0\0\0" + bytes(31), b"\x18\x41\3\x80\1\2\3\4\5???",
           b"\x18\x41\3\x80\0", b"\x18\x41\3\x81" + clnp()[1:], b"\x18\x41\3\x82" + ESIS[1:]], 4)),
    "sun-atm": (123, with_cuts(
        [SUN(0x02, 1, 32, SNAP), SUN(0x82, 1, 32, b"\xfe\xfe\3" + ESIS), SUN(0, 1, 32, b"\x06\x06\3" + INSIDE), SUN(0, 0, 1, b"?"), SUN(0, 0, 2, b"?"),
         *(SUN(0, 0, 3 + number % 2, cell[:4] + b"\x5a" + cell[4:]) for number, cell in enumerate(CELLS)),
         *(SUN(0x80, 0, 5, b"\x09\3\1\2\3" + bytes([kind]) + b"\0\0\0") for kind in (2, 5, 7, 15, 0x46, 0x4D, 0x4E, 0x5A, 0x75, 0x7D, 0x80, 0x81, 0x82, 0x83, 0x84, 9)),
         SUN(0, 0, 5, b"\x08\3"), SUN(0, 0, 16, bytes.fromhex("30 26 02 01 00 04 06 70 75 62 6c 69 63 a0 19 02 01 26 02 01 00 02 01 00 30 0e 30 0c 06 08 2b 06 01 02 01 01 02 00 05 00")),
         SUN(1, 1, 40, b"\0\x2a" + FRAME), SUN(0x81, 1, 40, b"\xff\0\1\1\0\1" + bytes(20)), *(
             SUN(1, 1, 40, b"\xff\0\1\1" + struct.pack("!H", number) + bytes(20)) for number in (0x101, 2, 0x103, 4, 0x105, 6, 0x107, 8, 9, 77))], 4)),
    "atm": (11, with_cuts([SNAP, b"\xfe\xfe\3" + ESIS, b"\x06\x06\3" + INSIDE, b"\3" + ESIS, b"\3\xcc" + INSIDE, bytes(20) + SNAP, b"\1\2\3\4", b"\1"], 0)),
}


def link(name):
    number, frames = LINKS[name]
    return lambda path: write_handmade(path, frames, number)


HANDMADE = {"osi": osi} | {f"link-{name}": link(name) for name in LINKS}
