public import ConnectionTracking
public import InternetTypes

/// A service that connections were made to: a protocol on a port of a host.
public struct Service: Sendable {
  /// The address and the port that it listens on.
  public var endpoint: Endpoint
  /// Its transport protocol.
  public var transport: IPProtocol
  /// Connections that it answered.
  public var accepted: UInt64 = 0
  /// Connections that it refused.
  public var refused: UInt64 = 0
  /// Connections without an answer.
  public var unanswered: UInt64 = 0
  /// When the first connection began.
  public var first: Timestamp
  /// When the last connection ended.
  public var last: Timestamp
}

/// The services of a capture, from the connections made to them: what a port scan would find, without a scan.
public struct ServiceInventory {
  /// The most services that are kept.
  public static var limit: Int { 65_536 }

  private struct Key: Hashable {
    let endpoint: Endpoint
    let transport: IPProtocol
  }

  private var services: [Key: Service] = [:]

  /// Connections to services beyond the limit.
  public private(set) var omittedCount: UInt64 = 0

  /// An inventory without services.
  public init() {}

  /// Counts a connection; those of protocols without ports are ignored.
  public mutating func insert(_ connection: ConnectionSummary) {
    guard connection.hasPorts else { return }
    let key = Key(endpoint: connection.server, transport: connection.protocol)
    if services[key] == nil && services.count >= Self.limit {
      omittedCount &+= 1
      return
    }
    var service =
      services[key]
      ?? Service(
        endpoint: key.endpoint, transport: key.transport, first: connection.start,
        last: connection.end)
    service.first = min(service.first, connection.start)
    service.last = max(service.last, connection.end)
    if connection.failure == .refused {
      service.refused &+= 1
    } else if connection.serverToClient.packets > 0 {
      service.accepted &+= 1
    } else {
      service.unanswered &+= 1
    }
    services[key] = service
  }

  /// All services, also those that never answered, in order of address, port and protocol.
  public var all: [Service] { services.values.sorted { Self.key($0) < Self.key($1) } }

  /// The services that accepted or refused a connection, in the same order.
  public var answering: [Service] { all.filter { $0.accepted + $0.refused > 0 } }

  /// The services that never answered, in the same order.
  public var silent: [Service] { all.filter { $0.accepted + $0.refused == 0 } }

  /// What a service is sorted by: IPv4 before IPv6, each by its number.
  private static func key(_ service: Service) -> (UInt128, UInt16, UInt8) {
    let number: UInt128 =
      switch service.endpoint.address {
      case .v4(let address): UInt128(address.rawValue)
      case .v6(let address): address.rawValue
      }
    return (number, service.endpoint.port, service.transport.rawValue)
  }
}
