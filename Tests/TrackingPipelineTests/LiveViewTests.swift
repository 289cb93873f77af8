import CongestionInference
import ConnectionTracking
import FixtureCaptures
import InternetTypes
import Testing
import TimeLines
import TrackingPipeline

/// A live view shows all connections as they were at one batch boundary, while packets are taken on.
@Suite struct LiveViewTests {
  /// A receiver that counts the packets of connections that ended.
  private struct EndedPackets: FindingsReceiver {
    var packets: UInt64 = 0
    var indexes: Set<UInt64> = []
    mutating func take(_ transition: StateTransition) {}
    mutating func take(_ event: SegmentEvent) {}
    mutating func take(_ window: WindowRecord) {}
    mutating func take(_ verdict: CongestionVerdict) {}
    mutating func take(_ ended: borrowing ConnectionSummary) {
      packets += ended.clientToServer.packets + ended.serverToClient.packets
      indexes.insert(ended.index)
    }
  }

  private func pipeline(_ count: Int, isThreaded: Bool) -> CaptureTracker {
    var configuration = PipelineConfiguration()
    configuration.findings = [.connections]
    configuration.shardCount = count
    configuration.isThreaded = isThreaded
    return CaptureTracker(configuration)
  }

  private func header(_ frame: TimedFrame, _ number: Int) -> FrameHeader {
    FrameHeader(
      linkType: .ethernet, wireLength: frame.wireLength, timestamp: frame.timestamp, number: number)
  }

  @Test(arguments: ShardCountTests.counts, [false, true])
  func `each packet before the snapshot is in it, or in a connection that has ended`(
    count: Int, isThreaded: Bool
  ) {
    var random = SeededGenerator(seed: 4)
    let frames = Traffic.crowd(of: 80, &random)
    var pipeline = pipeline(count, isThreaded: isThreaded)
    var ended = EndedPackets()
    for (index, frame) in frames.enumerated() {
      pipeline.take(frame.bytes.span, header(frame, index + 1), into: &ended)
      guard index % 500 == 499 else { continue }
      pipeline.requestLiveView()
      pipeline.flush(into: &ended)
      var packets: UInt64 = 0
      var indexes: Set<UInt64> = []
      pipeline.forEachLive { row in
        packets += row.clientToServer.packets + row.serverToClient.packets
        indexes.insert(row.index)
      }
      // A SYN that may open a new connection counts once the next packet shows its connection: few are held.
      #expect((0...8).contains(index + 1 - Int(packets + ended.packets)))
      #expect(indexes.count == pipeline.liveViewCount)
      #expect(indexes.isDisjoint(with: ended.indexes))
    }
    pipeline.finish(into: &ended)
    #expect(ended.packets == UInt64(frames.count))
  }

  @Test func `a row has the endpoints, the state and the counts of its connection`() {
    let steps = [
      Actor.client >> .syn(100), Actor.server >> .synAck(300, 101),
      Actor.client >> .ack(101, 301), Actor.client >> .data(101, 301, 500),
      Actor.client >> .data(101, 301, 500).identification(9),
    ]
    var maker = FrameMaker()
    var pipeline = pipeline(2, isThreaded: false)
    var ended = EndedPackets()
    for (index, step) in steps.enumerated() {
      let bytes = Traffic.ethernet(maker.frame(step))
      // The second copy of the data comes a second later: a retransmission.
      let frame = TimedFrame(
        bytes: bytes, wireLength: bytes.count,
        time: Int64(index == 4 ? 1_000 : index * 10) * 1_000_000)
      pipeline.take(frame.bytes.span, header(frame, index + 1), into: &ended)
    }
    pipeline.requestLiveView()
    pipeline.flush(into: &ended)
    #expect(pipeline.liveViewCount == 1)
    pipeline.forEachLive { row in
      #expect(row.index == 0 && row.protocol == .tcp)
      #expect("\(row.client.address.text):\(row.client.port)" == "10.0.0.1:40000")
      #expect("\(row.server.address.text):\(row.server.port)" == "10.0.0.2:80")
      #expect(row.clientToServer.state == .established)
      #expect(row.clientToServer.packets == 4 && row.serverToClient.packets == 1)
      #expect(row.clientToServer.payloadBytes == 1000)
      #expect(row.clientToServer.flight == 500)
      #expect(row.clientToServer.retransmittedPackets == 1)
      #expect(row.serverToClient.offeredWindow == 64_240)
      #expect(row.last.nanoseconds(since: row.start) == 1_000_000_000)
    }
  }

  @Test func `packets that come after the request are taken before the snapshot is there`() {
    let frames = Traffic.flood(of: 5000)
    var pipeline = pipeline(2, isThreaded: true)
    var ended = EndedPackets()
    for (index, frame) in frames.enumerated() {
      pipeline.take(frame.bytes.span, header(frame, index + 1), into: &ended)
      if index == 100 { pipeline.requestLiveView() }
    }
    pipeline.flush(into: &ended)
    #expect(pipeline.liveViewCount > 100 && pipeline.liveViewCount < 5000)
  }
}
