import InternetTypes
import PacketDissection

/// The initiators of IKE version 1 seen last: who sent the first packet with a cookie, and to whom.
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

  /// Who sent a packet.
  enum Side { case initiator, responder, unknown }

  /// Who sent the packet with these addresses; a packet whose responder's cookie is 0 enters a new cookie.
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
