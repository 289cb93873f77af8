import Testing

@testable import ConnectionTracking

/// What a connection with models takes at most.
@Suite struct `Memory of models` {
  @Test func `Both directions of a connection stay within the bound that is stated`() {
    let queue = SendQueue.capacityLimit * MemoryLayout<SentSegment>.stride
    // The ring that holds one more than it looks ahead doubles once more.
    let ahead = 2 * 2 * SenderTimeline.lookAheadLimit * MemoryLayout<SegmentObservation>.stride
    let records = 2 * SenderAnalysis.pendingLimit * MemoryLayout<PendingRecord>.stride
    let reductions =
      CongestionVerdict.reductionLimit
      * (2 * MemoryLayout<SenderAnalysis.NotedReduction>.stride + 128)
    let own = MemoryLayout<SenderTimeline>.stride
    let total = 2 * (queue + ahead + records + reductions + own)
    #expect(total <= CongestionBook.connectionByteLimit)
    #expect(2 * own + 2 * 16 * MemoryLayout<SentSegment>.stride <= 12 << 10)
  }
}
