import CongestionInference
import ConnectionTracking
import InternetTypes

/// The columns by which connections can be sorted.
package enum ConnectionColumn: Int, CaseIterable, Sendable {
  case number, client, server, state, limit, window, roundTrip, retransmitted, toServer, toClient
  case packets, age, trend, process

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
    case .trend: "10 SECONDS"
    case .process: "PROCESS"
    }
  }

  /// Whether large values come first unless told otherwise.
  var isDescending: Bool {
    switch self {
    case .number, .client, .server, .state, .limit, .process: false
    default: true
    }
  }

  /// What connections are compared by.
  func key(
    of entry: ConnectionEntry, isTotal: Bool, _ processes: ProcessTable
  ) -> ConnectionSortKey {
    var key = ConnectionSortKey(index: entry.row.index)
    switch self {
    case .client: key.set(entry.row.client)
    case .server: key.set(entry.row.server)
    case .process:
      // Unknown ones come last.
      if entry.processes.isUnknown {
        key.value = 1
      } else {
        key.set(processes.lowercasedText(of: entry.processes.main))
      }
    default: key.value = value(of: entry, isTotal)
    }
    return key
  }

  private func value(of entry: ConnectionEntry, _ isTotal: Bool) -> Double {
    switch self {
    case .window: return Double(entry.row.sender?.window ?? -1)
    case .roundTrip: return Double(entry.row.roundTrip ?? -1)
    case .retransmitted: return Double(entry.row.retransmitted)
    case .toServer: return Self.value(entry.row.toServer.bytes, entry.rate.toServer, isTotal)
    case .toClient: return Self.value(entry.row.toClient.bytes, entry.rate.toClient, isTotal)
    case .packets: return isTotal ? Double(entry.row.packets) : entry.rate.packets
    case .age: return -Double(entry.row.start.rawValue)
    case .trend: return Double(entry.trend.latestSum)
    case .state: return entry.stateOrder
    case .limit:
      guard let sender = entry.row.sender else { return 99 }
      return Double(sender.limit.rawValue) + (sender.phase == .slowStart ? 0 : 0.5)
    default: return Double(entry.row.index)
    }
  }

  /// Those without a rate are in order of their totals.
  private static func value(_ total: UInt64, _ rate: Double, _ isTotal: Bool) -> Double {
    isTotal || rate == 0 ? Double(total) * (isTotal ? 1 : 1e-20) : rate
  }
}

/// What connections are compared by: a value or an endpoint, and their indexes.
struct ConnectionSortKey: Comparable {
  var value = 0.0
  /// The number of an address; those of IPv6 are larger in `value`.
  private var address: UInt128 = 0
  private var port: UInt16 = 0
  let index: UInt64

  init(index: UInt64) { self.index = index }

  mutating func set(_ endpoint: Endpoint) {
    port = endpoint.port
    switch endpoint.address {
    case .v4(let address): (value, self.address) = (0, UInt128(address.rawValue))
    case .v6(let address): (value, self.address) = (1, address.rawValue)
    }
  }

  /// Compares by the first 16 bytes of a text.
  mutating func set(_ text: String) {
    var count = 0
    for byte in text.utf8.prefix(16) {
      address = address << 8 | UInt128(byte)
      count += 1
    }
    address <<= UInt128(8 * (16 - count))
  }

  /// Lets large values come first; of equal ones the connection that began first still does.
  mutating func reverse() { (value, address, port) = (-value, ~address, ~port) }

  static func < (one: ConnectionSortKey, other: ConnectionSortKey) -> Bool {
    if one.value != other.value { return one.value < other.value }
    if one.address != other.address { return one.address < other.address }
    if one.port != other.port { return one.port < other.port }
    return one.index < other.index
  }
}
