import InternetTypes
import PacketDissection

/// The latest initiators of IKE version 1: the addresses of the first packet with each cookie.
///
/// It keeps 20, as tcpdump does; entries without a packet match the cookie 0 and no address.
struct ISAKMPInitiators {
  private struct Entry {
    var cookie: UInt64 = 0
    var isVersion6 = false
    var initiator: UInt128?
    var responder: UInt128?
  }

  private var entries = [Entry](repeating: Entry(), count: 20)
  private var next = 0

  /// The sender of a packet.
  enum Side { case initiator, responder, unknown }

  /// The sender of the packet with these addresses; a packet with a responder cookie of 0 enters a new initiator.
  mutating func side(_ header: ISAKMPHeader, _ addresses: AddressPair) -> Side {
    let source: UInt128
    let destination: UInt128
    let isVersion6: Bool
    switch addresses {
    case .none: return .unknown
    case .v4(let first, let second):
      (source, destination) = (UInt128(first.rawValue), UInt128(second.rawValue))
      isVersion6 = false
    case .v6(let first, let second):
      (source, destination) = (first.rawValue, second.rawValue)
      isVersion6 = true
    }
    for index in entries.indices where entries[index].cookie == header.initiator {
      guard entries[index].isVersion6 == isVersion6 else { return .unknown }
      if entries[index].initiator == source { return .initiator }
      return entries[index].responder == source ? .responder : .unknown
    }
    guard header.responder == 0 else { return .unknown }
    entries[next] = Entry(
      cookie: header.initiator, isVersion6: isVersion6, initiator: source, responder: destination)
    next = (next + 1) % entries.count
    return .initiator
  }
}
