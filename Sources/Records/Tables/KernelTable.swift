import CongestionInference
import InternetTypes
import SocketDiagnosis
public import TextOutput

/// The kernel's measures of data senders as a table, beside the inferred ones.
public struct KernelTable: ~Copyable {
  private var frame: TableFrame
  private var origins = ConnectionOrigins()

  /// A table in this style.
  public init(style: TableStyle) {
    frame = TableFrame(
      style,
      columns: [
        .right("TIME", 10), .right("CONN", 5), .left("SENDER", 6), .right("CWND", 5),
        .right("OURS", 5), .right("SSTHR", 5), .right("OURS", 5), .right("SRTT", 5),
        .right("OURS", 5), .right("RTX", 5), .last("ALGORITHM"),
      ], reserved: 6)
  }

  /// The line of the columns' titles; empty in a style without them.
  public var header: String { frame.header }

  /// Appends the line of a sample.
  public mutating func append(_ record: KernelWindow, to line: inout TextBuffer) {
    guard let sample = record.sample else { return }
    frame.begin(in: &line)
    let (information, inferred) = (sample.information, record.inferred)
    let window = inferred.flatMap { $0.window > 0 ? $0.window : nil }
    let isFar = window.map { abs($0 - Int(information.window)) > 1 } ?? false
    // The first sample of a connection sets its origin.
    let time = origins.seconds(
      Timestamp(rawValue: sample.time), of: record.connection, decimals: 6)
    frame.append(
      [
        TableCell(time), "\(record.connection)", TableCell(record.sender.name),
        "\(information.window)",
        TableCell(Self.number(window), color: isFar ? .attention : nil),
        TableCell(Self.number(information.threshold)), TableCell(Self.number(inferred?.threshold)),
        TableCell(Self.duration(information.roundTrip)),
        TableCell(Self.duration(inferred?.roundTrip)), "\(information.retransmissions)",
        TableCell(sample.congestion?.visible ?? "-"),
      ], to: &line)
  }

  /// Removes the origin of a connection that has ended.
  public mutating func forget(_ connection: UInt64) { origins.forget(connection) }

  private static func number(_ value: (some BinaryInteger)?) -> String {
    value.map { "\($0)" } ?? "-"
  }

  /// Microseconds that may be unknown.
  private static func duration(_ microseconds: (some BinaryInteger)?) -> String {
    Quantity.duration(microseconds.map { Int64($0) * 1000 })
  }
}
