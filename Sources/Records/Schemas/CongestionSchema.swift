public import CongestionInference
import InternetTypes

/// The record `congestion`: a verdict on the congestion control of a data sender.
///
/// For a UDP flow only the flow control is known, and JSON omits everything else. Most connections are too short for a
/// verdict: the common part of their records is one copied text.
public enum CongestionSchema: RecordSchema {
  /// The name of the record.
  public static var name: StaticString { "congestion" }

  /// The value of a record without findings.
  public static var blank: CongestionVerdict { CongestionVerdict() }

  /// Passes the columns and their values to a sink.
  @inline(__always)
  public static func write<Sink: RecordSink & ~Copyable>(
    _ verdict: borrowing CongestionVerdict, to sink: inout Sink
  ) {
    sink.type(Self.self)
    sink.count("connection", .none, "The index of the connection.", verdict.connection)
    sink.name("sender", "The side that sends the data.", verdict.sender)
    sink.columns(omittedUnless: !verdict.isDatagram) {
      algorithm(verdict, &$0)
      $0.columns(blankUnless: !verdict.isTooShort) { transfer(verdict, &$0) }
    }
    sink.word("flow_control", "sliding-window or stop-and-wait.", verdict.flowControl)
    let kernel = verdict.kernel
    sink.object(
      "kernel",
      "How far what was inferred is from what the kernel says, of a sender on this host; JSON omits it without --kernel.",
      omittedUnless: kernel != nil
    ) { KernelComparisonColumns.write(kernel, to: &$0) }
    sink.nested {
      stopAndWait(verdict, &$0)
      pauses(verdict, &$0)
      $0.object("receiver", "What the receiver offered.", omittedUnless: !verdict.isDatagram) {
        receiver(verdict, &$0)
      }
    }
  }

  @inline(__always)
  private static func algorithm<Sink: RecordSink & ~Copyable>(
    _ verdict: borrowing CongestionVerdict, _ sink: inout Sink
  ) {
    sink.name("algorithm", "The congestion control; see below.", verdict.algorithm)
    sink.decimal("confidence", .none, "From 0 to 1.", verdict.confidence)
    sink.nested {
      $0.texts(
        "evidence", "What supports the algorithm, in words.", verdict.evidence.map(\.wording))
      $0.texts(
        "candidates", "Algorithms that explain the sender alike; empty if none does.",
        verdict.candidates.map(\.rawValue))
    }
    sink.count("mss", .bytes, "Payload of a full segment.", UInt64(clamping: verdict.segmentSize))
    sink.number(
      "initial_window", .segments, "Data segments before the first acknowledgment of data.",
      verdict.initialWindow > 0 ? UInt64(verdict.initialWindow) : nil)
  }

  /// The columns of a transfer that is long enough for a model.
  private static func transfer<Sink: RecordSink & ~Copyable>(
    _ verdict: borrowing CongestionVerdict, _ sink: inout Sink
  ) {
    let exit = verdict.slowStartExit
    sink.object("slow_start_exit", "The end of the first slow start.", nullUnless: exit != nil) {
      $0.time("time", "When the first slow start ended.", exit?.time)
      $0.number(
        "cwnd", .segments, "The window then.", exit.map { UInt64(clamping: $0.window) })
      $0.name("cause", "Why it ended.", exit?.cause)
    }
    let reductionCount = verdict.reductionCount
    sink.list(
      "reductions", "Reductions of the window, 1,000 at most; in CSV their number.",
      verdict.reductions, row: .number(reductionCount)
    ) { reduction, sink in reductionColumns(reduction, &sink) }
    sink.object("retransmissions", "Retransmissions by their cause.") {
      retransmissions(verdict, &$0)
    }
    sink.nested {
      $0.durations(
        "time_in_phase", "How long the sender was in each phase.",
        names: SenderPhase.allCases.map(\.name), verdict.timeInPhase.map { $0 &* 1000 })
    }
    sink.durations(
      "time_limited_by", "How long it was limited by what.",
      names: SendingLimit.allCases.map(\.name), verdict.timeLimited.map { $0 &* 1000 })
    sink.decimal(
      "rtt_inflation", .none, "The largest round-trip time divided by the smallest.",
      verdict.roundTripInflation > 0 ? verdict.roundTripInflation : nil)
    sink.count(
      "ecn_marks", .acknowledgments, "Acknowledgments with ECN echo.",
      UInt64(clamping: verdict.congestionMarks))
  }

  private static func reductionColumns<Sink: RecordSink & ~Copyable>(
    _ reduction: WindowReduction?, _ sink: inout Sink
  ) {
    sink.time("time", "When.", reduction?.time)
    sink.name("cause", "Why.", reduction?.cause)
    sink.signed("cwnd_before", .segments, "The window before.", reduction?.before)
    sink.signed("cwnd_after", .segments, "The window that it leads to.", reduction?.after)
    sink.decimal(
      "beta", .none, "The second divided by the first.",
      reduction.map { Double($0.after) / Double(max($0.before, 1)) })
  }

  private static func retransmissions<Sink: RecordSink & ~Copyable>(
    _ verdict: borrowing CongestionVerdict, _ sink: inout Sink
  ) {
    sink.signed(
      "fast", .segments, "Retransmissions after duplicate acknowledgments or SACK blocks.",
      verdict.fastRetransmissions)
    sink.signed(
      "timeout", .segments, "Retransmissions after a time-out.", verdict.timeoutRetransmissions)
    sink.signed(
      "tail_loss_probe", .segments, "Tail loss probes (RFC 8985).", verdict.tailLossProbes)
    sink.signed(
      "spurious", .segments, "Retransmissions that the receiver did not need.",
      verdict.spuriousRetransmissions)
  }

  private static func stopAndWait<Sink: RecordSink & ~Copyable>(
    _ verdict: borrowing CongestionVerdict, _ sink: inout Sink
  ) {
    let waiting = verdict.stopAndWait
    let efficiency = waiting?.efficiency(window: verdict.receiver.windowMaximum)
    sink.object(
      "stop_and_wait", "What a sender sent that never had more than one segment outstanding.",
      nullUnless: waiting != nil
    ) {
      $0.signed("blocks", .none, "Segments or blocks sent one at a time.", waiting?.blocks)
      $0.signed(
        "bytes_per_round_trip", .bytes, "Payload of a round trip.",
        waiting.map { Int(clamping: $0.bytesPerRoundTrip) })
      $0.duration(
        "rtt", "The round-trip time.",
        waiting.flatMap { $0.roundTrip > 0 ? Int64($0.roundTrip) &* 1000 : nil })
      $0.decimal(
        "efficiency", .none, "That payload divided by the largest window offered.", efficiency)
    }
  }

  private static func pauses<Sink: RecordSink & ~Copyable>(
    _ verdict: borrowing CongestionVerdict, _ sink: inout Sink
  ) {
    let pauses = verdict.pauses
    sink.object(
      "pauses",
      "Pauses of the application, with nothing outstanding, of a transfer too short for a model.",
      nullUnless: pauses != nil
    ) {
      $0.signed("count", .times, "How many there were.", pauses?.count)
      $0.duration("time", "How long they were in all.", pauses.map { $0.time &* 1000 })
      $0.flag(
        "certain", "Whether none can be a wait for a lost segment that was never captured.",
        pauses?.isCertain)
    }
  }

  private static func receiver<Sink: RecordSink & ~Copyable>(
    _ verdict: borrowing CongestionVerdict, _ sink: inout Sink
  ) {
    let receiver = verdict.receiver
    sink.signed("window_scale", .none, "Shift count of its window.", receiver.windowScale)
    sink.flag(
      "window_scale_inferred", "Whether it was inferred without the handshake.",
      receiver.isScaleInferred)
    sink.integers(
      "window_scale_candidates", .none, "Shift counts that fit, where it is not known.",
      receiver.scaleCandidates)
    sink.signed("window_max", .bytes, "The largest window offered.", receiver.windowMaximum)
    sink.decimal(
      "limited_share", .none, "The share of time that its window limited the sender, from 0 to 1.",
      verdict.receiverLimitedShare)
    sink.signed(
      "window_retreats", .times, "How often the right edge of the window moved back.",
      receiver.retreatCount)
    sink.duration(
      "zero_window_time", "How long the window was 0 in all.", receiver.closedTime &* 1000)
    sink.list(
      "zero_windows", "Times with a window of 0, 1,000 at most.", receiver.closures,
      row: .number(receiver.closureCount)
    ) { closure, sink in
      sink.time("time", "When the window became 0.", closure?.time)
      sink.duration("duration", "How long it was 0.", closure.map { $0.duration &* 1000 })
      sink.signed("probes", .packets, "Window probes meanwhile.", closure?.probes)
      sink.flag("reopened", "Whether it opened before the end.", closure?.hasOpened)
    }
  }
}

extension RecordEncoder<CongestionSchema> {
  /// Appends the record of a verdict.
  public mutating func append(_ verdict: borrowing CongestionVerdict) { encode(verdict) }
}

extension CongestionVerdict {
  /// The name of the flow control: stop-and-wait or sliding window.
  var flowControl: String { stopAndWait == nil ? "sliding-window" : "stop-and-wait" }

  /// The share of time in which the receive window limited the sender; nil if no times are known.
  var receiverLimitedShare: Double? {
    // Most transfers are too short for a model, and have no times.
    if timeLimited.isEmpty { return nil }
    let total = timeLimited.reduce(0, &+)
    guard total > 0 else { return nil }
    return Double(time(.receiveWindow)) / Double(total)
  }
}
