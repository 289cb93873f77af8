import BasicContainers
import InternetTypes
import PacketDissection

/// The SCTP associations among the connections that are followed.
///
/// Each belongs to one connection of the table and ends with it; at most `limit` are kept, 65,536 or as many as there may be
/// connections. What comes beyond is counted and stays a flow without states. An index by ports and verification tags leads
/// packets between other addresses of the endpoints to their association.
struct SCTPAssociationTable: ~Copyable {
  /// The most associations that are ever followed at a time.
  static var largestLimit: Int { 65_536 }
  /// The most chunks that are remembered at a time, of all associations together.
  static var largestBudget: Int { 2_000_000 }

  /// The most associations followed at a time.
  let limit: Int
  private var associations = Slab<SCTPAssociation>(capacity: 1)
  private var hasRoom = false
  /// Chunks that may still be remembered.
  private(set) var budget = largestBudget
  /// Twice the position of an association, plus one for the server's tag.
  private var index: ConnectionIndex
  /// The tags in the index, by position.
  private var tags: [InlineArray<2, UInt32?>] = []
  /// Packets whose association was not followed because there were too many.
  private(set) var omittedCount: UInt64 = 0

  /// A book for a table of so many connections.
  init(flowLimit: Int) {
    limit = min(Self.largestLimit, max(flowLimit, 1))
    // Each side has a tag.
    index = ConnectionIndex(limit: 2 * limit)
  }

  /// How many associations are followed.
  private(set) var count = 0

  /// The association at a position.
  subscript(position: UInt32) -> SCTPAssociation {
    _read { yield associations[position] }
    _modify { yield &associations[position] }
  }

  /// Enters an association; nil where there is no room.
  mutating func insert(_ association: SCTPAssociation) -> UInt32? {
    if !hasRoom {
      associations = Slab(capacity: limit)
      hasRoom = true
    }
    guard let position = associations.insert(association) else {
      omittedCount &+= 1
      return nil
    }
    count &+= 1
    while tags.count <= Int(position) { tags.append(InlineArray(repeating: nil)) }
    return position
  }

  /// Takes a packet of the association at a position.
  mutating func take(
    _ packet: Packet, _ frame: Span<UInt8>, _ glance: SCTPGlance, _ context: PacketContext,
    at position: UInt32, _ findings: inout Findings
  ) {
    associations[position].take(
      packet, frame, glance, context, budget: &budget, &findings)
    for side in 0..<2 {
      let tag = associations[position].endpoints[side].summary.tag
      guard tags[Int(position)][side] != tag else { continue }
      unlist(position, side)
      guard let tag else { continue }
      tags[Int(position)][side] = tag
      index.insert(position << 1 | UInt32(side), hash: hash(tag, position, side))
    }
  }

  /// Ends the association at a position, and returns what is known of it.
  mutating func end(_ position: UInt32) -> SCTPSummary {
    let summary = SCTPSummary(associations[position])
    for side in 0..<2 {
      unlist(position, side)
      associations[position].endpoints[side].stream.end(budget: &budget)
      // What it holds on the heap goes with it.
      associations[position].endpoints[side] = SCTPEndpoint()
    }
    associations.release(position)
    count &-= 1
    return summary
  }

  private mutating func unlist(_ position: UInt32, _ side: Int) {
    guard let tag = tags[Int(position)][side] else { return }
    index.remove(position << 1 | UInt32(side), hash: hash(tag, position, side))
    tags[Int(position)][side] = nil
  }

  // MARK: By tags

  /// The association that packets with a tag between two ports belong to, and the side that chose the tag.
  func owner(
    ofTag tag: UInt32, port: UInt16, peerPort: UInt16, key: FlowKey
  ) -> (position: UInt32, side: Side)? {
    guard count > 0 else { return nil }
    let hash = hash(tag, port, peerPort, key.addresslessDomain, key.tunnelHash)
    var slot = index.start(hash)
    while index.entries[slot].position != 0 {
      let entry = index.entries[slot]
      slot = index.next(slot)
      guard entry.hash == hash else { continue }
      let position = (entry.position &- 1) >> 1
      let side = (entry.position &- 1) & 1 == 0 ? Side.client : .server
      if associations[position].endpoints[side.index].summary.tag == tag,
        associations[position].port(side) == port,
        associations[position].port(side.peer) == peerPort,
        associations[position].domain == key.addresslessDomain,
        associations[position].tunnelHash == key.tunnelHash
      {
        return (position, side)
      }
    }
    return nil
  }

  private func hash(_ tag: UInt32, _ position: UInt32, _ side: Int) -> UInt32 {
    let (client, server) = (associations[position].clientPort, associations[position].serverPort)
    return hash(
      tag, side == 0 ? client : server, side == 0 ? server : client,
      associations[position].domain, associations[position].tunnelHash)
  }

  private func hash(
    _ tag: UInt32, _ port: UInt16, _ peerPort: UInt16, _ domain: UInt32, _ tunnelHash: UInt32
  ) -> UInt32 {
    index.keyedHash(
      UInt128(UInt64(tag) << 32 | UInt64(port) << 16 | UInt64(peerPort)),
      UInt128(UInt64(domain) << 32 | UInt64(tunnelHash)), UInt64(0))
  }
}
