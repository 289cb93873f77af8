import CongestionInference

/// The columns that hold what was inferred of a sender to what the kernel says of it.
enum KernelComparisonColumns {
  static func write<Sink: RecordSink & ~Copyable>(
    _ comparison: KernelComparison?, to sink: inout Sink
  ) {
    sink.text(
      "congestion", "The congestion control algorithm by the kernel's name.",
      comparison?.congestion)
    sink.signed(
      "samples", .none, "Samples of the kernel's window at whose time a window was inferred.",
      comparison?.samples)
    let share = comparison.flatMap { comparison in
      comparison.samples > 0
        ? Double(comparison.samplesWithinOne) / Double(comparison.samples) : nil
    }
    sink.fixed(
      "cwnd_within_one", .none,
      "The share of them whose windows differ by one segment at most.", share, decimals: 4)
    sink.fixed(
      "cwnd_error_mean", .segments, "The mean difference of the windows.", comparison?.meanError,
      decimals: 3)
    sink.signed(
      "cwnd_error_max", .segments, "The largest difference.", comparison?.largestError)
    sink.signed(
      "ssthresh_within_one", .none, "Samples whose thresholds differ by one segment at most.",
      comparison?.thresholdsWithinOne)
    sink.fixed(
      "srtt_error", .none, "The mean difference of the smoothed times, as a share of the kernel's.",
      comparison?.roundTripError, decimals: 4)
    sink.signed(
      "retrans", .segments, "Segments that the kernel retransmitted.", comparison?.retransmissions)
    sink.signed(
      "retrans_inferred", .segments, "Segments that the capture shows as retransmitted.",
      comparison?.inferredRetransmissions)
    sink.duration("busy_time", "The time with data to send.", nanoseconds(comparison?.busyTime))
    sink.duration(
      "rwnd_limited", "The part of it that the receiver's window held the sender back.",
      nanoseconds(comparison?.receiveWindowLimitedTime))
    sink.duration(
      "sndbuf_limited", "The part of it that the send buffer held the sender back.",
      nanoseconds(comparison?.sendBufferLimitedTime))
  }

  private static func nanoseconds(_ microseconds: Int64?) -> Int64? {
    microseconds.map { $0.multipliedReportingOverflow(by: 1000).partialValue }
  }
}
