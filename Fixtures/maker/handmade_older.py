"""AppleTalk, TIPC, and older services over UDP by hand; those that only `-T` names are in `type-*`."""
import struct

from .capture import write_handmade
from .handmade_routing import with_cuts
from .packets import CLIENT_MAC, SERVER_MAC, UDP, address, checksum, ethernet, ipv4, ipv6, udp, udp4, udp6


def ddp(kind, data, source=(7, 9, 254), destination=(3, 4, 2), length=None):
    return struct.pack("!HHHHBBBBB", 13 + len(data) if length is None else length, 0, destination[0], source[0],
                       destination[1], source[1], destination[2], source[2], kind) + data


def names(*parts):
    return b"".join(bytes([len(part)]) + part for part in parts)


TUPLE = struct.pack("!HBBB", 7, 9, 254, 0) + names(b"printer", b"LaserWriter", b"*")
OTHER = struct.pack("!HBBB", 1, 2, 3, 4) + names(b"a", b"b", b"zone")
LONG = struct.pack("!HBBB", 1, 2, 3, 1) + names(b"x" * 33, b"b", b"z")
BINDINGS = [b"\x21\5" + TUPLE, b"\x11\5" + OTHER, b"\x22\5" + OTHER + TUPLE, b"\x32\6" + TUPLE + OTHER, b"\x31\7" + LONG, b"\x41\5" + TUPLE,
            b"\x21\5" + LONG, b"\x21\5short"]
TRANSACTIONS = [struct.pack("!BBHI", *fields) + data for fields, data in [
    ((0x40, 1, 17, 0), b""), ((0x60, 0xFF, 17, 5), b"abc"), ((0x78, 0x05, 17, 0), b""), ((0x80, 2, 18, 0), b"response"),
    ((0x98, 3, 18, 9), b""), ((0xA8, 3, 18, 9), b""), ((0xC0, 0x0F, 19, 0), b""), ((0xF8, 0x81, 19, 1), b"x"), ((0x00, 0, 20, 0), b""), ((0x48, 0, 21, 0), b"")]]
DATAGRAMS = [ddp(2, data) for data in BINDINGS] + [ddp(3, data) for data in TRANSACTIONS] + [
    ddp(kind, b"some data") for kind in (1, 4, 5, 6, 22, 99)] + [ddp(88, bytes([2, 5]) + bytes(18)), ddp(3, b"short")]


def aarp(operation, hardware=1, kind=0x809B, sizes=(6, 4)):
    return struct.pack("!HHBBH", hardware, kind, *sizes, operation) + CLIENT_MAC + b"\0\0\7\x09" + SERVER_MAC + b"\0\0\3\4"


def appletalk(path):
    """AppleTalk over Ethernet and SNAP, its address resolution, and in UDP (KIP)."""
    frames = [ethernet(0x809B, packet) for packet in DATAGRAMS]
    frames += [SERVER_MAC + CLIENT_MAC + struct.pack("!H", 8 + len(packet)) + b"\xaa\xaa\3\x08\0\7\x80\x9b" + packet for packet in DATAGRAMS[:2]]
    frames += [ethernet(0x80F3, aarp(operation)) for operation in (1, 2, 3, 9)] + [ethernet(0x80F3, aarp(1, *other)) for other in (
        (6,), (1, 0x800), (1, 0x809B, (6, 6)))]
    inside = [b"\4\x09\2" + packet for packet in DATAGRAMS[:3]] + [b"\4\x09\1" + struct.pack("!HBBB", 10, 2, 254, 3) + TRANSACTIONS[0], b"\4\x09\x63data"]
    frames += [udp4(message, source_port=port, destination_port=port) for port in (201, 16385, 202) for message in inside]
    write_handmade(path, with_cuts(frames, 14))


def localtalk(path):
    """LocalTalk (LTALK) with short and long headers."""
    short = lambda kind, data: b"\4\x09\1" + struct.pack("!HBBB", 5 + len(data), 2, 254, kind) + data
    frames = [short(2, data) for data in BINDINGS[:3]] + [short(3, data) for data in TRANSACTIONS[:3]] + [short(9, b"data")]
    frames += [b"\4\x09\2" + packet for packet in DATAGRAMS[:4]] + [b"\4\x09" + bytes([kind]) + b"control" for kind in (0x81, 0x82, 0x84, 0x85, 0x63)]
    write_handmade(path, with_cuts(frames, 0), 114)


def tipc(path):
    """TIPC over Ethernet: data, internal protocols, neighbor detection."""
    word = lambda user, words, size: 2 << 29 | user << 25 | words << 21 | size
    node = lambda zone, cluster, number: zone << 24 | cluster << 12 | number
    frames = []
    for user in range(15):
        for kind in ((0, 3) if user < 4 else (0, 1, 5)):
            words = [word(user, 10, 60), kind << 29 | 5 << 16 | 7, 9 << 16 | 10, node(1, 1, 2), 77, 88, node(1, 1, 2), node(1, 1, 3), 4, 3 << 16 | 1500]
            frames.append(ethernet(0x88CA, struct.pack("!10I", *words) + b"payload of a message"))
    frames.append(ethernet(0x88CA, struct.pack("!6I", word(0, 6, 24), 0, 0, node(1, 1, 2), 77, 88)))
    write_handmade(path, with_cuts(frames, 14))


def to(port, messages, v6=False):
    fields = {"source_port": port, "destination_port": port}
    return [ethernet(0x86DD, ipv6(UDP, udp6(message, **fields))) if v6 else udp4(message, **fields) for message in messages]


def whiteboard():
    head = lambda kind, flags=0: b"\n\0\2\x0f" + struct.pack("!IHBB", 1000, 1, kind, flags)
    page = lambda number: b"\n\0\2\4" + struct.pack("!I", number)
    operation = lambda kind, time, body=b"": struct.pack("!IHBB", time, len(body), 0, kind) + body
    drawing = lambda first, last, *operations: page(3) + struct.pack("!II", first, last) + b"".join(operations)
    shapes = [operation(kind, 9, b"abc") for kind in range(14)]
    identity = lambda count, name: struct.pack("!I", 9) + page(8) + struct.pack("!I", 5) + page(7) + struct.pack("!H2x", count) + name
    return [head(0) + drawing(0, 14, *shapes, operation(99, 1)), head(0) + drawing(2, 9, operation(14, 5), operation(15, 9)), head(0, 1) + drawing(5, 4),
            head(0) + drawing(2, 4, operation(15, 9)), head(0) + drawing(2, 4, operation(14, 1)),
            head(1) + identity(2, page(1) + page(2) + b"a site\0"), head(1) + identity(9, page(1)), head(1) + identity(1, page(1) + b"no end"),
            head(2) + b"\n\0\0\1" + drawing(2, 3), head(3) + b"\n\0\0\1" + drawing(2, 2, operation(5, 3)), head(4), head(5) + page(3) + struct.pack("!I4x", 17),
            head(7) + struct.pack("!II", 2, 4) + page(1) + b"\2\0\0\0" + page(2) + page(3) + struct.pack("!I", 5) + page(6) + b"\1\0\0\0" + page(7),
            head(9), head(2) + b"short", b"short"]


def zephyr():
    def notice(kind, name=b"MESSAGE", instance=b"PERSONAL", operation=b"", sender=b"anna@ATHENA", recipient=b"", rest=(), version=b"ZEPH0.2", fields=17):
        words = [version, b"0x11", b"0x%08x" % kind, b"0x1", b"0x853", b"0x0", b"0x0", b"", name, instance, operation, sender, recipient, b"%s %s", b"0x0", b"0x0", b""]
        return b"".join(word + b"\0" for word in [*words[:fields], *rest])
    kinds = [notice(number) for number in range(10)]
    control = [notice(2, b"ZEPHYR_CTL", b"CLIENT", name, rest=(b"class", b"inst", b"you")) for name in (
        b"SUBSCRIBE", b"SUBSCRIBE_NODEFS", b"UNSUBSCRIBE", b"GIMME", b"GIMMEDEFS", b"CLEARSUB", b"OTHER")]
    realm = [notice(2, b"ZEPHYR_CTL", b"REALM", name) for name in (b"ADD_SUBSCRIBE", b"REQ_SUBSCRIBE", b"RLM_SUBSCRIBE", b"RLM_UNSUBSCRIBE")]
    return kinds + control + realm + [
        notice(5, b"ZEPHYR_CTL", b"CLIENT", b"SUBSCRIBE", rest=(b"SENT", b"x", b"y")), notice(5, rest=(b"LOST",)), notice(2, b"ZEPHYR_CTL", b"HM", b"BOOT"),
        notice(2, b"ZEPHYR_CTL", b"ELSE", b"X"), notice(2, b"USER_LOCATE", b"anna", b"USER_HIDE"), notice(2, b"USER_LOCATE", b"anna", b"USER_UNHIDE"),
        notice(2, b"USER_LOCATE", b"anna", b"LOCATE"), notice(2, b"ZEPHYR_ADMIN", b"", b"DUMP"), notice(2, b"HM_CTL", b"A", b"B"), notice(2, b"WG_CTL", b"A", b"B"),
        notice(2, b"HM_STAT", b"HMST_CLIENT", b"GIMMESTATS"), notice(2, b"HM_STAT", b"OTHER", b"GIMMESTATS"), notice(2, b"LOGIN", b"anna", b"USER_FLUSH"),
        notice(2, b"LOGIN", b"anna", b"NET-ANNOUNCED"), notice(2, b"LOGIN", b"anna", b"ELSE"), notice(2, operation=b"PING", recipient=b"ben"),
        notice(2, version=b"ZEPH9.9"), notice(2, version=b"OTHER"), notice(2, fields=9), notice(2, b"c" * 300), b"ZEPH0.2"]


def resolver():
    def message(operation, flags, body, version=0, length=None):
        size = 28 + len(body)
        return struct.pack("!IHHIIIIHH", size if length is None else length, version, flags, 7, operation, 3, 4096, 0, 0) + body
    name = lambda text: struct.pack("!H", len(text)) + text + b"\0"
    v4, v6 = struct.pack("!IH", 1, 4) + b"\n\0\2\4", struct.pack("!IH", 2, 16) + bytes(range(16))
    return [
        message(0, 0, b""), message(0, 1, b"more"), message(0x10001, 0, struct.pack("!II", 1, 3) + name(b"www.example.org")),
        message(0x10001, 1, struct.pack("!IHH", 1, 1, 2) + name(b"www.example.org") + name(b"alias") + v4 + v6),
        message(0x10002, 0, struct.pack("!I", 1) + v4), message(0x10002, 0, struct.pack("!I", 1) + v6),
        message(0x10002, 1, struct.pack("!IH", 1, 1) + name(b"host") + name(b"alias")),
        message(0x10003, 0, struct.pack("!IHH", 1, 1, 16) + name(b"example.org")),
        message(0x10003, 1, struct.pack("!IHHIHH", 1, 1, 1, 300, 1, 0) + name(b"example.org") + struct.pack("!H", 4) + b"\n\0\2\4"),
        message(99, 0, b"what"), message(0, 8, b""), message(0, 0, b"", version=1), message(0, 0, b"", length=99), message(0x10001, 0, b"short")]


def aodv():
    word = lambda *fields: struct.pack("!%dI" % len(fields), *fields)
    a, b, six = address("10.0.2.15"), address("10.0.2.4"), bytes(range(16))
    v4 = [bytes([1, flags, 0, 3]) + word(7) + a + word(1) + b + word(2) for flags in (0, 0xFF)] + [
        bytes([2, flags, size, 3]) + a + word(5) + b + word(3000) for flags, size in ((0, 0), (0xC0, 24))] + [
        b"\3\0\0\1" + a + word(9), b"\3\x80\0\2" + a + word(9) + b + word(8), b"\4\0", b"\x09\0", b"\3\0\0\5" + a + word(9),
        bytes([1, 0, 0, 3]) + word(7) + a + word(1) + b + word(2) + b"\1\4abcd", bytes([2, 0, 0, 3]) + a + word(5) + b + word(30) + b"\1\4" + word(9)]
    v6 = [b"\1\xff\0\3" + word(7) + six + word(1) + six + word(2), b"\2\xc0\0\3" + six + word(5) + six + word(3000), b"\3\0\0\1" + six + word(9), b"\4\0",
          b"\x10\xff\0\3" + word(7, 1) + six + word(2) + six, b"\x11\xc0\0\3" + word(5) + six + six + word(3000), b"\x12\0\0\1" + word(9) + six, b"\x13\0"]
    return to(654, v4) + to(654, v4[:1], v6=True) + to(654, v6, v6=True) + to(654, v6[4:])


def auto_rp():
    point = lambda last, version, *groups: b"\n\0\0" + bytes([last, version, len(groups)]) + b"".join(groups)
    group = lambda flags, size: bytes([flags, size]) + b"\xef\1\0\0"
    return [b"\x11\1\0\xb4" + bytes(4) + point(1, 2, group(0, 16), group(1, 24), group(2, 32), group(0x84, 8)), b"\x12\2\0\0" + bytes(4) + point(1, 3) + point(2, 0xF1, group(0, 4)),
            b"\x99\0\0\7" + bytes(4), b"\x11\5\0\xb4" + bytes(4) + point(1, 0, group(0, 16)), b"\x11\1"]


def netflow():
    record = b"\n\0\2\x0f" + b"\n\0\2\4" + b"\n\0\2\1" + struct.pack("!HHIIIIHH", 1, 2, 10, 1500, 1000, 61005, 4000, 80)
    first = record + struct.pack("!HBBB", 0, 6, 0x10, 0x1B) + bytes(7)
    later = record + struct.pack("!BBBBHHBBBB", 0, 0x3F, 6, 8, 65000, 65001, 24, 16, 3, 4)
    other = record + struct.pack("!BBBBHHBBBB", 0, 0, 17, 0, 1, 2, 8, 8, 0, 0)
    head = lambda version, count: struct.pack("!HHIII", version, count, 3605007, 1700000000, 5000)
    sequence = struct.pack("!IBBH", 42, 0, 0, 0)
    return [head(1, 1) + first, head(5, 2) + sequence + later + other, head(6, 1) + sequence + later, head(5, 3) + sequence + later,
            head(9, 1) + sequence + bytes(20), b"short"]


def zep(frame):
    tail = bytes(10) + bytes([len(frame)])
    one = b"EX\1\x0b\0\7\1\x80" + bytes(7) + bytes([len(frame)]) + frame
    two = b"EX\2\1\x0b\0\7\0\x80" + struct.pack("!IIII", 3900000000, 1 << 31, 77, 0)[:12] + tail + frame
    return [one, two, b"EX\2\2" + struct.pack("!I", 78), b"EX\3\1" + bytes(30), b"NO\1\1" + bytes(30), two[:31]]


def real_time():
    head = lambda first, second, sequence=7: struct.pack("!BBHII", first, second, sequence, 160, 0xCAFE)
    return [head(0x80, 0) + b"sound", head(0x80, 0x9F) + b"\x12\x34", head(0x90, 31) + b"\xbe\xde\0\1four" + b"\x12\x34", head(0x90, 8) + b"\xbe\xde\xff\xff",
            head(0x40, 0x05) + b"one", head(0x40, 0xC5) + b"\x81\1\0\0data", head(0x40, 0x80) + b"\1\1\0\0\x82\2\0\0....x", head(0x40, 0x80) + b"\1\0\0\0", b"short"]


def real_time_control():
    report = lambda source: struct.pack("!IIIIII", source, 0x10000005, 99, 7, 0x20000, 0x18000)
    sender = struct.pack("!IIIII", 3900000000, 1 << 31, 160, 50, 8000)
    packet = lambda kind, count, body, words=None: struct.pack("!BBHI", 0x80 | count, kind, 1 + len(body) // 4 if words is None else words, 0xCAFE) + body
    return [packet(200, 0, sender), packet(200, 1, sender + report(9)) + packet(202, 1, b"\1\4anna\0\0"), packet(201, 2, report(1) + report(2)) + packet(203, 1, b""),
            packet(201, 0, b""), packet(204, 3, b"name"), packet(201, 1, report(1), 2), packet(200, 3, sender), packet(203, 1, b"", 0), b"\x80\xc9"]


def audio():
    return [struct.pack("!IIH", 0x00050000 | number, 160, 7) for number in (1, 0x800002)] + [
        b"\0\5\0\1\0\0\0\xa0data", b"\x05\x9f\0\1\0\0\0\xa0data", b"\xf4\x60more", b"\0\0shor", b"x", b""]


def remote_procedures():
    call = lambda program, version, procedure, rpc=2: struct.pack("!IIIIII", 7, 0, rpc, program, version, procedure) + bytes(16)
    return [call(100003, 2, 1), call(100000, 2, 4), call(399999, 1, 2), call(100003, 3, 1, 3), struct.pack("!IIIIII", 7, 1, 0, 0, 0, 0), struct.pack("!IIII", 7, 1, 1, 0),
            struct.pack("!II", 7, 5) + bytes(16), b"short"]


def carp(path):
    """CARP of OpenBSD, right and wrong; with VRRP's number, so that only `-T carp` names it."""
    def advertisement(first=0x21, right=True):
        text = struct.pack("!BBBBBBHQ", first, 1, 2, 7, 0, 3, 0, 1 << 40 | 5) + bytes(range(20))
        return text[:6] + struct.pack("!H", checksum(text)) + text[8:] if right else text
    packets = [ipv4(112, advertisement(right=right), ttl=ttl) for right in (True, False) for ttl in (255, 64)]
    packets += [ipv4(112, advertisement(first)) for first in (0x20, 0x22, 0x11, 0x31)] + [ipv4(112, text) for text in (b"", b"\x21", advertisement()[:5])]
    frames = [ethernet(0x0800, packet) for packet in packets] + [ethernet(0x86DD, ipv6(112, advertisement(right=False)))]
    write_handmade(path, with_cuts(frames, 34))


# What only `-T` names, by its type there.
TYPES = {"rtp": real_time, "rtcp": real_time_control, "vat": audio, "rpc": remote_procedures, "cnfp": netflow, "wb": whiteboard}


def of_type(name):
    return lambda path: write_handmade(path, with_cuts(to(40000, TYPES[name]()), 42))


def older(path):
    """wb, Zephyr, lwres, AODV and Auto-RP at their ports, all cut."""
    frames = to(4567, whiteboard()) + to(2103, zephyr()) + to(921, resolver()) + aodv() + to(496, auto_rp())
    write_handmade(path, with_cuts(frames, 42))


HANDMADE = {"appletalk": appletalk, "link-localtalk": localtalk, "tipc": tipc, "services-older": older, "type-carp": carp} | {
    f"type-{name}": of_type(name) for name in TYPES}
