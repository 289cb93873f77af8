public import CongestionInference
public import InternetTypes
public import SocketDiagnosis

/// The kernel's measures of a data sender at a moment, beside the windows that were inferred for it.
public struct KernelWindow: Sendable {
  /// The index of the connection.
  public var connection: UInt64
  /// The side whose socket it is.
  public var sender: Side
  /// The kernel's measures; nil in an empty record only.
  public var sample: KernelSample?
  /// What was inferred until then.
  public var inferred: InferredCurve.Point?

  /// The measures of a sender.
  public init(
    connection: UInt64, sender: Side, sample: KernelSample?, inferred: InferredCurve.Point?
  ) {
    (self.connection, self.sender) = (connection, sender)
    (self.sample, self.inferred) = (sample, inferred)
  }
}

/// The record `kernel`: the kernel's measures of a data sender on this host, and the inferred ones.
public enum KernelWindowSchema: RecordSchema {
  /// The name of the record.
  public static var name: StaticString { "kernel" }

  /// The value of a record without findings.
  public static var blank: KernelWindow {
    KernelWindow(connection: 0, sender: .client, sample: nil, inferred: nil)
  }

  /// Passes the columns and their values to a sink.
  public static func write<Sink: RecordSink & ~Copyable>(
    _ record: borrowing KernelWindow, to sink: inout Sink
  ) {
    sink.type(Self.self)
    sink.count("connection", .none, "The index of the connection.", record.connection)
    let (sample, inferred) = (record.sample, record.inferred)
    KernelColumns.write(sample, of: record.sender, to: &sink)
    sink.object("inferred", "What was inferred from the packets until then.") {
      $0.time("time", "The packet from which on it holds.", inferred?.time)
      $0.number(
        "cwnd", .segments, "The congestion window.",
        inferred.flatMap { $0.window > 0 ? UInt64($0.window) : nil })
      $0.number(
        "ssthresh", .segments, "The slow-start threshold.",
        inferred?.threshold.map { UInt64(clamping: $0) })
      $0.duration(
        "srtt", "The smoothed round-trip time.", inferred?.roundTrip.map { Int64($0) * 1000 })
    }
  }
}

extension RecordEncoder<KernelWindowSchema> {
  /// Appends the record of a sample.
  public mutating func append(_ record: KernelWindow) { encode(record) }
}
