import ConnectionTracking
import InternetTypes

/// The tables of hosts, services and failures.
struct CaptureTables {
  private static var rowLimit: Int { 40 }

  let input: ReportInput
  let overview: OverviewRecording
  let linked: Set<UInt64>

  func appendHosts(to section: inout Markup) {
    let hosts = overview.hosts.sorted {
      let (left, right) = ($0.value.sent + $0.value.received, $1.value.sent + $1.value.received)
      return left == right ? $0.key.text < $1.key.text : left > right
    }
    guard !hosts.isEmpty else { return appendNothing("There are no hosts.", to: &section) }
    var table = DataTable(
      "Hosts",
      titles: [
        "Address", "Connections", "Failed", "Sent", "Received", "Retransmitted",
        "Round trip from the capture point",
      ])
    for (address, sums) in hosts.prefix(Self.rowLimit) {
      table.add([
        .text(address.text), .count(sums.connections), .count(sums.failures), .bytes(sums.sent),
        .bytes(sums.received), .count(sums.retransmitted), .duration(sums.roundTrip),
      ])
    }
    table.append(to: &section)
    appendRest(hosts.count, "host", to: &section)
    RoundTripDistribution(histogram: overview.roundTrips).append(to: &section)
  }

  func appendServices(to section: inout Markup) {
    let services = overview.services.sorted {
      let (left, right) = ($0.value, $1.value)
      if left.bytes != right.bytes { return left.bytes > right.bytes }
      return ($0.key.port ?? 0, $0.key.transport.rawValue) < (
        $1.key.port ?? 0, $1.key.transport.rawValue
      )
    }
    guard !services.isEmpty else { return appendNothing("There are no services.", to: &section) }
    var table = DataTable(
      "Services",
      titles: [
        "Service", "Application", "Servers", "Connections", "Failed", "Bytes", "Mean response",
        "Longest response",
      ])
    for (key, sums) in services.prefix(Self.rowLimit) {
      let mean = sums.responses > 0 ? sums.responseSum / Int64(clamping: sums.responses) : nil
      let port = key.port.map { " \($0)" } ?? ""
      table.add([
        .text(ProtocolName.text(key.transport) + port), .foreign(key.application ?? "–"),
        .count(UInt64(sums.servers.count)), .count(sums.connections), .count(sums.failures),
        .bytes(sums.bytes), .duration(mean),
        .duration(sums.responses > 0 ? sums.responseMaximum : nil),
      ])
    }
    table.append(to: &section)
    appendRest(services.count, "service", to: &section)
  }

  func appendFailures(to section: inout Markup) {
    let failed = overview.outcomes.filter { $0.key.isFailure || $0.key == .unanswered }
      .sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
    guard !failed.isEmpty else { return appendNothing("No connection failed.", to: &section) }
    section.element(.p) {
      $0.text(
        failed.map { "\($0.value) \($0.key.words)" }.joined(separator: ", ")
          + " of \(overview.connectionCount.counted("connection")).")
    }
    guard !overview.failures.isEmpty else { return }
    var table = DataTable(
      "Failed connections", titles: ["#", "Client → server", "Result", "Closed by", "Duration"])
    for connection in overview.failures.prefix(Self.rowLimit) {
      let index = connection.index
      table.add([
        DataTable.Cell(
          content: { cell in
            if linked.contains(index) {
              cell.element(.a, [.reference("connection-\(index)")], text: "\(index)")
            } else {
              cell.text("\(index)")
            }
          }, attributes: [.value("\(index)")], isNumber: true),
        DataTable.Cell(content: { EndpointText.append(connection, to: &$0) }),
        .text(connection.outcome.words),
        .text(connection.closedBy?.name.description ?? "–"),
        .duration(connection.end.nanoseconds(since: connection.start)),
      ])
    }
    table.append(to: &section)
    let count = overview.outcomes.filter { $0.key.isFailure }.values.reduce(0, +)
    appendRest(Int(clamping: count), "failure", to: &section)
  }

  private func appendRest(_ count: Int, _ noun: String, to section: inout Markup) {
    guard count > Self.rowLimit else { return }
    section.element(
      .p, [.class("faint")],
      text: "\((count - Self.rowLimit).counted("further \(noun)")) not listed.")
  }

  private func appendNothing(_ text: String, to section: inout Markup) {
    section.element(.p, [.class("faint")], text: text)
  }
}

/// The distribution of round-trip times over connections, as bars that double in width of range.
struct RoundTripDistribution {
  let histogram: RoundTripHistogram

  func append(to section: inout Markup) {
    guard histogram.total > 0, let first = histogram.counts.firstIndex(where: { $0 > 0 }),
      let last = histogram.counts.lastIndex(where: { $0 > 0 })
    else { return }
    let largest = histogram.counts.max() ?? 1
    let statement = "handshakes of \(histogram.total.counted("connection"))"
    section.element(.figure, [.picture("round-trip-distribution")]) { figure in
      figure.element(.figcaption) {
        $0.element(.b, text: "Round-trip times")
        $0.text(" " + statement)
      }
      let height = (last - first + 1) * 22
      figure.element(
        .svg, [.class("bars"), .role("img"), .width("100%"), .height("\(height)")]
      ) { svg in
        svg.element(.title, text: "Round-trip times")
        svg.element(.desc, text: statement)
        for (row, bits) in (first...last).enumerated() {
          let count = histogram.counts[bits]
          let y = row * 22
          svg.element(
            .svgText, [.class("value"), .x("130"), .y("\(y + 15)")], text: Self.range(bits))
          svg.element(.svgText, [.x("140"), .y("\(y + 15)")], text: "\(count)")
          let width = Double(count) / Double(max(largest, 1)) * 70
          svg.empty(
            .rect,
            [
              .class("bar"), .x("190"), .y("\(y + 3)"),
              .width(PlotNumber.text(width, decimals: 1) + "%"), .height("15"),
            ])
        }
      }
    }
  }

  /// The range of round-trip times with so many bits of microseconds.
  private static func range(_ bits: Int) -> String {
    guard bits > 0 else { return "below 1 µs" }
    let low = Double(UInt64(1) << UInt64(bits - 1)) / 1e6
    return "\(ValueScale.text(low, .seconds)) – \(ValueScale.text(low * 2, .seconds))"
  }
}
