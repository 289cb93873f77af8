"""Fragments that do not go together, by hand."""
import struct

from .capture import write_handmade
from .packets import ICMP, TCP, UDP, ethernet, icmp, ipv4, ipv6, tcp, tcp6, udp, udp6

IPV4, IPV6, FRAGMENT = 0x0800, 0x86DD, 44
DATA = bytes(number * 7 % 251 for number in range(1592))


def four(identification, start, data, more, protocol=UDP):
    return ethernet(IPV4, ipv4(protocol, data, identifier=identification,
                               flags_offset=(0x2000 if more else 0) | start // 8))


def six(identification, start, data, more, following=UDP):
    header = struct.pack("!BBHI", following, 0, start | bool(more), identification)
    return ethernet(IPV6, ipv6(FRAGMENT, header + data))


def fragments(path):
    """For each version and identification a story that the comment tells."""
    frames = []
    for make, whole in ((four, udp(DATA)), (six, udp6(DATA))):
        part = lambda number, start, end, more=None, make=make, whole=whole: make(
            number, start, whole[start:end], end < len(whole) if more is None else more)
        # 1: in order. 2: in reverse. 3: every fragment twice, all of them again behind the last.
        frames += [part(1, 0, 800), part(1, 800, 1600), part(2, 800, 1600), part(2, 0, 800)]
        frames += [part(3, 0, 800), part(3, 0, 800), part(3, 800, 1600), part(3, 800, 1600), part(3, 0, 800)]
        # 4: a fragment that overlaps the one before (RFC 5722), and the rest; 5: the same place, other bytes.
        frames += [part(4, 0, 800), part(4, 792, 1600), part(4, 800, 1600)]
        frames += [part(5, 0, 800), make(5, 0, whole[:799] + b"!", True), part(5, 800, 1600)]
        # 6: a hole. 7: the first is missing. 8: the last is missing.
        frames += [part(6, 0, 400), part(6, 800, 1600), part(7, 800, 1600), part(8, 0, 800)]
        # 9: more than 65,535 bytes, the ping of death. 10: a length that is no multiple of eight.
        frames += [part(9, 0, 800), make(9, 65528, bytes(16), False)]
        frames += [part(10, 0, 795, True), part(10, 800, 1600)]
        # 11: two that are the last. 12: a byte that was changed on the way.
        frames += [part(11, 0, 800), part(11, 1200, 1600), part(11, 800, 1200, False)]
        frames += [part(12, 0, 800), make(12, 800, whole[800:1599] + b"!", False)]
    # 13: a first fragment that ends in the TCP header (RFC 1858), and in IPv6 (RFC 7112).
    segment, segment6 = tcp(DATA), tcp6(DATA)
    frames += [four(13, 0, segment[:8], True, TCP), four(13, 8, segment[8:], False, TCP)]
    frames += [six(13, 0, segment6[:8], True, TCP), six(13, 8, segment6[8:], False, TCP)]
    # 14: TCP as it should be, and with a byte changed. 15: an atomic fragment (RFC 6946). 16: an echo request.
    frames += [four(14, 0, segment[:800], True, TCP), four(14, 800, segment[800:], False, TCP)]
    frames += [four(17, 0, segment[:800], True, TCP), four(17, 800, segment[800:-1] + b"!", False, TCP)]
    frames += [six(15, 0, udp6(b"atomic"), False)]
    message = icmp(8, 0, struct.pack("!HH", 7, 1), DATA)
    frames += [four(16, 0, message[:800], True, ICMP), four(16, 800, message[800:], False, ICMP)]
    # 18: in a VLAN, and the second fragment in another.
    tagged = lambda vlan, frame: frame[:12] + struct.pack("!HH", 0x8100, vlan) + frame[12:]
    datagram = udp(DATA)
    frames += [tagged(5, four(18, 0, datagram[:800], True)), tagged(6, four(18, 800, datagram[800:], False)),
               tagged(5, four(18, 800, datagram[800:], False))]
    # 19: the capture cut the second fragment.
    last = four(19, 800, datagram[800:], False)
    frames += [four(19, 0, datagram[:800], True), (last[:100], len(last))]
    write_handmade(path, frames)
