"""Packets that give a printer the most work for their bytes, by protocol: a payload that repeats its dearest element.

Each case is (name, wrapping, prefix, element, suffix): the payload is the prefix, the element as often as it fits, and the
suffix. A prefix or element may be a function of the payload's size, or of the element's position.
"""
import struct


def u16(*values):
    return struct.pack(f"!{len(values)}H", *values)


def u32(*values):
    return struct.pack(f"!{len(values)}I", *values)


def dns(questions=0, answers=0, others=0, flags=0x8180):
    return u16(7, flags, questions, answers, others, 0)


def label(text):
    return bytes([len(text)]) + text


LONG = label(b"x" * 62) * 3 + label(b"x" * 60) + b"\0"
ODD = b"".join(label(b"\x81" * 62) for _ in range(3)) + b"\0"
SHORT = label(b"a") * 125 + b"\0"
FIELDS = u16(5, 1) + u32(60)      # CNAME, IN, a minute


def to_name(at):
    return b"\0" + FIELDS + u16(2, 0xC000 | at)


def named(name):
    """A first record whose data is the name, and records that point to it, by name and by data."""
    first = b"\0" + FIELDS + u16(len(name)) + name
    return dns(0, 0xFFFF) + first, b"\xc0\x17" + FIELDS + u16(2, 0xC017)


def chain(index):
    """Records whose data is a label and a pointer to the previous record's data."""
    at = 12 + index * 15
    return b"\0" + FIELDS + u16(4) + b"\1a" + u16(0xC000 | max(at - 4, 12) & 0x3FFF)


def ber(tag, body):
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    return bytes([tag, 0x82]) + u16(len(body)) + body


def snmp(size):
    rest = size - 40
    return (b"\x30\x82" + u16(rest + 32) + b"\2\1\1\4\6public\xa2\x82" + u16(rest + 17)
            + b"\2\1\1\2\1\0\2\1\0\x30\x82" + u16(rest + 4))


def nested_relay(size):
    """DHCPv6 relays in relays."""
    payload = b"\1\0\0\1"
    while len(payload) + 38 <= min(size, 60_000):
        payload = b"\x0c\0" + bytes(32) + u16(9, len(payload)) + payload
    return payload


def nested_identity(size):
    """DHCPv6 identity associations in one another."""
    payload = b""
    while len(payload) + 16 <= min(size, 60_000):
        payload = u16(3, 12 + len(payload)) + u32(1, 2, 3) + payload
    return b"\1\0\0\1" + payload


def bgp_update(attributes):
    def prefix(size):
        return b"\xff" * 16 + u16(min(size, 0xFFFF)) + b"\2\0\0" + u16(size - 23 if attributes else 0)
    return prefix


def isakmp(size, version=0x10, first=1):
    return bytes(range(16)) + bytes([first, version, 2, 0]) + u32(1, size)


def rpc_reply(size):
    return u32(7, 1, 0, 0, 0, 0)


def isis(kind, header):
    def prefix(size):
        body = bytearray(header)
        body[:8] = bytes([0x83, header, 1, 0, kind, 1, 0, 0])
        at = 17 if kind < 18 else 8
        body[at:at + 2] = u16(min(size, 65535))
        return bytes(body)
    return prefix


CASES = [
    ("dns one long name", "udp53", named(LONG)[0], named(LONG)[1]),
    ("dns escaped name", "udp53", named(ODD)[0], named(ODD)[1]),
    ("dns short labels", "udp53", named(SHORT)[0], named(SHORT)[1]),
    ("dns chain of pointers", "udp53", dns(0, 0xFFFF), chain),
    ("dns root questions", "udp53", dns(0xFFFF, 0, 0, 0x100), b"\0" + u16(250, 9)),
    ("dns pointers in questions", "udp53", dns(0xFFFF, 0, 0, 0x100) + SHORT + u16(1, 1), u16(0xC00C, 250, 9)),
    ("dns empty texts", "udp53", lambda size: dns(0, 1) + b"\0" + u16(16, 1) + u32(0) + u16(size - 23), b"\0"),
    ("dns empty options", "udp53", lambda size: dns(0, 1) + b"\0" + u16(41, 1) + u32(0) + u16(size - 23), u16(9, 0)),
    ("dns records of 11 bytes", "udp53", dns(0, 0xFFFF), b"\0" + u16(60000, 9) + u32(0xFFFFFFFF) + u16(0)),
    ("dns over tcp", "tcp53", lambda size: u16(size - 2) + named(LONG)[0], named(LONG)[1]),
    ("mdns", "udp5353", named(SHORT)[0], named(SHORT)[1]),
    ("dhcp empty options", "udp67", bytes([2, 1, 6, 0]) + bytes(232) + u32(0x63825363), b"\x15\0"),
    ("dhcp parameters", "udp67", bytes([2, 1, 6, 0]) + bytes(232) + u32(0x63825363), b"\x37\xff" + b"\x5b" * 255),
    ("dhcp flags", "udp67", bytes([2, 1, 6, 0]) + bytes(232) + u32(0x63825363), b"\x13\xff" + b"\x09" * 255),
    ("dhcp user classes", "udp67", bytes([2, 1, 6, 0]) + bytes(232) + u32(0x63825363), b"\x4d\xfe" + b"\1a" * 127),
    ("dhcpv6 empty options", "udp547", b"\1\0\0\1", u16(19, 0)),
    ("dhcpv6 option requests", "udp547", lambda size: b"\1\0\0\1" + u16(6, (size - 8) & ~1), u16(33)),
    ("dhcpv6 nested relays", "udp547", nested_relay, b""),
    ("dhcpv6 nested associations", "udp547", nested_identity, b""),
    ("radius attributes", "udp1812", lambda size: b"\1\1" + u16(size) + bytes(16), b"\x86\2"),
    ("radius vendor attributes", "udp1812", lambda size: b"\1\1" + u16(size) + bytes(16), b"\x1a\xfe" + u32(9) + b"\1\2" * 124),
    ("snmp variables", "udp161", snmp, b"\x30\6\6\2\x2b\6\5\0"),
    ("snmp object parts", "udp161", snmp, ber(0x30, ber(6, b"\x2b\6\1\2\1" + b"\1" * 100) + b"\5\0")),
    ("kerberos", "udp88", b"\4\2" + b"a\0b\0c\0", b"\xff"),
    ("ntp", "udp123", bytes([0x23]) + bytes(47), b"\xff"),
    ("syslog", "udp514", b"<13>", b"\x81"),
    ("tftp options", "udp69", b"\0\6", b"\0"),
    ("rip", "udp520", b"\2\2\0\0", u16(2, 9) + u32(0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 16)),
    ("ripng", "udp521", b"\2\1\0\0", b"\x20\1" * 8 + u16(9) + b"\x80\x10"),
    ("ldp", "udp646", lambda size: u16(1, size - 4) + bytes(6), u16(0x200, 4) + u32(1)),
    ("olsr", "udp698", lambda size: u16(size, 1), bytes([1, 9]) + u16(12) + bytes(8)),
    ("olsr neighbours", "udp698", lambda size: u16(size, 1) + bytes([2, 9]) + u16(size - 4) + bytes(8) + u16(0, 0), b"\xff" * 4),
    ("babel padding", "udp6696", lambda size: bytes([42, 2]) + u16(size - 4), b"\0"),
    ("babel unknown", "udp6696", lambda size: bytes([42, 2]) + u16(size - 4), b"\xc8\0"),
    ("ahcp", "udp5359", b"\x2b\1\1\0" + bytes(20), b"\0"),
    ("lisp", "udp4342", b"\x30\0\0\xff" + bytes(12), u32(1) + b"\1\0\0\0" + u16(0, 1) + u32(1) + b"\0" * 6 + u16(0, 1) + u32(1)),
    ("lsp ping", "udp3503", u16(1, 0) + bytes(28), u16(3, 0)),
    ("sflow", "udp6343", u32(5, 1, 0x0A000001, 0, 1, 1, 0xFFFF), u32(1, 32, 1, 1, 1, 1, 1, 1, 1, 0)),
    ("isakmp payloads", "udp500", isakmp, b"\x0d\0\0\4"),
    ("isakmp transforms", "udp500", lambda size: isakmp(size) + b"\0\0" + u16(size - 28) + u32(1, 1) + b"\0\0" + u16(size - 40) + b"\1\1\0\xff",
     b"\3\0\0\x0c\1\1\0\0\x80\1\0\1"),
    ("ike version 2 payloads", "udp500", lambda size: isakmp(size, 0x20, 41), b"\x29\0\0\x08\0\0\x40\0"),
    ("l2tp", "udp1701", lambda size: b"\xc8\2" + u16(size) + bytes(8), u16(0x8006, 0, 39)),
    ("vqp", "udp1589", b"\1\1\0\xff" + u32(1), u32(0xC01) + u16(0)),
    ("geneve", "udp6081", b"\x3f\0\x65\x58\0\0\1\0", u16(1) + b"\x42\0"),
    ("lwapp", "udp12223", b"\0" * 6 + b"\4\0" + u16(60000) + b"\0\0" + b"\x0a\0" + u16(60000) + u32(0), b"\x80\0\0"),
    ("someip", "udp30490", u32(0xFFFF8100, 60000, 1) + b"\1\1\2\0", b"\xff"),
    ("sip lines", "udp5060", b"INVITE sip:a SIP/2.0\r\n", b"a\r\n"),
    ("http lines", "tcp80", b"GET / HTTP/1.1\r\n", b"a\r\n"),
    ("http control characters", "tcp80", b"GET / HTTP/1.1\r\n", b"\x81\x82\x83\x84" * 20 + b"\n"),
    ("smtp empty lines", "tcp25", b"250 ok\r\n", b"\n"),
    ("telnet commands", "tcp23", b"", b"\xff\xf1"),
    ("telnet options", "tcp23", b"", b"\xff\xfd\x21"),
    ("resp arrays", "tcp6379", b"", b"*0\r\n"),
    ("resp nested", "tcp6379", b"", b"*1\r\n"),
    ("resp numbers", "tcp6379", b"*60000\r\n", b":\r\n"),
    ("bgp keepalives", "tcp179", b"", b"\xff" * 16 + u16(19) + b"\4"),
    ("bgp prefixes", "tcp179", bgp_update(False), b"\0"),
    ("bgp attributes", "tcp179", bgp_update(True), b"\x40\x63\0"),
    ("bgp communities", "tcp179", lambda size: bgp_update(True)(size) + b"\x50\x08" + u16(size - 27), b"\xff" * 4),
    ("bgp path", "tcp179", lambda size: bgp_update(True)(size) + b"\x50\2" + u16(size - 27), b"\1\0"),
    ("bgp open", "tcp179", b"", b"\xff" * 16 + u16(19 + 10 + 240) + b"\1\4" + u16(1, 9) + bytes(4) + b"\xf0" + b"\2\xee" + b"\x41\0" * 119),
    ("openflow", "tcp6653", b"", b"\1\0" + u16(8) + u32(1)),
    ("openflow actions", "tcp6653", lambda size: b"\1\x0d" + u16(size) + u32(1, 0xFFFFFFFF) + u16(0xFFFF, size - 16), u16(0xFF, 8) + u32(1)),
    ("pptp", "tcp1723", b"", u16(16, 1) + u32(0x1A2B3C4D) + u16(5, 0) + u32(1)),
    ("nfs directory", "tcp2049", rpc_reply, u32(1, 0, 1, 1, 0x61000000, 0, 1)),
    ("ospf neighbours", "ip89", lambda size: b"\2\1" + u16(size) + u32(1, 0) + u16(0, 0) + bytes(8) + bytes(20), b"\xff" * 4),
    ("ospf advertisements", "ip89", lambda size: b"\2\5" + u16(size) + u32(1, 0) + u16(0, 0) + bytes(8), bytes(2) + b"\x22\1" + u32(1, 1, 1) + u16(0, 20)),
    ("pim joins", "ip103", b"\x23\0\0\0\1\0" + bytes(4) + b"\0\xff\0\0", b"\1\0\0\x20\xe0\0\0\1\0\0\0\0"),
    ("pim hello", "ip103", b"\x20\0\0\0", u16(99, 0)),
    ("igmp records", "ip2", b"\x22\0\0\0\0\0\xff\xff", b"\4\0\0\0\xe0\0\0\1"),
    ("dvmrp", "ip2", b"\x13\2\0\0\0\0\3\xff", b"\0\0\0\0\x80"),
    ("eigrp", "ip88", b"\2\5" + bytes(18), u16(9, 4)),
    ("rsvp", "ip46", lambda size: b"\x10\1\0\0\xff\0" + u16(size), u16(4) + b"\xf0\1"),
    ("sctp chunks", "ip132", u16(9, 9) + bytes(8), b"\x63\0\0\4"),
    ("sctp duplicates", "ip132", lambda size: u16(9, 9) + bytes(8) + b"\3\0" + u16(size - 12) + u32(1, 1) + u16(0, 0xFFFF), b"\xff" * 4),
    ("gre routes", "ip47", b"\x40\0\0\0\0\0\0\0", u16(99) + b"\0\4" + bytes(4)),
    ("addresses in addresses", "ip4", b"", b"\x45\0\xff\xff\0\0\0\0\x40\4\0\0" + bytes(8)),
    ("pgm options", "ip113", u16(9, 9) + b"\0\1\0\0" + bytes(6) + u16(0) + bytes(8) + b"\0\4" + u16(60000), b"\x30\4\0\0"),
    ("ipv6 options", "six60", b"\x3b\xff", b"\x22\0"),
    ("neighbour discovery", "six58", b"\x86\0\0\0" + bytes(12), b"\x63\1" + bytes(6)),
    ("listener records", "six58", b"\x8f\0\0\0\0\0\xff\xff", b"\4\0\0\0" + b"\xff\2" + b"\x11" * 14),
    ("mpls labels", "type8847", b"", u32(0xFFFFE0FF)),
    ("virtual lans", "type8100", b"", u16(5, 0x8100)),
    ("lldp", "type88cc", b"\2\7\4" + bytes(6) + b"\4\2\7x\6\2\0\x78", b"\x1e\0"),
    ("lldp organization", "type88cc", b"\2\7\4" + bytes(6) + b"\4\2\7x\6\2\0\x78", b"\xfe\4\0\x12\x0f\x63"),
    ("lacp", "type8809", b"\1\1", b"\x63\2"),
    ("ppp options", "type8864", lambda size: b"\x11\0\0\1" + u16(size - 6) + b"\xc0\x21\1\1" + u16(size - 8), b"\x63\2"),
    ("pppoe tags", "type8863", lambda size: b"\x11\7\0\0" + u16(size - 6), u16(0x101, 0)),
    ("isis padding", "llcfefe", isis(17, 20), b"\x63\0"),
    ("isis areas", "llcfefe", isis(17, 20), b"\1\xff" + b"\1\x49" * 127),
    ("isis protocols", "llcfefe", isis(17, 20), b"\x81\xff" + b"\xcc" * 255),
    ("isis reachability", "llcfefe", isis(20, 27), b"\x16\xf2" + (b"\0" * 10 + b"\0") * 22),
    ("isis prefixes", "llcfefe", isis(20, 27), b"\x87\xff" + bytes(5) * 51),
    ("cdp", "snap00000c2000", b"\2\xb4\0\0", u16(0x63, 4)),
    ("vtp", "snap00000c2003", b"\1\2\0\0" + bytes(36), b"\x0c\0\0\0" * 3),
    ("spanning tree", "llc4242", bytes(2) + b"\3\2\x7c" + bytes(31) + u16(60000) + bytes(64), bytes(16)),
]


def payload(case, size):
    """The case's payload of at most `size` bytes."""
    _, _, prefix, element = case
    data = prefix(size) if callable(prefix) else prefix
    if callable(element):
        parts = [data]
        total, index = len(data), 0
        while total + len(next_part := element(index)) <= size:
            parts.append(next_part)
            total, index = total + len(next_part), index + 1
        return b"".join(parts)
    return data + element * (max(size - len(data), 0) // len(element) if element else 0)
