package import ConnectionTracking
package import InternetTypes

/// A connection on the screen: its last row, and what was learnt of it over time.
package struct ConnectionEntry: Sendable {
  package var row: LiveRow
  /// Counters in the past, for rates.
  private var samples = CounterSamples()
  /// Bytes by second.
  private(set) var trend = RateTrend()
  /// The kinds of problems so far, one bit each.
  package var problems: UInt32 = 0
  /// The packet time when its end became known.
  package var ended: Timestamp?
  /// Bytes of IP packets in a second, by direction, and packets of both.
  package private(set) var rate = Rate()
  /// The processes of its endpoints.
  var processes = EntryProcesses()
  /// The number of the picture in which it lived last.
  var generation = 0

  package struct Rate: Hashable, Sendable {
    package var toServer = 0.0
    package var toClient = 0.0
    package var packets = 0.0
  }

  init(_ row: LiveRow) { self.row = row }

  /// Whether no row was stored since it was made.
  var isNew: Bool { samples.isEmpty }

  /// Stores the last row; whether it shows a failure for the first time.
  mutating func end(_ row: LiveRow, at time: Timestamp) -> Bool {
    let isNewFailure = row.failure != nil && (self.row.failure == nil || isNew)
    let before = (self.row.toServer.sender, self.row.toClient.sender)
    self.row = row
    // The summary may have no state of senders: the last one that was seen stays.
    if row.toServer.sender == nil { self.row.toServer.sender = before.0 }
    if row.toClient.sender == nil { self.row.toClient.sender = before.1 }
    rate = Rate()
    ended = time
    return isNewFailure
  }

  /// Stores a row of a picture, with problems that were known before; whether it shows a failure for the first time.
  mutating func take(
    _ row: LiveRow, at time: Timestamp, _ problems: UInt32?, _ generation: Int
  ) -> Bool {
    if let problems { self.problems |= problems }
    self.generation = generation
    let isNewFailure = row.failure != nil && (self.row.failure == nil || isNew)
    update(row, at: time, window: ConnectionsState.rateWindow)
    return isNewFailure
  }

  /// Stores a new row, and computes the rates over the window that ends at `time`.
  mutating func update(_ row: LiveRow, at time: Timestamp, window: Nanoseconds) {
    self.row = row
    let now = CounterSamples.Sample(row, at: time)
    trend.note(row.bytes, at: time, since: row.start)
    // It began with its first packet: before it there was nothing.
    if samples.isEmpty { samples.begin(at: row.start) }
    let first = samples.append(now, window: window)
    // A connection younger than the window has its bytes spread over the window: the rate is what the window saw.
    let seconds = max((time - first.time).seconds, window.seconds)
    rate.toServer = Double(now.toServer &- first.toServer) / seconds
    rate.toClient = Double(now.toClient &- first.toClient) / seconds
    rate.packets = Double(now.packets &- first.packets) / seconds
  }

  /// Whether one of its endpoints names a port.
  func hasPort(_ port: UInt16) -> Bool { row.client.port == port || row.server.port == port }
}

extension SegmentEvent.Kind {
  /// Whether the event is a problem to look at, rather than the normal course of a transfer.
  package var isProblem: Bool {
    switch self {
    case .duplicateAck, .keepAlive, .keepAliveAck, .windowUpdate, .challengeAck, .portReuse,
      .zeroWindowProbeAck:
      false
    case .retransmission, .fastRetransmission, .timeoutRetransmission, .tailLossProbe,
      .spuriousRetransmission, .spuriousEvidence, .outOfOrder, .lostSegment, .ackLostSegment,
      .zeroWindow, .zeroWindowProbe, .windowFull, .sillyWindow, .duplicatePacket, .injectedReset,
      .checksumInvalid, .wrongTag:
      true
    }
  }

  /// The kind's bit in a set of problems.
  var bit: UInt32 { isProblem ? 1 << UInt32(rawValue) : 0 }
}
