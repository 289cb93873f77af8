/// The round-trip times of a sender's data, smoothed, and its retransmission time-out.
struct RoundTripPicture {
  let pictures: ConnectionPictures

  func append(to page: inout Markup) {
    let curves = pictures.direction.windows
    let title = "Round-trip times of the \(pictures.sender)'s data"
    guard !curves.samples.isEmpty || !curves.smoothed.isEmpty else {
      return Chart.appendNothing(
        "rtt", title: title, reason: "were not measured: no data was acknowledged in time.",
        to: &page)
    }
    let base = max(
      curves.samples.isEmpty ? 0 : curves.samples.largest,
      curves.smoothed.isEmpty ? 0 : curves.smoothed.largest, 1e-6)
    let timeout = curves.timeout.isEmpty ? 0 : curves.timeout.smallest
    let scale = ValueScale(0, timeout <= base * 2.5 ? max(base, timeout) : base, .seconds)
    var chart = Chart(
      "rtt", title: title, statement: statement, axis: pictures.axis, scale: scale)
    let axis = pictures.axis
    chart.add(
      "rtt", "samples",
      outline: PathOutline.dots(pictures.points(curves.samples), axis, scale),
      values: curves.samples)
    chart.add(
      "srtt", "smoothed (srtt)",
      outline: PathOutline.steps(
        pictures.points(curves.smoothed), until: axis.end, axis, scale),
      values: curves.smoothed)
    let isAbove = timeout > scale.top
    chart.add(
      "rto",
      isAbove
        ? "time-out (above the picture: \(ValueScale.text(timeout, .seconds)) or more)"
        : "time-out (rto)",
      outline: PathOutline.steps(pictures.points(curves.timeout), until: axis.end, axis, scale),
      values: curves.timeout)
    chart.append(to: &page)
  }

  private var statement: String {
    let samples = pictures.direction.windows.samples
    guard !samples.isEmpty else { return "smoothed" }
    return "\(ValueScale.text(samples.smallest, .seconds)) to "
      + "\(ValueScale.text(samples.largest, .seconds)) in \(samples.count) samples"
  }
}
