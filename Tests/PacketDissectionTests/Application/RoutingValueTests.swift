import InternetTypes
import PacketDissection
import Testing

/// Values of routing protocols, byte by byte from their RFCs.
struct RoutingValueTests {
  @Test(arguments: [
    (UInt32(0xffff_ffff), 32), (0xffff_ff00, 24), (0x8000_0000, 1), (0, 0), (0xff00_ff00, -1),
  ])
  func `a mask leaves a prefix unless it has holes`(_ mask: UInt32, _ length: Int) throws {
    let bytes: [UInt8] =
      [0, 2, 0, 7, 10, 1, 0, 0] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: mask >> $0) }
      + [10, 0, 0, 1, 0, 0, 0, 3]
    let decoded = RIPEntry(bytes.span, at: 0)
    let entry = try #require(decoded)
    #expect(entry.prefixLength == length)
    #expect(entry.tag == 7)
    #expect(entry.metric == 3)
    for count in 0..<bytes.count {
      #expect(RIPEntry(bytes.span.extracting(first: count), at: 0) == nil)
    }
  }

  @Test func `a plain BGP prefix has as many bytes as its length needs`() throws {
    // 10.129.0.0/9: the bits behind the ninth are not part of it.
    let bytes: [UInt8] = [9, 10, 0xff, 99]
    guard
      case .prefix(let prefix) = try BGPPrefix.decode(
        bytes.span, at: 0, room: 4, isVersion6: false, .plain)
    else {
      Issue.record("no prefix")
      return
    }
    #expect(prefix.address == 0x0a80_0000)
    #expect(prefix.length == 9)
    #expect(prefix.byteCount == 3)
  }

  @Test func `a labeled BGP prefix has its label before the address`() throws {
    let bytes: [UInt8] = [24 + 24, 0x01, 0x86, 0xa1, 10, 1, 2]
    guard
      case .prefix(let prefix) = try BGPPrefix.decode(
        bytes.span, at: 0, room: 7, isVersion6: false, .labeled)
    else {
      Issue.record("no prefix")
      return
    }
    #expect(prefix.label == 6250)
    #expect(prefix.isBottom)
    #expect(prefix.address == 0x0a01_0200)
  }

  @Test func `a BGP prefix that does not fit is none`() throws {
    for (bytes, room) in [([33, 1, 2, 3, 4, 5], 6), ([24, 1, 2, 3], 3), ([24], 0)]
      as [([UInt8], Int)]
    {
      switch try BGPPrefix.decode(bytes.span, at: 0, room: room, isVersion6: false, .plain) {
      case .prefix: Issue.record("\(bytes)")
      case .failure: break
      }
    }
    #expect(throws: EarlyEnd.self) {
      _ = try BGPPrefix.decode([24, 10].span, at: 0, room: 9, isVersion6: false, .plain)
    }
  }

  @Test func `path identifiers are recognized by prefixes that are invalid without them`() {
    let with: [UInt8] = [0, 0, 0, 1, 24, 10, 1, 2, 0, 0, 0, 2, 24, 10, 1, 2]
    let without: [UInt8] = [24, 10, 1, 2, 24, 10, 1, 3]
    let isWith = BGPPrefix.hasPathIdentifiers(with.span, at: 0, length: with.count, longest: 32)
    #expect(isWith)
    let isWithout = BGPPrefix.hasPathIdentifiers(
      without.span, at: 0, length: without.count, longest: 32)
    #expect(!isWithout)
  }

  @Test func `a BGP message is found by its marker`() throws {
    let bytes: [UInt8] = [1, 2] + Array(repeating: 0xff, count: 16) + [0, 19, 4]
    #expect(BGPMessage.marker(bytes.span, from: 0) == 2)
    #expect(BGPMessage.marker(bytes.span, from: 3) == nil)
    let message = try BGPMessage(bytes.span, at: 2)
    #expect(message.type == 4)
    #expect(message.end == 21)
    for count in 2..<bytes.count {
      #expect(throws: EarlyEnd.self) {
        _ = try BGPMessage(bytes.span.extracting(first: count), at: 2)
      }
    }
  }

  @Test func `AS numbers of a path have four bytes if two do not fit`() throws {
    let narrow: [UInt8] = [2, 2, 0, 1, 0, 2]
    let wide: [UInt8] = [2, 1, 0, 1, 0, 2, 1, 1, 0, 0, 0, 9]
    #expect(
      try BGPAttribute.systemByteCount(narrow.span, in: 0..<narrow.count, isWide: false) == 2)
    #expect(try BGPAttribute.systemByteCount(wide.span, in: 0..<wide.count, isWide: false) == 4)
    #expect(
      try BGPAttribute.systemByteCount(narrow.span, in: 0..<narrow.count, isWide: true) == 4)
  }

  @Test func `a BFD packet has its fields in the order of RFC 5880`() throws {
    let bytes: [UInt8] =
      [0x21, 0xc4, 3, 24] + [0, 0, 0, 1, 0, 0, 0, 2] + [0, 4, 0x93, 0xe0, 0, 0, 0, 5, 0, 0, 0, 6]
    let packet = try BFDControl(bytes.span, at: 0)
    #expect(packet.version == 1)
    #expect(packet.diagnostic == 1)
    #expect(packet.isAuthenticated)
    #expect(packet.desiredTransmitInterval == 300_000)
    for count in 0..<bytes.count {
      #expect(throws: EarlyEnd.self) {
        _ = try BFDControl(bytes.span.extracting(first: count), at: 0)
      }
    }
  }
}
