import FixtureCaptures
import Foundation
import InternetTypes
import PacketDissection
import Reassembly
import Testing

/// Captures of the `Fixtures` folder that hold fragments.
@Suite struct FragmentFixtureTests {
  /// A datagram that came out.
  struct Whole: Equatable, CustomStringConvertible {
    var number: Int
    /// Bytes of data after the IP header.
    var byteCount: Int
    var isValid: Bool
    var description: String { "\(number): \(byteCount) \(isValid)" }
  }

  /// What comes out of a capture that is not in it.
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

  /// What tshark 4.0.17 says: the packet with `ip.reassembled.length` or `ipv6.reassembled.length`, the length, and that
  /// the checksum of each is good.
  static let recorded: [(name: String, expected: [(Int, Int)])] = [
    ("udp-fragments", [(4, 5008), (8, 5008)]),
    ("fragments-small", [(4, 4008), (8, 4008), (12, 5009), (17, 5009), (25, 9008), (33, 9008)]),
    ("fragments-mixed", [(3, 4008), (7, 4008), (13, 5009), (18, 5009), (26, 9008), (34, 9008)]),
  ]

  @Test(arguments: recorded.indices)
  func `what kernels cut comes together as tshark has it, with right checksums`(index: Int) throws {
    let (name, expected) = Self.recorded[index]
    let (wholes, statistics) = try Self.wholes(name)
    #expect(wholes == expected.map { Whole(number: $0.0, byteCount: $0.1, isValid: true) })
    #expect(statistics.strays == 0 && statistics.unfinished == 0)
    #expect(statistics.joined + statistics.duplicates == statistics.fragments)
    #expect((statistics.duplicates > 0) == (name == "fragments-mixed"))
  }

  /// The stories that `Fixtures/maker/handmade_fragments.py` tells, in its order.
  ///
  /// tshark puts together more of them: overlaps (packets 11, 15, 39, 43), since it does not discard what RFC 5722 asks for.
  @Test func `of fragments that do not go together nothing comes, and each kind is counted`() throws
  {
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

  /// The number of frames that a capture without fragments makes the reassembler look at: none.
  @Test func `captures without fragments pass as they are`() throws {
    for capture in try FixtureCapture.all() {
      for frame in capture.frames {
        let bytes = frame.bytes
        let isFragment =
          IPFragment(bytes.span, wireLength: frame.wireLength, linkType: capture.linkType) != nil
        let packet = Packet(
          decoding: bytes.span, wireLength: frame.wireLength, linkType: capture.linkType)
        // Where the first look says no, there is none; where decoding finds one, it is one if its headers are whole.
        if isFragment { #expect(packet.isFragment) }
        if packet.isFragment, packet.stop == nil, !packet.isLengthFromCapture {
          #expect(isFragment, "\(capture.name)")
        }
      }
    }
  }
}
