"""Protocols between neighbors on a link: spanning trees, discovery, aggregation, authentication, tests."""
import struct

from .capture import write_handmade
from .handmade_routing import with_cuts
from .packets import CLIENT_MAC, SERVER_MAC, address, ethernet

GROUP = bytes.fromhex("0180c200000e")
BRIDGE = b"\x80\x01" + CLIENT_MAC


def logical(access, payload, group=bytes.fromhex("0180c2000000")):
    payload = bytes([access, access, 3]) + payload
    return group + CLIENT_MAC + struct.pack("!H", len(payload)) + payload


def cisco(number, payload):
    payload = b"\xaa\xaa\x03\0\0\x0c" + struct.pack("!H", number) + payload
    return bytes.fromhex("01000ccccccc") + CLIENT_MAC + struct.pack("!H", len(payload)) + payload


def spanning_trees(path):
    """STP, RSTP and MSTP (IEEE 802.1Q, clause 14)."""
    times = struct.pack("!HHHH", 256, 20 << 8, 2 << 8, 15 << 8)
    body = lambda flags: bytes([flags]) + BRIDGE + struct.pack("!I", 19) + BRIDGE + b"\x80\x02" + times
    instance = bytes([0x7C]) + b"\x80\x05" + CLIENT_MAC + struct.pack("!I", 20000) + bytes([0x80, 0x80, 19])
    part = b"\0" + b"region".ljust(32, b"\0") + struct.pack("!H", 3) + bytes(range(16)) + struct.pack(
        "!I", 200) + BRIDGE + bytes([20]) + instance
    write_handmade(path, with_cuts([
        logical(0x42, b"\0\0\0\0" + body(0x81)), logical(0x42, b"\0\0\0\x80"),
        logical(0x42, b"\0\0\2\2" + body(0x3C) + b"\0"),
        logical(0x42, b"\0\0\3\2" + body(0x7C) + b"\0" + struct.pack("!H", len(part)) + part),
        logical(0x42, b"\0\0\7\2" + body(0)), logical(0x42, b"\0\0\0\7"), logical(0x42, b"\0\1\0\0"),
        cisco(0x010B, b"\0\0\0\0" + body(1))], 17))


def discovery(path):
    """LLDP with elements of IEEE 802.1, 802.3 and TIA (IEEE 802.1AB, TIA-1057), and CDP."""
    def elements(*pairs):
        return b"".join(struct.pack("!H", kind << 9 | len(value)) + value for kind, value in pairs)
    chassis, port, life = (1, b"\4" + CLIENT_MAC), (2, b"\5eth0"), (3, b"\0\x78")
    bridging, ethernet3, media = b"\0\x80\xc2", b"\0\x12\x0f", b"\0\x12\xbb"
    civic = b"\2\x09\2US" + b"\6\4Main"
    frames = [elements(chassis, port, life, (0, b"")), elements(
        (1, b"\5\1" + address("192.0.2.1")), (2, b"\7port-1"), life, (4, b"uplink"), (5, b"switch-1"),
        (6, b"a switch\nof two lines"), (7, struct.pack("!HH", 0x14, 4)),
        (8, b"\5\1" + address("192.0.2.1") + b"\2" + struct.pack("!I", 7) + b"\3abc"), (9, b"?"), (0, b"")), elements(
        chassis, port, life, (127, bridging + b"\1\0\7"), (127, bridging + b"\2\6\0\7"),
        (127, bridging + b"\3\0\7\4voip"), (127, bridging + b"\4\2\x88\xcc"),
        (127, bridging + b"\x09" + bytes([0x88]) + bytes(20)), (127, bridging + b"\x0b\x88\x08"),
        (127, ethernet3 + b"\1\3\x6c\1\0\x1e"), (127, ethernet3 + b"\2\7\1\0"),
        (127, ethernet3 + b"\3\1\0\0\0\1"), (127, ethernet3 + b"\4\5\xee"), (127, b"\1\2\3\4xyz"), (0, b"")), elements(
        chassis, port, life, (127, media + b"\1\0\x3f\4"), (127, media + b"\2\1\x40\x0f\x6e"),
        (127, media + b"\3\3911"), (127, media + b"\3" + civic), (127, media + b"\4\x52\0\x41"),
        (127, media + b"\x0amodel-1"), (127, b"\0\0\x5e\1https://example.org/m"), (0, b""))]
    frames = [ethernet(0x88CC, frame, destination=GROUP) for frame in frames]
    element = lambda kind, value: struct.pack("!HH", kind, 4 + len(value)) + value
    one = struct.pack("!IBBBH", 1, 1, 1, 0xCC, 4) + address("192.0.2.1")
    six = struct.pack("!IBB", 1, 2, 8) + bytes.fromhex("aaaa0300000086dd") + b"\0\x10" + address("2001:db8::1")
    for body in (element(1, b"switch-1") + element(3, b"Gi0/1"), b"".join([
            element(1, b"switch-1"), element(2, one + b"!"), element(2, six), element(4, struct.pack("!I", 0x29)),
            element(5, b"system\nversion 1"), element(6, b"model"), element(7, address("192.0.2.0") + b"\x18"),
            element(9, b"domain"), element(10, b"\0\7"), element(11, b"\1"), element(14, b"\1\0\7"),
            element(16, struct.pack("!H", 15400)), element(17, struct.pack("!I", 1500)), element(18, b"\0"),
            element(20, b"name"), element(23, b"\0rack"), element(99, b"??")]),
            element(1, b"a") + b"\0\2\0\3", element(1, b"a") + b"\0\2\0\x63", b"\0"):
        frames.append(cisco(0x2000, b"\2\xb4\x12\x34" + body))
    write_handmade(path, with_cuts(frames, 14))


def management(path):
    """UDLD, VTP, DTP, LACP, marker, OAM, EAPOL, loopback, AoE, MPCP, IPX."""
    element = lambda kind, value: struct.pack("!HH", kind, 4 + len(value)) + value
    domain = b"lab".ljust(32, b"\0")
    slow = lambda payload: ethernet(0x8809, payload, destination=bytes.fromhex("0180c2000002"))
    actor = lambda kind, state: bytes([kind, 20]) + struct.pack("!H6sHHHB3x", 32768, CLIENT_MAC, 1, 255, 2, state)
    eap = lambda kind, body: ethernet(0x888E, bytes([1, kind]) + struct.pack("!H", len(body)) + body)
    message = lambda code, body: struct.pack("!BBH", code, 7, 4 + len(body)) + body
    information = bytes([1, 16, 1]) + struct.pack("!HBBH", 7, 6, 0x1D, 1518) + b"\0\0\x0c\0\0\0\5"
    aoe = lambda flags, command, body: ethernet(0x88A2, struct.pack(
        "!BBHBBI", 0x10 | flags, 0, 20, 1, command, 77) + body)
    ipx = lambda socket, data: logical(0xE0, struct.pack("!HHBB", 0xFFFF, 30 + len(data), 0, 4) + struct.pack(
        "!I", 0) + b"\xff" * 6 + struct.pack("!HI", socket, 16) + CLIENT_MAC + struct.pack("!H", 0x4003) + data)
    frames = [
        cisco(0x0111, bytes([0x21, 3, 0x12, 0x34]) + b"".join([
            element(1, b"switch-1"), element(2, b"Gi0/1"), element(3, bytes(4)), element(4, b"\7"),
            element(5, b"\5"), element(6, b"S1"), element(7, struct.pack("!I", 9)), element(9, b"?")])),
        cisco(0x2003, b"\1\1\0\3" + domain + struct.pack("!I", 5) + address("192.0.2.1") + b"930301000000" + bytes(16)),
        cisco(0x2003, b"\1\2\1\3" + domain + struct.pack("!I", 5) + struct.pack(
            "!BBBBHHI", 20, 0, 1, 7, 1, 1500, 100001) + b"default\0" + struct.pack(
            "!BBBBHHI", 24, 0, 2, 4, 1002, 1500, 101002) + b"fddi" + b"\3\1\0\1\x09\1\0\7"),
        cisco(0x2003, b"\1\3\0\3" + domain + bytes(4)),
        cisco(0x2004, b"\1" + element(1, domain) + element(2, b"\3") + element(3, b"\xa5") + element(4, CLIENT_MAC)),
        slow(b"\1\1" + actor(1, 0x3D) + actor(2, 0xC2) + b"\3\x10" + struct.pack("!H12x", 5) + bytes(52)),
        slow(b"\2\1\1\x10" + struct.pack("!H6sIH", 3, CLIENT_MAC, 7, 0) + bytes(92)),
        slow(b"\3\0\x50\0" + information + bytes(30)), slow(b"\3\0\0\4\1" + bytes(41)), slow(b"\x0b" + b"other"),
        slow(b"\3\0\0\1" + struct.pack("!H", 7) + b"\1\x28" + struct.pack("!HQQQQI", 5, 1, 2, 3, 4, 5) + bytes(2)),
        eap(1, b""), eap(0, message(1, b"\1")), eap(0, message(2, b"\1alice")), eap(0, message(2, b"\3\x15")),
        eap(0, message(1, b"\x15\x20")), eap(0, message(1, b"\x0d\xc0\0\0\1\0data")), eap(0, message(3, b"")),
        eap(0, message(1, b"\x17\1\0\0")), eap(3, bytes(44)),
        ethernet(0x9000, struct.pack("<HHH", 0, 1, 7) + bytes(40)),
        ethernet(0x9000, struct.pack("<HH", 0, 2) + SERVER_MAC + struct.pack("<HH", 1, 9) + bytes(34)),
        ethernet(0x9000, struct.pack("<HH", 3, 1) + bytes(40)),
        aoe(0, 1, bytes(8) + bytes(28)), aoe(8, 1, struct.pack("!HHBBH", 16, 1, 2, 0x10, 3) + b"cfg"),
        aoe(0, 0, bytes([0x41, 0, 1, 0x25, 1, 2, 3, 4, 5, 6, 0, 0]) + bytes(16)), aoe(12, 0, bytes(12)),
        ethernet(0x8808, struct.pack("!HIB", 2, 77, 9) + struct.pack("!IH", 1, 2) + struct.pack("!H", 9) + bytes(31)),
        ethernet(0x8808, struct.pack("!HIBBH", 3, 77, 2, 5, 1) + struct.pack("!H", 2) + bytes(34)),
        ipx(0x0452, struct.pack("!HH", 2, 4) + b"SERVER".ljust(48, b"\0") + struct.pack("!I", 16) + SERVER_MAC
            + struct.pack("!HH", 0x451, 1)),
        ipx(0x0453, struct.pack("!HIHH", 2, 17, 1, 2)), ipx(0x0455, bytes(50)), ipx(0x4321, b"data")]
    write_handmade(path, with_cuts(frames, 14))


HANDMADE = {"spanning-trees": spanning_trees, "discovery": discovery, "management": management}
