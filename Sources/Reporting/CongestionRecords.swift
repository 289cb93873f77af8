public import ConnectionTracking
import InternetTypes
public import PacketPrinting

/// Writes verdicts on congestion control as records for programs; there is one for a data direction, so that texts cost
/// little.
public struct CongestionRecords: ~Copyable {
  private let format: RecordFormat
  private let precision: TimePrecision

  /// Records in this format, times with this many decimals.
  public init(format: RecordFormat, precision: TimePrecision) {
    self.format = format
    self.precision = precision
  }

  /// The line of field names that a CSV file begins with; empty for NDJSON.
  public var header: String {
    format == .ndjson ? "" : Self.columns.joined(separator: ",") + "\n"
  }

  /// Appends the record of a verdict.
  public mutating func append(_ verdict: CongestionVerdict, to line: inout LineBuffer) {
    switch format {
    case .ndjson where verdict.isDatagram: appendDatagrams(verdict, &line)
    case .ndjson: appendObject(verdict, &line)
    case .csv where verdict.isDatagram:
      let blanks = String(repeating: ",", count: Self.columns.count - 4)
      let side = verdict.sender == .client ? "client" : "server"
      line.append("congestion,\(verdict.connection),\(side)\(blanks)\(verdict.flowControl)\n")
    case .csv: appendRow(verdict, &line)
    }
  }

  // MARK: NDJSON

  private func appendObject(_ verdict: CongestionVerdict, _ line: inout LineBuffer) {
    line.append("{\"type\":\"congestion\",\"connection\":\(verdict.connection),\"sender\":\"")
    line.append(verdict.sender == .client ? "client" : "server")
    line.append("\",\"algorithm\":\"\(verdict.algorithm.rawValue)\",\"confidence\":")
    line.append(thousandths: verdict.confidence)
    line.append(",\"evidence\":[")
    line.append(verdict.evidence.map { "\"\($0)\"" }.joined(separator: ","))
    line.append("],\"mss\":\(verdict.segmentSize),\"initial_window\":")
    line.append(verdict.initialWindow > 0 ? String(verdict.initialWindow) : "null")
    line.append(",\"slow_start_exit\":")
    if let exit = verdict.slowStartExit {
      line.append("{\"time\":")
      appendTime(exit.time, &line)
      line.append(",\"cwnd\":\(exit.window),\"cause\":\"\(exit.cause.rawValue)\"}")
    } else {
      line.append("null")
    }
    line.append(",\"reductions\":[")
    for (index, reduction) in verdict.reductions.enumerated() {
      line.append(index > 0 ? ",{\"time\":" : "{\"time\":")
      appendTime(reduction.time, &line)
      line.append(
        ",\"cause\":\"\(reduction.cause.rawValue)\",\"cwnd_before\":\(reduction.before),"
          + "\"cwnd_after\":\(reduction.after),\"beta\":")
      line.append(thousandths: Double(reduction.after) / Double(max(reduction.before, 1)))
      line.append("}")
    }
    line.append(
      "],\"retransmissions\":{\"fast\":\(verdict.fastRetransmissions),"
        + "\"timeout\":\(verdict.timeoutRetransmissions),"
        + "\"tail_loss_probe\":\(verdict.tailLossProbes),"
        + "\"spurious\":\(verdict.spuriousRetransmissions)},\"time_in_phase\":")
    appendTimes(
      SenderPhase.allCases.map { ($0.name, verdict.timeInPhase[Int($0.rawValue)]) }, &line)
    line.append(",\"time_limited_by\":")
    appendTimes(
      SendingLimit.allCases.map { ($0.name, verdict.time($0)) }, &line)
    line.append(",\"rtt_inflation\":")
    if verdict.roundTripInflation > 0 {
      line.append(thousandths: verdict.roundTripInflation)
    } else {
      line.append("null")
    }
    line.append(",\"ecn_marks\":\(verdict.congestionMarks)")
    appendFlowControl(verdict, &line)
    appendReceiver(verdict, &line)
    line.append("}\n")
  }

  private func appendFlowControl(_ verdict: CongestionVerdict, _ line: inout LineBuffer) {
    line.append(",\"flow_control\":\"\(verdict.flowControl)\",\"stop_and_wait\":")
    guard let waiting = verdict.stopAndWait else {
      line.append("null")
      return
    }
    line.append(
      "{\"blocks\":\(waiting.blocks),\"bytes_per_round_trip\":\(waiting.bytesPerRoundTrip),\"rtt\":"
    )
    if waiting.roundTrip > 0 {
      line.append(duration: Int64(waiting.roundTrip) &* 1000)
    } else {
      line.append("null")
    }
    line.append(",\"efficiency\":")
    if let efficiency = waiting.efficiency(window: verdict.receiver.windowMaximum) {
      line.append(thousandths: efficiency)
    } else {
      line.append("null")
    }
    line.append("}")
  }

  private func appendReceiver(_ verdict: CongestionVerdict, _ line: inout LineBuffer) {
    let receiver = verdict.receiver
    line.append(",\"receiver\":{\"window_scale\":")
    line.append(receiver.windowScale.map { "\($0)" } ?? "null")
    line.append(
      ",\"window_scale_inferred\":\(receiver.isScaleInferred),\"window_scale_candidates\":[")
    line.append(receiver.scaleCandidates.map { "\($0)" }.joined(separator: ","))
    line.append("],\"window_max\":")
    line.append(receiver.windowMaximum.map { "\($0)" } ?? "null")
    line.append(",\"limited_share\":")
    if let share = verdict.receiverLimitedShare {
      line.append(thousandths: share)
    } else {
      line.append("null")
    }
    line.append(",\"window_retreats\":\(receiver.retreatCount),\"zero_window_time\":")
    line.append(duration: receiver.closedTime &* 1000)
    line.append(",\"zero_windows\":[")
    for (index, closure) in receiver.closures.enumerated() {
      line.append(index > 0 ? ",{\"time\":" : "{\"time\":")
      appendTime(closure.time, &line)
      line.append(",\"duration\":")
      line.append(duration: closure.duration &* 1000)
      line.append(",\"probes\":\(closure.probes),\"reopened\":\(closure.hasOpened)}")
    }
    line.append("]}")
  }

  /// A flow of UDP: nothing is known but how it waits.
  private func appendDatagrams(_ verdict: CongestionVerdict, _ line: inout LineBuffer) {
    line.append("{\"type\":\"congestion\",\"connection\":\(verdict.connection),\"sender\":\"")
    line.append(verdict.sender == .client ? "client\"" : "server\"")
    appendFlowControl(verdict, &line)
    line.append("}\n")
  }

  private func appendTime(_ time: PacketTime, _ line: inout LineBuffer) {
    line.append(seconds: time.rawValue, isMicroseconds: precision == .microseconds)
  }

  private func appendTimes(_ times: [(StaticString, Int64)], _ line: inout LineBuffer) {
    line.append("{")
    var isFirst = true
    for (name, microseconds) in times where microseconds > 0 {
      line.append(isFirst ? "\"\(name)\":" : ",\"\(name)\":")
      line.append(duration: microseconds &* 1000)
      isFirst = false
    }
    line.append("}")
  }

  // MARK: CSV

  private static var columns: [String] {
    [
      "type", "connection", "sender", "algorithm", "confidence", "mss", "initial_window",
      "slow_start_exit.time", "slow_start_exit.cwnd", "slow_start_exit.cause", "reductions",
      "retransmissions.fast", "retransmissions.timeout", "retransmissions.tail_loss_probe",
      "retransmissions.spurious", "rtt_inflation", "ecn_marks", "flow_control",
    ]
  }

  /// Lists become their counts: a row has one value a column.
  private func appendRow(_ verdict: CongestionVerdict, _ line: inout LineBuffer) {
    line.append("congestion,\(verdict.connection),")
    line.append(verdict.sender == .client ? "client" : "server")
    line.append(",\(verdict.algorithm.rawValue),")
    line.append(thousandths: verdict.confidence)
    line.append(",\(verdict.segmentSize),")
    if verdict.initialWindow > 0 { line.append(String(verdict.initialWindow)) }
    line.append(",")
    if let exit = verdict.slowStartExit {
      appendTime(exit.time, &line)
      line.append(",\(exit.window),\(exit.cause.rawValue),")
    } else {
      line.append(",,,")
    }
    line.append(
      "\(verdict.reductionCount),\(verdict.fastRetransmissions),"
        + "\(verdict.timeoutRetransmissions),\(verdict.tailLossProbes),"
        + "\(verdict.spuriousRetransmissions),")
    if verdict.roundTripInflation > 0 { line.append(thousandths: verdict.roundTripInflation) }
    line.append(",\(verdict.congestionMarks),")
    line.append("\(verdict.flowControl)\n")
  }
}

extension CongestionVerdict {
  /// How the sender waits for acknowledgments, in a word.
  var flowControl: String { stopAndWait == nil ? "sliding-window" : "stop-and-wait" }

  /// The share of time in which the receive window kept the sender from sending; nil without a time.
  var receiverLimitedShare: Double? {
    let total = timeLimited.reduce(0, &+)
    guard total > 0 else { return nil }
    return Double(time(.receiveWindow)) / Double(total)
  }
}
