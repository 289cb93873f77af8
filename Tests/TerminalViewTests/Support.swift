import ConnectionTracking
import InternetTypes
import TerminalView

/// A moment of packet time, in seconds since an arbitrary one.
func moment(_ seconds: Double) -> Timestamp {
  Timestamp(rawValue: 1_700_000_000_000_000_000 + Int64(seconds * 1e9))
}

/// An endpoint from an address in four numbers and a port.
func endpoint(_ last: UInt32, _ port: UInt16) -> Endpoint {
  Endpoint(address: .v4(IPv4Address(rawValue: 0x0a00_0000 + last)), port: port)
}

/// A connection of the client with this index to port 443 of the host 200, with these counters.
func row(
  _ index: UInt64, at time: Double, sent: UInt64 = 0, received: UInt64 = 0, isEnded: Bool = false
) -> LiveRow {
  var row = LiveRow(
    index: index, protocol: .tcp, client: endpoint(UInt32(index) + 1, 40_000 + UInt16(index)),
    server: endpoint(200, 443), start: moment(0), last: moment(time))
  row.toServer.packets = sent > 0 ? 1 + sent / 1000 : 0
  row.toServer.bytes = sent
  row.toClient.packets = received > 0 ? 1 + received / 1000 : 0
  row.toClient.bytes = received
  row.toClient.payload = received
  (row.toServer.state, row.toClient.state) = (.established, .established)
  row.isEnded = isEnded
  return row
}

/// A snapshot with rows at a time.
func snapshot(_ rows: [LiveRow], at time: Double) -> LiveSnapshot {
  var snapshot = LiveSnapshot()
  (snapshot.first, snapshot.time, snapshot.rowsTime) = (moment(0), moment(time), moment(time))
  snapshot.rows = rows
  for row in rows { snapshot.live.add(row) }
  snapshot.liveCount = rows.count
  snapshot.packets = snapshot.live.packets
  snapshot.bytes = snapshot.live.bytes
  return snapshot
}

/// The state of a screen for an interface or a file.
func screen(isFile: Bool = false) -> ScreenState {
  var source = ScreenState.Source(name: isFile ? "a.pcap" : "eth0", filter: "", isFile: isFile)
  source.canReadAgain = isFile
  source.own = EndpointText.ofSession("10.0.0.1 40000 10.0.0.200 443")
  return ScreenState(source)
}

extension ScreenState {
  /// The lines of the picture.
  mutating func lines(rows: Int = 24, columns: Int = 80, glyphs: Glyphs = .unicode) -> [String] {
    let canvas = picture(rows: rows, columns: columns, glyphs: glyphs)
    return (0..<rows).map { canvas.line($0) }
  }

  /// Presses the keys of a text.
  mutating func type(_ text: String) {
    for character in text { _ = press(.character(character)) }
  }

  /// The connections of the list, in its order.
  mutating func listedNumbers() -> [UInt64] { listed }
}
