import InternetTypes

/// The state of a sender after it processed a captured packet; it waits until the window is known.
struct PendingRecord {
  var time: Timestamp
  var packet: Int
  var acknowledged: Int64 = 0
  var next: Int64 = 0
  var pipe: Int32 = 0
  /// Segments in the network after the segments that the packet released were sent.
  var settledPipe: Int32 = 0
  /// SND.NXT after the segments that the packet released were sent.
  var settledNext: Int64 = 0
  var receiveWindow: Int32 = -1
  /// The counts so far, if records are wanted.
  var tally = Tally()
  var segmentSize: Int32 = 0
  var smoothedRoundTrip: UInt32 = 0
  var timeout: UInt32 = 0
  /// The window under each model.
  var estimates = ModelTable(repeating: WindowEstimate())
  /// The smallest and the largest window that fit what the wire showed.
  var observedLow: Int32 = 0
  var observedHigh: Int32 = 0
  /// Whether the sender was silent although it had more to send: its window was reduced by an amount that shows later.
  var isSilent = false
  /// Whether the sender had more to send, and whether a queue of its own host kept that.
  var hasMore = false
  var isQueued = false
  /// Whether the receive window has limited the sender since its window was last seen.
  var isHeld = false
  /// Whether lost segments waited for the window.
  var keepsBackLost = false
  var phase = SenderPhase.slowStart

  /// Bytes sent and not acknowledged.
  var flight: Int64 { next &- acknowledged }

  init(time: Timestamp, packet: Int) {
    self.time = time
    self.packet = packet
  }
}

/// The counts of a data sender after a packet, for its round trips.
///
/// Packed, because many of these wait: optionals would take a third more.
struct Tally {
  /// 0 for an acknowledgment.
  var segmentEnd: Int64 = 0
  /// -1 without a sample.
  var roundTripSample: Int32 = -1
  /// 0 before the first sample.
  var roundTripMinimum: Int32 = 0
  var sent = 0
  var delivered = 0
  var lost = 0
  var congestionMarks = 0
}

extension WindowRecord {
  /// Adds the counts after a packet.
  mutating func apply(_ tally: Tally) {
    segmentEnd = tally.segmentEnd > 0 ? tally.segmentEnd : nil
    roundTripSample = tally.roundTripSample >= 0 ? Int(tally.roundTripSample) : nil
    roundTripMinimum = tally.roundTripMinimum > 0 ? Int(tally.roundTripMinimum) : nil
    segmentsSent = tally.sent
    segmentsDelivered = tally.delivered
    segmentsLost = tally.lost
    congestionMarks = tally.congestionMarks
  }
}
