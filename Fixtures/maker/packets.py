"""Headers as bytes, right by default; a caller overrides the field that has to be wrong."""
import ipaddress
import struct

CLIENT_MAC = bytes.fromhex("080027ac4263")
SERVER_MAC = bytes.fromhex("08002735 56d8")
CLIENT, SERVER = "10.0.2.15", "10.0.2.4"
CLIENT6, SERVER6 = "2001:db8:0:2::15", "2001:db8:0:2::4"
TCP, UDP, ICMP, ICMP6 = 6, 17, 1, 58


def address(text):
    return ipaddress.ip_address(text).packed


def checksum(data):
    """RFC 1071."""
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def pseudo_header(source, destination, protocol, length):
    source, destination = address(source), address(destination)
    if len(source) == 4:
        return source + destination + struct.pack("!BBH", 0, protocol, length)
    return source + destination + struct.pack("!IxxxB", length, protocol)


def ethernet(ethertype, payload, source=CLIENT_MAC, destination=SERVER_MAC):
    return destination + source + struct.pack("!H", ethertype) + payload


def ipv4(protocol, payload, source=CLIENT, destination=SERVER, options=b"", header_length=None,
         total_length=None, identifier=1, flags_offset=0x4000, ttl=64, tos=0, version=4, sum=None):
    words = 5 + len(options) // 4 if header_length is None else header_length // 4
    total = 20 + len(options) + len(payload) if total_length is None else total_length
    header = struct.pack("!BBHHHBBH", version << 4 | words, tos, total, identifier, flags_offset,
                         ttl, protocol, 0) + address(source) + address(destination) + options
    sum = checksum(header) if sum is None else sum
    return header[:10] + struct.pack("!H", sum) + header[12:] + payload


def ipv6(next_header, payload, source=CLIENT6, destination=SERVER6, payload_length=None,
         hop_limit=64, flow=0, version=6):
    length = len(payload) if payload_length is None else payload_length
    return (struct.pack("!IHBB", version << 28 | flow, length, next_header, hop_limit)
            + address(source) + address(destination) + payload)


def tcp(payload=b"", options=b"", flags=0x18, sequence=1000, acknowledgment=2000, window=502,
        urgent=0, source_port=40986, destination_port=50007, data_offset=None, sum=None,
        source=CLIENT, destination=SERVER):
    words = 5 + len(options) // 4 if data_offset is None else data_offset
    segment = struct.pack("!HHIIBBHHH", source_port, destination_port, sequence, acknowledgment,
                          words << 4, flags, window, 0, urgent) + options + payload
    if sum is None:
        sum = checksum(pseudo_header(source, destination, TCP, len(segment)) + segment)
    return segment[:16] + struct.pack("!H", sum) + segment[18:]


def udp(payload=b"Hello World", source_port=40986, destination_port=50000, length=None, sum=None,
        source=CLIENT, destination=SERVER):
    size = 8 + len(payload)
    datagram = struct.pack("!HHHH", source_port, destination_port,
                           size if length is None else length, 0) + payload
    if sum is None:
        sum = checksum(pseudo_header(source, destination, UDP, size) + datagram) or 0xFFFF
    return datagram[:6] + struct.pack("!H", sum) + datagram[8:]


def icmp(kind, code, rest=b"\0\0\0\0", payload=b"", sum=None):
    message = struct.pack("!BBH", kind, code, 0) + rest + payload
    sum = checksum(message) if sum is None else sum
    return message[:2] + struct.pack("!H", sum) + message[4:]


def icmp6(kind, code, rest=b"\0\0\0\0", payload=b"", sum=None, source=CLIENT6, destination=SERVER6):
    message = struct.pack("!BBH", kind, code, 0) + rest + payload
    if sum is None:
        sum = checksum(pseudo_header(source, destination, ICMP6, len(message)) + message)
    return message[:2] + struct.pack("!H", sum) + message[4:]


def tcp4(*arguments, **fields):
    return ethernet(0x0800, ipv4(TCP, tcp(*arguments, **fields)))


def udp4(*arguments, **fields):
    return ethernet(0x0800, ipv4(UDP, udp(*arguments, **fields)))


def udp6(*arguments, **fields):
    return udp(*arguments, source=CLIENT6, destination=SERVER6, **fields)


def tcp6(*arguments, **fields):
    return tcp(*arguments, source=CLIENT6, destination=SERVER6, **fields)
