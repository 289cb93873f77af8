import CongestionInference
import ConnectionTracking
import InternetTypes

/// The table of connections, the ones worth a look first: each with its rate over time and what limited it.
struct ConnectionList {
  let input: ReportInput
  let overview: OverviewRecording
  let shown: [ConnectionRecording]
  let omitted: Int

  func append(to section: inout Markup) {
    let entries = overview.ranking.listed
    guard !entries.isEmpty else {
      section.element(.p, [.class("faint")], text: "There are no connections.")
      return
    }
    let recordings = Dictionary(
      shown.map { ($0.connection.index, $0) }, uniquingKeysWith: { first, _ in first })
    var table = DataTable(
      "Connections",
      titles: [
        "#", "Client → server", "Result", "Start", "Duration", "Sent", "Received", "Packets",
        "Retransmitted", "Handshake", "Rate over time", "Limited by",
      ])
    for entry in entries { table.add(cells(entry, recordings[entry.connection.index])) }
    section.element(.p, [.class("faint")], text: statement(entries.count))
    table.append(to: &section)
  }

  private func statement(_ listed: Int) -> String {
    let rest = overview.connectionCount - min(UInt64(listed), overview.connectionCount)
    let pages = "\(shown.count.counted("connection")) with pictures below"
    return rest == 0
      ? "All \(listed), \(pages)."
      : "\(listed) of \(overview.connectionCount), those with the costliest findings and the most data; "
        + "\(pages). All of them: tcpinspect connections \(input.commandOptions)".disclosed
  }

  private func cells(
    _ entry: PageRanking.Entry, _ recording: ConnectionRecording?
  ) -> [DataTable.Cell] {
    let connection = entry.connection
    let index = connection.index
    let (client, server) = (connection.clientToServer, connection.serverToClient)
    let start = connection.start.rawValue &- (overview.traffic.start ?? connection.start.rawValue)
    let main = ConnectionSection.mainSide(connection)
    return [
      DataTable.Cell(
        content: { cell in
          if recording == nil {
            cell.text("\(index)")
          } else {
            cell.element(.a, [.reference("connection-\(index)")], text: "\(index)")
          }
        }, attributes: [.value("\(index)")], isNumber: true),
      DataTable.Cell(content: { EndpointText.append(connection, to: &$0) }),
      .text(connection.outcome.words),
      .number(ValueScale.text(Double(start) / 1e9, .seconds), Double(start) / 1e9),
      .duration(connection.end.nanoseconds(since: connection.start)),
      .bytes(client.payloadBytes), .bytes(server.payloadBytes),
      .count(client.packets &+ server.packets),
      .count(client.retransmittedPackets &+ server.retransmittedPackets),
      .duration(connection.handshakeRoundTrip),
      DataTable.Cell(content: { cell in
        if let recording { Sparkline(recording.direction(main)).append(to: &cell) }
      }),
      DataTable.Cell(content: { LimitBar(entry.verdict(main)).append(to: &$0) }),
    ]
  }
}

extension ConnectionSection {
  /// The side that sent more data.
  static func mainSide(_ connection: ConnectionSummary) -> Side {
    connection.serverToClient.payloadBytes > connection.clientToServer.payloadBytes
      ? .server : .client
  }
}

/// A small curve of a sender's rate.
struct Sparkline {
  private static var columns: Int { 60 }
  private let sums: [Double]

  init(_ direction: DirectionRecording) {
    sums = direction.fresh.merged(by: TimeGrid.columnCount / Self.columns)
  }

  func append(to cell: inout Markup) {
    guard let largest = sums.max(), largest > 0 else { return }
    var outline = PathOutline()
    outline.move(0, 24)
    for (index, sum) in sums.enumerated() {
      let y = 24 - Int((sum / largest * 23).rounded())
      outline.line(index * 2, y)
      outline.line(index * 2 + 2, y)
    }
    outline.line(sums.count * 2, 24)
    cell.element(
      .svg, [.class("spark"), .role("img"), .viewBox(Self.columns * 2, 24), .isStretched]
    ) {
      $0.element(.title, text: "Rate over time")
      $0.element(.desc, text: "New data in \(sums.count) columns of time")
      $0.empty(.path, [.class("c-spark"), .outline(outline.text)])
    }
  }
}

/// A small bar of what limited a sender.
struct LimitBar {
  private let times: [(limit: SendingLimit, time: Int64)]

  init(_ verdict: CongestionVerdict?) { times = LimitsPicture.times(verdict) }

  func append(to cell: inout Markup) {
    guard let first = times.first else { return }
    let sum = times.reduce(Int64(0)) { $0 &+ $1.time }
    let statement = LimitsPicture.statement(times)
    cell.element(.svg, [.class("limit-bar"), .role("img")]) { svg in
      svg.element(.title, text: statement)
      svg.element(.desc, text: "The time under each limit")
      var x = 0.0
      for (limit, time) in times {
        let width = Double(time) / Double(max(sum, 1)) * 100
        svg.empty(
          .rect,
          [
            .class("span s-\(limit.name)"), .x(PlotNumber.text(x, decimals: 1) + "%"),
            .width(PlotNumber.text(width, decimals: 1) + "%"), .height("100%"),
          ])
        x += width
      }
    }
    cell.element(
      .span, [.class("faint")],
      text: " \(LimitsPicture.share(first.time, of: sum)) \(first.limit.words)")
  }
}
