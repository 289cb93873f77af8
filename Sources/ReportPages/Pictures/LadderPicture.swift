import ConnectionTracking
import InternetTypes
import PacketDissection
import PacketPrinting
import TextOutput

/// The packets of a connection between two lifelines, with the states of the endpoints beside them.
///
/// The first and the last packets and those around events are shown; the rest is folded.
struct LadderPicture {
  private static var rowHeight: Int { 21 }
  private static var top: Int { 34 }

  let recording: ConnectionRecording
  private let axis: TimeAxis
  private let events: [UInt64: [SegmentEvent.Kind]]
  private let changes: [UInt64: [StateTransition]]

  init(_ recording: ConnectionRecording) {
    self.recording = recording
    axis = TimeAxis(recording.span, zero: recording.connection.start.rawValue)
    events = Dictionary(grouping: recording.marks.marks, by: \.packet).mapValues {
      $0.map(\.kind)
    }
    changes = Dictionary(grouping: recording.transitions, by: \.packet)
  }

  func append(to page: inout Markup) {
    let rungs = recording.ladder.rungs
    guard !rungs.isEmpty else {
      return Chart.appendNothing(
        "ladder", title: "Packets", reason: "are not shown: none is in this time.", to: &page)
    }
    let count = recording.ladder.count
    let statement =
      rungs.count == count
      ? "all \(count)" : "\(rungs.count) of \(count): the first, the last, and some around events"
    page.element(.figure, [.picture("ladder"), .class("ladder")]) { figure in
      figure.element(.figcaption) {
        $0.element(.b, text: "Packets")
        $0.text(" " + statement)
      }
      appendLadder(rungs, statement, to: &figure)
      appendLines(rungs, to: &figure)
    }
    page.lineEnd()
  }

  private func appendLadder(
    _ rungs: [LadderRecording.Rung], _ statement: String, to page: inout Markup
  ) {
    var rows = Markup()
    var y = Self.top
    var next = rungs.first?.position ?? 0
    for rung in rungs {
      if rung.position > next {
        let folded = rung.position - next
        rows.element(
          .svgText, [.class("fold"), .x("50%"), .y("\(y + 4)")],
          text: "… \(folded.counted("packet")) …")
        y += Self.rowHeight
      }
      next = rung.position + 1
      append(rung.segment, at: y, to: &rows)
      y += Self.rowHeight
    }
    page.element(.svg, [.role("img"), .width("100%"), .height("\(y)")]) { svg in
      svg.element(.title, text: "Packets between client and server")
      svg.element(.desc, text: statement)
      for (x, side, endpoint) in [
        ("30%", Side.client, recording.connection.client),
        ("70%", .server, recording.connection.server),
      ] {
        svg.element(
          .svgText, [.class("head"), .x(x), .y("12")],
          text: "\(side.words) \(endpoint.address.text)"
        )
        svg.empty(.line, [.class("life"), .x1(x), .x2(x), .y1("20"), .y2("\(y)")])
      }
      svg.append(rows)
    }
  }

  private func append(_ segment: RecordedSegment, at y: Int, to rows: inout Markup) {
    let isClient = segment.sender == .client
    rows.element(
      .svgText, [.class("when"), .x("0"), .y("\(y + 4)")],
      text:
        "#\(segment.packet)  \(PlotNumber.text(axis.seconds(segment.time.rawValue), decimals: 6)) s"
    )
    let kinds = events[segment.packet] ?? []
    let tone = kinds.first.map { " a-" + EventGlyph($0).tone } ?? ""
    rows.empty(
      .line,
      [
        .class("arrow" + tone), .x1(isClient ? "30%" : "70%"), .y1("\(y)"),
        .x2(isClient ? "70%" : "30%"), .y2("\(y + 5)"), .markerEnd("head"),
      ])
    let words = ([segment.words] + kinds.map(\.words)).joined(separator: " · ")
    rows.element(.svgText, [.class("what" + tone), .x("50%"), .y("\(y - 3)")], text: words)
    for change in changes[segment.packet] ?? [] {
      let isLeft = change.side == .client
      rows.element(
        .svgText,
        [
          .class(isLeft ? "state left" : "state"), .x(isLeft ? "30%" : "70%"),
          .dx(isLeft ? "-6" : "6"), .y("\(y + 4)"),
        ], text: change.to.name.description)
    }
  }

  /// The lines that tcpdump prints for these packets.
  private func appendLines(_ rungs: [LadderRecording.Rung], to page: inout Markup) {
    var options = PrintOptions()
    options.timestampStyle = .none
    options.usesAbsoluteSequenceNumbers = true
    options.showsPacketNumbers = true
    var printer = PacketPrinter(options: options)
    for rung in rungs {
      let frame = rung.frame
      let packet = Packet(
        decoding: frame.span, wireLength: rung.wireLength, linkType: rung.linkType)
      printer.print(
        packet, frame: frame.span, statedLength: rung.wireLength, time: rung.segment.time,
        number: rung.segment.packet)
    }
    var bytes: [UInt8] = []
    printer.line.take { lines in bytes = lines.indices.map { lines[$0] } }
    page.element(.details) {
      $0.element(.summary, text: "These packets as text")
      $0.element(
        .pre,
        [
          .tabStop, .role("region"),
          .label("Packets of connection \(recording.connection.index) as text"),
        ]
      ) {
        $0.text(String(decoding: bytes, as: UTF8.self).disclosedLines)
      }
    }
  }
}

extension String {
  /// The lines of a text, each with what would be invisible shown.
  fileprivate var disclosedLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).disclosed }
      .joined(separator: "\n")
  }
}
