import ConnectionTracking
import InternetTypes

/// Connections of which the two directions have different VLAN tags, as in the capture of a router's or a mirror port.
///
/// The tags belong to a connection's identity, so that each direction is a connection of its own, with one side.
struct SplitDirections {
  /// When so many connections with one side wait for the other one, the comparison begins anew.
  static var limit: Int { 4096 }

  /// A connection apart from its VLAN tags.
  private struct Pair: Hashable {
    var `protocol`: IPProtocol
    var client: Endpoint
    var server: Endpoint
  }

  private struct Half {
    var isClient: Bool
    var vlans: [UInt16]
    var first: NotedPacket
  }

  private var halves: [Pair: Half] = [:]

  /// Connections of which both directions were seen, with different tags.
  private(set) var count: UInt64 = 0
  /// A packet of the first of them.
  private(set) var first = NotedPacket()

  /// Notes a connection that has ended, of which one side was captured.
  mutating func note(_ summary: ConnectionSummary, first packet: NotedPacket) {
    let isClient = summary.clientToServer.packets > 0
    let pair = Pair(
      protocol: summary.protocol, client: summary.client, server: summary.server)
    // Without a SYN the ports decide on the client: they decide alike on both halves unless they are equal.
    if let other = halves[pair], other.isClient != isClient, other.vlans != summary.vlans {
      halves[pair] = nil
      count += 1
      if !first.isSet { first = other.first }
    } else {
      if halves.count >= Self.limit { halves.removeAll() }
      halves[pair] = Half(isClient: isClient, vlans: summary.vlans, first: packet)
    }
  }
}
