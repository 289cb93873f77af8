import BasicContainers
import InternetTypes
import PacketDissection

extension ConnectionTracker {
  /// Processes the packets of a batch in place, without a copy.
  package mutating func process(_ batch: inout ShardBatch) {
    processWaiting()
    enter(batch)
    swap(&waiting, &batch.packets)
    for index in 0..<batch.count {
      prefetch(index, of: batch.count)
      if waitingCount == 0 { waitingStart = index }
      let stored = Int(waiting[index].stored)
      if stored == 0 {
        let place = waitingStart &+ waitingCount
        // A packet before it belongs to no connection and left a hole.
        if place != index { waiting[place] = waiting[index] }
        enqueuePlainSegment()
      } else {
        order = waiting[index].order
        clock = waiting[index].clock
        process(batch.decoded[stored &- 1], of: batch.bytes.span)
      }
    }
    processWaiting()
    if let last = clocks.last { advance(to: last, order: .max) }
    clocks = []
    waitingStart = 0
    swap(&waiting, &batch.packets)
    batch.removePackets()
  }

  /// Applies the clocks and limits of a batch, and evicts connections above a lower limit.
  private mutating func enter(_ batch: borrowing ShardBatch) {
    guard configuration.isShard else { return }
    clocks = batch.clocks
    nextClock = 0
    connectionRoom = min(max(batch.connectionRoom, 1), configuration.connectionLimit)
    congestion.room = min(max(batch.modelRoom, 1), configuration.modelLimit)
    while table.count > connectionRoom { evict() }
    findings.mark(Findings.Step.opening)
  }

  /// Processes a packet that was decoded layer by layer.
  private mutating func process(_ stored: ShardBatch.DecodedPacket, of bytes: Span<UInt8>) {
    let frame = bytes.extracting(stored.range)
    if stored.isQuoteOnly {
      processQuote(stored, frame: frame)
    } else if stored.packet.isCarrier {
      // The packets inside need places of their own, after those of the batch.
      processWaiting()
      waitingStart = ShardBatch.capacity
      process(
        stored.packet, frame: frame, timestamp: stored.timestamp, number: stored.number)
      processWaiting()
    } else {
      process(
        stored.packet, frame: frame, timestamp: stored.timestamp, number: stored.number)
    }
  }

  /// Applies an ICMP error to the connection that it quotes; the error itself is a packet of another shard.
  private mutating func processQuote(_ stored: ShardBatch.DecodedPacket, frame: Span<UInt8>) {
    let envelope = Envelope(
      stored.packet, frame, inside: nil, ignoresVLANs: configuration.ignoresVLANs)
    guard
      let flow = FlowPacket(
        stored.packet, frame: frame, time: stored.timestamp,
        number: UInt64(clamping: stored.number), in: envelope),
      let error = QuotedFlow(stored.packet, frame: frame, in: envelope)
    else { return }
    processWaiting()
    advance(to: clock, order: order)
    applyICMPError(error, flow)
    findings.mark(order)
  }

  /// Ends at most `count` of the live connections; `isLast` of the batch says whether they were the last.
  package mutating func finish(atMost count: Int, for batch: inout ShardBatch) {
    batch.isLast = !finish(atMost: count)
  }

  /// Moves the findings so far, and the counters, into a batch.
  package mutating func deliver(into batch: inout ShardBatch) {
    if configuration.isShard { findings.mark(Findings.Step.pause) }
    batch.findings.removeAll()
    batch.findings.wantsWindows = findings.wantsWindows
    batch.findings.wantsModelWindows = findings.wantsModelWindows
    batch.findings.wantsVerdicts = findings.wantsVerdicts
    batch.findings.wantsTransitions = findings.wantsTransitions
    batch.findings.wantsEvents = findings.wantsEvents
    batch.findings.wantsEnded = findings.wantsEnded
    swap(&findings, &batch.findings)
    batch.statistics = statistics
    batch.usage.connections = table.count
    batch.usage.halfOpen = table.halfOpenCount
    batch.usage.begun = statistics.connections
    batch.usage.models = congestion.modelCount
  }
}
