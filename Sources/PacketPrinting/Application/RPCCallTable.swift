import InternetTypes
import PacketDissection

/// The latest NFS calls, which name the procedures of their replies.
///
/// It keeps as many as tcpdump does, 64, and finds the same one where transaction numbers repeat: the search starts
/// at the call that was found last.
struct RPCCallTable {
  private struct Call {
    var transaction: UInt32
    var isVersion6: Bool
    var client: UInt128
    var server: UInt128
    var procedure: UInt32
    var version: UInt32
  }

  private static var capacity: Int { 64 }

  private var calls = [Call?](repeating: nil, count: capacity)
  private var next = 0
  private var lastFound = 0

  /// Enters a call of a client to a server.
  mutating func insert(
    transaction: UInt32, _ addresses: AddressPair, procedure: UInt32, version: UInt32
  ) {
    guard let (client, server, isVersion6) = Self.numbers(addresses) else { return }
    calls[next] = Call(
      transaction: transaction, isVersion6: isVersion6, client: client, server: server,
      procedure: procedure, version: version)
    next = (next + 1) % Self.capacity
  }

  /// The procedure and version of the call that a reply of these addresses answers; nil if it is not known.
  mutating func find(
    transaction: UInt32, _ addresses: AddressPair
  ) -> (procedure: UInt32, version: UInt32)? {
    guard let (server, client, isVersion6) = Self.numbers(addresses) else { return nil }
    for step in 0..<Self.capacity {
      let index = (lastFound + step) % Self.capacity
      guard let call = calls[index], call.transaction == transaction,
        call.isVersion6 == isVersion6, call.client == client, call.server == server
      else { continue }
      lastFound = index
      return (call.procedure, call.version)
    }
    return nil
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
