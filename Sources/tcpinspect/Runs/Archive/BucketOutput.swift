import BasicContainers
import CongestionInference
import ConnectionTracking
import InternetTypes
import PacketCapture
import Records
import SystemServices
import TrackingPipeline

/// Writes the findings of one bucket as lines that can be merged with those of others: records, each after its place
/// in the order of the archive, and the places at which connections begin.
///
/// Connections have the numbers that they have in the bucket.
struct BucketOutput: BucketReceiver, ~Copyable {
  var positions: [BucketPosition] = []

  private var connections: RecordEncoder<ConnectionSchema>?
  private var transitions: RecordEncoder<TransitionSchema>?
  private var events: RecordEncoder<EventSchema>?
  private var verdicts: RecordEncoder<CongestionSchema>?
  private var lines = UniqueArray<UInt8>()
  private var beginnings: [UInt8] = []
  /// Where each connection began: 8 bytes for a connection.
  private var beginOrders: [UInt64] = []
  private var key: [UInt8] = []
  /// QUIC connections that would go on in another bucket if their client changed its address.
  private(set) var movableCount: UInt64 = 0

  /// Bytes that are collected before they are written.
  private static let threshold = 1 << 18

  /// An output of the records of a subcommand.
  init(_ kind: ArchiveRecord, precision: TimePrecision) {
    switch kind {
    case .connections: connections = RecordEncoder(format: .ndjson, precision: precision)
    case .states: transitions = RecordEncoder(format: .ndjson, precision: precision)
    case .events: events = RecordEncoder(format: .ndjson, precision: precision)
    case .congestion: verdicts = RecordEncoder(format: .ndjson, precision: precision)
    case .flood: break
    }
  }

  mutating func enter(_ step: FindingsStep) {
    let position = position(of: step)
    key.removeAll(keepingCapacity: true)
    BucketLine.append(position, to: &key)
    if step.begun != nil {
      beginOrders.append(position.order)
      beginnings += key
      beginnings.append(UInt8(ascii: "\n"))
    }
    let begin = step.connection.flatMap { Int($0) < beginOrders.count ? beginOrders[Int($0)] : nil }
    BucketLine.append(begin ?? 0, digits: 16, to: &key)
    key.append(UInt8(ascii: " "))
  }

  mutating func take(_ transition: StateTransition) {
    let key = key
    var text = UniqueArray<UInt8>()
    swap(&text, &lines)
    transitions?.append(transition)
    transitions?.take { Self.appendLine($0, key, to: &text) }
    swap(&text, &lines)
  }

  mutating func take(_ event: SegmentEvent) {
    let key = key
    var text = UniqueArray<UInt8>()
    swap(&text, &lines)
    events?.append(event)
    events?.take { Self.appendLine($0, key, to: &text) }
    swap(&text, &lines)
  }

  mutating func take(_ window: WindowRecord) {}

  mutating func take(_ verdict: CongestionVerdict) {
    let key = key
    var text = UniqueArray<UInt8>()
    swap(&text, &lines)
    verdicts?.append(verdict)
    verdicts?.take { Self.appendLine($0, key, to: &text) }
    swap(&text, &lines)
  }

  mutating func take(_ ended: borrowing ConnectionSummary) {
    if Self.mayMove(ended) { movableCount += 1 }
    let key = key
    var text = UniqueArray<UInt8>()
    swap(&text, &lines)
    connections?.append(ended)
    connections?.take { Self.appendLine($0, key, to: &text) }
    swap(&text, &lines)
  }

  /// Whether a connection may be one with another that is in another bucket.
  private static func mayMove(_ ended: borrowing ConnectionSummary) -> Bool {
    guard ended.protocol == .udp else { return false }
    let isUsual = BucketRouter.isQUIC(ended.client.port) || BucketRouter.isQUIC(ended.server.port)
    if case .quic? = ended.detail { return !isUsual }
    return isUsual
  }

  private static func appendLine(
    _ record: Span<UInt8>, _ key: [UInt8], to lines: inout UniqueArray<UInt8>
  ) {
    lines.append(copying: key)
    lines.append(copying: record)
  }

  /// Writes what was collected, if it is much.
  ///
  /// - Throws: if it cannot be written.
  mutating func drain(
    _ records: OutputDescriptor, _ begins: OutputDescriptor, isLast: Bool = false
  ) throws(CaptureError) {
    if lines.count >= Self.threshold || isLast {
      try records.write(lines.span)
      lines.removeAll(keepingCapacity: true)
    }
    if beginnings.count >= Self.threshold || isLast {
      try begins.write(beginnings.span)
      beginnings.removeAll(keepingCapacity: true)
    }
  }
}

/// The records that can be made of an archive, by their subcommand.
enum ArchiveRecord: String, CaseIterable {
  case connections, states, events, congestion, flood

  /// The findings that the records need, as in the subcommand.
  var findings: FindingKinds {
    switch self {
    case .connections: [.connections]
    case .states: [.transitions]
    case .events: [.events]
    case .congestion: [.verdicts]
    case .flood: []
    }
  }
}
