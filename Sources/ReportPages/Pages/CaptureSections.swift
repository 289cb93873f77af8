import ConnectionTracking
import FloodDetection
import InternetTypes
import Records

/// The sections about the whole capture.
struct CaptureSections {
  let input: ReportInput
  let overview: OverviewRecording
  /// The connections that have a section.
  let shown: [ConnectionRecording]
  /// Connections whose sections did not fit.
  let omitted: Int

  private var linked: Set<UInt64> { Set(shown.map(\.connection.index)) }

  /// Appends the title and the links to all sections.
  func appendHeader(to page: inout Markup) {
    page.element(.header) { header in
      header.element(.h1) { title in
        for (index, file) in input.files.enumerated().prefix(5) {
          if index > 0 { title.text(", ") }
          title.foreign(file)
        }
        if input.files.count > 5 { title.text(", and \(input.files.count - 5) more") }
      }
      header.element(.p) { $0.foreign(summary) }
      appendNavigation(to: &header)
    }
  }

  /// `1234 packets in 5.2 s, from ...`.
  private var summary: String {
    let traffic = overview.traffic
    guard let start = traffic.start else { return "No packets. \(input.description)" }
    let time = Timestamp(rawValue: start)
    let length = ValueScale.text(Double(traffic.end &- start) / 1e9, .seconds)
    return
      "\(traffic.packets.counted("packet")), \(overview.connectionCount.counted("connection")), "
      + "\(length) from \(input.clock.text(time)) \(input.clock.zone(at: time)). "
      + input.description
  }

  private func appendNavigation(to header: inout Markup) {
    header.element(.nav, [.label("Sections")]) { nav in
      for (id, title) in Self.titles {
        nav.element(.a, [.reference(id)], text: title)
        nav.text(" ")
      }
      for recording in shown {
        let index = recording.connection.index
        nav.element(.a, [.reference("connection-\(index)"), .class("number")], text: "#\(index)")
        nav.text(" ")
      }
    }
  }

  /// The findings that are seen at once.
  private static let openFindings = 8

  private static let titles = [
    ("verdicts", "Findings"), ("timeline", "Timeline"), ("connections", "Connections"),
    ("hosts", "Hosts"), ("services", "Services"), ("failures", "Failures"),
    ("alerts", "Alerts"), ("checksums", "Checksums"), ("limits", "What is missing"),
  ]

  /// Appends all sections.
  func append(to page: inout Markup) {
    section("verdicts", "Findings", to: &page) { appendFindings(to: &$0) }
    section("timeline", "Timeline", to: &page) {
      TimelinePicture(traffic: overview.traffic, alerts: input.alerts).append(to: &$0)
    }
    let list = ConnectionList(input: input, overview: overview, shown: shown, omitted: omitted)
    section("connections", "Connections", to: &page) { list.append(to: &$0) }
    let tables = CaptureTables(input: input, overview: overview, linked: linked)
    section("hosts", "Hosts", to: &page) { tables.appendHosts(to: &$0) }
    section("services", "Services", to: &page) { tables.appendServices(to: &$0) }
    section("failures", "Failures", to: &page) { tables.appendFailures(to: &$0) }
    section("alerts", "Alerts", to: &page) { appendAlerts(to: &$0) }
    section("checksums", "Checksums", to: &page) { appendChecksums(to: &$0) }
    section("limits", "What is missing", to: &page) { appendLimits(to: &$0) }
  }

  private func section(
    _ id: String, _ title: String, to page: inout Markup, _ content: (inout Markup) -> Void
  ) {
    page.element(.section, [.id(id)]) {
      $0.element(.h2, text: title)
      content(&$0)
    }
    page.lineEnd()
  }

  private func appendFindings(to section: inout Markup) {
    guard !input.findings.isEmpty else {
      let words =
        !input.isDiagnosed
        ? "Findings were not looked for."
        : overview.connectionCount == 0
          ? "There is no connection to judge." : "Nothing wrong was found."
      section.element(.p, [.class("healthy")], text: words)
      return
    }
    let linked = linked
    section.element(.ol, [.class("findings")]) { list in
      for finding in input.findings.prefix(Self.openFindings) {
        finding.append(to: &list, linked: linked)
      }
    }
    let further = input.findings.dropFirst(Self.openFindings)
    if !further.isEmpty {
      section.element(.details) { details in
        details.element(.summary, text: further.count.counted("further finding"))
        details.element(.ol, [.class("findings")]) { list in
          for finding in further { finding.append(to: &list, linked: linked) }
        }
      }
    }
    if input.omittedFindings > 0 {
      section.element(
        .p, [.class("faint")],
        text: "\(input.omittedFindings.counted("further finding")) left out.")
    }
  }

  private func appendAlerts(to section: inout Markup) {
    guard !input.alerts.isEmpty else {
      section.element(.p, [.class("faint")], text: "No flood and no scan was found.")
      return
    }
    for alert in input.alerts {
      let lines = AlertText(alert, style: input.style).lines
      section.element(
        .pre,
        [
          .class("alert \(alert.severity.rawValue)"), .tabStop, .role("region"), .label("Alert"),
        ]
      ) {
        $0.text(lines.map(\.disclosed).joined(separator: "\n"))
      }
    }
    if input.omittedAlerts > 0 {
      section.element(.p, text: "\(input.omittedAlerts.counted("further alert")) left out.")
    }
  }

  private func appendChecksums(to section: inout Markup) {
    guard !input.checksums.isEmpty else {
      section.element(.p, [.class("faint")], text: "Checksums were not verified (-K).")
      return
    }
    section.element(.ul) { list in
      for line in input.checksums { list.element(.li) { $0.foreign(line) } }
    }
  }

  /// What the capture and the page do not have.
  private func appendLimits(to section: inout Markup) {
    var lines = input.notes
    let statistics = input.statistics
    if overview.missedBytes > 0 {
      lines.append(
        "\(ValueScale.text(Double(overview.missedBytes), .bytes)) were acknowledged but not captured: "
          + "the capture lost packets")
    }
    if input.cutPackets > 0 {
      lines.append("\(input.cutPackets.counted("packet")) cut by the snapshot length")
    }
    if overview.oneSided > 0 {
      lines.append("of \(overview.oneSided.counted("connection")) only one direction was captured")
    }
    if overview.midstream > 0 {
      lines.append("\(overview.midstream.counted("TCP connection")) began before the capture")
    }
    if statistics.untracked > 0 {
      lines.append(
        "\(statistics.untracked.counted("packet")) belong to no connection: not IP, or cut, or damaged"
      )
    }
    if statistics.fragments > 0 {
      lines.append("\(statistics.fragments.counted("fragment")) could not be put together")
    }
    if overview.omittedHosts > 0 || overview.omittedServices > 0 {
      lines.append(
        "hosts of \(overview.omittedHosts.counted("connection")) and services of "
          + "\(overview.omittedServices) are not in the tables, which are full")
    }
    if omitted > 0 {
      lines.append(
        "\(omitted.counted("connection")) left out: the page would have more than 5 MB; "
          + "--connection selects, --top shows fewer")
    }
    if lines.isEmpty { lines = ["Nothing that could be told."] }
    section.element(.ul) { list in
      for line in lines { list.element(.li) { $0.foreign(line) } }
    }
  }
}
