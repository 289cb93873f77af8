import InternetTypes
import PacketDissection
import Testing

struct ICMPHeaderTests {
  /// An IPv4 packet with `message`, of which the checksum is made right.
  static func packet(_ message: [UInt8]) -> [UInt8] {
    var sum = InternetChecksum()
    sum.add(message.span)
    var message = message
    message[2] = UInt8(truncatingIfNeeded: ~sum.folded >> 8)
    message[3] = UInt8(truncatingIfNeeded: ~sum.folded)
    let length = 20 + message.count
    return [0x45, 0, UInt8(length >> 8), UInt8(length & 0xff), 0, 1, 0, 0, 64, 1, 0, 0]
      + [10, 0, 0, 1, 10, 0, 0, 2] + message
  }

  static func decode(_ bytes: [UInt8], first count: Int? = nil) -> Packet {
    Packet(
      decoding: bytes.span.extracting(first: count ?? bytes.count), wireLength: bytes.count,
      linkType: .raw)
  }

  @Test func `a header that is cut keeps what was captured`() throws {
    let bytes: [UInt8] = [3, 4, 0x12, 0x34, 0, 0, 5, 0x78]
    for count in 0..<2 {
      #expect(throws: DecodeError.truncated(.icmp, needed: 2, available: count)) {
        try ICMPHeader(decoding: bytes.span.extracting(first: count))
      }
    }
    for count in 2...8 {
      let header = try ICMPHeader(decoding: bytes.span.extracting(first: count))
      #expect(header.type == .destinationUnreachable)
      #expect(header.code == 4)
      #expect(header.checksum == (count < 4 ? 0 : 0x1234))
      #expect(header.nextHopMTU == (count < 8 ? 0 : 1400))
      #expect(header.capturedByteCount == count)
    }
  }

  @Test func `the checksum covers the message without a pseudo-header`() {
    var bytes = Self.packet([8, 0, 0, 0, 0, 1, 0, 2, 0x61])
    #expect(Self.decode(bytes).transportChecksum(in: bytes.span) == .valid)
    #expect(
      Self.decode(bytes, first: 28).transportChecksum(in: bytes.span)
        == .unverifiable(.truncated))
    let stated = UInt16(bytes[22]) << 8 | UInt16(bytes[23])
    bytes[23] ^= 1
    #expect(
      Self.decode(bytes).transportChecksum(in: bytes.span)
        == .invalid(stated: stated ^ 1, computed: stated))
  }

  @Test func `the quoted packet is found as far as it was captured`() {
    let bytes = Self.packet([3, 3, 0, 0, 0, 0, 0, 0] + LinkHeaderTests.datagram)
    let whole = Self.decode(bytes)
    #expect(whole.quotedHeader(in: bytes.span)?.protocol == .udp)
    #expect(whole.quotedDestinationPort(in: bytes.span) == 2)
    #expect(whole.quotation(in: bytes.span)?.range == 28..<56)
    for count in 20..<bytes.count {
      let cut = Self.decode(bytes, first: count)
      #expect((cut.quotedHeader(in: bytes.span) != nil) == (count >= 48))
      #expect((cut.quotedDestinationPort(in: bytes.span) != nil) == (count >= 52))
      #expect(cut.quotation(in: bytes.span)?.range.upperBound == (count >= 32 ? count : nil))
    }
  }

  @Test func `extension objects are walked to the end or to the cut`() {
    let quoted = LinkHeaderTests.datagram + [UInt8](repeating: 0, count: 100)
    // RFC 4884: version 2; RFC 4950: label 1234, TC 5, bottom of stack, TTL 64.
    let structure: [UInt8] =
      [0x20, 0, 0, 0] + [0, 8, 1, 1, 0, 0x4d, 0x2b, 0x40] + [0, 6, 2, 7, 1, 2]
    let bytes = Self.packet([11, 0, 0, 0, 0, 32, 0, 0] + quoted + structure)
    for count in 156...bytes.count {
      let packet = Self.decode(bytes, first: count)
      guard let found = packet.icmpExtension(in: bytes.span) else {
        #expect(count <= 160)
        continue
      }
      #expect(found.version == 2)
      #expect(found.length == structure.count)
      // Its checksum was left at zero.
      #expect(found.isChecksumRight == (count == bytes.count ? false : nil))
      var objects = ICMPExtensionIterator(found, of: packet)
      var classes: [UInt8] = []
      while let step = objects.next(in: bytes.span) {
        guard case .object(let object) = step else { break }
        classes.append(object.classNumber)
        #expect(object.data.upperBound <= count)
      }
      #expect(classes == (count < 164 ? [] : count < 172 ? [1] : [1, 2]))
    }
    let entry = MPLSLabel(rawValue: 0x004d_2b40)
    #expect(entry.label == 1234 && entry.trafficClass == 5)
    #expect(entry.isBottom && entry.timeToLive == 64)
  }
}
