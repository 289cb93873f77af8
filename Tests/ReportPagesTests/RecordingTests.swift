import ConnectionTracking
import InternetTypes
import PacketDissection
import Testing

@testable import ReportPages

/// Recordings of connections: sequence numbers, bounds, ranking.
@Suite struct RecordingTests {
  private static let client = Endpoint(
    address: .v4(IPv4Address(rawValue: 0x0a00_0001)), port: 40000)
  private static let server = Endpoint(address: .v4(IPv4Address(rawValue: 0x0a00_0002)), port: 80)

  private func connection(_ index: UInt64 = 0, bytes: UInt64 = 0) -> ConnectionSummary {
    var summary = ConnectionSummary(
      index: index, protocol: .tcp, client: Self.client, server: Self.server,
      start: Timestamp(rawValue: 0))
    summary.end = Timestamp(rawValue: 1_000_000_000)
    summary.clientToServer.payloadBytes = bytes
    summary.clientToServer.windowScale = .shift(2)
    return summary
  }

  private func segment(
    _ time: Int64, _ sender: Side, sequence: UInt32, acknowledgment: UInt32 = 0, length: Int = 0,
    flags: TCPFlags = .ack, window: UInt16 = 1000
  ) -> RecordedSegment {
    RecordedSegment(
      time: Timestamp(rawValue: time), packet: UInt64(time), sender: sender, sequence: sequence,
      acknowledgment: acknowledgment, window: window, flags: flags, length: length)
  }

  @Test func `sequence numbers count on over the end of 32 bits`() {
    var recording = ConnectionRecording(connection(), from: nil, to: nil)
    let start = UInt32.max - 99
    for (time, sent) in [(1, 0), (2, 100), (3, 200), (4, 100)] as [(Int64, UInt32)] {
      recording.take(
        segment(time, .client, sequence: start &+ sent, length: 100), Span(), wireLength: 154,
        .ethernet)
    }
    recording.take(
      segment(5, .server, sequence: 7, acknowledgment: start &+ 300), Span(), wireLength: 54,
      .ethernet)
    let direction = recording.client
    #expect(direction.segments.lowest == 0 && direction.segments.highest == 300)
    #expect(direction.sent.total == 400 && direction.fresh.total == 300)
    #expect(direction.acknowledged.latest == 300)
    // The scale of the server's window is not known, so that its edge is not drawn.
    #expect(direction.edge.isEmpty)
  }

  @Test func `the edge of a window needs its scale`() {
    var recording = ConnectionRecording(connection(), from: nil, to: nil)
    recording.take(
      segment(1, .server, sequence: 50, length: 10), Span(), wireLength: 64, .ethernet)
    recording.take(
      segment(2, .client, sequence: 9, acknowledgment: 60, window: 1000), Span(), wireLength: 54,
      .ethernet)
    #expect(recording.server.edge.latest == 4010.0)
  }

  @Test func `a recording is bounded, and counts what it leaves out`() {
    var recording = ConnectionRecording(connection(), from: nil, to: nil)
    for index in 0..<5000 as Range<Int64> {
      let time = index * 200_000
      recording.take(
        segment(time, .client, sequence: UInt32(index) * 100, length: 100), Span(),
        wireLength: 154, .ethernet)
      recording.take(
        SegmentEvent(
          .retransmission, at: Timestamp(rawValue: time), packet: UInt64(index), connection: 0,
          sender: .client, sequence: UInt32(index) * 100, length: 100))
    }
    #expect(recording.marks.marks.count == EventMarks.limit && recording.marks.count == 5000)
    #expect(recording.client.segments.bars(width: 720).count <= 1440)
    #expect(recording.ladder.rungs.count <= 130 && recording.ladder.count == 5000)
    let positions = recording.ladder.rungs.map(\.position)
    #expect(positions == positions.sorted() && Set(positions).count == positions.count)
    #expect(positions.first == 0 && positions.last == 4999)
  }

  @Test func `what lies outside of the chosen time is not recorded`() {
    var recording = ConnectionRecording(
      connection(), from: Timestamp(rawValue: 100), to: Timestamp(rawValue: 200))
    for time in [50, 150, 250] as [Int64] {
      recording.take(
        segment(time, .client, sequence: UInt32(time), length: 10), Span(), wireLength: 64,
        .ethernet)
    }
    #expect(recording.client.segments.count == 1)
  }

  @Test func `of a flood few attempts are shown, and a transfer comes before them`() {
    var ranking = PageRanking(top: 20, indexes: [], from: nil, to: nil)
    for index in 0..<5000 as Range<UInt64> {
      var attempt = connection(index)
      attempt.client.port = UInt16(truncatingIfNeeded: index)
      attempt.failure = .timeout
      ranking.take(attempt, [])
    }
    ranking.take(connection(5000, bytes: 100_000), [])
    let shown = ranking.shown.map(\.connection.index)
    #expect(shown.first == 5000 && shown.count == 4)
    #expect(ranking.listed.count <= PageRanking.listLimit)
  }

  @Test func `connections that are asked for are shown, whatever they carry`() {
    var ranking = PageRanking(top: 1, indexes: [7, 3], from: nil, to: nil)
    for index in 0..<10 as Range<UInt64> { ranking.take(connection(index, bytes: index), []) }
    #expect(ranking.shown.map(\.connection.index) == [3, 7])
  }
}
