import CongestionInference
import InternetTypes
import Testing

/// Senders at the other end of the path, whose acknowledgments are captured before they arrive.
@Suite struct `Far senders` {
  /// A user's client and a server on a path of 60 ms, captured at the client.
  private struct Dialogue {
    let analysis = CongestionAnalysis()
    private(set) var roundTrips: [Int] = []
    private var packet = 0
    private var next: [Int64] = [1000, 5000]

    /// Captures a segment with so many bytes, at a time in milliseconds, that acknowledges all of the peer's data.
    mutating func capture(_ side: Side, _ length: Int, at time: Int64, isSYN: Bool = false) {
      packet += 1
      let (own, peer) = (Int(side.rawValue), Int(side.peer.rawValue))
      var segment = SegmentObservation()
      segment.captured = Timestamp(rawValue: time * 1_000_000)
      segment.packet = packet
      segment.sender = side
      segment.sequence = next[own]
      segment.length = length
      segment.isSynchronizing = isSYN
      segment.isAcknowledgment = packet > 1
      segment.acknowledgment = next[peer]
      segment.isPush = length > 0
      segment.rawWindow = 64_000
      if isSYN { segment.maximumSegmentSize = 1460 }
      next[own] += Int64(isSYN ? 1 : length)
      var samples: [Int] = []
      analysis.observe(segment) { record in
        if record.sender == .server, let sample = record.roundTripSample { samples.append(sample) }
      }
      roundTrips += samples
    }
  }

  @Test func `without timestamps a slow dialogue does not look like a long queue`() {
    var dialogue = Dialogue()
    dialogue.capture(.client, 0, at: 0, isSYN: true)
    dialogue.capture(.server, 0, at: 60, isSYN: true)
    dialogue.capture(.client, 0, at: 60)
    for exchange in 0..<60 as Range<Int64> {
      let start = 200 + exchange * 400
      dialogue.capture(.client, 50, at: start)
      // The answer, and later something of the server's own.
      dialogue.capture(.server, 300, at: start + 60)
      dialogue.capture(.client, 0, at: start + 60)
      dialogue.capture(.server, 200, at: start + 200)
      dialogue.capture(.client, 0, at: start + 200)
    }
    #expect(dialogue.roundTrips.count > 30)
    // What was sent 140 ms after an answer, and acknowledged at once, was under way for no more than 200 ms.
    #expect(dialogue.roundTrips.allSatisfy { (60_000...200_000).contains($0) })
  }
}
