public import ConnectionTracking
import InternetTypes
public import TextOutput

/// Connections as a table of 100 characters a line, with a line of totals at the end.
public struct ConnectionTable: ~Copyable {
  private let text: TableText
  private let layout = Self.layout
  private var totals = ConnectionTotals()

  /// A table in this style.
  public init(style: TableStyle) { text = style.text }

  private static var layout: TableLayout {
    TableLayout(columns: [
      .right("#", 5), .left("PROT", 4), .left("CLIENT → SERVER", flowWidth), .left("START", 8),
      .right("DUR", 5), .left("RESULT", 7), .right("SENT", 5), .right("RECV", 5),
      .right("PKTS", 4), .right("RTX", 3), .right("RTT", 5),
    ])
  }

  /// The width of both endpoints together.
  private static var flowWidth: Int { 39 }

  /// The line of the columns' titles.
  public var header: String { layout.header(text) }

  /// Appends the line of a connection.
  public mutating func append(
    _ connection: borrowing ConnectionSummary, to line: inout TextBuffer
  ) {
    totals.add(connection)
    let retransmissions = connection.sum(\.retransmittedPackets)
    layout.append(
      [
        "\(connection.index)",
        TableCell(connection.isQUIC ? "quic" : connection.protocol.shortName),
        TableCell(text.flow(connection, width: Self.flowWidth)),
        TableCell(text.timeOfDay(connection.start, decimals: 0)),
        TableCell(Quantity.duration(connection.end.nanoseconds(since: connection.start))),
        TableCell(connection.result, color: connection.failure == nil ? nil : .failure),
        TableCell(Quantity.bytes(connection.clientToServer.payloadBytes)),
        TableCell(Quantity.bytes(connection.serverToClient.payloadBytes)),
        TableCell(Quantity.count(connection.sum(\.packets))),
        TableCell(
          Quantity.count(retransmissions, columns: 3),
          color: retransmissions == 0 ? nil : .attention),
        TableCell(Quantity.duration(connection.shownRoundTrip)),
      ], text, to: &line)
  }

  /// Appends the line of totals.
  public mutating func appendTotals(to line: inout TextBuffer) {
    line.append(totals.text + "\n")
  }
}

/// The sums of all connections of a table.
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
      + "\(packets) \(packets == 1 ? "packet" : "packets"), \(retransmissions) retransmitted"
  }
}

extension ConnectionSummary {
  /// The sum of both directions.
  func sum(_ field: KeyPath<DirectionSummary, UInt64>) -> UInt64 {
    clientToServer[keyPath: field] &+ serverToClient[keyPath: field]
  }

  /// Its failure, or else Zeek's conn_state; in at most seven characters.
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

  /// The same in at most four characters.
  var shortName: String { self == .icmpv6 ? "icm6" : name }
}
