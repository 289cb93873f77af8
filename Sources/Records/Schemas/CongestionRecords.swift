public import CongestionInference
import InternetTypes
public import TextOutput

/// Writes verdicts on congestion control as records for programs.
///
/// Most connections are too short for one: what their records have in common is prepared.
public struct CongestionRecords: ~Copyable {
  private let format: RecordFormat
  private let precision: TimePrecision

  private let beginning = ConstantText("{\"type\":\"congestion\",")
  private let connection = ConstantText("\"connection\":")
  private let sender = ConstantText(",\"sender\":\"")
  private let client = ConstantText("client")
  private let server = ConstantText("server")
  private let size = ConstantText("],\"mss\":")
  private let initialWindow = ConstantText(",\"initial_window\":")
  /// What is behind the sender, and behind the initial window, of a connection that was too short.
  private let shortBeginning: [UInt8]
  private let shortEnding: [UInt8]
  private let tooShort = ConstantText(" segments are too few to tell\"")
  /// What a sender that does not wait, and its receiver's window, begin with.
  private let sliding: [UInt8]
  private let scale = ConstantText("{\"window_scale\":")
  private let inferred = ConstantText(",\"window_scale_inferred\":")
  private let candidates = ConstantText(",\"window_scale_candidates\":[")
  private let windowMaximum = ConstantText("],\"window_max\":")
  private let share = ConstantText(",\"limited_share\":")
  private let retreats = ConstantText(",\"window_retreats\":")
  private let closedTime = ConstantText(",\"zero_window_time\":")
  private let closures = ConstantText(",\"zero_windows\":[")
  private let unknown = ConstantText("null")
  private let yes = ConstantText("true")
  private let no = ConstantText("false")
  private let ending = ConstantText("]}}\n")
  private let phases: [StaticString]
  private let limits: [StaticString]

  /// Records in this format, times with this many decimals.
  public init(format: RecordFormat, precision: TimePrecision) {
    self.format = format
    self.precision = precision
    shortBeginning = Array(
      "\",\"algorithm\":\"undetermined\",\"confidence\":0,\"evidence\":[\"".utf8)
    shortEnding = Array(
      (",\"slow_start_exit\":null,\"reductions\":[],\"retransmissions\":{\"fast\":0,\"timeout\":0,"
        + "\"tail_loss_probe\":0,\"spurious\":0},\"time_in_phase\":{},\"time_limited_by\":{},"
        + "\"rtt_inflation\":null,\"ecn_marks\":0,\"flow_control\":\"").utf8)
    sliding = Array("sliding-window\",\"stop_and_wait\":null,\"receiver\":".utf8)
    phases = SenderPhase.allCases.map(\.name)
    limits = SendingLimit.allCases.map(\.name)
  }

  /// The line of field names that a CSV file begins with; empty for NDJSON.
  public var header: String {
    format == .ndjson ? "" : Self.columns.joined(separator: ",") + "\n"
  }

  /// Appends the record of a verdict.
  public mutating func append(_ verdict: borrowing CongestionVerdict, to line: inout TextBuffer) {
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

  // All of these are `mutating` because what is not gets a copy of all phrases.

  private mutating func appendObject(
    _ verdict: borrowing CongestionVerdict, _ line: inout TextBuffer
  ) {
    line.append(beginning)
    line.append(connection)
    line.append(decimal: verdict.connection)
    line.append(sender)
    line.append(verdict.sender == .client ? client : server)
    if verdict.isTooShort {
      line.append(bytes: shortBeginning.span)
      line.append(decimal: verdict.segmentsSent)
      if verdict.segmentsSent == 1 {
        line.append(" segment is too few to tell\"")
      } else {
        line.append(tooShort)
      }
      appendSizes(verdict, &line)
      line.append(bytes: shortEnding.span)
    } else {
      line.append("\",\"algorithm\":\"")
      line.append(verdict.algorithm.rawValue)
      line.append("\",\"confidence\":")
      line.append(thousandths: verdict.confidence)
      line.append(",\"evidence\":[")
      for (index, evidence) in verdict.evidence.enumerated() {
        line.append(index > 0 ? ",\"" : "\"")
        line.append(evidence.wording)
        line.append("\"")
      }
      appendSizes(verdict, &line)
      appendFindings(verdict, &line)
    }
    if verdict.stopAndWait == nil {
      line.append(bytes: sliding.span)
    } else {
      line.append(verdict.flowControl)
      appendStopAndWait(verdict, &line)
      line.append(",\"receiver\":")
    }
    appendReceiver(verdict, &line)
  }

  /// Appends the sizes of a segment and of the initial window.
  private mutating func appendSizes(
    _ verdict: borrowing CongestionVerdict, _ line: inout TextBuffer
  ) {
    line.append(size)
    line.append(decimal: verdict.segmentSize)
    line.append(initialWindow)
    if verdict.initialWindow > 0 {
      line.append(decimal: verdict.initialWindow)
    } else {
      line.append(unknown)
    }
  }

  /// Appends what is between the initial window and the flow control.
  private mutating func appendFindings(
    _ verdict: borrowing CongestionVerdict, _ line: inout TextBuffer
  ) {
    line.append(",\"slow_start_exit\":")
    if let exit = verdict.slowStartExit {
      line.append("{\"time\":")
      appendTime(exit.time, &line)
      line.append(",\"cwnd\":")
      line.append(decimal: exit.window)
      line.append(",\"cause\":\"\(exit.cause.rawValue)\"}")
    } else {
      line.append("null")
    }
    line.append(",\"reductions\":[")
    for (index, reduction) in verdict.reductions.enumerated() {
      line.append(index > 0 ? ",{\"time\":" : "{\"time\":")
      appendTime(reduction.time, &line)
      line.append(",\"cause\":\"\(reduction.cause.rawValue)\",\"cwnd_before\":")
      line.append(decimal: reduction.before)
      line.append(",\"cwnd_after\":")
      line.append(decimal: reduction.after)
      line.append(",\"beta\":")
      line.append(thousandths: Double(reduction.after) / Double(max(reduction.before, 1)))
      line.append("}")
    }
    line.append("],\"retransmissions\":{\"fast\":")
    line.append(decimal: verdict.fastRetransmissions)
    line.append(",\"timeout\":")
    line.append(decimal: verdict.timeoutRetransmissions)
    line.append(",\"tail_loss_probe\":")
    line.append(decimal: verdict.tailLossProbes)
    line.append(",\"spurious\":")
    line.append(decimal: verdict.spuriousRetransmissions)
    line.append("},\"time_in_phase\":")
    appendTimes(verdict.timeInPhase, phases, &line)
    line.append(",\"time_limited_by\":")
    appendTimes(verdict.timeLimited, limits, &line)
    line.append(",\"rtt_inflation\":")
    if verdict.roundTripInflation > 0 {
      line.append(thousandths: verdict.roundTripInflation)
    } else {
      line.append("null")
    }
    line.append(",\"ecn_marks\":")
    line.append(decimal: verdict.congestionMarks)
    line.append(",\"flow_control\":\"")
  }

  private mutating func appendStopAndWait(
    _ verdict: borrowing CongestionVerdict, _ line: inout TextBuffer
  ) {
    line.append("\",\"stop_and_wait\":")
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

  /// Appends what the receiver offered, and the end of the record.
  private mutating func appendReceiver(
    _ verdict: borrowing CongestionVerdict, _ line: inout TextBuffer
  ) {
    line.append(scale)
    append(verdict.receiver.windowScale, &line)
    line.append(inferred)
    line.append(verdict.receiver.isScaleInferred ? yes : no)
    line.append(candidates)
    for index in verdict.receiver.scaleCandidates.indices {
      if index > 0 { line.append(byte: UInt8(ascii: ",")) }
      line.append(decimal: verdict.receiver.scaleCandidates[index])
    }
    line.append(windowMaximum)
    append(verdict.receiver.windowMaximum, &line)
    line.append(share)
    if let share = verdict.receiverLimitedShare {
      line.append(thousandths: share)
    } else {
      line.append(unknown)
    }
    line.append(retreats)
    line.append(decimal: verdict.receiver.retreatCount)
    line.append(closedTime)
    line.append(duration: verdict.receiver.closedTime &* 1000)
    line.append(closures)
    for index in verdict.receiver.closures.indices {
      append(verdict.receiver.closures[index], isFirst: index == 0, &line)
    }
    line.append(ending)
  }

  /// Appends a time in which the window was closed.
  private mutating func append(_ closure: WindowClosure, isFirst: Bool, _ line: inout TextBuffer) {
    line.append(isFirst ? "{\"time\":" : ",{\"time\":")
    appendTime(closure.time, &line)
    line.append(",\"duration\":")
    line.append(duration: closure.duration &* 1000)
    line.append(",\"probes\":")
    line.append(decimal: closure.probes)
    line.append(",\"reopened\":")
    line.append(closure.hasOpened ? yes : no)
    line.append(byte: UInt8(ascii: "}"))
  }

  /// Appends a number that may be unknown.
  private mutating func append(_ value: Int?, _ line: inout TextBuffer) {
    if let value { line.append(decimal: value) } else { line.append(unknown) }
  }

  /// A flow of UDP: nothing is known but how it waits.
  private mutating func appendDatagrams(
    _ verdict: borrowing CongestionVerdict, _ line: inout TextBuffer
  ) {
    line.append("{\"type\":\"congestion\",\"connection\":\(verdict.connection),\"sender\":\"")
    line.append(verdict.sender == .client ? "client" : "server")
    line.append("\",\"flow_control\":\"\(verdict.flowControl)")
    appendStopAndWait(verdict, &line)
    line.append("}\n")
  }

  private mutating func appendTime(_ time: PacketTime, _ line: inout TextBuffer) {
    line.append(seconds: time.rawValue, isMicroseconds: precision == .microseconds)
  }

  /// Appends the times that are not zero, by the names of what they were spent in.
  private mutating func appendTimes(
    _ times: [Int64], _ names: [StaticString], _ line: inout TextBuffer
  ) {
    line.append("{")
    var isFirst = true
    for (name, microseconds) in zip(names, times) where microseconds > 0 {
      line.append(isFirst ? "\"" : ",\"")
      line.append(name.description)
      line.append("\":")
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
  private mutating func appendRow(_ verdict: borrowing CongestionVerdict, _ line: inout TextBuffer)
  {
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
    // Most were too short for a model, and have none.
    if timeLimited.isEmpty { return nil }
    let total = timeLimited.reduce(0, &+)
    guard total > 0 else { return nil }
    return Double(time(.receiveWindow)) / Double(total)
  }
}
