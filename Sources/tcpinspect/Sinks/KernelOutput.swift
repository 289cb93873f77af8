import CongestionInference
import ConnectionTracking
import InternetTypes
import Records
import SocketDiagnosis
import TextOutput

/// Writes the kernel's measures of connections beside the windows that were inferred, and compares the two.
///
/// A class: few runs have one, and others would copy its 2.6 kB for each connection.
final class KernelOutput {
  /// The most points of inferred windows that are kept of connections that have not ended.
  private static let pointLimit = 2_000_000

  /// The inferred windows of both senders of a connection.
  private struct Curves {
    var client = InferredCurve()
    var server = InferredCurve()

    subscript(_ side: Side) -> InferredCurve { side == .client ? client : server }
    var count: Int { client.points.count + server.points.count }
  }

  private let isTable: Bool
  private let style: TableStyle
  private var tableText = TextBuffer()
  private var records: RecordEncoder<KernelWindowSchema>?
  private var table: KernelTable
  private var curves: [UInt64: Curves] = [:]
  private var pointCount = 0
  /// Windows that were not kept, so that later samples have none beside them.
  private(set) var omittedCount: UInt64 = 0

  init(_ choices: AnalysisSession.Choices) {
    isTable = choices.format == .table
    style = choices.style
    table = KernelTable(style: choices.style)
    if choices.kind == .windows, let format = choices.format.recordFormat {
      records = RecordEncoder(format: format, precision: .nanoseconds, times: choices.times)
    }
  }

  /// Appends the names of columns or fields.
  func appendHeader() {
    if style.hasHeader { records?.appendHeader() }
    if isTable { tableText.append(table.header) }
  }

  /// Passes the buffered text to `write`, and removes it, if it has at least `minimum` bytes.
  ///
  /// - Throws: the error of `write`; the text is removed then, too.
  func takeText<E: Error>(
    atLeast minimum: Int, _ write: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    try tableText.take(atLeast: minimum, write)
    try records?.take(atLeast: minimum, write)
  }

  /// Keeps a window until its connection ends.
  func keep(_ window: WindowRecord) {
    guard pointCount < Self.pointLimit else {
      omittedCount += 1
      if window.sender == .client {
        curves[window.connection, default: Curves()].client.cut()
      } else {
        curves[window.connection, default: Curves()].server.cut()
      }
      return
    }
    // In place: a copy for each packet would take quadratic time.
    if window.sender == .client {
      let before = curves[window.connection]?.client.points.count ?? 0
      curves[window.connection, default: Curves()].client.append(window)
      pointCount += (curves[window.connection]?.client.points.count ?? 0) - before
    } else {
      let before = curves[window.connection]?.server.points.count ?? 0
      curves[window.connection, default: Curves()].server.append(window)
      pointCount += (curves[window.connection]?.server.points.count ?? 0) - before
    }
  }

  /// Appends the kernel's measures of a connection that has ended, in order of time.
  func append(_ connection: borrowing ConnectionSummary, sender: Side?) {
    let known = curves[connection.index] ?? Curves()
    for side in [Side.client, .server] where sender ?? side == side {
      let socket = side == .client ? connection.host?.client : connection.host?.server
      // A socket that never sent data has no windows to compare.
      guard let socket, !known[side].points.isEmpty else { continue }
      for sample in socket.samples {
        let record = KernelWindow(
          connection: connection.index, sender: side, sample: sample,
          inferred: known[side].points(during: sample.time...sample.time).last)
        if isTable { table.append(record, to: &tableText) }
        records?.append(record)
      }
    }
    table.forget(connection.index)
  }

  /// Compares what was inferred of a sender with the kernel's measures; nil without any.
  func comparison(
    _ connection: borrowing ConnectionSummary, _ sender: Side
  ) -> KernelComparison? {
    let socket = sender == .client ? connection.host?.client : connection.host?.server
    guard let socket, let last = socket.samples.last, let known = curves[connection.index] else {
      return nil
    }
    let measures = socket.samples.map { sample in
      let information = sample.information
      return KernelMeasure(
        times: sample.begin...sample.time, window: Int(information.window),
        threshold: information.threshold.map { Int($0) },
        roundTrip: information.roundTrip.map { Int($0) })
    }
    var comparison = KernelComparison(known[sender], measures)
    let direction = sender == .client ? connection.clientToServer : connection.serverToClient
    comparison.congestion = last.congestion
    comparison.retransmissions = Int(last.information.retransmissions)
    comparison.inferredRetransmissions = Int(clamping: direction.retransmittedPackets)
    comparison.busyTime = last.information.busyTime.map { Int64(clamping: $0) }
    comparison.receiveWindowLimitedTime =
      last.information.receiveWindowLimitedTime.map { Int64(clamping: $0) }
    comparison.sendBufferLimitedTime =
      last.information.sendBufferLimitedTime.map { Int64(clamping: $0) }
    return comparison
  }

  /// Forgets a connection that has ended.
  func forget(_ connection: UInt64) {
    if let removed = curves.removeValue(forKey: connection) { pointCount -= removed.count }
  }
}
