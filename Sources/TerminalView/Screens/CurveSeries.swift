import InternetTypes

/// The values of a connection's curves at each time, in seconds since the first one; nil where they are not known.
struct CurveSeries {
  var times: [Double] = []
  var windows: [Double?] = []
  var flights: [Double?] = []
  var receiveWindows: [Double?] = []
  var roundTrips: [Double?] = []
  /// Bytes in a second.
  var rates: [Double?] = []

  /// The series of a data sender, packet by packet.
  init(_ points: [CurvePoint]) {
    guard let first = points.first else { return }
    times = points.map { ($0.time - first.time).seconds }
    windows = points.map { $0.window.map { Double($0) } }
    flights = points.map { Double($0.flight) }
    receiveWindows = points.map { $0.receiveWindow.map { Double($0) } }
    roundTrips = points.map { $0.roundTrip.map { Double($0) } }
    rates = acknowledged(points).map { $0 }
  }

  /// The series of what pictures showed of a connection, of one sender.
  init(_ history: [RowSample], of side: Side) {
    guard let first = history.first else { return }
    times = history.map { ($0.time - first.time).seconds }
    let isClient = side == .client
    windows = history.map { _ in nil }
    for sample in history {
      let (own, peer) =
        isClient ? (sample.client, sample.server) : (sample.server, sample.client)
      flights.append(Double(own.flight))
      receiveWindows.append(peer.offeredWindow.map { Double($0) })
      roundTrips.append(own.roundTrip.map { Double($0) })
      rates.append(isClient ? sample.rate.toServer : sample.rate.toClient)
    }
  }

  /// Bytes acknowledged in a second, over a fortieth of the curve but at least 50 ms.
  private func acknowledged(_ points: [CurvePoint]) -> [Double] {
    let window = max((times.last ?? 0) / 40, 0.05)
    var first = 0
    return points.indices.map { index in
      while first < index, times[index] - times[first] > window { first += 1 }
      let from = max(first - 1, 0)
      let span = max(times[index] - times[from], window)
      return Double(max(points[index].acknowledged - points[from].acknowledged, 0)) / span
    }
  }
}
