import ConnectionTracking

/// Sequence numbers over time: segments, acknowledgments, the edge of the receiver's window, SACK blocks, events.
struct TimeSequencePicture {
  /// Marks have texts of their own up to this many.
  private static var titleLimit: Int { 200 }

  let pictures: ConnectionPictures

  private var direction: DirectionRecording { pictures.direction }
  private var marks: [EventMarks.Mark] {
    pictures.recording.marks.marks.filter { $0.side == pictures.side || pictures.hasAllMarks }
  }

  func append(to page: inout Markup) {
    let scale = scale
    let hasCurves = direction.hasData || !direction.acknowledged.isEmpty
    let title = "Sequence numbers of the \(pictures.sender)'s data"
    if !hasCurves && marks.isEmpty && direction.flags.isEmpty {
      return Chart.appendNothing(
        "time-sequence", title: title, reason: "are not shown: no segment is in this time.",
        to: &page)
    }
    var chart = Chart(
      "time-sequence", title: title, statement: statement, axis: pictures.axis,
      scale: hasCurves ? scale : nil, height: direction.hasData ? .tall : hasCurves ? .low : .strip)
    let axis = pictures.axis
    let segments = direction.segments
    let bars = segments.bars(width: ConnectionPictures.width)
    chart.add(
      "segments",
      segments.isMerged ? "segments (those of a column as one bar)" : "segments",
      outline: PathOutline.bars(bars, axis, scale))
    chart.add(
      "acknowledged", "acknowledged",
      outline: PathOutline.steps(pictures.points(direction.acknowledged), until: nil, axis, scale),
      values: direction.acknowledged)
    let isAbove = direction.edge.smallest > scale.top
    chart.add(
      "window-edge", isAbove ? "window edge (above the picture)" : "window edge",
      outline: PathOutline.steps(pictures.points(direction.edge), until: nil, axis, scale),
      values: direction.edge)
    chart.add(
      "sack", "SACK blocks",
      outline: PathOutline.bars(
        direction.blocks.bars(width: ConnectionPictures.width), axis, scale))
    appendRetransmissions(to: &chart, scale)
    appendMarks(to: &chart, scale)
    chart.append(to: &page)
  }

  /// The scale of the data; the window's edge may lie far above it.
  private var scale: ValueScale {
    let segments = direction.segments
    guard segments.count > 0 else {
      return ValueScale(0, max(direction.acknowledged.largest, 1), .bytes, room: 0.1)
    }
    let extent = max(segments.highest - segments.lowest, 1)
    var top = max(segments.highest, min(direction.acknowledged.largest, segments.highest + extent))
    let edge = direction.edge.largest
    if edge.isFinite { top = max(top, min(edge, segments.highest + extent * 0.5)) }
    return ValueScale(min(segments.lowest, 0), top, .bytes)
  }

  private var statement: String {
    let counts = pictures.recording.marks.counts
    let events =
      counts.isEmpty
      ? "no events"
      : counts.map { "\($0.count) \($0.kind.words)" }.joined(separator: ", ")
    let further = pictures.recording.marks.further.values.reduce(0, +)
    let omitted = further > 0 ? " (\(further) of them without a mark)" : ""
    return "\(direction.segments.count) segments; of the connection \(events)\(omitted)"
  }

  /// Bars of what was retransmitted, over those of the segments.
  private func appendRetransmissions(to chart: inout Chart, _ scale: ValueScale) {
    let bars = marks.compactMap { mark -> RangeColumns.Bar? in
      guard EventGlyph(mark.kind).tone == "loss", let low = mark.low, let high = mark.high,
        mark.side == pictures.side
      else { return nil }
      return RangeColumns.Bar(time: mark.time, low: Double(low), high: Double(high))
    }
    chart.add(
      "retransmissions", "retransmissions", outline: PathOutline.bars(bars, pictures.axis, scale))
  }

  private func appendMarks(to chart: inout Chart, _ scale: ValueScale) {
    let marks = marks
    let axis = pictures.axis
    let hasTitles = marks.count <= Self.titleLimit
    for flag in direction.flags {
      EventGlyph.flag.append(
        x: axis.percent(flag.time), y: scale.percent(Double(flag.place)),
        [.packet(flag.packet)], title: "#\(flag.packet) \(flag.name)", to: &chart.marks)
    }
    for kind in SegmentEvent.Kind.allCases {
      let own = marks.filter { $0.kind == kind }
      guard !own.isEmpty else { continue }
      let glyph = EventGlyph(kind)
      chart.keys.append(Chart.Key(style: "", title: kind.words, glyph: glyph))
      chart.marks.element(.g, [.class("m-\(glyph.tone)")]) { group in
        for mark in own {
          let place = mark.side == pictures.side ? mark.high ?? mark.low : nil
          glyph.append(
            x: axis.percent(mark.time), y: place.map { scale.percent(Double($0)) } ?? "98%",
            [.event(kind.name.description), .packet(mark.packet)],
            title: hasTitles
              ? "#\(mark.packet) \(kind.words) at \(axis.label(mark.time))" : nil,
            to: &group)
        }
      }
    }
  }
}
