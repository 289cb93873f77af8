import InternetTypes
import PacketDissection
import Testing

@testable import PacketPrinting

struct RelativeSequenceTests {
  /// One segment, by its ends and numbers.
  struct Segment {
    var source: UInt128
    var destination: UInt128
    var ports: (UInt16, UInt16)
    var flags: TCPFlags = .ack
    var sequence: UInt32
    var acknowledgment: UInt32
    var isVersion6 = false

    func header() throws -> TCPHeader {
      var bytes: [UInt8] = []
      for number in [ports.0, ports.1] { bytes += [UInt8(number >> 8), UInt8(number & 0xff)] }
      for number in [sequence, acknowledgment] {
        for shift in [UInt32(24), 16, 8, 0] { bytes.append(UInt8(number >> shift & 0xff)) }
      }
      bytes += [0x50, flags.rawValue, 1, 0, 0, 0, 0, 0]
      return try TCPHeader(decoding: bytes.span)
    }
  }

  let client: UInt128 = 0x0a00_020f
  let server: UInt128 = 0x0a00_0204

  /// From client to server, 40986 > 50007.
  func up(_ sequence: UInt32, _ acknowledgment: UInt32, _ flags: TCPFlags = .ack) -> Segment {
    Segment(
      source: client, destination: server, ports: (40_986, 50_007), flags: flags,
      sequence: sequence, acknowledgment: acknowledgment)
  }

  /// The way back.
  func down(_ sequence: UInt32, _ acknowledgment: UInt32, _ flags: TCPFlags = .ack) -> Segment {
    Segment(
      source: server, destination: client, ports: (50_007, 40_986), flags: flags,
      sequence: sequence, acknowledgment: acknowledgment)
  }

  /// The three bases of each segment, one after the other.
  func bases(_ segments: [Segment], capacity: Int = 1_024) throws -> [[UInt32]] {
    var table = RelativeSequence(capacity: capacity)
    var found: [[UInt32]] = []
    for segment in segments {
      let bases = table.bases(
        source: segment.source, destination: segment.destination, isVersion6: segment.isVersion6,
        header: try segment.header())
      found.append([bases.sequence, bases.acknowledgment, bases.selective])
    }
    return found
  }

  @Test func `a connection is counted from the numbers of its SYN-ACK`() throws {
    // The client's SYN has no ACK and is never looked up.
    let found = try bases([
      down(9_000, 1_001, [.syn, .ack]), up(1_001, 9_001), up(1_001, 9_001, [.psh, .ack]),
      down(9_001, 1_021),
    ])
    #expect(found[0] == [0, 0, 1_000])
    #expect(found[1] == [1_000, 9_000, 9_000])
    #expect(found[2] == [1_000, 9_000, 9_000])
    #expect(found[3] == [9_000, 1_000, 1_000])
  }

  @Test func `a connection first seen in its middle is counted from the first segment`() throws {
    let found = try bases([up(500, 700), up(500, 700), down(700, 520)])
    #expect(found[0] == [0, 0, 699])
    // The same side starts at 0 then, the other one at 1.
    #expect(found[1] == [500, 699, 699])
    #expect(found[2] == [699, 500, 500])
  }

  @Test func `a SYN-ACK starts a known pair anew`() throws {
    let found = try bases([
      down(9_000, 1_001, [.syn, .ack]), up(1_001, 9_001), down(77_000, 5_001, [.syn, .ack]),
      up(5_001, 77_001),
    ])
    #expect(found[2] == [0, 0, 5_000])
    #expect(found[3] == [5_000, 77_000, 77_000])
  }

  @Test func `numbers wrap around`() throws {
    let found = try bases([down(.max, 0, [.syn, .ack]), up(0, 0)])
    #expect(found[1] == [.max, .max, .max])
  }

  @Test func `with equal ports the lower address goes first`() throws {
    var first = up(100, 200)
    first.ports = (7, 7)
    var second = down(200, 110)
    second.ports = (7, 7)
    let found = try bases([first, second, first])
    #expect(found == [[0, 0, 199], [199, 100, 100], [100, 199, 199]])
  }

  @Test func `a connection of a host with itself has both directions in one entry`() throws {
    var segment = up(100, 200)
    segment.destination = segment.source
    segment.ports = (7, 7)
    let found = try bases([segment, segment])
    #expect(found == [[0, 0, 199], [100, 199, 199]])
  }

  @Test func `equal numbers of two IP versions are two connections`() throws {
    var other = up(50_000, 60_000)
    other.isVersion6 = true
    let found = try bases([up(100, 200), other, up(100, 200), other])
    #expect(found[1] == [0, 0, 59_999])
    #expect(found[2] == [100, 199, 199])
    #expect(found[3] == [50_000, 59_999, 59_999])
  }

  @Test func `swapped ports of the same addresses are another connection`() throws {
    var other = up(50_000, 60_000)
    other.ports = (50_007, 40_986)
    let found = try bases([up(100, 200), other])
    #expect(found[1] == [0, 0, 59_999])
  }

  @Test func `a full table replaces the oldest pair, which is added anew when it returns`()
    throws
  {
    var table = RelativeSequence(capacity: 3)
    func absolute(_ port: UInt16) throws -> Bool {
      var segment = up(UInt32(port), 1)
      segment.ports = (port, 50_007)
      let found = table.bases(
        source: segment.source, destination: segment.destination, isVersion6: false,
        header: try segment.header())
      return found.sequence == 0
    }
    for port in UInt16(1)...3 { #expect(try absolute(port)) }
    for port in UInt16(1)...3 { #expect(try !absolute(port)) }
    // 4 displaces 1, although 1 was looked up last; 1 displaces 2.
    #expect(try absolute(4))
    #expect(try absolute(1))
    #expect(try !absolute(3))
    #expect(try !absolute(4))
    #expect(try !absolute(1))
    #expect(try absolute(2))
    let evicted = table.evictedCount
    #expect(evicted == 3)
  }

  @Test func `a table that many pairs went through still finds the last ones`() throws {
    let capacity = 100
    var table = RelativeSequence(capacity: capacity)
    func absolute(_ number: Int) throws -> Bool {
      var segment = up(UInt32(number) + 1, 1)
      segment.source = UInt128(number)
      let found = table.bases(
        source: segment.source, destination: segment.destination, isVersion6: false,
        header: try segment.header())
      return found.sequence == 0
    }
    for number in 0..<2_000 {
      let isNew = try absolute(number)
      #expect(isNew)
    }
    let evicted = table.evictedCount
    #expect(evicted == 1_900)
    for number in 1_900..<2_000 {
      let isNew = try absolute(number)
      #expect(!isNew)
    }
  }
}
