public import ConnectionTracking
import InternetTypes
public import TextOutput

/// Connections as a table of 100 columns, a line each as they come, and a line of totals at the end.
public struct ConnectionTable: ~Copyable {
  private let text: TableText
  private var totals = ConnectionTotals()

  /// A table in this style.
  public init(style: TableStyle) { text = style.text }

  /// The line of the columns' names.
  public var header: String {
    let cells = [
      TableText.right("#", 5), TableText.left("PROT", 4),
      TableText.left("CLIENT → SERVER", Self.flowWidth), TableText.left("START", 8),
      TableText.right("DUR", 5), TableText.left("RESULT", 7), TableText.right("SENT", 5),
      TableText.right("RECV", 5), TableText.right("PKTS", 4), TableText.right("RTX", 3),
      TableText.right("RTT", 5),
    ]
    return text.colored(cells.joined(separator: " "), .faint) + "\n"
  }

  /// Columns of both endpoints.
  private static var flowWidth: Int { 39 }

  /// Appends a connection's line.
  public mutating func append(
    _ connection: borrowing ConnectionSummary, to line: inout TextBuffer
  ) {
    totals.add(connection)
    let retransmissions = connection.sum(\.retransmittedPackets)
    let result = TableText.left(connection.result, 7)
    let retransmitted = TableText.right(Quantity.count(retransmissions, columns: 3), 3)
    let cells = [
      TableText.right("\(connection.index)", 5),
      TableText.left(connection.quic == nil ? connection.protocol.shortName : "quic", 4),
      text.flow(connection, width: Self.flowWidth),
      text.timeOfDay(connection.start, decimals: 0),
      TableText.right(
        Quantity.duration(connection.end.nanoseconds(since: connection.start)), 5),
      text.colored(result, connection.failure == nil ? nil : .failure),
      TableText.right(Quantity.bytes(connection.clientToServer.payloadBytes), 5),
      TableText.right(Quantity.bytes(connection.serverToClient.payloadBytes), 5),
      TableText.right(Quantity.count(connection.sum(\.packets)), 4),
      text.colored(retransmitted, retransmissions == 0 ? nil : .attention),
      TableText.right(Quantity.duration(connection.shownRoundTrip), 5),
    ]
    line.append(cells.joined(separator: " ") + "\n")
  }

  /// Appends the line of totals.
  public mutating func appendTotals(to line: inout TextBuffer) {
    line.append(totals.text + "\n")
  }
}

/// What all connections of a table add up to.
struct ConnectionTotals {
  private var connections: UInt64 = 0
  private var sent: UInt64 = 0
  private var received: UInt64 = 0
  private var packets: UInt64 = 0
  private var retransmissions: UInt64 = 0
  private var failed: UInt64 = 0

  /// Adds a connection.
  mutating func add(_ connection: borrowing ConnectionSummary) {
    connections &+= 1
    sent &+= connection.clientToServer.payloadBytes
    received &+= connection.serverToClient.payloadBytes
    packets &+= connection.sum(\.packets)
    retransmissions &+= connection.sum(\.retransmittedPackets)
    if connection.failure != nil { failed &+= 1 }
  }

  /// The totals in one line.
  var text: String {
    "\(connections) \(connections == 1 ? "connection" : "connections"), \(failed) failed; "
      + "\(Quantity.bytes(sent)) sent, \(Quantity.bytes(received)) received, "
      + "\(packets) \(packets == 1 ? "packet" : "packets"), \(retransmissions) sent again"
  }
}

extension ConnectionSummary {
  /// What both directions add up to.
  func sum(_ field: KeyPath<DirectionSummary, UInt64>) -> UInt64 {
    clientToServer[keyPath: field] &+ serverToClient[keyPath: field]
  }

  /// Why it failed, or else Zeek's name for how it went; in at most seven columns.
  var result: String {
    switch failure {
    case nil: connState.name.description
    case .timeout: "timeout"
    case .refused: "refused"
    case .icmpUnreachable: "unreach"
    case .reset: "reset"
    case .blackHole: "blkhole"
    }
  }

  /// The round-trip time between the endpoints: of the handshake, or else of data to the server.
  var shownRoundTrip: Int64? {
    handshake ?? handshakeToServer ?? clientToServer.roundTripMean ?? serverToClient.roundTripMean
  }
}

extension IPProtocol {
  /// The name of a transport protocol in records, or its number.
  var name: String {
    switch self {
    case .tcp: "tcp"
    case .udp: "udp"
    case .icmp: "icmp"
    case .icmpv6: "icmp6"
    case .sctp: "sctp"
    case .dccp: "dccp"
    default: "\(rawValue)"
    }
  }

  /// The same in at most four columns.
  var shortName: String { self == .icmpv6 ? "icm6" : name }
}
