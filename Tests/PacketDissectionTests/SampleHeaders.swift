import InternetTypes
import PacketDissection

/// Headers with a different value in every field, and packets made of them.
enum Sample {
  /// RFC 791: TOS 0xb8, length 40, identification 0x1c46, DF, TTL 64, TCP, 10.0.2.15 > 10.0.2.4.
  static let ipv4: [UInt8] = [
    0x45, 0xb8, 0x00, 0x28, 0x1c, 0x46, 0x40, 0x00, 0x40, 0x06, 0xb1, 0xe6, 10, 0, 2, 15, 10, 0, 2,
    4,
  ]

  /// RFC 9293: 40986 > 50007, sequence 0x01020304, acknowledgment 0xfffefdfc, PSH and ACK.
  static let tcp: [UInt8] = [
    0xa0, 0x1a, 0xc3, 0x57, 0x01, 0x02, 0x03, 0x04, 0xff, 0xfe, 0xfd, 0xfc, 0x50, 0x18, 0x01, 0xf6,
    0xbe, 0xef, 0x12, 0x34,
  ]

  /// RFC 768: 53 > 50000, length 9, checksum 0xcafe, and a byte of data.
  static let udp: [UInt8] = [0x00, 0x35, 0xc3, 0x50, 0x00, 0x09, 0xca, 0xfe, 0x21]

  /// An IPv4 packet with this payload, and the right total length.
  static func datagram(_ payload: [UInt8], protocol number: UInt8 = 6) -> [UInt8] {
    var bytes = ipv4
    let length = ipv4.count + payload.count
    bytes[2] = UInt8(truncatingIfNeeded: length >> 8)
    bytes[3] = UInt8(truncatingIfNeeded: length)
    bytes[9] = number
    return bytes + payload
  }

  /// A TCP segment with these options, whose data offset counts them in full words.
  static func segment(options: [UInt8], payload: [UInt8] = []) -> [UInt8] {
    var header = tcp
    header[12] = UInt8((20 + options.count) / 4) << 4
    return header + options + payload
  }

  /// What becomes of an IPv4 packet of which `captured` bytes were captured, or all.
  static func decode(_ datagram: [UInt8], captured: Int? = nil) -> Packet {
    let span = datagram.span.extracting(first: captured ?? datagram.count)
    return Packet(
      decodingIP: span, in: 0..<span.count, wireLength: datagram.count, etherType: .ipv4)
  }
}
