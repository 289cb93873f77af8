"""Control protocols of PPP in PPPoE sessions: options, authentication, multilink (RFC 1332, 1334, 1570, 1661, 1877, 1962, 1990, 1994)."""
import struct

from .capture import write_handmade
from .handmade_routing import with_cuts
from .packets import CLIENT_MAC, address, ethernet


def session(number, payload):
    body = struct.pack("!H", number) + payload
    return ethernet(0x8864, struct.pack("!BBHH", 0x11, 0, 7, len(body)) + body)


def control(number, code, rest=b"", length=None):
    return session(number, struct.pack("!BBH", code, 9, 4 + len(rest) if length is None else length) + rest)


def option(kind, value):
    return bytes([kind, 2 + len(value)]) + value


def point_to_point(path):
    lcp, ipcp, ip6cp, ccp, bacp = 0xC021, 0x8021, 0x8057, 0x80FD, 0xC02B
    magic = b"\1\2\3\4"
    link = b"".join(option(kind, value) for kind, value in [
        (1, b"\5\xd4"), (2, bytes(4)), (3, b"\xc0\x23"), (3, b"\xc2\x23\5"), (3, b"\xc2\x23\x81"), (3, b"\xc2\x23\x99"), (3, b"\xc2\x27"), (3, b"\x12\x34x"), (4, b"\xc0\x25" + magic),
        (4, b"\x12\x34"), (5, magic), (7, b""), (8, b""), (13, b"\6"), (13, b"\x63"), (17, b"\5\xdc"), (18, b""), (19, b"\0"), (19, b"\1abc"), (19, b"\2" + address("192.0.2.1")),
        (19, b"\3" + CLIENT_MAC), (19, b"\4xx"), (19, b"\5555"), (19, b"\x63"), (23, b"\0\7"), (28, b"utf"), (0, b"\0\0\x0c\1xyz"), (77, b"?")])
    network = b"".join(option(kind, value) for kind, value in [
        (1, address("192.0.2.1") + address("192.0.2.2")), (2, b"\0\x2d\x0f\1"), (2, b"\0\x61" + struct.pack("!5H", 16, 16, 256, 5, 168) + b"\1\2\2\4xx"), (2, b"\x12\x34"),
        (3, address("192.0.2.9")), (4, address("192.0.2.9")), (129, address("192.0.2.53")), (130, bytes(4)), (131, bytes(4)), (132, bytes(4)), (99, b"??")])
    compression = b"".join(option(kind, value) for kind, value in [
        (21, b"\x2f"), (24, b"\xe5\7"), (26, b"\x78\0"), (26, b"\x79\5"), (18, b"\1\0\0\x60"), (17, b"\0\1\1"), (255, b""), (9, b"")])
    frames = [
        control(lcp, 1, link), control(lcp, 2, option(5, magic)), control(lcp, 3, option(1, b"\5")), control(lcp, 4, option(2, b"x")), control(lcp, 1, option(3, b"\xc0")),
        control(lcp, 1, option(4, b"")), control(lcp, 1, option(5, b"x")), control(lcp, 1, option(19, b"\2x")), control(lcp, 1, b"\1\1"), control(lcp, 1, b"\1\x63xx"), control(lcp, 1, b"\1\4\5\xd4\1"),
        control(lcp, 1, option(0, b"x")), control(lcp, 1), control(lcp, 5, b"bye"), control(lcp, 6), control(lcp, 7, b"\1\1\0\4"), control(lcp, 8, b"\x80\x57\1\1\0\4"), control(lcp, 9, magic),
        control(lcp, 10, magic + b"data"), control(lcp, 11, magic), control(lcp, 12, magic + b"who I am"), control(lcp, 13, magic + struct.pack("!I", 60)), control(lcp, 0, magic + b"\0\0\x0c\1x"),
        control(lcp, 14, b"x"), control(lcp, 99, b"what"), control(lcp, 1, b"", 3), control(lcp, 1, b"", 99), control(ipcp, 1, network), control(ipcp, 1, option(3, b"x")), control(ipcp, 1, option(2, b"\0\x61x")),
        control(ipcp, 1, option(2, b"x")), control(ip6cp, 1, option(1, bytes(range(8)))), control(ip6cp, 3, option(1, b"x") + option(2, b"yy")), control(ccp, 1, compression), control(ccp, 4, option(21, b"") + option(24, b"x")),
        control(ccp, 14), control(ccp, 15), control(bacp, 1, option(1, magic) + option(2, b"x")), control(0x8281, 1, option(1, b"x")), control(0x8023, 1),
        control(0xC223, 1, b"\x10" + bytes(range(16)) + b"server"), control(0xC223, 2, b"\2\1\2user", 10), control(0xC223, 3, b"welcome"), control(0xC223, 4, b"no"), control(0xC223, 9), control(0xC223, 1, b"\x63x"),
        session(0xC223, b"\1"), session(0xC223, b""), control(0xC023, 1, b"\4user\6secret"), control(0xC023, 1, b"\x63x"), control(0xC023, 1), control(0xC023, 2, b"\2ok"), control(0xC023, 3, b"\0"), control(0xC023, 2),
        control(0xC023, 1, b"", 99), control(0xC023, 1, b"", 2), control(0xC023, 7), session(0xC023, b"\2\1"), session(0x003D, b"\xc0\7data"), session(0x003D, b"\x80\x08data"), session(0x003D, b"\x00"), control(0xC02D, 1),
        control(0xC025, 1, b"quality"), session(0x7E21, b"}]")]
    write_handmade(path, with_cuts(frames, 20))


HANDMADE = {"point-to-point": point_to_point}
