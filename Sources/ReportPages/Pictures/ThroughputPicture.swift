import ConnectionTracking
import InternetTypes

/// The rate at which data was sent, and that of data that had not been sent before.
struct ThroughputPicture {
  /// The most columns of the picture.
  private static var columnLimit: Int { 360 }

  let pictures: ConnectionPictures

  func append(to page: inout Markup) {
    let direction = pictures.direction
    let title = "Throughput of the \(pictures.sender)'s data"
    guard direction.sent.total > 0 else {
      return Chart.appendNothing(
        "throughput", title: title, reason: "is not shown: it sent no data.", to: &page)
    }
    let group = group
    let sent = rates(direction.sent, group)
    let fresh = rates(direction.fresh, group)
    let scale = ValueScale(0, sent.largest, .bitsPerSecond)
    let width = ValueScale.text(Double(direction.sent.grid.width) * Double(group) / 1e9, .seconds)
    var chart = Chart(
      "throughput", title: title,
      statement: "\(ValueScale.text(direction.sent.total, .bytes)) sent, "
        + "\(ValueScale.text(direction.fresh.total, .bytes)) of it new, "
        + "at most \(ValueScale.text(sent.largest, .bitsPerSecond)) in \(width)",
      axis: pictures.axis, scale: scale, height: .low)
    let axis = pictures.axis
    chart.add(
      "throughput", "throughput (all data)",
      outline: PathOutline.steps(sent.points(), until: axis.end, axis, scale), values: sent)
    chart.add(
      "goodput", "goodput (new data)",
      outline: PathOutline.steps(fresh.points(), until: axis.end, axis, scale), values: fresh)
    chart.append(to: &page)
  }

  /// How many buckets make one column: at least a round trip, so that bursts do not look like rates.
  private var group: Int {
    let grid = pictures.direction.sent.grid
    var wanted = Int64(TimeGrid.columnCount / Self.columnLimit)
    let connection = pictures.recording.connection
    let summary =
      pictures.side == .client ? connection.clientToServer : connection.serverToClient
    if let roundTrip = summary.roundTripMean {
      wanted = max(wanted, roundTrip / max(grid.width, 1))
    }
    // At least 20 columns, whatever the round trip.
    return Int(min(max(wanted, 1), Int64(TimeGrid.columnCount / 20)))
  }

  /// The rates of columns of so many buckets, in bits a second.
  private func rates(_ sums: BucketSums, _ group: Int) -> M4Series {
    let seconds = Double(sums.grid.width) * Double(group) / 1e9
    var rates = M4Series(
      TimeGrid(origin: sums.grid.origin, span: pictures.axis.end &- sums.grid.origin))
    for (index, sum) in sums.merged(by: group).enumerated() {
      let time = sums.grid.origin &+ Int64(index * group) * sums.grid.width
      if time <= pictures.axis.end { rates.add(sum * 8 / seconds, at: time) }
    }
    let end =
      sums.grid.origin &+ Int64((sums.sums.count + group - 1) / group * group) * sums.grid.width
    if end < pictures.axis.end { rates.add(0, at: end) }
    return rates
  }
}
