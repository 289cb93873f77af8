"""RSVP (RFC 2205, 2210, 3209, 3473, 3476, 4090, 4124, 4875, 5063): each object and type, right and wrong."""
import struct

from .capture import write_handmade
from .handmade_routing import with_cuts
from .packets import address, ethernet, ipv4

FOUR, OTHER, SIX = address("192.0.2.1"), address("192.0.2.2"), address("2001:db8::1")


def u(*words):
    return struct.pack(f"!{len(words)}I", *words)


def item(number, kind, value):
    return struct.pack("!HBB", 4 + len(value), number, kind) + value


def message(kind, *objects, version=0x10, length=None):
    body = b"".join(objects)
    return struct.pack("!BBHBBH", version, kind, 0, 63, 0, 8 + len(body) if length is None else length) + body


def packet(content):
    return ethernet(0x0800, ipv4(46, content))


def objects():
    real = struct.pack
    bucket = b"\x7f\0\0\5" + real("!fffII", 125e6, 1500.5, 2.5e8, 64, 1500)
    services = u(0x00000014) + b"\5\0\0\x06" + bucket + b"\2\x80\0\x0a" + b"\x82\0\0\2" + real("!fI", 1e5, 7) \
        + b"".join(bytes([number, 0, 0, 1]) + u(9) for number in (4, 8, 10, 133, 136, 200)) + b"\6\0\0\1" + real("!f", 1e9) + b"\x08\0\0\1" + u(0xFFFFFFFF)
    hops = b"\1\x08" + FOUR + b"\x20\3" + b"\x81\x08" + OTHER + b"\x20\x0c" + b"\3\x08\1\1" + u(16) + b"\x20\4\xfb\xf4" + b"\2\x14" + bytes(18)
    fast = b"\7\1\x10\0" + real("!f", 1.25e6) + u(1, 2, 3)
    interface = b"".join(real("!HBB", 4 + len(value), kind, family) + value for kind, family, value in [
        (1, 1, FOUR), (2, 2, SIX), (2, 3, b"nsap"), (1, 9, b""), (3, 0, b""), (3, 0, b"diff"), (4, 0, u(0x80000002, 7, 8)),
        (5, 0, u(3 << 24)), (9, 0, b"????")])
    return [
        [item(1, 1, FOUR + b"\x11\0\x0f\xa0"), item(1, 2, SIX + b"\x11\1\x0f\xa0"), item(1, 7, FOUR + real("!HH", 0, 5) + OTHER),
         item(1, 11, FOUR + real("!HH", 0, 5) + OTHER), item(1, 8, SIX + real("!HH", 0, 5) + SIX), item(1, 13, u(7) + real("!HH", 0, 5) + OTHER),
         item(1, 14, u(7) + real("!HH", 0, 5) + SIX + bytes(4)), item(1, 99, b"????")],
        [item(3, 1, FOUR + u(7)), item(3, 3, FOUR + u(7, 1)), item(3, 2, SIX + u(7)), item(4, 1, b"\x80\0" + bytes(range(30))), item(5, 1, u(30000)),
         item(6, 1, FOUR + b"\1\x18\0\5"), item(6, 1, FOUR + b"\0\x1c\0\4"), item(6, 3, FOUR + b"\0\x7d\0\x63"), item(6, 1, FOUR + b"\0\1\0\2"),
         item(6, 2, SIX + b"\0\x18\0\1"), item(6, 4, SIX + b"\0\x1c\0\1"), item(7, 1, FOUR), item(8, 1, u(0x0100000A)), item(8, 1, u(18)), item(8, 1, u(99))],
        [item(9, 2, services), item(12, 2, services[:32]), item(13, 2, u(0x00000002) + b"\1\0\0\1" + u(1)), item(9, 1, FOUR),
         item(10, 1, FOUR + real("!HH", 0, 80)), item(10, 2, SIX + real("!HH", 0, 80)), item(10, 3, SIX + b"\0\1\2\3"), item(10, 7, FOUR + real("!HH", 0, 9)),
         item(10, 8, SIX + real("!HH", 0, 9)), item(10, 12, FOUR + real("!HH", 0, 9) + OTHER + real("!HH", 3, 0)), item(10, 13, SIX + real("!HH", 0, 9) + SIX + real("!HH", 0, 3)),
         item(11, 7, FOUR + real("!HH", 0, 9)), item(11, 1, FOUR + real("!HH", 0, 80)), item(11, 12, FOUR + real("!HH", 0, 9) + OTHER + real("!HH", 3, 0))],
        [item(15, 1, FOUR), item(15, 2, SIX), item(195, 1, FOUR), item(195, 2, SIX), item(50, 1, FOUR), item(50, 2, SIX), item(16, 1, u(16, 17)), item(35, 2, u(18)),
         item(129, 3, u(1, 2, 3)), item(34, 9, u(1)), item(19, 1, real("!HH", 0, 0x0800) * 2), item(19, 2, real("!HHHHHH", 0, 0x86DD, 0x8001, 32, 0x0FFF, 99)),
         item(19, 3, u(0x1234, 16, 0x01000063)), item(19, 3, u(0x0800, 0x01000010, 32)), item(19, 4, b"\1\x64\0\x21"), item(20, 1, hops[:28]), item(21, 1, hops)],
        [item(22, 1, u(1, 2)), item(22, 2, u(3, 4)), item(23, 1, u(0x01000007, 9)), item(24, 2, u(7, 9)), item(25, 1, u(7, 1, 2, 3)), item(36, 1, u(0x00000001, 5, 6)),
         item(36, 1, u(0x02000001, 5, 9)), item(37, 1, u(1)), item(63, 7, FOUR + OTHER + FOUR + OTHER), item(66, 1, u(5)), item(125, 1, u(6)), item(131, 1, u(120000, 60000)),
         item(134, 1, u(7)), item(134, 1, u(0x18)), item(196, 1, u(0x80000003)), item(204, 1, real("!HH", 2, 2) + b"\1\3x\x10\4yz" + b"\0\0" + b"!!!"),
         item(205, 1, fast), item(205, 7, fast[:16]), item(207, 7, b"\3\4\x1f\5path1\0\0\0"), item(207, 7, b"\3\4\0\0"), item(229, 1, interface), item(230, 1, FOUR), item(250, 1, FOUR)],
        [item(1, 1, b"abcd")], [item(16, 3, u(1))], [item(207, 7, b"\3\4\0\x09abc\0")], [item(229, 1, b"\0\3\1\1")], [item(229, 1, b"\0\4\1\1" + FOUR)], [b"\0\6\1\1ab"], [b"\0\0\1\1"],
        [b"\0\x10\1\1" + FOUR], [item(20, 1, b"\1\0\0\0")], [item(20, 1, b"\1\x20\0\0")], [item(20, 1, b"\1\7" + FOUR + b"\x20\0")], [item(20, 1, b"\1\x08" + FOUR + b"\x18\0")],
        [item(204, 1, real("!HH", 1, 0) + b"\1\1xx")]]


def reservations(path):
    groups = objects()
    frames = [packet(message(1 + index % 7, *group)) for index, group in enumerate(groups)]
    inner = message(13, item(24, 1, u(7, 9)))
    frames += [packet(message(12, inner, message(15, item(25, 1, u(7, 1))))), packet(message(12, inner[:12] + b"\0\x63" + inner[14:])),
               packet(message(12, message(13, version=0x20))), packet(message(12, message(13, length=4))), packet(message(20, version=0x11)),
               packet(message(99, b"????")), packet(message(1, version=0x20)), packet(message(14, length=4)), packet(message(1)[:6])]
    write_handmade(path, with_cuts(frames, 34))


HANDMADE = {"reservations": reservations}
