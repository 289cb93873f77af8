"""LMP (RFC 4204) by hand: each message, each object with each type, wrong lengths; UNI 1.0's service discovery."""
import struct

from .capture import write_handmade
from .handmade_older import to
from .handmade_routing import with_cuts

A, B, S = b"\n\0\0\1", b"\n\0\0\2", bytes(range(16))


def thing(kind, subtype, value, negotiable=0, length=None):
    return struct.pack("!BBH", subtype | negotiable << 7, kind, 4 + len(value) if length is None else length) + value


def message(kind, *things, flags=0, length=None, version=1):
    body = b"".join(things)
    return struct.pack("!BBBBHH", version << 4, 0, flags, kind, 8 + len(body) if length is None else length, 0) + body


def words(*numbers):
    return struct.pack("!%dI" % len(numbers), *numbers)


def rate(number):
    return struct.pack("!f", number)


CHANNEL = thing(1, 1, words(7))
SWITCHING, WAVE = b"\1\x0c\x64\5" + rate(1e8) + rate(1e9), b"\2\x08\0\0" + words(1550)
VERIFY = words(4) + b"\5\0\x80\0" + rate(1e9) + words(1550)
SERVICE = b"\0\1\0\2\0\3\0\4" + A


def things():
    found = [CHANNEL, thing(1, 2, words(7), 1), thing(1, 3, words(7)), thing(2, 1, A), thing(2, 2, A), thing(2, 9, A)]
    found += [thing(kind, subtype, S if subtype in (3, 4) else A) for kind in (3, 4) for subtype in range(1, 8)]
    found += [thing(5, 1, words(5)), thing(5, 2, words(5)), thing(5, 3, words(5)), thing(6, 1, b"\0\5\0\x14"), thing(6, 2, words(5)), thing(7, 1, words(1, 2)),
              thing(7, 2, words(1, 2)), thing(8, 1, b"\0\3\0\x0a" + VERIFY), thing(8, 2, words(1)), thing(8, 1, b"\0\0\0\x0a" + words(4) + b"\x99\0\x10\0" + rate(1e6) + words(0)),
              thing(9, 1, b"\0\5\0\6"), thing(9, 2, words(1)), thing(10, 1, words(9)), thing(10, 2, words(9))]
    found += [thing(11, subtype, b"\3\0\0\0" + A + B) for subtype in (1, 3, 9)] + [thing(11, 2, bytes(4) + S + S)]
    found += [thing(12, subtype, b"\7\0\0\0" + A + B + SWITCHING + WAVE) for subtype in (1, 3, 9)] + [thing(12, 2, b"\1\0\0\0" + S + S + WAVE)]
    found += [thing(12, 1, bytes(4) + A + B + part) for part in (b"", b"\x09\4\0\0", b"\1\0\0\0", b"\2\5\0\0", b"\2\x0c\0\0" + words(1, 2), b"\2\x0c\0\0", b"\1\x10\1\1" + words(1, 2, 3))]
    found += [thing(13, subtype, A + words(0xC0000001) + B + words(2) + A + words(3) + A + words(9)) for subtype in (1, 3, 9)] + [
        thing(13, 1, A), thing(13, 1, A + words(1) + B), thing(13, 2, S + words(1) + S + words(2))]
    found += [thing(14, subtype, A + B) for subtype in (1, 3, 9)] + [thing(14, 1, b""), thing(14, 2, S + S)]
    found += [thing(20, subtype, words(number)) for subtype in (1, 2, 3) for number in (0, 0x15, 0x3F)]
    found += [thing(51, 1, b"\3\1\0\0"), thing(51, 3, words(3, 1)), thing(51, 4, b"\0\0\0\7"), thing(51, 9, words(1)), thing(99, 1, words(1, 2))]
    found += [thing(51, 2, bytes([kind, signal, 7, 1]) + SERVICE) for kind in (5, 6) for signal in range(5, 14)] + [thing(51, 2, b"\7\6\0\0" + SERVICE)]
    found += [thing(kind, subtype, value) for kind, subtype, value in [
        (1, 1, b""), (12, 1, A), (8, 1, A), (51, 2, A), (9, 1, b""), (7, 1, words(1)), (11, 1, words(1)), (3, 3, words(1)), (20, 1, b""), (51, 1, b""), (51, 3, A), (51, 4, b"")]]
    return found + [thing(1, 1, words(1), length=length) for length in (6, 0, 64, 12)]


def link_management(path):
    messages = [message(kind) for kind in (*range(22), 50, 51, 52, 53)] + [message(1, flags=3), message(1, version=2), message(1, length=99)]
    messages += [message(4, each) for each in things()] + [message(14, *things()[:9])]
    messages += [message(4, CHANNEL, length=length) for length in (12, 9, 7, 10)] + [message(4, CHANNEL, b"\1\2"), b"\x10\0\0\4\0"]
    write_handmade(path, with_cuts(to(701, messages), 42))


HANDMADE = {"link-management": link_management}
