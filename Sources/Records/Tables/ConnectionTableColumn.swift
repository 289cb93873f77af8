import ConnectionTracking
import InternetTypes

/// A column of the table of connections, in the order of the line.
enum ConnectionTableColumn: CaseIterable {
  case index, transport, endpoints, start, duration, result, zeek, sent, received, packets
  case retransmissions, loss, roundTrip, response, rate
  // Shown only if connections are sorted by them.
  case ipBytes, payload, missed, retransmittedBytes, outOfOrder, duplicateAcks, zeroWindows
  case handshake, meanRoundTrip
  // Shown only with the processes of this host.
  case process

  /// The columns of a line that is wide enough.
  static var standard: [ConnectionTableColumn] {
    [
      .index, .transport, .endpoints, .start, .duration, .result, .zeek, .sent, .received,
      .packets, .retransmissions, .loss, .roundTrip, .response, .rate,
    ]
  }

  /// The columns of a line whose order is this one.
  static func all(
    sortedBy order: ConnectionOrder?, showsProcesses: Bool = false
  ) -> [ConnectionTableColumn] {
    var columns = standard
    if showsProcesses { columns.insert(.process, at: 3) }
    if let sorted = order?.column, !columns.contains(sorted) { columns.append(sorted) }
    return columns
  }

  /// The title.
  var title: String {
    switch self {
    case .index: "#"
    case .transport: "PROT"
    case .endpoints: "CLIENT → SERVER"
    case .start: "START"
    case .duration: "DUR"
    case .result: "RESULT"
    case .zeek: "ZEEK"
    case .sent: "SENT"
    case .received: "RECV"
    case .packets: "PKTS"
    case .retransmissions: "RTX"
    case .loss: "LOSS"
    case .roundTrip: "RTT"
    case .response: "RESP"
    case .rate: "RATE"
    case .ipBytes: "IPBYTES"
    case .payload: "BYTES"
    case .missed: "MISSED"
    case .retransmittedBytes: "RTXBYTES"
    case .outOfOrder: "OOO"
    case .duplicateAcks: "DUPACKS"
    case .zeroWindows: "ZEROWIN"
    case .handshake: "HSRTT"
    case .meanRoundTrip: "RTTMEAN"
    case .process: "PROCESS"
    }
  }

  /// The width in a table whose rows are not known when it begins.
  var width: Int {
    switch self {
    case .index: 5
    case .transport: 4
    // Two IPv4 addresses with ports.
    case .endpoints: 45
    case .start: 8
    case .result: 12
    case .zeek: 6
    case .packets, .loss: 4
    case .retransmissions: 3
    case .rate: 7
    case .process: 18
    default: max(5, TableText.width(title))
    }
  }

  /// The position in the order in which columns are left out of a narrow line; nil for those always shown.
  var leaving: Int? {
    let order: [ConnectionTableColumn] = [
      .zeek, .loss, .rate, .packets, .start, .response, .sent, .received, .roundTrip,
      .retransmissions, .duration,
    ]
    return order.firstIndex(of: self).map { $0 + 1 }
  }

  /// Whether its texts are left-aligned.
  var isText: Bool {
    switch self {
    case .transport, .endpoints, .start, .result, .zeek, .process: true
    default: false
    }
  }

  /// The cell of a connection; that of the endpoints has both in one line.
  func cell(_ connection: borrowing ConnectionSummary, _ text: TableText) -> TableCell {
    switch self {
    case .index: return "\(connection.index)"
    case .transport:
      return TableCell(connection.isQUIC ? "quic" : connection.protocol.shortName)
    case .endpoints:
      let (client, server) = text.endpoints(connection)
      return TableCell(client + " → " + server)
    case .start: return TableCell(text.timeOfDay(connection.start, decimals: 0))
    case .result:
      let outcome = connection.outcome
      return TableCell(
        connection.shownResult,
        color: outcome.isFailure ? .failure : outcome == .unanswered ? .attention : nil)
    case .zeek: return TableCell(connection.connState.name.description)
    case .retransmissions, .retransmittedBytes, .loss: return loss(connection)
    case .sent, .received, .packets, .ipBytes, .payload, .missed, .outOfOrder, .duplicateAcks,
      .zeroWindows:
      return TableCell(count(connection))
    case .duration, .roundTrip, .response, .handshake, .meanRoundTrip:
      return TableCell(Quantity.duration(time(connection)))
    case .rate: return TableCell(Self.rate(connection))
    case .process: return TableCell(connection.shownProcess)
    }
  }

  /// The text of a column of sizes and counts.
  private func count(_ connection: borrowing ConnectionSummary) -> String {
    switch self {
    case .sent: Quantity.bytes(connection.clientToServer.shownPayloadBytes)
    case .received: Quantity.bytes(connection.serverToClient.shownPayloadBytes)
    case .packets: Quantity.count(connection.sum(\.shownPackets))
    case .ipBytes: Quantity.bytes(connection.sum(\.ipBytes))
    case .payload: Quantity.bytes(connection.sum(\.shownPayloadBytes))
    case .missed: Quantity.bytes(connection.sum(\.missedBytes))
    case .outOfOrder: Quantity.count(connection.sum(\.outOfOrderPackets))
    case .duplicateAcks: Quantity.count(connection.sum(\.duplicateAcks))
    case .zeroWindows: Quantity.count(connection.sum(\.zeroWindows))
    default: ""
    }
  }

  /// The nanoseconds of a column of times; nil if they are unknown.
  private func time(_ connection: borrowing ConnectionSummary) -> Int64? {
    switch self {
    case .duration: connection.end.nanoseconds(since: connection.start)
    case .roundTrip: connection.shownRoundTrip
    case .response: connection.firstResponse
    case .handshake: ConnectionOrder.handshakeRoundTrip.rank(connection)
    case .meanRoundTrip: ConnectionOrder.roundTripMean.rank(connection)
    default: nil
    }
  }

  /// The text of a column of retransmissions; it attracts attention if there are any.
  private func loss(_ connection: borrowing ConnectionSummary) -> TableCell {
    let packets = connection.sum(\.retransmittedPackets)
    let bytes = connection.sum(\.retransmittedBytes)
    let text =
      switch self {
      case .retransmissions: Quantity.count(packets, columns: 3)
      case .retransmittedBytes: Quantity.bytes(bytes)
      default: Quantity.share(bytes, of: connection.sum(\.payloadBytes))
      }
    return TableCell(text, color: packets == 0 ? nil : .attention)
  }

  /// The larger throughput of both directions without a space.
  private static func rate(_ connection: borrowing ConnectionSummary) -> String {
    let rates = [connection.clientToServer.throughput, connection.serverToClient.throughput]
    guard let rate = rates.compactMap({ $0 }).max() else { return "-" }
    return Quantity.rate(rate).filter { $0 != " " }
  }
}

extension ConnectionOrder {
  /// The column that shows what connections are sorted by.
  var column: ConnectionTableColumn {
    switch self {
    case .connection: .index
    case .start: .start
    case .duration: .duration
    case .packets: .packets
    case .ipBytes: .ipBytes
    case .payloadBytes: .payload
    case .missedBytes: .missed
    case .retransmittedPackets: .retransmissions
    case .retransmittedBytes: .retransmittedBytes
    case .outOfOrderPackets: .outOfOrder
    case .duplicateAcks: .duplicateAcks
    case .zeroWindows: .zeroWindows
    case .handshakeRoundTrip: .handshake
    case .firstResponse: .response
    case .roundTripMean: .meanRoundTrip
    case .throughput: .rate
    }
  }
}
