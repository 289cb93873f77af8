import FixtureCaptures
import Foundation
import InternetTypes
import PacketDissection
import Reassembly
import Testing

/// Captures of the `Fixtures` folder that hold fragments.
@Suite struct FragmentFixtureTests {
  /// A reassembled datagram.
  struct Whole: Equatable, CustomStringConvertible {
    var number: Int
    /// Bytes of data after the IP header.
    var byteCount: Int
    var isValid: Bool
    var description: String { "\(number): \(byteCount) \(isValid)" }
  }

  /// The datagrams that reassembly of a capture yields.
  static func wholes(_ name: String) throws -> (wholes: [Whole], statistics: ReassemblyStatistics) {
    let capture = try FixtureCapture(name)
    let frames = capture.frames.map {
      TestFrame(bytes: $0.bytes, linkType: capture.linkType, cut: $0.wireLength - $0.bytes.count)
    }
    var bench = Bench()
    bench.take(frames)
    bench.finish()
    let captured = Set(frames.map(\.bytes))
    let wholes = bench.given.filter { !captured.contains($0.bytes) }.map { given in
      let bytes = given.bytes
      let packet = Packet(
        decoding: bytes.span, wireLength: given.wireLength, linkType: given.linkType)
      return Whole(
        number: given.number, byteCount: packet.transportLength,
        isValid: packet.transportChecksum(in: bytes.span) == .valid)
    }
    return (wholes, bench.statistics)
  }

  /// The output of tshark 4.0.17: the packet with `ip.reassembled.length` or `ipv6.reassembled.length`, the length, and that
  /// the checksum of each is good.
  static let recorded: [(name: String, expected: [(Int, Int)])] = [
    ("udp-fragments", [(4, 5008), (8, 5008)]),
    ("fragments-small", [(4, 4008), (8, 4008), (12, 5009), (17, 5009), (25, 9008), (33, 9008)]),
    ("fragments-mixed", [(3, 4008), (7, 4008), (13, 5009), (18, 5009), (26, 9008), (34, 9008)]),
  ]

  @Test(arguments: recorded.indices)
  func `datagrams that kernels fragmented are reassembled as by tshark, with right checksums`(
    index: Int
  ) throws {
    let (name, expected) = Self.recorded[index]
    let (wholes, statistics) = try Self.wholes(name)
    #expect(wholes == expected.map { Whole(number: $0.0, byteCount: $0.1, isValid: true) })
    #expect(statistics.strays == 0 && statistics.unfinished == 0)
    #expect(statistics.joined + statistics.duplicates == statistics.fragments)
    #expect((statistics.duplicates > 0) == (name == "fragments-mixed"))
  }

  /// The cases of `Fixtures/maker/handmade_fragments.py`, in its order.
  ///
  /// tshark reassembles more of them: overlaps (packets 11, 15, 39, 43), which RFC 5722 discards.
  @Test func `contradictory fragments yield no datagram, and each fault is counted`() throws {
    let (wholes, statistics) = try Self.wholes("fragments")
    let expected =
      [2, 4, 7].map { Whole(number: $0, byteCount: 1600, isValid: true) }
      + [Whole(number: 28, byteCount: 1600, isValid: false)]
      + [30, 32, 35].map { Whole(number: $0, byteCount: 1600, isValid: true) }
      + [Whole(number: 56, byteCount: 1600, isValid: false)]
      + [58, 60, 62].map { Whole(number: $0, byteCount: 1612, isValid: true) }
      + [Whole(number: 64, byteCount: 1612, isValid: false)]
      + [
        Whole(number: 65, byteCount: 14, isValid: true),
        Whole(number: 67, byteCount: 1600, isValid: true),
        Whole(number: 70, byteCount: 1600, isValid: true),
        // Cut by the capture: not verifiable.
        Whole(number: 72, byteCount: 1600, isValid: false),
      ]
    #expect(wholes == expected)
    let faults = FragmentFault.allCases.map { statistics.count(of: $0) }
    // Overlaps, too large, contradictory ends, too many, tiny, impossible lengths: of both versions.
    #expect(faults == [4, 2, 2, 0, 2, 2])
    #expect(statistics.atomic == 1 && statistics.cutDatagrams == 1)
    #expect(statistics.example(of: .overlap)?.packet == 11)
  }

  /// The number of fragments in a capture without fragments: none.
  @Test func `captures without fragments pass unchanged`() throws {
    for capture in try FixtureCapture.all() {
      for frame in capture.frames {
        let bytes = frame.bytes
        let isFragment =
          IPFragment(bytes.span, wireLength: frame.wireLength, linkType: capture.linkType) != nil
        let packet = Packet(
          decoding: bytes.span, wireLength: frame.wireLength, linkType: capture.linkType)
        // If the quick test rejects a frame, decoding finds no fragment; a decoded fragment with whole headers is accepted.
        if isFragment { #expect(packet.isFragment) }
        if packet.isFragment, packet.stop == nil, !packet.isLengthFromCapture {
          #expect(isFragment, "\(capture.name)")
        }
      }
    }
  }
}
