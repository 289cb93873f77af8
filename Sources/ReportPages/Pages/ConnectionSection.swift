import CongestionInference
import ConnectionTracking
import InternetTypes
import Records
import TextOutput

/// The section of one connection: what was found, its pictures, its packets, and its whole record.
struct ConnectionSection {
  /// The most events that a table lists.
  private static var eventRowLimit: Int { 120 }

  let entry: PageRanking.Entry
  let recording: ConnectionRecording
  let input: ReportInput
  /// When the capture begins.
  let zero: Int64

  private var connection: ConnectionSummary { entry.connection }

  /// The sides that have pictures: those that sent data, the one that sent more first.
  static func sides(_ recording: ConnectionRecording) -> [Side] {
    let (client, server) = (recording.client, recording.server)
    let both: [Side] =
      server.fresh.total > client.fresh.total ? [.server, .client] : [.client, .server]
    let sending = both.filter { recording.direction($0).hasData }
    return sending.isEmpty ? [.client] : sending
  }

  func append(to page: inout Markup) {
    let index = connection.index
    page.element(
      .section, [.id("connection-\(index)"), .class("connection"), .connection(index)]
    ) { section in
      section.element(.h2) { appendHeading(to: &$0) }
      appendFindings(to: &section)
      appendFacts(to: &section)
      appendStory(to: &section)
      if connection.protocol == .tcp {
        let sides = Self.sides(recording)
        for side in sides { appendPictures(side, of: sides, to: &section) }
        LadderPicture(recording).append(to: &section)
        appendEvents(to: &section)
      } else {
        appendTraffic(to: &section)
      }
      appendRecord(to: &section)
    }
    page.lineEnd()
  }

  private func appendHeading(to heading: inout Markup) {
    heading.text("Connection \(connection.index): ")
    EndpointText.append(connection, to: &heading)
  }

  private func appendFindings(to section: inout Markup) {
    let findings = input.connectionFindings[connection.index] ?? []
    if findings.isEmpty {
      let words =
        input.isDiagnosed ? "Nothing wrong was found." : "Findings were not looked for."
      section.element(.p, [.class("faint")], text: words)
      return
    }
    section.element(.ol, [.class("findings")]) { list in
      for finding in findings { finding.append(to: &list) }
    }
  }

  /// The figures that people ask for first.
  private func appendFacts(to section: inout Markup) {
    let (client, server) = (connection.clientToServer, connection.serverToClient)
    var facts: [(String, String)] = [
      ("result", connection.outcome.words),
      ("began", input.clock.text(connection.start)),
      (
        "lasted",
        ValueScale.text(
          Double(connection.end.nanoseconds(since: connection.start)) / 1e9, .seconds)
      ),
      ("client sent", Self.sent(client)), ("server sent", Self.sent(server)),
    ]
    if connection.protocol == .tcp {
      let count = client.retransmittedPackets + server.retransmittedPackets
      facts.append(("retransmitted", count.counted("packet")))
    }
    if let roundTrip = connection.handshakeRoundTrip {
      facts.append(("handshake", ValueScale.text(Double(roundTrip) / 1e9, .seconds)))
    }
    section.element(.dl, [.class("facts")]) { list in
      for (name, value) in facts {
        list.element(.div) {
          $0.element(.dt, text: name)
          $0.element(.dd, text: value)
        }
      }
    }
  }

  private static func sent(_ direction: DirectionSummary) -> String {
    "\(ValueScale.text(Double(direction.payloadBytes), .bytes)) in "
      + direction.packets.counted("packet")
  }

  /// What the congestion control of its senders did, in sentences.
  private func appendStory(to section: inout Markup) {
    for verdict in entry.verdicts {
      var style = input.style
      style.columns = 10_000
      var buffer = TextBuffer(capacity: 4096)
      CongestionNarrative(style: style).append(verdict, of: connection, to: &buffer)
      var bytes: [UInt8] = []
      buffer.take { text in bytes = text.indices.map { text[$0] } }
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst()
        .map { line in String(line.drop { $0 == " " }) }
      guard !lines.isEmpty else { continue }
      section.element(.div, [.class("story")]) {
        $0.element(.h3, text: "The \(verdict.sender.words)'s data")
        for line in lines { $0.element(.p) { $0.foreign(line) } }
      }
    }
  }

  private func appendPictures(_ side: Side, of sides: [Side], to section: inout Markup) {
    let pictures = ConnectionPictures(
      recording, of: side, entry.verdict(side), hasAllMarks: sides.count == 1)
    let axis = pictures.axis
    section.element(
      .div,
      [
        .class("pictures"), .direction(side.words), .tabStop, .role("group"),
        .label("Pictures of the \(side.words)'s data"), .left("\(axis.seconds(axis.start))"),
        .right("\(axis.seconds(axis.end))"),
        Attribute(
          name: "data-offset", value: "\(Double(connection.start.rawValue &- zero) / 1e9)"),
      ]
    ) { pictures.append(to: &$0) }
  }

  /// The only picture of a protocol other than TCP.
  private func appendTraffic(to section: inout Markup) {
    for side in [Side.client, .server] where recording.direction(side).sent.total > 0 {
      let pictures = ConnectionPictures(recording, of: side, nil, hasAllMarks: false)
      let axis = pictures.axis
      section.element(
        .div,
        [
          .class("pictures"), .direction(side.words), .tabStop, .role("group"),
          .label("Traffic of the \(side.words)"), .left("\(axis.seconds(axis.start))"),
          .right("\(axis.seconds(axis.end))"),
        ]
      ) { ThroughputPicture(pictures: pictures).append(to: &$0) }
    }
  }

  private func appendEvents(to section: inout Markup) {
    let marks = recording.marks
    guard marks.count > 0 else { return }
    let axis = TimeAxis(recording.span, zero: connection.start.rawValue)
    section.element(.details) { details in
      details.element(.summary, text: "Events (\(marks.count))")
      var table = DataTable(
        "Events of connection \(connection.index)",
        titles: ["Packet", "Time", "Event", "Sender of the data"])
      for mark in marks.marks.prefix(Self.eventRowLimit) {
        table.add([
          .count(mark.packet), .number(axis.label(mark.time), axis.seconds(mark.time)),
          .text(mark.kind.words), .text(mark.side.words),
        ])
      }
      table.append(to: &details)
      if marks.count > Self.eventRowLimit {
        details.element(.p) {
          $0.text("\(marks.count - Self.eventRowLimit) more: ")
          $0.element(.code, text: command("events"))
        }
      }
    }
  }

  /// A command that shows more of the connection.
  private func command(_ subcommand: String) -> String {
    "tcpinspect \(subcommand) -t --connection \(connection.index) \(input.commandOptions)".disclosed
  }

  /// All fields of its record, as `connections` writes them.
  private func appendRecord(to section: inout Markup) {
    section.element(.details) { details in
      details.element(.summary, text: "The whole record")
      details.element(.table, [.class("record")]) { table in
        table.element(.tbody) { body in
          for cell in RecordCells.cells(of: connection, isFine: input.clock.isFine) {
            body.element(.tr) {
              $0.element(.th, [.scope("row")], text: cell.name)
              $0.element(.td, [.field(cell.name), .value(cell.value ?? "null")]) {
                if let value = cell.value { $0.foreign(value) } else { $0.text("–") }
              }
            }
          }
        }
      }
      details.element(.p) {
        $0.text("Packet by packet: ")
        $0.element(.code, text: command("windows"))
      }
    }
  }
}

/// The endpoints of a connection, and the name that the client asks for.
enum EndpointText {
  static func append(_ connection: ConnectionSummary, to markup: inout Markup) {
    markup.text(text(connection.client, connection) + " → " + text(connection.server, connection))
    if let name = connection.serverName {
      markup.text(" ")
      markup.foreign(String(name.prefix(60)))
    }
    markup.text(" ")
    markup.element(.span, [.class("faint")], text: kind(connection))
  }

  /// An endpoint: address and port.
  static func text(_ endpoint: Endpoint, _ connection: ConnectionSummary) -> String {
    guard connection.hasPorts else { return endpoint.address.text }
    if case .v6 = endpoint.address { return "[\(endpoint.address.text)]:\(endpoint.port)" }
    return "\(endpoint.address.text):\(endpoint.port)"
  }

  /// The protocols of a connection: `tcp, tls`.
  static func kind(_ connection: ConnectionSummary) -> String {
    let application = connection.applicationName.map { ", \($0)" } ?? ""
    return ProtocolName.text(connection.protocol) + application
  }
}

/// The names of transport protocols in records.
enum ProtocolName {
  static func text(_ transport: IPProtocol) -> String {
    switch transport {
    case .tcp: "tcp"
    case .udp: "udp"
    case .icmp: "icmp"
    case .icmpv6: "icmp6"
    case .sctp: "sctp"
    case .dccp: "dccp"
    default: "protocol \(transport.rawValue)"
    }
  }
}

extension ConnectionOutcome {
  /// The outcome in sentences.
  var words: String {
    switch self {
    case .icmpUnreachable: "unreachable (ICMP)"
    default: name.description.replacing("-", with: " ")
    }
  }
}
