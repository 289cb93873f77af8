"""Frames of IEEE 802.15.4 by hand: each type, addressing mode, security level, command and information element."""
import struct
import zlib

from .capture import write_handmade
from .handmade_older import to, zep
from .handmade_routing import with_cuts

LONG, SHORT, PAN = bytes(range(1, 9)), b"\x34\x12", b"\xcd\xab"


def crc16(frame):
    """The check sequence of IEEE 802.15.4, section 7.2.10: ITU-T's, bits reversed, beginning with zero."""
    rest = 0
    for byte in frame:
        rest ^= byte
        for _ in range(8):
            rest = rest >> 1 ^ (0x8408 if rest & 1 else 0)
    return struct.pack("<H", rest)


def crc32(frame):
    """The check sequence of four bytes as tcpdump computes it: beginning with zero, not inverted."""
    return struct.pack("<I", zlib.crc32(frame, 0xFFFFFFFF) ^ 0xFFFFFFFF)


def control(kind, version=0, destination=2, source=2, **flags):
    bits = {"secure": 3, "pending": 4, "wants": 5, "compressed": 6, "unnumbered": 8, "elements": 9}
    return struct.pack("<H", kind | version << 12 | destination << 10 | source << 14 | sum(1 << bits[name] for name in flags))


def frame(kind, body, version=0, destination=2, source=2, networks=(1, 1), number=b"\x17", **flags):
    where = lambda mode, has: (PAN if has else b"") + {0: b"", 1: b"\7", 2: SHORT, 3: LONG}[mode]
    return (control(kind, version, destination, source, **flags) + (b"" if "unnumbered" in flags else number)
            + where(destination, networks[0] and destination) + where(source, networks[1] and source) + body)


def element(kind, value, payload=False, length=None):
    size = len(value) if length is None else length
    return struct.pack("<H", size | kind << 11 | 0x8000 if payload else size | kind << 7) + value


def nested(kind, value, long=False):
    return struct.pack("<H", len(value) | (kind << 11 | 0x8000 if long else kind << 8)) + value


END, LAST = element(0x7E, b""), element(0x7F, b"")
MULTI = b"\x21\x43\x12\2\x34\x12\x56\x12" + LONG + LONG
TIMES = struct.pack("<IHH", 1000, 2, 3) + struct.pack("<HH", 4, 2) + b"\xaa\xbb" + b"\1\2\3\0\2" + b"\2\0"
HEADERS = [element(kind, value) for kind, value in [
    (0, b"\x4a\x19\x1bdata"), (0x1A, b"\1\0\2\0"), (0x1A, b"\1\0\2\0\3\0"), (0x1A, b"\1\0\2\0\3"), (0x1A, b"\1"), (0x1B, b"\1\2\3\0"), (0x1B, b"\1"),
    (0x1D, b"\1\0\2\0"), (0x1D, b"\1"), (0x1E, b"\5\0"), (0x1E, b"\xfb\x8f"), (0x1E, b"\1"), (0x22, b"\7"), (0x27, b"eb"), (0x29, b""), (0x33, b"gap"),
    (0x1C, MULTI), (0x1C, b"\x21"), (0x21, b"\x21\x43\0\x21\1" + TIMES), (0x1C, b"\x21\x43\0\x31" + TIMES + bytes(4)), (0x21, b"\x21\x43\0\xd1\1" + TIMES + b"\2\5\0\6\0")]]
HOPPING = b"\1\x09\x0a\0\1\2\3\4\xff\3\2\0\5\0\6\0\7\0"
NESTED = [nested(kind, value, long) for kind, value, long in [
    (0x1A, b"\1\2\3\4\5\6", False), (0x1B, b"\1\1\x64\0\2\1\0\2\0\x1f\3\0\4\0\1", False), (0x1B, b"\2\1\x64\0\1", False), (0x1C, b"\1", False),
    (0x1C, bytes(range(25)), False), (0x1C, bytes(range(27)), False), (0x1C, b"12", False), (0x09, HOPPING, True), (0x09, b"\1", True), (0x09, b"\1\x02\3", True),
    (0x09, b"\1\0\0\0\0\0\0\0\2\0\5\0\6\0", True), (0x08, b"\x4a\x19\x1bx", True), (0x20, b"beacon", False), (0x05, b"long", True), (0x7F, b"", False)]]
PAYLOADS = [element(kind, value, True) for kind, value in [
    (1, b"".join(NESTED)), (1, b"\1"), (2, b"\x4a\x19\x1bdata"), (2, b"x"), (5, b"\x01content"), (0, b"esdu"), (9, b"?"), (3, b"\x28\1\0data"), (3, b"\x28"),
    (3, b"\x29data"), (3, b"\x2a\0\x10\0\1\0data"), (3, b"\x2a\0\x10"), (3, b"\x2a\1data"), (3, b"\x2c\2data"), (3, b"\x2c"), (3, b"\x2e"), (3, b"\x2e\x20\0"), (3, b"\x2e\1"),
    (3, b"\x2fdata")]]
SECURITY = [bytes([level | mode << 3 | extra]) + counter + source + b"payload and code" for level, mode, extra, counter, source in [
    (0, 0, 0, b"\1\0\0\0", b""), (1, 1, 0, b"\1\0\0\0", b"\7"), (5, 2, 0, b"\1\0\0\0", b"\1\2\3\4\7"), (6, 3, 0, b"\1\0\0\0", LONG + b"\7"), (7, 1, 0x20, b"", b"\7"), (4, 0, 0x40, b"\1\0\0\0", b"")]]
COMMANDS = [bytes([number]) + value for number, value in [
    (1, b"\x8e"), (1, b""), (2, b"\x34\x12\0"), (2, b"\x34\x12\2"), (2, b"\x34"), (3, b"\1"), (3, b"\7"), (4, b""), (5, b""), (6, b""), (7, b""), (8, b"\xcd\xab\x34\x12\x0b\x78\x56"),
    (8, b"\xcd\xab\x34\x12\x0b\x78\x56\2"), (8, b"short"), (9, b"\x24"), (9, b"\x24?"), (10, b"\1"), (0x13, b"x"), (0x20, b"y"), (0x99, b"z"), (3, b"\1\2"), (4, b"extra")]]
BEACONS = [b"\xff\xcf" + slots + pending + b"beacon payload" for slots, pending in [
    (b"\0", b"\0"), (b"\x82\1\x34\x12\x53\x78\x56\x21", b"\x12\1\2\3\4" + LONG), (b"\0", b"\x77" + bytes(20)), (b"\7\0" + bytes(5), b""), (b"\1", b"")]] + [b"\xff", b"\xff\xcf", b"\xff\xcf\0"]


def frames():
    plain = [frame(kind, b"data", version, destination, source, networks) for kind in (1, 2) for version in (0, 1, 2, 3)
             for destination, source, networks in [(2, 2, (1, 1)), (3, 3, (1, 0)), (0, 2, (0, 1)), (2, 0, (1, 0)), (0, 0, (0, 0)), (2, 3, (1, 1)), (1, 2, (1, 1)), (2, 1, (1, 1))]]
    compressed = [frame(1, b"data", version, destination, source, networks, compressed=1) for version in (1, 2)
                  for destination, source, networks in [(2, 2, (1, 0)), (3, 3, (0, 0)), (0, 0, (1, 0)), (0, 2, (0, 0)), (2, 0, (0, 0)), (2, 3, (1, 0))]]
    flags = [frame(1, b"data", 2, pending=1, wants=1), frame(1, b"data", 1, unnumbered=1), frame(1, b"data", 2, unnumbered=1, number=b"")]
    others = [frame(0, beacon, destination=0, networks=(0, 1)) for beacon in BEACONS] + [frame(0, BEACONS[0], 2, destination=0, networks=(0, 1))]
    others += [frame(3, command, 1) for command in COMMANDS] + [frame(1, security, 1, secure=1) for security in SECURITY] + [frame(1, b"", 1, secure=1)]
    elements = [frame(1, header + END + b"", 2, elements=1) for header in HEADERS]
    elements += [frame(1, LAST + b"data", 2, elements=1), frame(1, b"".join(HEADERS[:3]) + END + PAYLOADS[2] + element(15, b"", True) + b"data", 2, elements=1),
                 frame(1, element(0x90, b"x") + LAST, 2, elements=1), frame(1, element(0x22, b"x", length=9), 2, elements=1), frame(1, b"\x01", 2, elements=1),
                 frame(1, END + element(2, b"x", True, 99), 2, elements=1), frame(1, END + b"\1", 2, elements=1), frame(1, END + element(2, b"\1\2\3")[:5], 2, elements=1)]
    elements += [frame(1, END + payload + element(15, b"", True) + b"data", 2, elements=1) for payload in PAYLOADS]
    multipurpose = [bytes([5 | modes << 4]) + b"\x17" + SHORT + LONG + b"data" for modes in (0x0E & ~0x08, 0x0A, 0)]
    multipurpose += [struct.pack("<H", 5 | 8 | 2 << 4 | 3 << 6 | bits) + rest for bits, rest in [
        (0, b"\x17" + SHORT + LONG + b"data"), (0x100, b"\x17" + PAN + SHORT + LONG + b"data"), (0x400, SHORT + LONG + b"data"), (0x200, b"\x17" + SHORT + LONG + SECURITY[1]),
        (0x8000, b"\x17" + SHORT + LONG + END + PAYLOADS[2]), (0x4900, b"\x17" + PAN + SHORT + LONG + b"data")]] + [b"\x15\x17", b"\x15"]
    return plain + compressed + flags + others + elements + multipurpose + [b"\4\0data", b"\6\0data", b"\7\0data", b"\x41", b""]


def checked(path):
    """With check sequences of two and four bytes, right and wrong."""
    whole = frames()
    write_handmade(path, [each + (crc16 if number % 3 else crc32)(each) for number, each in enumerate(whole)]
                   + with_cuts([each + b"\0\0" for each in whole[::5]], 0), 195)


def unchecked(path):
    """Without check sequences; each cut."""
    write_handmade(path, with_cuts(frames(), 0), 230)


def tapped(path):
    """After the header of a capturing device (TAP)."""
    device = lambda size, version=0: bytes([version, 0]) + struct.pack("<H", size) + b"\0\0\1\0\1\0\0\0"
    inside = frames()[:3]
    write_handmade(path, with_cuts([device(12) + each + crc16(each) for each in inside] + [device(12, 1) + inside[0], device(2) + inside[0], device(99)], 0), 283)


def encapsulated(path):
    """In UDP, in ZEP of both versions."""
    write_handmade(path, with_cuts([packet for each in frames()[:2] for packet in to(17754, zep(each + crc16(each)))], 42))


HANDMADE = {"link-low-rate": checked, "link-low-rate-unchecked": unchecked, "link-low-rate-tap": tapped, "low-rate-encapsulated": encapsulated}
