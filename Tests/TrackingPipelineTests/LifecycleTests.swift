import CongestionInference
import ConnectionTracking
import FixtureCaptures
import InternetTypes
import Testing
import TimeLines
import TrackingPipeline

/// A pipeline can end, and another one can begin, in one process.
@Suite struct LifecycleTests {
  @Test func `several runs in one process find the same`() {
    var random = SeededGenerator(seed: 2)
    let frames = Traffic.crowd(of: 100, &random)
    // Each run ends only when its threads have ended.
    let runs = (0..<4).map { _ in
      TrackedCapture(frames, .ethernet, shardCount: 3, isThreaded: true).found
    }
    for run in runs.dropFirst() { #expect(run == runs[0]) }
  }

  @Test func `a pipeline can be given up before its end`() {
    let frames = Traffic.flood(of: 20_000)
    for _ in 0..<3 {
      var configuration = PipelineConfiguration()
      configuration.shardCount = 4
      configuration.isThreaded = true
      var pipeline = CaptureTracker(configuration)
      var found = TrackedCapture([], .ethernet, shardCount: 1)
      for (index, frame) in frames.enumerated() {
        pipeline.take(
          frame.bytes.span,
          FrameHeader(
            linkType: .ethernet, wireLength: frame.wireLength, timestamp: frame.timestamp,
            number: index + 1), into: &found)
      }
    }
  }

  @Test func `no frames are no findings`() {
    for isThreaded in [false, true] {
      let found = TrackedCapture([], .ethernet, shardCount: 2, isThreaded: isThreaded)
      #expect(found.summaries.isEmpty && found.statistics.packets == 0)
    }
  }

  @Test(arguments: ["handshake-data", "fragments"])
  func `the packets of selected connections come as they were captured`(name: String) throws {
    let capture = try FixtureCapture(name)
    let frames = Traffic.frames(of: capture, step: 1_000_000)
    let whole = TrackedCapture(frames, capture.linkType, shardCount: 1)
    let packets = whole.summaries.reduce(0) {
      $0 + $1.clientToServer.packets + $1.serverToClient.packets
    }
    var pipeline = CaptureTracker(selectingWith: PipelineConfiguration())
    var found = TrackedCapture([], .ethernet, shardCount: 1)
    var selected: [Int] = []
    let all = whole.summaries.map(\.index)
    func note(_ header: FrameHeader, _ bytes: Span<UInt8>) {
      let frame = frames[header.number - 1]
      #expect(bytes.count == frame.bytes.count)
      #expect(bytes.indices.allSatisfy { bytes[$0] == frame.bytes[$0] })
      selected.append(header.number)
    }
    for (index, frame) in frames.enumerated() {
      pipeline.take(
        frame.bytes.span,
        FrameHeader(
          linkType: capture.linkType, wireLength: frame.wireLength, timestamp: frame.timestamp,
          number: index + 1), into: &found, selecting: all, body: note)
    }
    pipeline.finishFragments(into: &found, selecting: all, body: note)
    #expect(Set(selected).count == selected.count)
    // Of a datagram in fragments each fragment is selected, and one packet counted.
    #expect(selected.count >= Int(packets))
  }
}
