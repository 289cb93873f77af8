"""SCTP and DCCP by hand: every chunk, parameter, packet type and option that their documents have."""
import struct

from .capture import write_handmade
from .packets import CLIENT, CLIENT6, SERVER, SERVER6, checksum, ethernet, ipv4, ipv6, pseudo_header

SCTP, DCCP = 132, 33
IPV4, IPV6 = 0x0800, 0x86DD


def crc32c(data):
    """RFC 9260, appendix A, bit by bit."""
    remainder = 0xFFFFFFFF
    for byte in data:
        remainder ^= byte
        for _ in range(8):
            remainder = remainder >> 1 ^ (0x82F63B78 if remainder & 1 else 0)
    return remainder ^ 0xFFFFFFFF


def sctp(*chunks, tag=0x01020304, source_port=40986, destination_port=50007, sum=None):
    packet = struct.pack("!HHII", source_port, destination_port, tag, 0) + b"".join(chunks)
    sum = crc32c(packet) if sum is None else sum
    return packet[:8] + struct.pack("<I", sum) + packet[12:]


def chunk(kind, value=b"", flags=0, length=None):
    length = 4 + len(value) if length is None else length
    return struct.pack("!BBH", kind, flags, length) + value + b"\0" * (-len(value) % 4)


def parameter(kind, value=b""):
    return struct.pack("!HH", kind, 4 + len(value)) + value + b"\0" * (-len(value) % 4)


def data(payload=b"Hello World", sequence=1000, stream=1, message=7, protocol=0, flags=3):
    return chunk(0, struct.pack("!IHHI", sequence, stream, message, protocol) + payload, flags)


def initiation(kind, *parameters):
    return chunk(kind, struct.pack("!IIHHI", 0x11223344, 65536, 10, 20, 1000) + b"".join(parameters))


def sack(cumulative, blocks=(), duplicates=(), counts=None):
    counts = (len(blocks), len(duplicates)) if counts is None else counts
    return chunk(3, struct.pack("!IIHH", cumulative, 65536, *counts)
                 + b"".join(struct.pack("!HH", *block) for block in blocks)
                 + b"".join(struct.pack("!I", number) for number in duplicates))


def m3ua(kind, message, *parameters, length=None):
    body = b"".join(parameters)
    return struct.pack("!BBBBI", 1, 0, kind, message, 8 + len(body) if length is None else length) + body


def sctp_chunks(path):
    v4 = bytes([10, 0, 2, 15])
    addresses = [parameter(5, v4), parameter(6, bytes(15) + b"\1")]
    every = [parameter(9, bytes(4)), parameter(11, b"host.example\0"), parameter(12, b"\0\5\0\6"),
             parameter(0x8000), parameter(0x8001, bytes(4)), parameter(0x8002, bytes(32)),
             parameter(0x8003, b"\xc1\x80"), parameter(0x8004, b"\0\3\0\1"), parameter(0x8005, bytes(6)),
             parameter(0x8008, b"\xc0\xc1\x80\x82\x40\xc2"), parameter(0xC000),
             parameter(0xC006, bytes(4))]
    correlated = lambda kind, *inner: parameter(kind, b"\0\0\0\1" + b"".join(inner))
    packets = [
        sctp(initiation(1, *addresses, *every), tag=0),
        sctp(initiation(2, parameter(7, bytes(range(40))), parameter(8, parameter(0x3FFF, b"?")))),
        sctp(chunk(10, bytes(range(40))), data()), sctp(chunk(11), sack(999)),
        sctp(*(data(flags=flags, sequence=1000 + flags, protocol=flags) for flags in range(16))),
        # 21 to 23 are ForCES, which tcpdump decodes and tcpinspect does not.
        sctp(*(data(b"x", protocol=protocol) for protocol in range(30) if not 21 <= protocol <= 23)),
        sctp(data(b"", protocol=3)), sctp(data(bytes(3000))),
        sctp(chunk(64, struct.pack("!IHHII", 5, 1, 0, 9, 46) + b"first", 2)),
        sctp(chunk(64, struct.pack("!IHHII", 6, 1, 0, 9, 1) + b"second", 1)),
        sctp(sack(1000, [(2, 3), (5, 9)], [999, 1000])), sctp(sack(0xFFFFFFFF, [(1, 0xFFFF)])),
        sctp(sack(1000, [(2, 3)], counts=(5, 5))), sctp(sack(1000, [(2, 3)], [7], counts=(0, 0))),
        sctp(chunk(3, bytes(11))), sctp(chunk(3, bytes(14)[:8] + b"\0\1\0\0\0\1")),
        sctp(chunk(4, parameter(1, bytes(16)))), sctp(chunk(5, parameter(1, bytes(16)))),
        sctp(chunk(6, parameter(12, b"bye"), 1)), sctp(chunk(7, struct.pack("!I", 1000))),
        sctp(chunk(8)), sctp(chunk(9, parameter(1, b"\0\1\0\0") + parameter(8, parameter(0x3FFF)))),
        sctp(chunk(12, bytes(4)), chunk(13, bytes(4))), sctp(chunk(14, flags=1)),
        sctp(chunk(15, b"\0\1\0\3" + bytes(32)), data()),
        sctp(chunk(130, parameter(13, bytes(12) + b"\0\1\0\2") + parameter(14, bytes(4))
                   + parameter(15, bytes(4)) + parameter(16, bytes(4) + b"\0\0\0\1")
                   + parameter(17, bytes(4) + b"\0\5\0\0") + parameter(18, bytes(4) + b"\0\5\0\0"))),
        sctp(chunk(132, bytes(9))), sctp(chunk(192, struct.pack("!IHHHH", 1000, 1, 2, 3, 4))),
        sctp(chunk(193, b"\0\0\0\7" + parameter(5, v4) + correlated(0xC001, parameter(5, v4))
                   + correlated(0xC002, parameter(5, v4)) + correlated(0xC004, parameter(5, v4)))),
        sctp(chunk(128, b"\0\0\0\7" + correlated(0xC005) + correlated(0xC003, parameter(0xA0, b"")))),
        sctp(chunk(194, struct.pack("!IHHI", 1000, 1, 1, 7))), sctp(chunk(200, b"???"), chunk(63)),
        sctp(data(m3ua(1, 1, parameter(0x0200, bytes(4)), parameter(6, bytes(4)),
                       parameter(0x0210, bytes(13))), protocol=3)),
        sctp(data(m3ua(3, 1, parameter(4, b"up")), protocol=3), data(m3ua(0, 9, length=99), protocol=3)),
        sctp(data(m3ua(7, 1), protocol=3), data(m3ua(9, 1, b"\0\4\0\2"), protocol=3), data(b"\1", protocol=3)),
        # What contradicts itself.
        sctp(), sctp(chunk(1, bytes(8))), sctp(chunk(0, bytes(8))), sctp(b"\0\3\0\3"), sctp(b"\0\3"),
        sctp(data() + b"\0"), sctp(chunk(0, bytes(13), 3, length=600)), sctp(data(), sum=0),
        sctp(data(), sum=0x12345678), sctp(data(b"abc"))[:-1], sctp(chunk(11))[:10],
        sctp(chunk(11), source_port=6704), sctp(chunk(11), destination_port=6706)]
    frames = [ethernet(IPV4, ipv4(SCTP, packet)) for packet in packets]
    frames += [ethernet(IPV6, ipv6(SCTP, sctp(initiation(1), tag=0))),
               ethernet(IPV6, ipv6(60, bytes([SCTP, 0, 1, 4, 0, 0, 0, 0]) + sctp(data()))),
               ethernet(IPV4, ipv4(SCTP, sctp(data(bytes(40))), flags_offset=0x2000)),
               ethernet(IPV4, ipv4(SCTP, bytes(40), flags_offset=0x2005))]
    whole = ethernet(IPV4, ipv4(SCTP, sctp(sack(1000, [(2, 3)]), data())))
    frames += [(whole[:length], len(whole)) for length in range(34, len(whole), 3)]
    write_handmade(path, frames)


def dccp(kind, *fields, payload=b"", options=b"", extended=True, sequence=0x010203040506, ccval=0, coverage=0,
         offset=None, addresses=(CLIENT, SERVER), sum=None):
    options += b"\0" * (-len(options) % 4)
    rest = b"".join(fields) + options
    size = (16 if extended else 12) + len(rest)
    words = size // 4 if offset is None else offset
    head = struct.pack("!HHBBHB", 40986, 50007, words, ccval << 4 | coverage, 0, kind << 1 | extended)
    head += (b"\0" + struct.pack("!Q", sequence)[2:]) if extended else struct.pack("!I", sequence & 0xFFFFFF)[1:]
    packet = head + rest + payload
    covered = len(packet) if coverage == 0 else min((words + coverage - 1) * 4, len(packet))
    if sum is None:
        sum = checksum(pseudo_header(*addresses, DCCP, len(packet)) + packet[:covered])
    return packet[:6] + struct.pack("!H", sum) + packet[8:]


def option(kind, value=b""):
    return bytes([kind, 2 + len(value)]) + value


def dccp_packets(path):
    number = struct.pack("!Q", 0x060504030201)
    service = struct.pack("!I", 0x64697363)
    one_by_one = [
        b"\0\1\2", *(option(kind, bytes([feature]) + value) for kind in range(32, 36)
                     for feature, value in ((1, b"\2\3"), (5, b"\0\2"), (9, b"\1"), (12, b"\1"))),
        option(32), option(36, bytes(range(8))), option(36), option(37, b"\1\2\3"), option(38, b"\x02\x44"),
        option(39, b"\xc0"), option(40, b"\1"), option(41, bytes(3) + b"\7"), option(41, b"\1"),
        option(42, bytes(3) + b"\7"), option(42, bytes(3) + b"\7\0\5"), option(42, bytes(3) + b"\7\0\0\0\5"),
        option(42, b"\1"), option(43, b"\0\7"), option(43, bytes(3) + b"\7"), option(43, b"\1\2\3"),
        option(44, b"\xde\xad\xbe\xef"), option(44), option(99, b"\1"), option(128, b"\1\2"),
        option(192, b"\1\2\3\4"), option(200, b"\1"), b"\x24\1", b"\x24\x40", b"\xc0\0", b"\xc0\x40", b"\x05"]
    packets = [
        dccp(0, service), dccp(1, number, service), dccp(2, payload=b"Hello World"), dccp(3, number),
        dccp(4, number, payload=b"Hello World"), dccp(5, number), dccp(6, number),
        *(dccp(7, number, bytes([code, 1, 2, 3])) for code in (0, 1, 3, 11, 12, 255)), dccp(8, number),
        dccp(9, number), *(dccp(kind, number) for kind in range(10, 16)),
        dccp(2, payload=b"short", extended=False), dccp(3, b"\0\1\2\3", bytes(4), extended=False),
        dccp(3, b"\0\1\2\3", extended=False),
        *(dccp(4, number, payload=bytes(range(100)), coverage=coverage, ccval=coverage)
          for coverage in (1, 2, 3, 15)),
        dccp(4, number, payload=bytes(range(100)), coverage=2, sum=0x1234), dccp(2, payload=b"x", sum=0),
        *(dccp(3, number, options=value) for value in one_by_one),
        dccp(4, number, options=one_by_one[1] + one_by_one[17] + one_by_one[20], payload=b"data"),
        dccp(2, offset=3), dccp(2, offset=0), dccp(3, number, offset=40), dccp(0), dccp(1, number), dccp(7, number),
        dccp(3), dccp(2)[:10], dccp(2)[:14]]
    frames = [ethernet(IPV4, ipv4(DCCP, packet)) for packet in packets]
    over6 = (CLIENT6, SERVER6)
    frames += [ethernet(IPV6, ipv6(DCCP, dccp(0, service, addresses=over6))),
               ethernet(IPV6, ipv6(60, bytes([DCCP, 0, 1, 4, 0, 0, 0, 0]) + dccp(3, number, addresses=over6))),
               ethernet(IPV4, ipv4(DCCP, dccp(2, payload=bytes(40)), flags_offset=0x2000)),
               ethernet(IPV4, ipv4(DCCP, bytes(40), flags_offset=0x2005))]
    whole = ethernet(IPV4, ipv4(DCCP, dccp(4, number, options=option(38, bytes(6)), payload=b"data")))
    frames += [(whole[:length], len(whole)) for length in range(34, len(whole), 3)]
    write_handmade(path, frames)
