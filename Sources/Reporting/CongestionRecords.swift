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
    case .ndjson: appendObject(verdict, &line)
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
      SendingLimit.allCases.map { ($0.name, verdict.timeLimited[Int($0.rawValue)]) }, &line)
    line.append(",\"rtt_inflation\":")
    if verdict.roundTripInflation > 0 {
      line.append(thousandths: verdict.roundTripInflation)
    } else {
      line.append("null")
    }
    line.append(
      ",\"ecn_marks\":\(verdict.congestionMarks),\"flow_control\":\""
        + (verdict.isStopAndWait ? "stop-and-wait" : "sliding-window") + "\"}\n")
  }

  private func appendTime(_ time: PacketTime, _ line: inout LineBuffer) {
    line.append(seconds: time.rawValue, isMicroseconds: precision == .microseconds)
  }

  private func appendTimes(_ times: [(StaticString, Int64)], _ line: inout LineBuffer) {
    line.append("{")
    var isFirst = true
    for (name, microseconds) in times where microseconds > 0 {
      line.append(isFirst ? "\"\(name)\":" : ",\"\(name)\":")
      line.append(duration: microseconds * 1000)
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
    line.append(verdict.isStopAndWait ? "stop-and-wait\n" : "sliding-window\n")
  }
}
