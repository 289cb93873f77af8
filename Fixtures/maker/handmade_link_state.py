"""Link state routing: OSPF of versions 2 and 3, IS-IS."""
import struct

from .capture import write_handmade
from .handmade_routing import LINK_LOCAL, OSPF, OTHER, ROUTER, over4, over6, summed, with_cuts
from .packets import CLIENT_MAC, address, pseudo_header

NET = "0.0.0.0"


def advertisement(kind, identifier, body, options=2):
    return (struct.pack("!HBB", 5, options, kind) + address(identifier) + address(ROUTER)
            + struct.pack("!IHH", 0x80000001, 0xABCD, 20 + len(body)) + body)


def ospf(path):
    """OSPF version 2 (RFC 2328, 3101, 3630, 3623, 5613)."""
    def message(kind, body, area=NET, authentication=0, data=bytes(8), tail=b""):
        text = (struct.pack("!BBH", 2, kind, 24 + len(body)) + address(ROUTER) + address(area)
                + struct.pack("!HH", 0, authentication) + data + body)
        return over4(OSPF, summed(text, 12) + tail, "224.0.0.5")
    hello = (address("255.255.255.0") + struct.pack("!HBBI", 10, 0x12, 1, 40) + address(ROUTER)
             + address(OTHER) + address("192.0.2.9"))
    element = lambda kind, value: struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)
    link = lambda kind, more=0: (address(OTHER) + address("255.255.255.0")
                                 + struct.pack("!BBH", kind, more, 10) + struct.pack("!BBH", 2, 0, 30) * more)
    bandwidth = struct.pack("!f", 125e6)
    engineering = element(1, address(ROUTER)) + element(2, b"".join([
        element(1, b"\1"), element(2, address(OTHER)), element(3, address(ROUTER)), element(5, struct.pack("!I", 7)),
        element(6, bandwidth), element(8, bandwidth * 8), element(9, struct.pack("!I", 3))]))
    advertisements = [
        advertisement(1, ROUTER, struct.pack("!BBH", 3, 0, 4) + link(1) + link(2, 1) + link(3) + link(4)),
        advertisement(2, OTHER, address("255.255.255.0") + address(ROUTER) + address(OTHER)),
        advertisement(3, OTHER, address("255.255.0.0") + struct.pack("!I", 20)),
        advertisement(4, OTHER, bytes(4) + struct.pack("!I", 0x01000005)),
        advertisement(5, OTHER, address("255.0.0.0") + struct.pack("!I", 0x80000014) + address(OTHER)
                      + struct.pack("!I", 77)),
        advertisement(7, OTHER, address(NET) + struct.pack("!I", 0x00FFFFFF) + bytes(8)),
        advertisement(6, OTHER, struct.pack("!I", 1) + address(ROUTER) + struct.pack("!I", 2) + address(OTHER)),
        advertisement(10, "1.0.0.0", engineering),
        advertisement(9, "3.0.0.0", element(1, struct.pack("!I", 120)) + element(2, b"\1") + element(3, address(ROUTER))),
        advertisement(10, "4.0.0.0", element(1, struct.pack("!I", 0x50000000))),
        advertisement(11, "9.0.0.1", b"opaque!!")]
    request = lambda kind, identifier: struct.pack("!I", kind) + address(identifier) + address(ROUTER)
    frames = [
        message(1, hello), message(1, hello, "0.0.0.7", 1, b"secret\0\0"),
        message(1, hello, NET, 2, struct.pack("!HBBI", 0, 1, 16, 99), bytes(16)),
        message(1, hello, tail=summed(struct.pack("!HH", 0, 3) + element(1, struct.pack("!I", 1)), 0)),
        message(2, struct.pack("!HBBI", 1500, 2, 7, 1) + advertisements[0][:20] + advertisements[7][:20]),
        message(3, request(1, ROUTER) + request(10, "1.0.0.0")),
        message(5, advertisements[0][:20] + advertisements[4][:20]), message(9, b"")]
    for one in advertisements:
        frames.append(message(4, struct.pack("!I", 1) + one))
    frames.append(message(4, struct.pack("!I", 2) + advertisements[1] + advertisements[2]))
    write_handmade(path, with_cuts(frames, 34))


def ospf_version3(path):
    """OSPF version 3 (RFC 5340, 7166)."""
    def message(kind, body, tail=b"", area=NET):
        text = (struct.pack("!BBH", 3, kind, 16 + len(body)) + address(ROUTER) + address(area)
                + struct.pack("!HBB", 0, 0, 0) + body)
        return over6(OSPF, summed(text, 12, pseudo_header(LINK_LOCAL, "ff02::5", OSPF, len(text))) + tail)
    hello = lambda options: (struct.pack("!IIHH", 2, 1 << 24 | options, 10, 40) + address(ROUTER)
                             + address(OTHER) + address("192.0.2.9"))
    def advertised(kind, body):
        return (struct.pack("!HH", 5, kind) + address("0.0.0.7") + address(ROUTER)
                + struct.pack("!IHH", 0x80000001, 0, 20 + len(body)) + body)
    prefix = lambda text, length, options=0, metric=0: struct.pack("!BBH", length, options, metric) + address(
        text)[:(length + 31) // 32 * 4]
    link = lambda kind: struct.pack("!BBH", kind, 0, 10) + address("0.0.0.1") + address("0.0.0.2") + address(OTHER)
    advertisements = [
        advertised(0x2001, struct.pack("!I", 0x03000013) + link(1) + link(2) + link(4)),
        advertised(0x2002, struct.pack("!I", 0x13) + address(ROUTER) + address(OTHER)),
        advertised(0x2003, struct.pack("!I", 20) + prefix("2001:db8::", 32)),
        advertised(0x4005, struct.pack("!I", 0x07000005) + prefix("2001:db8:1::", 48, 2) + address("2001:db8::1")
                   + struct.pack("!I", 77)),
        advertised(0x0008, struct.pack("!I", 0x01000013) + address(LINK_LOCAL) + struct.pack("!I", 1)
                   + prefix("2001:db8:2::", 64)),
        advertised(0x2009, struct.pack("!HH", 1, 0x2001) + address(NET) + address(ROUTER)
                   + prefix("2001:db8:2::", 64, 0, 10)),
        advertised(0xA00F, b"unknown!")]
    authentication = struct.pack("!HHHHII", 1, 20, 0, 7, 0, 99) + bytes(4)
    frames = [message(1, hello(0x13)), message(1, hello(0x413), authentication),
              message(2, struct.pack("!IHBBI", 0x13, 1500, 0, 7, 1) + advertisements[0][:20]),
              message(3, struct.pack("!HH", 0, 0x2001) + address(NET) + address(ROUTER)),
              message(5, advertisements[0][:20], area="0.0.0.7"), message(9, b"")]
    for one in advertisements:
        frames.append(message(4, struct.pack("!I", 1) + one))
    write_handmade(path, with_cuts(frames, 54))


def isis(path):
    """IS-IS over LLC (ISO 10589, RFC 1195, 5305, 5308, 5303, 5301)."""
    system = bytes.fromhex("192168001001")
    element = lambda kind, value: bytes([kind, len(value)]) + value
    def unit(kind, header, elements, length_at=0):
        head = bytes([0x83, 8 + len(header), 1, 0, kind, 1, 0, 0])
        header = header[:length_at] + struct.pack("!H", 8 + len(header) + len(elements)) + header[length_at + 2:]
        payload = b"\xfe\xfe\x03" + head + header + elements
        return bytes.fromhex("0180c2000014") + CLIENT_MAC + struct.pack("!H", len(payload)) + payload
    area = element(1, bytes([3, 0x49, 0, 1]))
    plain = b"".join([
        area, element(129, b"\xcc\x8e"), element(132, address(ROUTER)), element(232, address(LINK_LOCAL)),
        element(137, b"router-1"), element(134, address(ROUTER)), element(14, struct.pack("!H", 1492))])
    reach = b"".join([
        element(2, b"\0" + bytes([10, 0x80, 0x80, 0x80]) + system + b"\2"),
        element(22, system + b"\2" + bytes([0, 0, 10, 12]) + element(6, address(ROUTER)) + element(
            9, struct.pack("!f", 125e6))),
        element(128, bytes([10, 0x80, 0x80, 0x80]) + address("198.51.100.0") + address("255.255.255.0")),
        element(135, struct.pack("!IB", 20, 24) + bytes([198, 51, 100]) + struct.pack("!IB", 7, 0x80 | 8) + b"\x0a"),
        element(236, struct.pack("!IBB", 20, 0, 32) + address("2001:db8::")[:4]), element(250, bytes(5))])
    entry = struct.pack("!H", 1199) + system + b"\0\0" + struct.pack("!IH", 9, 0xABCD)
    hello = bytes([1]) + system + struct.pack("!HH", 30, 0)
    frames = [
        unit(15, hello + bytes([64]) + system + b"\1", plain + element(6, CLIENT_MAC) + element(8, bytes(9)), 9),
        unit(17, hello + b"\1", area + element(240, b"\0" + struct.pack("!I", 5) + system + struct.pack(
            "!I", 4)) + element(211, b"\0\0\0"), 9),
        unit(18, struct.pack("!HH", 0, 1199) + system + b"\0\0" + struct.pack("!IHB", 9, 0x1234, 3), plain + reach),
        unit(24, struct.pack("!H", 0) + system + b"\0" + bytes(8) + b"\xff" * 8, element(9, entry * 2)),
        unit(26, struct.pack("!H", 0) + system + b"\0", element(9, entry) + element(10, b"\1secret")),
        unit(99, b"", b"nothing")]
    write_handmade(path, with_cuts(frames, 17))


HANDMADE = {"ospf": ospf, "ospf-version3": ospf_version3, "isis": isis}
