import ConnectionTracking
import InternetTypes

/// Stand-ins until Reporting is there.
enum TemporaryRecords {
  static func time(_ t: PacketTime) -> String {
    let n = t.rawValue
    let f = String(n % 1_000_000_000)
    return "\(n / 1_000_000_000)." + String(repeating: "0", count: 9 - f.count) + f
  }
  static func address(_ e: Endpoint) -> String {
    switch e.address {
    case .v4(let a):
      let r = a.rawValue
      return "\(r >> 24).\(r >> 16 & 255).\(r >> 8 & 255).\(r & 255)"
    case .v6(let a): 
      var words: [String] = []
      for i in 0..<8 { words.append(String(UInt16(truncatingIfNeeded: a.rawValue >> UInt128(112 - 16 * i)), radix: 16)) }
      // crude compression
      var best = (start: -1, count: 0)
      var i = 0
      while i < 8 {
        if words[i] == "0" {
          var j = i
          while j < 8, words[j] == "0" { j += 1 }
          if j - i > best.count && j - i > 1 { best = (i, j - i) }
          i = j
        } else { i += 1 }
      }
      if best.start < 0 { return words.joined(separator: ":") }
      return words[..<best.start].joined(separator: ":") + "::" + words[(best.start + best.count)...].joined(separator: ":")
    }
  }
  static func transition(_ t: StateTransition) -> String {
    "{\"type\":\"transition\",\"time\":\(time(t.time)),\"packet\":\(t.packet),\"connection\":\(t.connection),\"endpoint\":\"\(t.side)\",\"address\":\"\(address(t.endpoint))\",\"port\":\(t.endpoint.port),\"peer_address\":\"\(address(t.peer))\",\"peer_port\":\(t.peer.port),\"from\":\"\(t.from.name)\",\"to\":\"\(t.to.name)\"}\n"
  }
  static func event(_ e: SegmentEvent) -> String {
    "{\"type\":\"event\",\"time\":\(time(e.time)),\"packet\":\(e.packet),\"connection\":\(e.connection),\"sender\":\"\(e.sender)\",\"kind\":\"\(e.kind.name)\",\"sequence\":\(e.sequence),\"length\":\(e.length),\"detail\":{\"reason\":\"\(e.detail.reason.map(\.description) ?? "")\",\"lag\":\(e.detail.lagNanoseconds ?? -1)}}\n"
  }
  static func direction(_ d: DirectionSummary) -> String {
    "{\"packets\":\(d.packets),\"ip_bytes\":\(d.ipBytes),\"payload_bytes\":\(d.payloadBytes),\"unique_payload_bytes\":\(d.uniquePayloadBytes),\"missed_bytes\":\(d.missedBytes)}"
  }
  static func connection(_ c: ConnectionSummary) -> String {
    var h = ""
    for i in 0..<Int(c.history.count) { h.unicodeScalars.append(Unicode.Scalar(c.history[i])) }
    let p = c.protocol == .tcp ? "tcp" : c.protocol == .udp ? "udp" : "\(c.protocol.rawValue)"
    return "{\"type\":\"connection\",\"connection\":\(c.index),\"protocol\":\"\(p)\",\"client\":{\"address\":\"\(address(c.client))\",\"port\":\(c.client.port)},\"server\":{\"address\":\"\(address(c.server))\",\"port\":\(c.server.port)},\"conn_state\":\"\(c.connState.name)\",\"history\":\"\(h)\",\"state\":{\"client\":\"\(c.clientState.name)\",\"server\":\"\(c.serverState.name)\"},\"client_to_server\":\(direction(c.clientToServer)),\"server_to_client\":\(direction(c.serverToClient))}\n"
  }
}
