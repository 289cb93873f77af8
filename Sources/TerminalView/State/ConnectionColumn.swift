import ConnectionTracking
import InternetTypes

/// The columns by which connections can be sorted.
package enum ConnectionColumn: Int, CaseIterable, Sendable {
  case number, client, server, state, limit, window, roundTrip, retransmitted, toServer, toClient
  case packets, age

  /// The title, at most as wide as the column.
  var title: String {
    switch self {
    case .number: "#"
    case .client: "CLIENT"
    case .server: "SERVER"
    case .state: "STATE"
    case .limit: "LIM"
    case .window: "CWND"
    case .roundTrip: "RTT"
    case .retransmitted: "RETR"
    case .toServer: "↑"
    case .toClient: "↓"
    case .packets: "PKTS"
    case .age: "AGE"
    }
  }

  /// Whether large values come first unless told otherwise.
  var isDescending: Bool {
    switch self {
    case .number, .client, .server, .state, .limit: false
    default: true
    }
  }

  /// Whether the first of two connections comes before the second in rising order; nil if they are equal.
  func isBefore(
    _ one: ConnectionEntry, _ other: ConnectionEntry, isTotal: Bool
  ) -> Bool? {
    switch self {
    case .client: Self.less(EndpointOrder(one.row.client), EndpointOrder(other.row.client))
    case .server: Self.less(EndpointOrder(one.row.server), EndpointOrder(other.row.server))
    case .state: Self.less(one.stateText, other.stateText)
    case .limit: Self.less(one.limitText, other.limitText)
    default: Self.less(value(of: one, isTotal), value(of: other, isTotal))
    }
  }

  private static func less<Value: Comparable>(_ one: Value, _ other: Value) -> Bool? {
    one == other ? nil : one < other
  }

  private static func value(_ total: UInt64, _ rate: Double, _ isTotal: Bool) -> Double {
    isTotal || rate == 0 ? Double(total) * (isTotal ? 1 : 1e-20) : rate
  }

  private func value(of entry: ConnectionEntry, _ isTotal: Bool) -> Double {
    let row = entry.row
    switch self {
    case .window: return Double(row.direction(of: row.mainSender).sender?.window ?? -1)
    case .roundTrip: return Double(row.roundTrip ?? -1)
    case .retransmitted: return Double(row.retransmitted)
    // Those without a rate are in order of their totals.
    case .toServer: return Self.value(row.toServer.bytes, entry.rate.toServer, isTotal)
    case .toClient: return Self.value(row.toClient.bytes, entry.rate.toClient, isTotal)
    case .packets: return isTotal ? Double(row.packets) : entry.rate.packets
    case .age: return -Double(row.start.rawValue)
    default: return Double(row.index)
    }
  }
}

/// A number by which endpoints sort: IPv4 before IPv6, by address, then port.
private struct EndpointOrder: Comparable {
  let isIPv6: Bool
  let number: UInt128
  let port: UInt16

  init(_ endpoint: Endpoint) {
    port = endpoint.port
    switch endpoint.address {
    case .v4(let address): (isIPv6, number) = (false, UInt128(address.rawValue))
    case .v6(let address): (isIPv6, number) = (true, address.rawValue)
    }
  }

  static func < (one: EndpointOrder, other: EndpointOrder) -> Bool {
    if one.isIPv6 != other.isIPv6 { return !one.isIPv6 }
    return one.number == other.number ? one.port < other.port : one.number < other.number
  }
}
