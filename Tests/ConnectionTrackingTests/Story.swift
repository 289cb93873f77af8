import BasicContainers
import BoundedCollections
import CongestionInference
import InternetTypes
import PacketDissection
import TimeLines

@testable import ConnectionTracking

/// The findings of the tracker for a time line.
struct Story {
  var transitions: [StateTransition] = []
  var events: [SegmentEvent] = []
  var summaries: [ConnectionSummary] = []
  var windows: [WindowRecord] = []
  var verdicts: [CongestionVerdict] = []
  var statistics = TrackerStatistics()
  var liveMaximum = 0
  /// How many connections had stored pending deliveries at the end.
  var pendingDeliveriesCount = 0

  /// Plays a time line to its end.
  ///
  /// - Parameters:
  ///   - steps: the packets in order of their capture.
  ///   - configuration: the tracker's bounds.
  ///   - isFinished: whether the input ends, so that pending packets count as arrived.
  init(
    _ steps: [Step], _ configuration: TrackerConfiguration = TrackerConfiguration(),
    isFinished: Bool = true
  ) {
    var maker = FrameMaker()
    var time: Int64 = 0
    let packets = steps.map { step in
      time += Int64(step.delay * 1_000_000)
      return (maker.frame(step), time)
    }
    self.init(packets: packets, .raw, configuration, isFinished: isFinished)
  }

  /// Gives packets, with their times in nanoseconds, to a tracker; they are numbered from 1 unless `numbers` says otherwise.
  init(
    packets: [(bytes: [UInt8], time: Int64)], _ linkType: LinkType,
    _ configuration: TrackerConfiguration = TrackerConfiguration(), isFinished: Bool = true,
    numbers: [Int]? = nil
  ) {
    var tracker = ConnectionTracker(configuration)
    for (index, (frame, time)) in packets.enumerated() {
      let timestamp = Timestamp(
        seconds: 1_700_000_000 + time / 1_000_000_000, nanoseconds: time % 1_000_000_000)
      let packet = Packet(decoding: frame.span, wireLength: frame.count, linkType: linkType)
      tracker.process(
        packet, frame: frame.span, timestamp: timestamp, number: numbers?[index] ?? index + 1)
      liveMaximum = max(liveMaximum, tracker.liveCount)
      collect(&tracker)
    }
    tracker.flush()
    collect(&tracker)
    pendingDeliveriesCount = tracker.stateMachine.stored.count
    if isFinished {
      while tracker.finish(atMost: 7) { collect(&tracker) }
      collect(&tracker)
    }
    statistics = tracker.statistics
  }

  /// Gives packets to a tracker that uses the fast path if that is switched on.
  init(
    packets: [(bytes: [UInt8], wireLength: Int, time: Int64)], _ linkType: LinkType,
    inBlocks isInBlocks: Bool, usesFastPath: Bool, wantsEvents: Bool = false,
    wantsWindows: Bool = false
  ) {
    var configuration = TrackerConfiguration()
    configuration.usesFastPath = usesFastPath
    var tracker = ConnectionTracker(configuration)
    tracker.findings.wantsEvents = wantsEvents
    tracker.findings.wantsWindows = wantsWindows
    tracker.findings.wantsVerdicts = wantsWindows
    var block = ShardBatch(tracker.configuration)
    for (index, (frame, wireLength, time)) in packets.enumerated() {
      let timestamp = Timestamp(
        seconds: 1_700_000_000 + time / 1_000_000_000, nanoseconds: time % 1_000_000_000)
      if isInBlocks {
        block.append(
          frame.span, wireLength: wireLength, linkType: linkType, timestamp: timestamp,
          number: index + 1)
        if block.isFull { tracker.process(&block) }
      } else {
        let packet = Packet(decoding: frame.span, wireLength: wireLength, linkType: linkType)
        tracker.process(packet, frame: frame.span, timestamp: timestamp, number: index + 1)
      }
    }
    tracker.process(&block)
    while tracker.finish(atMost: 7) {}
    collect(&tracker.findings)
    statistics = tracker.statistics
  }

  private mutating func collect(_ tracker: inout ConnectionTracker) {
    collect(&tracker.findings)
  }

  private mutating func collect(_ findings: inout Findings) {
    for index in findings.transitions.indices { transitions.append(findings.transitions[index]) }
    for index in findings.events.indices { events.append(findings.events[index]) }
    for index in findings.ended.indices { summaries.append(findings.ended[index]) }
    for index in findings.windows.indices { windows.append(findings.windows[index]) }
    for index in findings.verdicts.indices { verdicts.append(findings.verdicts[index]) }
    findings.removeAll()
  }

  /// The states that a side of a connection went through, from the one before its first transition on.
  func path(_ side: Side, of connection: UInt64 = 0) -> String {
    let own = transitions.filter { $0.side == side && $0.connection == connection }
    guard let first = own.first else { return "" }
    return ([first.from] + own.map(\.to)).map(\.name.description).joined(separator: " ")
  }

  /// The packet that moved a side to a state.
  func packet(of side: Side, _ state: EndpointState) -> UInt64? {
    transitions.first { $0.side == side && $0.to == state }?.packet
  }

  /// Events as `packet kind`.
  var reported: [String] { events.map { "\($0.packet) \($0.kind.name)" } }

  /// The reason of an event of a packet.
  func reason(_ packet: UInt64, _ kind: SegmentEvent.Kind) -> SegmentEvent.Reason? {
    events.first { $0.packet == packet && $0.kind == kind }?.detail.reason
  }
}

/// The three segments that open a connection: ISN 100 of the client, 300 of the server, round trip 20 ms.
let handshake: [Step] = [
  Actor.client >> .syn(), Actor.server >> .synAck(), Actor.client >> .ack(101, 301),
]
