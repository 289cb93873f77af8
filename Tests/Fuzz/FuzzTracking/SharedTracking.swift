import ConnectionTracking
import InternetTypes
import Reassembly
import Records
import TrackingPipeline

/// Gives a pipeline all steps of an input, as the command does, and checks what comes together.
func checkShared(_ input: Span<UInt8>) {
  var configuration = PipelineConfiguration()
  let limit = 8 * (Int(input[0] % 4) + 1)
  configuration.tracker.connectionLimit = limit
  configuration.connectionsPerShard = 1
  configuration.tracker.ignoresChecksums = input[1] & 1 != 0
  configuration.shardCount = 1 + Int(input[0] / 4 % 8)
  // Threads would only make runs slower: tests compare them with this.
  configuration.isThreaded = false
  configuration.findings = [.transitions, .connections]
  if input[1] & 4 != 0 { configuration.findings.insert(.windows) }
  if input[1] & 8 != 0 { configuration.findings.insert(.verdicts) }
  if input[1] & 32 == 0 { configuration.findings.insert(.events) }
  var tracker = CaptureTracker(configuration)
  var sums = FindingSums(format: input[1] & 2 == 0 ? .ndjson : .csv)

  var steps = InputSteps(from: choiceCount)
  var number = 0
  while let step = steps.next(in: input) {
    switch step {
    case .frame(let range):
      number += 1
      take(input.extracting(range), wireLength: range.count, steps.time, number, &tracker, &sums)
    case .segment(let segment):
      number += 1
      let bytes = segment.bytes
      take(
        bytes.span, wireLength: bytes.count + segment.payloadByteCount, steps.time, number,
        &tracker, &sums)
    case .pause:
      tracker.requestLiveView()
      tracker.flush(advancingTo: steps.time, into: &sums)
      let live = UInt64(tracker.liveViewCount)
      require(
        live &+ sums.connections == tracker.statistics.connections,
        "a connection is neither alive nor over")
      require(
        tracker.liveViewCount <= limit + tracker.shardCount, "more connections live than may")
    }
    sums.removeText()
  }
  while tracker.finishSome(into: &sums) { sums.removeText() }

  let statistics = tracker.statistics
  let fragments = tracker.reassemblyStatistics.fragments
  require(statistics.packets <= UInt64(number), "a packet was counted twice")
  require(
    statistics.packets &+ fragments >= UInt64(number),
    "a packet that is no fragment was not counted")
  require(statistics.connections == sums.connections, "a connection has no summary, or two")
  sums.checkNumbers()
}

/// Takes an IP packet behind an Ethernet header.
private func take(
  _ packet: Span<UInt8>, wireLength: Int, _ time: Timestamp, _ number: Int,
  _ tracker: inout CaptureTracker, _ sums: inout FindingSums
) {
  let frame = ethernetFrame(packet)
  tracker.take(
    frame.span,
    FrameHeader(
      linkType: .ethernet, wireLength: wireLength + 14, timestamp: time, number: number),
    into: &sums)
}
