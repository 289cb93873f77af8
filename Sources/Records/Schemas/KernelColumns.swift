import InternetTypes
import SocketDiagnosis

/// The columns of the kernel's measures of a socket, by the names of `tcp_info`.
enum KernelColumns {
  static func write<Sink: RecordSink & ~Copyable>(
    _ sample: KernelSample?, of side: Side?, to sink: inout Sink
  ) {
    sink.name("side", "The side whose socket it is: client or server.", side)
    sink.time(
      "time", "When they were read.", (sample?.time).map { Timestamp(rawValue: $0) })
    measures(sample, &sink)
    totals(sample?.information, &sink)
    sink.flag(
      "final", "Whether the kernel sent them when it destroyed the socket.", sample?.isLast)
  }

  private static func measures<Sink: RecordSink & ~Copyable>(
    _ sample: KernelSample?, _ sink: inout Sink
  ) {
    let information = sample?.information
    sink.text(
      "congestion", "The congestion control algorithm by the kernel's name.", sample?.congestion)
    sink.number("mss", .bytes, "Payload of a full segment.", number(information?.segmentSize))
    sink.number("cwnd", .segments, "The congestion window.", number(information?.window))
    sink.number(
      "ssthresh", .segments, "The slow-start threshold; null before the first reduction.",
      number(information?.threshold))
    sink.duration("srtt", "The smoothed round-trip time.", time(information?.roundTrip))
    sink.duration("rttvar", "Its mean deviation.", time(information?.roundTripVariation))
    sink.duration(
      "min_rtt", "The shortest round-trip time of late.", time(information?.minimumRoundTrip))
    sink.duration("rto", "The retransmission time-out.", time(information?.timeout))
    sink.number(
      "pacing_rate", .bitsPerSecond, "The rate at which it paces segments.",
      rate(information?.pacingRate))
    sink.number(
      "delivery_rate", .bitsPerSecond, "The latest measure of goodput.",
      rate(information?.deliveryRate))
  }

  private static func totals<Sink: RecordSink & ~Copyable>(
    _ information: TCPInformation?, _ sink: inout Sink
  ) {
    sink.number(
      "retrans", .segments, "Segments retransmitted since the beginning.",
      number(information?.retransmissions))
    sink.number("bytes_acked", .bytes, "Acknowledged by the peer.", information?.acknowledgedBytes)
    sink.number("bytes_received", .bytes, "Received in order.", information?.receivedBytes)
    sink.duration("busy_time", "The time with data to send.", time(information?.busyTime))
    sink.duration(
      "rwnd_limited", "The part of it that the receiver's window held the sender back.",
      time(information?.receiveWindowLimitedTime))
    sink.duration(
      "sndbuf_limited", "The part of it that the send buffer held the sender back.",
      time(information?.sendBufferLimitedTime))
  }

  private static func number(_ value: UInt32?) -> UInt64? { value.map { UInt64($0) } }

  /// Microseconds in nanoseconds.
  private static func time(_ value: (some BinaryInteger)?) -> Int64? {
    value.map { Int64(clamping: $0).multipliedReportingOverflow(by: 1000).partialValue }
  }

  /// Bytes per second in bits per second.
  private static func rate(_ value: UInt64?) -> UInt64? { value.map { min($0, .max / 8) * 8 } }
}
