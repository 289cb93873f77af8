import InternetTypes
import PacketDissection
import Testing

struct IPv4OptionTests {
  /// A datagram whose header has these options; they fill whole words.
  func datagram(_ options: [UInt8], payload: [UInt8] = []) -> [UInt8] {
    var bytes = Sample.ipv4
    let length = bytes.count + options.count + payload.count
    bytes[0] = 0x40 | UInt8((20 + options.count) / 4)
    bytes[2] = UInt8(truncatingIfNeeded: length >> 8)
    bytes[3] = UInt8(truncatingIfNeeded: length)
    return bytes + options + payload
  }

  /// The steps over an option list, of which all or `captured` bytes were captured.
  func steps(_ options: [UInt8], captured: Int? = nil) -> [IPv4OptionIterator.Step] {
    let bytes = datagram(options)
    let frame = bytes.span.extracting(first: 20 + (captured ?? options.count))
    var iterator = IPv4OptionIterator(Sample.decode(bytes, captured: frame.count))
    var steps: [IPv4OptionIterator.Step] = []
    while let step = iterator.next(in: frame) {
      steps.append(step)
      // No list has more steps than bytes: one that does not end is to fail, not to hang.
      if steps.count > options.count + 1 { break }
    }
    return steps
  }

  @Test func `an option list is walked type by type, each with its place in the frame`() {
    let found: [IPv4Option] = steps([1, 148, 4, 0, 0, 7, 7, 4, 0, 0, 0, 0]).compactMap {
      if case .option(let option) = $0 { option } else { nil }
    }
    #expect(found.map(\.kind) == [.noOperation, .routerAlert, .recordRoute])
    #expect(found.map(\.range) == [20..<21, 21..<25, 25..<32])
    #expect(found.map(\.length) == [1, 4, 7])
  }

  @Test func `a header without options has nothing to walk`() {
    #expect(steps([]).isEmpty)
  }

  @Test(arguments: (0...255).filter { $0 < 2 || $0 > 8 } as [UInt8])
  func `a length below two or beyond the header ends the iteration`(_ length: UInt8) {
    #expect(steps([130, length, 1, 1, 1, 1, 1, 1]) == [.badLength(.security, length: Int(length))])
  }

  @Test func `a type in the header's last byte reads its length from the byte after it`() {
    let bytes = datagram([1, 1, 1, 7], payload: [9, 9])
    var iterator = IPv4OptionIterator(Sample.decode(bytes))
    for _ in 0..<3 { _ = iterator.next(in: bytes.span) }
    #expect(iterator.next(in: bytes.span) == .badLength(.recordRoute, length: 9))
    #expect(steps([1, 1, 1, 7]).last == .cut(.recordRoute))
  }

  @Test(arguments: 0..<8)
  func `a list cut at any byte says so, with the type where it was captured`(_ captured: Int) {
    // Two bytes of padding, then a router alert, then a type whose length was not captured.
    let walked = steps([1, 1, 148, 4, 0, 0, 130, 2], captured: captured)
    let expected: IPv4OptionIterator.Step =
      switch captured {
      case 3: .cut(.routerAlert)
      case 7: .cut(.security)
      default: .cut(nil)
      }
    #expect(walked.last == expected)
    // An option that is cut behind its length is handed out with the range it would have.
    #expect(walked.count == [1, 2, 3, 3, 4, 4, 4, 4][captured])
  }

  @Test func `every list of two bytes is walked to its end`() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let walked = steps([first, second, 0, 0])
        #expect((1...4).contains(walked.count))
      }
    }
  }

  @Test func `the types have the numbers that IANA gave them`() {
    let kinds: [IPv4Option.Kind] = [
      .endOfList, .noOperation, .recordRoute, .timestamp, .traceroute, .security,
      .looseSourceRoute, .strictSourceRoute, .routerAlert,
    ]
    #expect(kinds.map(\.rawValue) == [0, 1, 7, 68, 82, 130, 131, 137, 148])
  }

  /// The destination that a pseudo-header covers beside source, protocol and length of the sample header.
  func coveredDestination(_ options: [UInt8], captured: Int? = nil) -> UInt16 {
    let bytes = datagram(options)
    let frame = bytes.span.extracting(first: captured ?? bytes.count)
    let sum = Sample.decode(bytes, captured: frame.count).pseudoHeaderSum(length: 0, in: frame)
    // 10.0.2.15, protocol 6.
    return sum.folded &- (0x0a00 &+ 0x020f &+ 6)
  }

  @Test(arguments: [131, 137] as [UInt8])
  func `a source route's last address is what checksums cover (RFC 1122, section 4.1.3.5)`(
    _ kind: UInt8
  ) {
    #expect(coveredDestination([kind, 11, 4, 0, 1, 0, 2, 0, 3, 0, 4, 0]) == 7)
    #expect(coveredDestination([1, kind, 7, 4, 0, 3, 0, 4]) == 7)
  }

  @Test func `without a source route checksums cover the header's destination`() {
    let header: UInt16 = 0x0a00 + 0x0204
    let lists: [[UInt8]] = [
      [], [7, 7, 4, 0, 3, 0, 4, 0],
      // Too short for an address; behind the end of the list; with a length that contradicts the header's.
      [131, 3, 4, 0], [0, 131, 7, 4, 0, 3, 0, 4], [131, 9, 4, 0, 3, 0, 4, 0],
    ]
    for list in lists { #expect(coveredDestination(list) == header, "\(list)") }
    #expect(coveredDestination([131, 7, 4, 0, 3, 0, 4, 0], captured: 26) == header)
  }
}
