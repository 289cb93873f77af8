import ConnectionTracking
import InternetTypes

/// The states of both endpoints over time, as two lanes.
struct StatesPicture {
  let pictures: ConnectionPictures

  func append(to page: inout Markup) {
    let connection = pictures.recording.connection
    let statement =
      "client \(connection.clientState.name), server \(connection.serverState.name) at the end"
    var chart = Chart(
      "states", title: "States", statement: statement, axis: pictures.axis, scale: nil,
      height: .lanes)
    appendLane(.client, y: 0, to: &chart)
    appendLane(.server, y: 52, to: &chart)
    chart.append(to: &page)
  }

  private func appendLane(_ side: Side, y: Int, to chart: inout Chart) {
    let axis = pictures.axis
    chart.marks.element(
      .svgText, [.class("value"), .x("-8"), .y("\(y + 24)%"), .dy(".32em")], text: side.words)
    for run in runs(side) {
      let start = max(run.start, axis.start)
      guard run.end >= axis.start, start <= axis.end else { continue }
      let share = Double(run.end &- start) / Double(axis.end &- axis.start)
      let style = run.state == .established ? "open" : run.state.isSettled ? "ended" : "between"
      chart.marks.element(
        .rect,
        [
          .class("span state t-\(style)"), .x(axis.percent(start)), .y("\(y)%"),
          .width(axis.width(from: start, to: run.end)), .height("48%"),
        ]
      ) {
        $0.element(.title, text: "\(side.words): \(run.state.name) from \(axis.label(run.start))")
      }
      // A text needs about a hundredth of the width for each character.
      if share > Double(run.state.name.description.utf8.count + 2) * 0.009 {
        chart.marks.element(
          .svgText,
          [.class("lane"), .x(axis.percent(start)), .dx("5"), .y("\(y + 24)%"), .dy(".32em")],
          text: run.state.name.description)
      }
    }
  }

  /// The states of an endpoint, each from its beginning to the next one.
  private func runs(_ side: Side) -> [(state: EndpointState, start: Int64, end: Int64)] {
    let transitions = pictures.recording.transitions(of: side)
    let connection = pictures.recording.connection
    var runs: [(state: EndpointState, start: Int64, end: Int64)] = []
    var state =
      transitions.first?.from
      ?? (side == .client ? connection.clientState : connection.serverState)
    var start = connection.start.rawValue
    for transition in transitions {
      if transition.time.rawValue > start {
        runs.append((state, start, transition.time.rawValue))
        start = transition.time.rawValue
      }
      state = transition.to
    }
    runs.append((state, start, max(pictures.axis.end, start)))
    return runs
  }
}

extension EndpointState {
  /// Whether the endpoint has no connection, or none any more.
  fileprivate var isSettled: Bool {
    switch self {
    case .closed, .timeWait, .dccpTimeWait, .listen, .unknown: true
    default: false
    }
  }
}
