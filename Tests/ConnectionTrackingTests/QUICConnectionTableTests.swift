import BasicContainers
import FixtureCaptures
import InternetTypes
import PacketDissection
import Testing

@testable import ConnectionTracking

@Suite struct QUICConnectionTableTests {
  /// The client's first datagram, from another port.
  private static func first(port: UInt16) throws -> [UInt8] {
    var frame = try FixtureCapture("quic-v1").frames[0].bytes
    frame[34] = UInt8(port >> 8)
    frame[35] = UInt8(port & 0xff)
    return frame
  }

  private static func tracker(limit: Int) -> ConnectionTracker {
    var configuration = TrackerConfiguration()
    configuration.connectionLimit = limit
    // The changed ports make the checksum wrong.
    configuration.ignoresChecksums = true
    return ConnectionTracker(configuration)
  }

  private static func take(
    _ frame: [UInt8], at seconds: Int64, _ tracker: inout ConnectionTracker
  ) {
    let packet = Packet(decoding: frame.span, wireLength: frame.count, linkType: .ethernet)
    tracker.process(
      packet, frame: frame.span, timestamp: Timestamp(seconds: seconds, nanoseconds: 0), number: 1)
  }

  @Test func `there are no more QUIC connections than flows, and all are removed with their flows`()
    throws
  {
    var tracker = Self.tracker(limit: 4)
    for port in 2000..<2200 as Range<UInt16> {
      Self.take(try Self.first(port: port), at: 1, &tracker)
      tracker.flush()
      let count = tracker.protocols.quic.count
      #expect(count <= 4)
    }
    while tracker.finish(atMost: 16) {}
    let count = tracker.protocols.quic.count
    #expect(count == 0)
    var summaryCount = 0
    for index in 0..<tracker.findings.ended.count
    where tracker.findings.ended[index].quic?.serverName == "one.example" { summaryCount += 1 }
    #expect(summaryCount == 200)
    #expect(tracker.statistics.quicOmitted == 0)
  }

  @Test func `the same ports an hour later are another QUIC connection`() throws {
    var tracker = Self.tracker(limit: 16)
    Self.take(try Self.first(port: 2000), at: 1, &tracker)
    // Both are counted in one group: the first connection's detail must not go to the second, or the other way round.
    Self.take(try Self.first(port: 2000), at: 3601, &tracker)
    while tracker.finish(atMost: 16) {}
    let count = tracker.findings.ended.count
    #expect(count == 2)
    for index in 0..<count {
      let quic = tracker.findings.ended[index].quic
      #expect(quic?.clientPackets[.initial] == 1)
      #expect(quic?.isBeginningSeen == true)
    }
  }

  @Test func `connections that do not fit are counted`() {
    var table = QUICConnectionTable(flowLimit: 1_000_000)
    let key = FlowKey(first: 1, second: 2, ports: 3, domain: 17)
    for number in 0...UInt32(TableLimits.quicConnections) {
      // Spread like keyed hashes.
      _ = table.insert(
        QUICConnection(
          key: key, hash: number &* 0x9e37_79b1, time: Timestamp(rawValue: 0), isClientFirst: true)
      )
    }
    let (count, omitted) = (table.count, table.omittedCount)
    #expect(count == TableLimits.quicConnections)
    #expect(omitted == 1)
  }

  @Test func `changes of the spin bit measure round trips, unless they come too soon`() {
    var spin = SpinBit()
    let changes: [(Bool, Int64)] = [
      (false, 0), (false, 5), (true, 10), (true, 15), (false, 30), (true, 31), (false, 32),
      (true, 50),
    ]
    for (value, milliseconds) in changes {
      spin.apply(
        value, of: 0, at: Timestamp(rawValue: milliseconds * 1_000_000), handshake: 20_000_000)
    }
    // From 10 to 30, and from 30 to 50; the changes at 31 and 32 are reordered packets.
    #expect(spin.roundTrip.count == 2)
    #expect(spin.roundTrip.minimum == 20_000_000)
    #expect(spin.roundTrip.maximum == 20_000_000)
  }
}
