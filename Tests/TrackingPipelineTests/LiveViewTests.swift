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

  @Test
  func `of too many connections those of both sides with most bytes have rows, all are counted`() {
    var frames: [TimedFrame] = []
    for number in 0..<300 {
      var maker = FrameMaker()
      maker.clientPort = UInt16(20_000 + number)
      let data = Actor.client >> .data(101, 301, number + 1)
      for step in [
        Actor.client >> .syn(100), Actor.server >> .synAck(300, 101),
        Actor.client >> .ack(101, 301), data,
      ] {
        let bytes = Traffic.ethernet(maker.frame(step))
        frames.append(
          TimedFrame(bytes: bytes, wireLength: bytes.count, time: Int64(number) * 1000))
      }
    }
    frames += Traffic.flood(of: 2000, from: 1_000_000)
    var pipeline = pipeline(1, isThreaded: false)
    var ended = EndedPackets()
    for (index, frame) in frames.enumerated() {
      pipeline.take(frame.bytes.span, header(frame, index + 1), into: &ended)
    }
    pipeline.requestLiveView(atMost: 80)
    pipeline.flush(into: &ended)
    var ports: Set<UInt16> = []
    var attackers: Set<String> = []
    pipeline.forEachLive { row in
      if row.serverToClient.packets > 0 { ports.insert(row.client.port) }
      if row.serverToClient.packets == 0 { attackers.insert(row.client.address.text) }
    }
    #expect(ports == Set(20_230..<20_300))
    #expect(attackers == Set((1990..<2000).map { "10.0.\($0 >> 8).\($0 & 255)" }))
    #expect(pipeline.liveViewCount == 80)
    #expect(pipeline.liveCounts.connections == 2300)
    #expect(pipeline.liveCounts.packets == UInt64(frames.count))
    #expect(pipeline.liveCounts.ipBytes == frames.reduce(0) { $0 + UInt64($1.wireLength) - 14 })
  }
}
