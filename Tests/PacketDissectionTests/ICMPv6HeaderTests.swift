import InternetTypes
import PacketDissection
import Testing

struct ICMPv6HeaderTests {
  /// An echo request of eight bytes of data; its checksum is right between 2001:db8::1 and 2001:db8::2.
  static let echo: [UInt8] =
    [0x80, 0, 0x7c, 0x71, 0x12, 0x34, 0, 5] + [UInt8](repeating: 0x65, count: 8)

  @Test func `a header cut at any byte states how much is missing`() throws {
    for count in 0..<ICMPv6Header.byteCount {
      let cut = Self.echo.span.extracting(first: count)
      #expect(throws: DecodeError.truncated(.icmpv6, needed: 4, available: count)) {
        try ICMPv6Header(decoding: cut)
      }
    }
    let header = try ICMPv6Header(decoding: Self.echo.span)
    #expect(header.type == .echoRequest)
    #expect(header.code == 0)
    #expect(header.checksum == 0x7c71)
  }

  @Test func `an echo request is decoded and its checksum verified`() {
    let bytes = IPv6ExtensionHeaderTests.packet(.icmpv6, Self.echo)
    let packet = IPv6ExtensionHeaderTests.decode(bytes)
    guard case .icmpv6(let header) = packet.transport else {
      Issue.record("\(packet.transport)")
      return
    }
    #expect(header.type == .echoRequest)
    #expect(packet.payload == 44..<56)
    #expect(packet.transportChecksum(in: bytes.span) == .valid)
    let cut = IPv6ExtensionHeaderTests.decode(bytes, first: 50)
    #expect(cut.transportChecksum(in: bytes.span) == .unverifiable(.truncated))
  }

  @Test func `neighbor discovery options end where they are cut or have no length`() {
    let message: [UInt8] =
      [133, 0, 0, 0, 0, 0, 0, 0] + [1, 1, 2, 0, 0, 0, 0, 1] + [5, 1, 0, 0, 0, 0, 5, 0xdc]
    for (tail, count, isBroken) in [([], 2, false), ([1, 0], 2, true), ([3, 4, 0, 0], 2, true)]
      as [([UInt8], Int, Bool)]
    {
      let bytes = IPv6ExtensionHeaderTests.packet(.icmpv6, message + tail)
      var options = NeighborDiscoveryOptionIterator(
        IPv6ExtensionHeaderTests.decode(bytes), from: 48)
      var found = 0
      var last: NeighborDiscoveryOptionIterator.Step?
      while let step = options.next(in: bytes.span) {
        last = step
        if case .option = step { found += 1 }
      }
      #expect(found == count)
      #expect((last == .broken) == isBroken)
    }
  }
}

struct SecurityHeaderTests {
  /// RFC 4302, section 2: 24 bytes, as the length byte 4 says, before UDP.
  static let header: [UInt8] =
    [17, 4, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 7] + [UInt8](repeating: 0x11, count: 12)

  @Test func `an authentication header cut at any byte states how much is missing`() throws {
    for count in 0..<AuthenticationHeader.minimumByteCount {
      let cut = Self.header.span.extracting(first: count)
      #expect(
        throws: DecodeError.truncated(.authenticationHeader, needed: 12, available: count)
      ) { try AuthenticationHeader(decoding: cut) }
    }
    let header = try AuthenticationHeader(decoding: Self.header.span)
    #expect(header.byteCount == 24)
    #expect(header.nextHeader == .udp)
    #expect(header.securityParametersIndex == 0x1000)
    #expect(header.sequence == 7)
  }

  @Test func `what an authentication header protects is decoded`() {
    let bytes = IPv6ExtensionHeaderTests.packet(
      .authenticationHeader, Self.header + IPv6ExtensionHeaderTests.udp)
    let packet = IPv6ExtensionHeaderTests.decode(bytes)
    #expect(packet.transportProtocol == .udp)
    #expect(packet.transportOffset == 64)
    #expect(packet.transportChecksum(in: bytes.span) == .valid)
    let cut = IPv6ExtensionHeaderTests.decode(bytes, first: 60)
    #expect(
      cut.stop == .truncated(.authenticationHeader, needed: 24, available: 20))
  }

  @Test func `ESP and IPComp headers that are cut anywhere say so`() throws {
    for count in 0..<8 {
      let cut = Self.header.span.extracting(first: count)
      #expect(
        throws: DecodeError.truncated(.encapsulatingSecurityPayload, needed: 8, available: count)
      ) { try EncapsulatingSecurityPayload(decoding: cut) }
    }
    for count in 0..<4 {
      let cut = Self.header.span.extracting(first: count)
      #expect(throws: DecodeError.truncated(.ipCompression, needed: 4, available: count)) {
        try IPCompressionHeader(decoding: cut)
      }
    }
    #expect(try IPCompressionHeader(decoding: Self.header.span).nextHeader == .udp)
  }
}
