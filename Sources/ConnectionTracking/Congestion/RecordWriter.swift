import InternetTypes

/// NDJSON of the congestion records: a byte buffer that is lent out and emptied.
public struct RecordWriter {
  /// What was written and not taken yet.
  public private(set) var bytes: [UInt8] = []

  /// An empty writer.
  public init() { bytes.reserveCapacity(1 << 16) }

  /// Forgets the bytes and keeps their storage.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func text(_ word: StaticString) { string(word.description) }
  mutating func string(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func number(_ value: Int) {
    if value < 0 { bytes.append(0x2d) }
    digits(value.magnitude, width: 1)
  }

  private mutating func digits(_ value: UInt, width: Int) {
    let first = bytes.count
    var rest = value
    var count = 0
    while rest > 0 || count < width {
      bytes.append(0x30 &+ UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
      count += 1
    }
    var (low, high) = (first, bytes.count - 1)
    while low < high {
      bytes.swapAt(low, high)
      low += 1
      high -= 1
    }
  }

  /// A time or duration in microseconds, as seconds.
  mutating func seconds(_ microseconds: Int64) {
    var value = microseconds.magnitude
    if microseconds < 0 { bytes.append(0x2d) }
    let fraction = value % 1_000_000
    value /= 1_000_000
    digits(UInt(value), width: 1)
    bytes.append(0x2e)
    digits(UInt(fraction), width: 6)
  }

  mutating func optional(_ value: Int, _ isKnown: Bool) {
    if isKnown { number(value) } else { text("null") }
  }

  /// A number with three decimals.
  mutating func decimal(_ value: Double) {
    guard value.isFinite else { return text("null") }
    let scaled = Int((max(min(value, 1e12), -1e12) * 1000).rounded())
    if scaled < 0 { bytes.append(0x2d) }
    digits(scaled.magnitude / 1000, width: 1)
    bytes.append(0x2e)
    digits(scaled.magnitude % 1000, width: 3)
  }

  private mutating func quoted(_ text: String) {
    bytes.append(0x22)
    string(text)
    bytes.append(0x22)
  }

  private mutating func quoted(_ word: StaticString) {
    bytes.append(0x22)
    text(word)
    bytes.append(0x22)
  }

  private static func name(_ end: ConnectionEnd) -> StaticString {
    end == .client ? "client" : "server"
  }

  /// Writes a `window` record.
  public mutating func write(_ record: WindowRecord, connection: Int) {
    text("{\"type\":\"window\",\"time\":")
    seconds(record.time)
    text(",\"packet\":")
    number(record.packet)
    text(",\"connection\":")
    number(connection)
    text(",\"sender\":")
    quoted(Self.name(record.sender))
    text(",\"ack\":")
    number(Int(UInt32(truncatingIfNeeded: record.acknowledged)))
    text(",\"snd_nxt\":")
    number(Int(UInt32(truncatingIfNeeded: record.next)))
    text(",\"flight\":")
    number(Int(record.flight))
    text(",\"pipe_segments\":")
    number(record.pipe)
    text(",\"receive_window\":")
    optional(record.receiveWindow, record.receiveWindow >= 0)
    text(",\"usable_window\":")
    optional(max(0, record.receiveWindow - Int(record.flight)), record.receiveWindow >= 0)
    text(",\"cwnd\":")
    optional(record.window, record.window > 0)
    text(",\"cwnd_low\":")
    optional(record.windowLow, record.window > 0)
    text(",\"cwnd_high\":")
    optional(record.windowHigh, record.window > 0)
    text(",\"cwnd_class\":")
    quoted(record.windowClass.rawValue)
    text(",\"ssthresh\":")
    optional(record.threshold, record.threshold > 0)
    text(",\"mss\":")
    number(record.segmentSize)
    text(",\"srtt\":")
    if record.smoothedRoundTrip > 0 {
      seconds(Int64(record.smoothedRoundTrip))
    } else {
      text("null")
    }
    text(",\"rto\":")
    seconds(Int64(record.timeout))
    text(",\"growth\":")
    if let growth = record.growth { quoted(growth.rawValue) } else { text("null") }
    text(",\"phase\":")
    quoted(record.phase.name)
    text(",\"limited_by\":")
    quoted(record.limit.name)
    text("}\n")
  }

  /// Writes a `congestion` record.
  public mutating func write(_ verdict: CongestionVerdict, connection: Int) {
    text("{\"type\":\"congestion\",\"connection\":")
    number(connection)
    text(",\"sender\":")
    quoted(Self.name(verdict.sender))
    text(",\"algorithm\":")
    quoted(verdict.algorithm.rawValue)
    text(",\"confidence\":")
    decimal(verdict.confidence)
    text(",\"evidence\":[")
    for (index, evidence) in verdict.evidence.enumerated() {
      if index > 0 { text(",") }
      quoted(evidence)
    }
    text("],\"mss\":")
    number(verdict.segmentSize)
    text(",\"initial_window\":")
    optional(verdict.initialWindow, verdict.initialWindow > 0)
    text(",\"slow_start_exit\":")
    if let exit = verdict.slowStartExit {
      text("{\"time\":")
      seconds(exit.time)
      text(",\"cwnd\":")
      number(exit.window)
      text(",\"cause\":")
      quoted(exit.cause.rawValue)
      text("}")
    } else {
      text("null")
    }
    text(",\"reductions\":[")
    for (index, reduction) in verdict.reductions.enumerated() {
      if index > 0 { text(",") }
      text("{\"time\":")
      seconds(reduction.time)
      text(",\"cause\":")
      quoted(reduction.cause.rawValue)
      text(",\"cwnd_before\":")
      number(reduction.before)
      text(",\"cwnd_after\":")
      number(reduction.after)
      text(",\"beta\":")
      decimal(Double(reduction.after) / Double(max(reduction.before, 1)))
      text("}")
    }
    text("],\"retransmissions\":{\"fast\":")
    number(verdict.fastRetransmissions)
    text(",\"timeout\":")
    number(verdict.timeoutRetransmissions)
    text(",\"tail_loss_probe\":")
    number(verdict.tailLossProbes)
    text(",\"spurious\":")
    number(verdict.spuriousRetransmissions)
    text("},\"time_in_phase\":{")
    var isFirst = true
    for phase in SenderPhase.allCases where verdict.timeInPhase[Int(phase.rawValue)] > 0 {
      if !isFirst { text(",") }
      isFirst = false
      quoted(phase.name)
      text(":")
      seconds(verdict.timeInPhase[Int(phase.rawValue)])
    }
    text("},\"time_limited_by\":{")
    isFirst = true
    for limit in SendingLimit.allCases where verdict.timeLimited[Int(limit.rawValue)] > 0 {
      if !isFirst { text(",") }
      isFirst = false
      quoted(limit.name)
      text(":")
      seconds(verdict.timeLimited[Int(limit.rawValue)])
    }
    text("},\"rtt_inflation\":")
    if verdict.roundTripInflation > 0 {
      decimal(verdict.roundTripInflation)
    } else {
      text("null")
    }
    text(",\"ecn_marks\":")
    number(verdict.congestionMarks)
    text(",\"flow_control\":")
    quoted(verdict.isStopAndWait ? "stop-and-wait" : "sliding-window")
    text("}\n")
  }

  /// Writes an `event` record of a retransmission; nothing for what is none.
  public mutating func writeEvent(_ record: WindowRecord, connection: Int) {
    let kind: StaticString
    switch record.kind {
    case .none, .new: return
    case .fast: kind = "fast_retransmission"
    case .timeout: kind = "timeout_retransmission"
    case .probe: kind = "tail_loss_probe"
    case .other: kind = "retransmission"
    }
    text("{\"type\":\"event\",\"time\":")
    seconds(record.time)
    text(",\"packet\":")
    number(record.packet)
    text(",\"connection\":")
    number(connection)
    text(",\"sender\":")
    quoted(Self.name(record.sender))
    text(",\"kind\":")
    quoted(kind)
    text(",\"length\":")
    number(record.segmentSize)
    text("}\n")
  }

  /// Writes a `connection` record.
  public mutating func write(_ connection: ProvisionalDriver.Connection, index: Int) {
    string(
      "{\"type\":\"connection\",\"connection\":\(index),\"client\":{\"address\":\""
        + "\(connection.client.address.text)\",\"port\":\(connection.client.port)},\"server\":{"
        + "\"address\":\"\(connection.server.address.text)\",\"port\":\(connection.server.port)}}\n")
  }
}
