import ConnectionTracking
import InternetTypes
import PacketDissection
import Records
import TextOutput

/// The bytes of an input before its steps: the connection limit and other choices.
let choiceCount = 2

/// libFuzzer's entry point: tracks the connections of a sequence of frames.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTracking(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // libFuzzer lends `count` bytes during the call only.
  let input = unsafe UnsafeBufferPointer(start: start, count: count)
  unsafe check(input.span)
  return 0
}

/// A tracker as the first two bytes of an input choose it.
private func makeTracker(_ input: Span<UInt8>) -> ConnectionTracker {
  var configuration = TrackerConfiguration()
  configuration.connectionLimit = Int(input[0] % 8) + 1
  // Checksums of segments that are made up are left open, so that only frames can have wrong ones.
  configuration.ignoresChecksums = input[1] & 1 != 0
  var tracker = ConnectionTracker(configuration)
  tracker.findings.wantsWindows = input[1] & 4 != 0
  tracker.findings.wantsVerdicts = input[1] & 8 != 0
  tracker.findings.wantsEvents = input[1] & 32 == 0
  return tracker
}

/// Gives the tracker all steps of an input and checks what it says of them; a trap is the finding.
private func check(_ input: Span<UInt8>) {
  guard input.count >= choiceCount else { return }
  if input[1] & 128 != 0 { return checkShared(input) }
  var tracker = makeTracker(input)
  let limit = tracker.configuration.connectionLimit
  // Short ways are taken in blocks of Ethernet frames, and where no events are wanted.
  let isInBlocks = input[1] & 16 != 0
  var block = ShardBatch(tracker.configuration)
  // Fragments may be put together first, as the command does.
  var fragments = FragmentFeed(isUsed: input[1] & 64 != 0)
  var sums = FindingSums(format: input[1] & 2 == 0 ? .ndjson : .csv)

  var steps = InputSteps(from: choiceCount)
  var number = 0
  while let step = steps.next(in: input) {
    switch step {
    case .frame(let range):
      number += 1
      let frame = input.extracting(range)
      if fragments.take(frame, steps.time, number, &tracker, &block) { break }
      if isInBlocks {
        append(frame, wireLength: frame.count, steps.time, number, to: &block)
      } else {
        let packet = Packet(decoding: frame, wireLength: frame.count, linkType: .raw)
        tracker.process(packet, frame: frame, timestamp: steps.time, number: number)
      }
    case .segment(let segment):
      number += 1
      let bytes = segment.bytes
      let length = bytes.count + segment.payloadByteCount
      if isInBlocks {
        append(bytes.span, wireLength: length, steps.time, number, to: &block)
      } else {
        let packet = Packet(decoding: bytes.span, wireLength: length, linkType: .raw)
        tracker.process(packet, frame: bytes.span, timestamp: steps.time, number: number)
      }
    case .pause:
      fragments.advance(to: steps.time, &tracker, &block)
      tracker.process(&block)
      tracker.flush()
      tracker.advance(to: steps.time)
    }
    require(tracker.liveCount <= limit, "more connections live than may")
    if block.isFull { tracker.process(&block) }
    sums.take(&tracker.findings)
  }
  fragments.finish(&tracker, &block)
  tracker.process(&block)
  while tracker.finish(atMost: 3) { sums.take(&tracker.findings) }
  sums.take(&tracker.findings)
  sums.checkNumbers()
  require(tracker.liveCount == 0, "connections outlive the input")
  require(
    tracker.statistics.packets == UInt64(number) &- fragments.takenCount &+ fragments.givenCount,
    "a packet was not counted")
  check(tracker.statistics, sums, limit: limit)
}

/// Checks that the counts of a run agree.
private func check(
  _ statistics: TrackerStatistics, _ sums: borrowing FindingSums, limit: Int
) {
  // What carries another packet may itself belong to no connection, or to one.
  let outer = sums.packets &+ statistics.untracked &+ statistics.fragments
  require(outer <= statistics.packets, "packets are in two summaries")
  require(outer &+ sums.innerPackets >= statistics.packets, "packets are in no summary")
  require(statistics.connections == sums.connections, "a connection has no summary, or two")
  require(
    statistics.peak <= limit && statistics.evicted <= statistics.connections,
    "more was evicted than began")
  require(statistics.evictedHalfOpen <= statistics.evicted, "more half-open ones than all")
}

/// Appends an IP packet to a block, behind an Ethernet header.
private func append(
  _ packet: Span<UInt8>, wireLength: Int, _ time: Timestamp, _ number: Int,
  to block: inout ShardBatch
) {
  let frame = ethernetFrame(packet)
  block.append(
    frame.span, wireLength: wireLength + 14, linkType: .ethernet, timestamp: time, number: number)
}

/// An IP packet behind an Ethernet header.
func ethernetFrame(_ packet: Span<UInt8>) -> [UInt8] {
  let isVersion6 = packet.count > 0 && packet[0] >> 4 == 6
  var frame = [UInt8](repeating: 2, count: 12) + (isVersion6 ? [0x86, 0xdd] : [8, 0])
  for index in packet.indices { frame.append(packet[index]) }
  return frame
}
