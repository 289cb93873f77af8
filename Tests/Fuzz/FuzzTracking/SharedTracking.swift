import BasicContainers
import ConnectionTracking
import InternetTypes
import Records

/// Gives two trackers all steps of an input, spread as the command does it, and checks what comes together.
func checkShared(_ input: Span<UInt8>) {
  var configuration = TrackerConfiguration()
  configuration.connectionLimit = 2 * (Int(input[0] % 8) + 1)
  configuration.ignoresChecksums = input[1] & 1 != 0
  var trackers = UniqueArray<ConnectionTracker>()
  var round = PacketRound()
  for position in 0..<2 {
    var tracker = ConnectionTracker(configuration.shared(among: 2, at: position))
    tracker.findings.wantsWindows = input[1] & 4 != 0
    tracker.findings.wantsVerdicts = input[1] & 8 != 0
    tracker.findings.wantsEvents = input[1] & 32 == 0
    round.blocks.append(PacketBlock(for: &tracker))
    trackers.append(tracker)
  }
  var merger = FindingsMerger(trackerCount: 2)
  var sums = FindingSums(format: input[1] & 2 == 0 ? .ndjson : .csv)

  var steps = InputSteps(from: choiceCount)
  var number = 0
  while let step = steps.next(in: input) {
    switch step {
    case .frame(let range):
      number += 1
      append(input.extracting(range), wireLength: range.count, steps.time, number, to: &round)
    case .segment(let segment):
      number += 1
      let bytes = segment.bytes
      append(
        bytes.span, wireLength: bytes.count + segment.payloadByteCount, steps.time, number,
        to: &round)
    case .pause:
      follow(&trackers, &round, &merger, &sums, until: PacketTime(steps.time))
    }
    if round.isFull { follow(&trackers, &round, &merger, &sums, until: nil) }
  }
  follow(&trackers, &round, &merger, &sums, until: nil)
  finish(&trackers, &round, &merger, &sums)

  var statistics = TrackerStatistics()
  for index in 0..<2 {
    require(trackers[index].liveCount == 0, "connections outlive the input")
    statistics.add(trackers[index].statistics)
  }
  require(statistics.packets == UInt64(number), "a packet was not counted, or twice")
  require(statistics.connections == sums.connections, "a connection has no summary, or two")
  sums.checkNumbers()
}

/// Lets the trackers take a round, and time go on.
private func follow(
  _ trackers: inout UniqueArray<ConnectionTracker>, _ round: inout PacketRound,
  _ merger: inout FindingsMerger, _ sums: inout FindingSums, until time: PacketTime?
) {
  round.finish()
  for index in 0..<trackers.count {
    trackers[index].process(&round.blocks[index])
    if let time { trackers[index].advance(to: time) }
    trackers[index].exchange(&round.blocks[index])
    merger.begin(index)
  }
  merger.merge(&round.blocks, into: &sums) { _ in false }
  sums.removeText()
  round.begin()
}

/// Ends all connections, those of both trackers in order of their beginning.
private func finish(
  _ trackers: inout UniqueArray<ConnectionTracker>, _ round: inout PacketRound,
  _ merger: inout FindingsMerger, _ sums: inout FindingSums
) {
  var isOver = false
  while !isOver {
    isOver = true
    for index in 0..<trackers.count
    where merger.isDone(index, round.blocks[index]) && !round.blocks[index].isLast {
      trackers[index].finish(atMost: 3, for: &round.blocks[index])
      trackers[index].exchange(&round.blocks[index])
      merger.begin(index)
      isOver = false
    }
    let isLast = [round.blocks[0].isLast, round.blocks[1].isLast]
    merger.merge(&round.blocks, into: &sums) { !isLast[$0] }
    sums.removeText()
  }
}

/// Appends an IP packet to a round, behind an Ethernet header.
private func append(
  _ packet: Span<UInt8>, wireLength: Int, _ time: Timestamp, _ number: Int,
  to round: inout PacketRound
) {
  let frame = ethernetFrame(packet)
  round.append(
    frame.span, wireLength: wireLength + 14, linkType: .ethernet, timestamp: time, number: number)
}
