import ConnectionTracking
import InternetTypes
import Records

/// The services that have a label of their own, in the order in which they got it.
///
/// A label is a series of numbers in every system that reads them, and stays: there are at most 64. An attack must not take
/// them, nor a scan: a service gets one when its server has accepted, and once half are taken, at its eighth connection.
struct ServiceLabels: Sendable {
  /// The most labels; all other services share one.
  static var limit: Int { 64 }
  /// How many services get a label at their first connection.
  static var promptLimit: Int { 32 }
  /// How many connections another one needs for it.
  static var provenCount: UInt8 { 8 }
  /// How many services without a label are counted at a time.
  private static var candidateLimit: Int { 4096 }

  /// A protocol and the server's port.
  struct Service: Hashable, Sendable {
    var `protocol`: IPProtocol
    var port: UInt16
  }

  private(set) var services: [Service] = []
  private var places: [Service: Int] = [:]
  private var candidates: [Service: UInt8] = [:]

  /// The place of a connection's service among the labels; nil if it has none.
  mutating func place(of connection: borrowing ConnectionSummary) -> Int? {
    let service = Service(
      protocol: connection.protocol, port: connection.hasPorts ? connection.server.port : 0)
    if let place = places[service] { return place }
    guard isAccepted(connection),
      services.count < Self.limit, services.count < Self.promptLimit || isProven(service)
    else { return nil }
    candidates[service] = nil
    places[service] = services.count
    services.append(service)
    return services.count - 1
  }

  /// Whether both sides took part, and neither the server nor the network refused.
  private func isAccepted(_ connection: borrowing ConnectionSummary) -> Bool {
    switch connection.failure {
    case .timeout, .refused, .icmpUnreachable: false
    case .reset, .blackHole, nil:
      connection.clientToServer.packets > 0 && connection.serverToClient.packets > 0
    }
  }

  /// Counts a connection of a service without a label; whether there were enough.
  private mutating func isProven(_ service: Service) -> Bool {
    let count = candidates[service, default: 0] + 1
    if candidates[service] == nil, candidates.count >= Self.candidateLimit {
      candidates.removeAll(keepingCapacity: true)
    }
    candidates[service] = count
    return count >= Self.provenCount
  }
}

extension ServiceLabels.Service {
  /// As in `443/tcp`; a protocol without ports by its name.
  var label: String { port == 0 ? `protocol`.name : "\(port)/\(`protocol`.name)" }
}
