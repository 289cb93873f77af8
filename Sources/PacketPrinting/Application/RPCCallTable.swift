import InternetTypes
import PacketDissection

/// The latest NFS calls, which name the procedures of their replies.
struct RPCCallTable {
  private struct Call {
    var transaction: UInt32
    var isVersion6: Bool
    var client: UInt128
    var server: UInt128
    var procedure: UInt32
    var version: UInt32
  }

  private var calls = RecentCalls<Call>()

  /// Enters a call of a client to a server.
  mutating func insert(
    transaction: UInt32, _ addresses: AddressPair, procedure: UInt32, version: UInt32
  ) {
    guard let (client, server, isVersion6) = Self.numbers(addresses) else { return }
    calls.insert(
      Call(
        transaction: transaction, isVersion6: isVersion6, client: client, server: server,
        procedure: procedure, version: version))
  }

  /// The procedure and version of the call that a reply of these addresses answers; nil if it is not known.
  mutating func find(
    transaction: UInt32, _ addresses: AddressPair
  ) -> (procedure: UInt32, version: UInt32)? {
    guard let (server, client, isVersion6) = Self.numbers(addresses) else { return nil }
    let call = calls.first {
      $0.transaction == transaction && $0.isVersion6 == isVersion6 && $0.client == client
        && $0.server == server
    }
    return call.map { ($0.procedure, $0.version) }
  }

  /// Source and destination as numbers, and whether they are of IPv6.
  private static func numbers(_ addresses: AddressPair) -> (UInt128, UInt128, Bool)? {
    switch addresses {
    case .none: nil
    case .v4(let source, let destination):
      (UInt128(source.rawValue), UInt128(destination.rawValue), false)
    case .v6(let source, let destination): (source.rawValue, destination.rawValue, true)
    }
  }
}
