"""Rx, the remote procedure calls of AFS, by hand: its header's types and flags, calls of each service, replies, errors."""
import struct

from .capture import write_handmade
from .handmade_routing import with_cuts
from .packets import CLIENT, CLIENT6, SERVER, SERVER6, UDP, ethernet, ipv4, ipv6, udp

CLIENT_FLAG, SERVER_FLAG = 1, 4


def words(*values):
    return struct.pack(f"!{len(values)}I", *values)


def text(value):
    return words(len(value)) + value + bytes(-len(value) % 4)


def characters(value, count):
    """A text of fixed size, a number for each character."""
    return words(*value, *[0] * (count - len(value)))


def rx(kind, body=b"", call=1, sequence=1, flags=CLIENT_FLAG, service=1, security=0):
    return struct.pack("!5I4B2H", 0x5F000000, 0x11223344, call, sequence, 9, kind, flags, 0, security, 0, service) + body


FILE = words(536870918, 2, 77)
STATUS = words(0x41F, 1_600_000_000, 1001, 100, 0o100644, 65536)
NUMBERS = words(1, 2, 3, 1_600_000_000, 5, 6, 0xFFFFFFFF, 8)
NAMES = text(b"user.alice") + text(b"two\1") + text(b"three")
RIGHTS = b"2\n1\nsystem:administrators 127\nalice 9\nmallory 2\n"
UUID = words(0x01020304, 0x506, 0x708, *range(0x10, 0x18))
VOLUME = characters(b"root.cell", 65) + words(1, 2) + words(*range(0x0A000001, 0x0A000009)) + words(
    0, 26, 27, *[0] * 5) + bytes(32) + words(536870912, 536870913, 536870914)
VOLUME_N = characters(b"root.cell", 65) + words(3) + words(*range(0x0A000001, 0x0A00000E)) + words(
    0, 1, 25, *[0] * 10) + bytes(52) + words(536870912, 536870913, 536870914)
VOLUME_U = characters(b"root.cell", 65) + words(2) + UUID * 13 + bytes(52) + words(
    *range(13)) + bytes(52) + words(1, 2, 3)
ARGUMENTS = [FILE + NAMES + NUMBERS, NAMES + NUMBERS, NUMBERS * 3]
# Each service's port and procedures, unknown ones among them.
PROCEDURES = {
    7000: [*range(129, 165), 220, *range(65536, 65543)], 7001: [*range(203, 220), *range(65536, 65540)],
    7002: [*range(499, 523), 530, *range(10000, 10008), *range(20000, 20014)], 7003: [*range(501, 536), 10000, 20004],
    7004: [*range(17), *range(21, 25), 20001], 7005: [*range(100, 130), *range(65536, 65540)], 7007: [*range(80, 118)], 7008: [1]}
SPECIAL = [
    (7000, 131, FILE), (7000, 133, FILE + STATUS + NUMBERS), (7000, 134, FILE + text(RIGHTS)), (7000, 138, FILE + text(b"old") + FILE + text(b"new")),
    (7000, 137, FILE + text(b"name") + STATUS), (7000, 155, words(2) + FILE + FILE), (7000, 155, words(0)), (7000, 65537, FILE + NUMBERS),
    (7000, 136, FILE + text(b"x" * 256)), (7000, 136, FILE + text(b"x" * 257)), (7001, 204, words(1) + FILE + words(2, 1, 7, 1, 2, 8, 2)),
    (7001, 214, UUID), (7002, 504, words(2) + characters(b"alice", 64) + characters(b"b\xe9", 64)), (7002, 505, words(2, 1001, 0xFFFFFF9C)),
    (7003, 501, characters(b"volume", 65)), (7003, 506, words(5, 1) + characters(b"volume", 65)), (7003, 502, words(5, 0)), (7003, 502, words(5, 9)),
    (7004, 23, words(3) + text(b"cell")[:8] + words(4) + b"tick" + text(b"afs") + text(b"")), (7005, 128, words(1, 2, 2) + NUMBERS[:24])]
REPLIES = [
    (7000, 131, text(RIGHTS)), (7000, 131, text(b"1 0\nx")), (7000, 137, FILE), (7000, 151, text(b"root.afs")), (7000, 153, NUMBERS[12:]), (7000, 130, b"data"),
    (7000, 130, b""), (7001, 213, UUID), (7001, 204, b"data"), (7002, 504, words(2, 1, 2)), (7002, 505, words(1) + characters(b"alice", 64)),
    (7002, 508, words(0)), (7002, 510, NUMBERS), (7002, 500, b""), (7002, 20004, NUMBERS), (7002, 10000, b""), (7003, 503, VOLUME), (7003, 518, VOLUME_N),
    (7003, 526, VOLUME_U), (7003, 505, NUMBERS), (7003, 510, words(1, 2) + VOLUME), (7003, 521, words(1, 2) + VOLUME_N), (7004, 1, NUMBERS),
    (7005, 100, NUMBERS), (7005, 104, NUMBERS), (7005, 105, NUMBERS), (7005, 108, NUMBERS), (7005, 110, NUMBERS), (7005, 112, text(b"vol")), (7005, 113, NUMBERS * 2),
    (7005, 116, words(2) + (characters(b"vol", 32) + words(536870912) + bytes(84)) * 2), (7005, 116, words(0)), (7007, 80, NUMBERS), (7008, 1, NUMBERS)]
ERRORS = [(7000, 131, code) for code in (*range(100, 114), 0xFFFFFF9C, 0xFFFFFF9D)] + [
    (7001, 204, 1), (7002, 504, 0xFFFFFFFF), (7002, 10000, 1_600_000_000), (7002, 20000, 5377), (7003, 503, 363520), (7004, 1, 180480), (7005, 100, 1), (7007, 80, 39424)]
STATES = [b"", b"\1\1\1", b"\0\0\0", b"\1\0\1\0\1", b"\0\1\1\0\0\1", b"\1\1\0\0\1\2\3"]


def acknowledgment(reason, states=b"", tail=b""):
    return struct.pack("!2H3I2B", 4, 1, 5, 4, 3, reason, len(states)) + states + tail


def packets():
    """UDP payloads with source and destination port."""
    found = [(7001, 7000, rx(kind, NUMBERS, flags=0xFF, service=0xFFFE, security=2, call=100 + kind)) for kind in range(15)]
    found += [(7001, 7000, rx(kind, flags=1 << bit, call=200)) for kind in (1, 2, 3) for bit in range(6)]
    found += [(7001, 7000, rx(2, acknowledgment(reason))) for reason in range(11)]
    found += [(7001, 7000, rx(2, acknowledgment(1, states, bytes(3) + NUMBERS[:length]))) for states in STATES for length in (0, 6, 16)]
    found += [(7001, 7000, rx(2, acknowledgment(1, bytes(9))[:-4]))]
    call = 1000
    for port, operations in PROCEDURES.items():
        for operation in operations:
            arguments = ARGUMENTS[0 if port == 7000 else 1 + operation % 2]
            found.append((7001, port, rx(1, words(operation) + arguments, call)))
            call += 1
    return found


def pairs():
    """Calls with special arguments; calls with their replies and errors."""
    found, call = [(7001, port, rx(1, words(operation) + body, 1)) for port, operation, body in SPECIAL], 5000
    for kind, answers in ((1, REPLIES), (4, [(port, operation, words(code)) for port, operation, code in ERRORS])):
        for port, operation, body in answers:
            found += [(7001, port, rx(1, words(operation), call)), (port, 7001, rx(kind, body, call, flags=SERVER_FLAG))]
            call += 1
    # Not the call's number, service or client.
    found += [(7001, 7000, rx(1, words(137), 9000)), (7000, 7001, rx(1, FILE, 9001, flags=0)), (7000, 7001, rx(1, FILE, 9000, flags=0, service=7)),
              (7000, 5, rx(1, FILE, 9000, flags=0)), (7000, 7001, rx(1, FILE, 9000, 2, flags=0))]
    return found



def frame(source, destination, body, version=4):
    """A UDP datagram between the client, at port 7001, and a server."""
    hosts = (CLIENT, SERVER, CLIENT6, SERVER6)[(version == 6) * 2:][:2]
    if source != 7001:
        hosts = hosts[::-1]
    message = udp(body, source=hosts[0], destination=hosts[1], source_port=source, destination_port=destination)
    carry = ipv6 if version == 6 else ipv4
    return ethernet(0x86DD if version == 6 else 0x0800, carry(UDP, message, source=hosts[0], destination=hosts[1]))


def afs(path):
    """Rx at the ports of AFS; special arguments and replies are cut, too."""
    frames = [frame(*packet) for packet in packets()] + with_cuts([frame(*packet) for packet in pairs()], 42)
    frames += [frame(7001, 7000, rx(1, words(137), 77), 6), frame(7000, 7001, rx(1, FILE, 77, flags=0), 6)]
    write_handmade(path, frames)


HANDMADE = {"services-afs": afs}
