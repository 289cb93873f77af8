"""Frames of IEEE 802.11, and packets of DECnet, PGM, ForCES and a switch's interception shim, by hand."""
import struct

from .capture import write_handmade
from .packets import address, ethernet, ipv4, udp4

A, B, C, D = (bytes([2, 0, 0, 0, 0, n]) for n in (1, 2, 3, 4))


def cut(frames, sizes):
    """The frames, and the first of them cut after some bytes."""
    return frames + [(frames[0][:size], len(frames[0])) for size in sizes]


def management(subtype, body, flags=0):
    return bytes([subtype << 4, flags]) + b"\x2c\0" + A + B + C + b"\x10\0" + body


def element(kind, value):
    return bytes([kind, len(value)]) + value


NAME = element(0, b"tea\x01house")
RATES = element(1, bytes([0x82, 0x84, 0x8b, 0x0c, 0x12, 0x16]))
BEACON = bytes(8) + b"\x64\0\x11\4" + NAME + RATES + element(3, b"\6") + element(5, b"\0\1\0\0") + element(4, bytes(6))


def wireless(path):
    frames = cut([management(8, BEACON)], (1, 2, 20, 30, 36, 40, 50, 60))
    frames += [management(0, b"\x31\4\x0a\0" + NAME + RATES), management(1, b"\x11\0\0\0\1\xc0" + RATES),
               management(2, b"\x31\4\x0a\0" + D + NAME), management(3, b"\1\0\x11\0\2\xc0"),
               management(4, element(0, b"") + RATES), management(4, element(0, b"x" * 33)),
               management(5, BEACON), management(9, b""), management(6, b"1234"), management(15, b"1234", 0x40),
               management(10, b"\x08\0"), management(10, b"\x08"), management(12, b"\7\0"), management(12, b"\x99\0"),
               management(12, b"\x42\0"), management(0, b"\1"), management(1, b"\1"), management(2, b"\1")]
    frames += [management(11, struct.pack("<HHH", kind, sequence, status) + element(16, b"challenge"))
               for kind, sequence, status in ((0, 1, 0), (0, 2, 0), (1, 2, 0), (1, 3, 15), (2, 1, 107), (9, 1, 108))]
    frames += [management(13, bytes([category, action])) for category in (0, 1, 2, 3, 7, 13, 14, 15, 127, 99)
               for action in (0, 1, 5, 10)]
    frames += [management(11, b"\x12\x34\x56\x80", 0x40), management(11, b"\x12", 0x40)]
    control = {7: 12, 8: 16, 9: 8, 10: 12, 11: 12, 12: 6, 13: 6, 14: 12, 15: 12, 3: 12}
    for subtype, size in control.items():
        frame = bytes([subtype << 4 | 4, 0]) + b"\x20\0" + (A + B + b"\5\0\x30\2")[:size]
        frames += [frame, (frame[:9], len(frame))]
    for flags in range(4):
        data = bytes([8, flags]) + b"\0\0" + A + B + C + b"\0\0" + (D if flags == 3 else b"")
        frames.append(data + b"\xaa\xaa\3\0\0\0\x08\0" + ipv4(253, b"abcd"))
    frames += [b"\x88\xff\0\0" + A + B + C + b"\0\0" + D + b"\0\0\x12\x34\x56\x80", b"\x48\0\0\0" + A + B + C + b"\0\0",
               b"\xfc\0\0\0" + A + B]
    write_handmade(path, frames, 105)


def pgm(kind, body, options=b"", data=b""):
    head = struct.pack("!HHBBH6sH", 5000, 6000, kind, 1 if options else 0, 0, b"\n\0\2\x0f\0\1", len(data))
    return head + body + options + data


def option(kind, value, length=None):
    return bytes([kind, len(value) + 2 if length is None else length]) + value


def option_list(*options):
    every = b"".join(options)
    return option(0, struct.pack("!H", 4 + len(every))) + every


def multicast():
    four, six = b"\0\1\0\0" + address("10.0.2.1"), b"\0\2\0\0" + address("2001:db8::1")
    known = [option(1, b"\0\0" + struct.pack("!III", 1, 2, 3)), option(2, b"\0\0" + struct.pack("!II", 4, 5)),
             option(3, b"\0\0" + struct.pack("!I", 6)), option(4, b"\0\0" + struct.pack("!II", 7, 8)),
             option(5, b"\0\0" + struct.pack("!II", 9, 10)), option(7, b"\0\0" + four), option(8, b"\0\0\0\0\0\1"),
             option(9, b"\0\0\0\0\0\2"), option(10, b"\0\0\0\0\0\3"), option(11, b"\0\0"), option(13, b"\0\0"),
             option(14, b"\0\0"), option(15, b"\0\0"), option(17, b"\0\0"), option(18, b"\0\0\0\0\0\x0b" + six),
             option(0x93, b"\0\0\0\0\0\x0c" + four)]
    wrong = [option(kind, b"\0\0\0") for kind in (1, 3, 4, 5, 7, 8, 11, 13, 18, 19)] + [
        option(7, b"\0\0\0\1\0\0" + bytes(9)), option(7, b"\0\0\0\2\0\0" + bytes(9)), option(7, b"\0\0\0\3\0\0" + bytes(9)),
        option(2, b"\0\0\0"), option(3, b"", 2), option(3, b"\0\0", 40), option(0, b"\0\7"), option(12, b"\0\0"), option(99, b"\0\0")]
    packets = [pgm(4, struct.pack("!II", 100, 50), option_list(*known), b"some data")]
    packets += [pgm(0, struct.pack("!III", 1, 2, 3) + path) for path in (four, six, b"\0\3\0\0abcd")]
    packets += [pgm(1, struct.pack("!IHH", 1, 2, 0)),
                pgm(2, struct.pack("!IHH", 1, 2, 0) + four + struct.pack("!III", 3, 4, 5)),
                pgm(5, struct.pack("!II", 100, 50), b"", b"x" * 20), pgm(11, struct.pack("!II", 7, 0)), pgm(12, b""), pgm(3, b"")]
    packets += [pgm(kind, struct.pack("!I", 9) + four + b"\0\0" + four) for kind in (8, 9, 10)]
    packets += [pgm(4, bytes(8), option_list(one)) for one in wrong]
    packets += [pgm(4, bytes(8), b"\1\4\0\4"), pgm(4, bytes(8), b"\0\5\0\4"), pgm(4, bytes(8), b"\0\4\0\3"),
                pgm(4, bytes(8), b"\0\4\0\6\1\1"), pgm(12, b"", option_list(known[0]))]
    frames = [ethernet(0x0800, ipv4(113, packet)) for packet in packets]
    return cut(frames, (35, 37, 45, 50, 56, 60, 64, 75, 90, 110))


def decnet():
    long = b"\x26\0\0\xaa\0\4\0\2\4\0\0\xaa\0\4\0\1\4\0\3\0\0"
    links = b"\x05\0\x06\0"
    segments = [b"\x60" + links + b"\1\x80\2\xa0\3\0data", b"\x60" + links + b"\1\x90\2\xb0\3\0", b"\x20" + links + b"\7\0",
                b"\x30" + links + b"\1\x80\2\xa0\3\0", b"\x10" + links + b"\1\x80\2\xa0\3\0\1\x09", b"\x10" + links + b"\1\x80\2\xa0\3\0\2\x09",
                b"\x10" + links + b"\1\0\2\0\3\0\4\x09", b"\x10" + links + b"\1\0\2\0\3\0\x0b\x09", b"\x10" + links + b"\1\0",
                b"\x50" + links, b"\4" + links + b"\1\x80\2\xa0", b"\4" + links + b"\1\x90\2\xb0", b"\x14" + links + b"\1\x80\2\xa0",
                b"\x24" + links, b"\x34" + links, b"\x18" + links + b"\5\2\x40\2", b"\x68" + links + b"\x09\1\x40\2",
                b"\x28" + links + b"\1\3\x40\2\0", b"\x28" + links + b"\1\0\x40\2\3abc", b"\x38" + links + b"\x26\0\0",
                b"\x38" + links + b"\x63\0\2ab", b"\x48" + links + b"\x2a\0", b"\x58" + links, b"\x0c" + links, b"\x60\5"]
    packets = [long + segment for segment in segments] + [b"\x02\2\4\1\4\5" + segments[0], b"\x83\0\0" + long + segments[0],
                                                          b"\x46\0\0\0\0\0\0\0", b"\4\0\0\0\0\0\0\0"]
    source = b"\xaa\0\4\0\1\4"
    packets += [b"\1\1\4\x0f\x40\2\2\0\0\x0a\0\0", b"\3\1\4\7abc", b"\5\1\4\xaaabc",
                b"\7\1\4\0" + struct.pack("<HHH", 5, 1, 0x0c05) + struct.pack("<HHH", 2000, 1, 0) + b"\0\0",
                b"\x09\1\4\0" + struct.pack("<HHH", 2, 1, 0x0405) + b"\0\0", b"\x0b\2\0\0" + source + b"\x62\x40\2\x40\0\x0f\0\0\0\0",
                b"\x0d\2\0\0" + source + b"\x03\x40\2\0" + bytes(8) + source + b"\x0f\0\0\2\xaa\xaa", b"\x0f\0\0\0\0\0\0\0",
                b"\x0d\2\0\0\0\0\0\0", b"\x0b\2\0\0\0\0\0\0", b"\x01\2\0\0\0\0\0\0"]
    frames = [ethernet(0x6003, struct.pack("<H", len(packet)) + packet) for packet in packets]
    odd = [ethernet(0x6003, struct.pack("<H", length) + bytes(30)) for length in (3, 99)] + [ethernet(0x6003, b"\2\0\2\0")]
    return cut(frames, (15, 17, 30, 40, 45)) + odd


def forces(kind, flags, source=2, destination=0x40000001, words=6):
    message = struct.pack("!BBHIIQI", 0x10, kind, words, source, destination, 77, flags)
    chunk = struct.pack("!BBHIHHI", 0, 3, 16 + len(message), 1, 2, 3, 0) + message
    return ethernet(0x0800, ipv4(132, struct.pack("!HHII", 6704, 40000, 1, 0) + chunk))


def elements():
    frames = [forces(kind, flags) for kind, flags in (
        (1, 0xF8000000), (2, 0x38500000), (3, 0x78980000), (4, 0xB8E00000), (5, 0), (6, 0), (15, 0xC0100000), (0x11, 0),
        (0x13, 0), (0x14, 0x07FFFFFF))]
    return frames + [forces(1, 0, node, node) for node in (
        0x3FFFFFFF, 0x80000000, 0xC0000000, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF)] + [forces(1, 0, words=9)]


def interception():
    inner = ipv4(253, b"abcd")
    shims = [(2, 5, 3, inner), (3, 7, 1, ethernet(0x0800, inner)), (1, 4, 2, inner), (7, 4, 7, b"\x33abc"), (3, 9, 1, b"abc")]
    frames = [udp4(struct.pack("!I", way << 29 | kind << 25 | tags << 22 | 4711) + inside, source_port=49152, destination_port=40000)
              for way, kind, tags, inside in shims]
    return cut(frames + [udp4(b"abc", source_port=49152, destination_port=40000)], (44, 50))


def transports(path):
    write_handmade(path, multicast() + decnet() + elements() + interception())


HANDMADE = {"wireless-management": wireless, "rarer-transports": transports}
