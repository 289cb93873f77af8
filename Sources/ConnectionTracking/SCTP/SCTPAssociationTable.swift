import BasicContainers
import InternetTypes
import PacketDissection

/// The SCTP associations among the tracked connections, also by verification tag.
///
/// Each belongs to one connection of the tracker's table and ends with it. At most 65,536 are kept, or as many as there
/// may be connections. The index of ports and verification tags finds the association of packets between other
/// addresses of the endpoints.
struct SCTPAssociationTable: ~Copyable {
  /// The most associations at a time, whatever the configuration.
  static var largestLimit: Int { 65_536 }
  /// The most data chunks remembered at a time, over all associations.
  static var largestBudget: Int { 2_000_000 }

  private var associations: ProtocolStateTable<SCTPAssociation>
  /// How many more data chunks can be remembered.
  private(set) var budget = largestBudget
  /// Tags by hash.
  ///
  /// An entry is twice the association's position, plus one for the tag that the server chose.
  private var index: ConnectionIndex
  /// The tags in the index, by position.
  private var tags: [InlineArray<2, UInt32?>] = []

  /// A table for a tracker of at most `connectionLimit` connections.
  init(connectionLimit: Int) {
    let limit = min(Self.largestLimit, max(connectionLimit, 1))
    associations = ProtocolStateTable(limit: limit)
    // Each side has a tag.
    index = ConnectionIndex(limit: 2 * limit)
  }

  /// How many associations there are.
  var count: Int { associations.count }
  /// How many packets belonged to associations that did not fit.
  var omittedCount: UInt64 { associations.omittedCount }

  /// The association at a position.
  subscript(position: UInt32) -> SCTPAssociation {
    _read { yield associations[position] }
    _modify { yield &associations[position] }
  }

  /// Inserts an association; nil if the table is full.
  mutating func insert(_ association: SCTPAssociation) -> UInt32? {
    guard let position = associations.insert(association) else { return nil }
    while tags.count <= Int(position) { tags.append(InlineArray(repeating: nil)) }
    return position
  }

  /// Applies a packet to the association at a position, and indexes the tags that the endpoints chose with it.
  mutating func apply(
    _ packet: Packet, _ frame: Span<UInt8>, _ preview: SCTPPacketPreview, _ context: PacketContext,
    to position: UInt32, _ findings: inout Findings
  ) {
    associations[position].apply(
      packet, frame, preview, context, budget: &budget, &findings)
    for side in 0..<2 {
      let tag = associations[position].endpoints[side].summary.tag
      guard tags[Int(position)][side] != tag else { continue }
      removeTag(position, side)
      guard let tag else { continue }
      tags[Int(position)][side] = tag
      index.insert(position << 1 | UInt32(side), hash: hash(tag, position, side))
    }
  }

  /// Removes the association at a position, and returns its summary.
  mutating func remove(_ position: UInt32) -> SCTPSummary {
    let summary = SCTPSummary(associations[position])
    for side in 0..<2 {
      removeTag(position, side)
      associations[position].endpoints[side].stream.end(budget: &budget)
    }
    associations.remove(position, leaving: associations[position].blank)
    return summary
  }

  /// Removes a side's tag from the index.
  private mutating func removeTag(_ position: UInt32, _ side: Int) {
    guard let tag = tags[Int(position)][side] else { return }
    index.remove(position << 1 | UInt32(side), hash: hash(tag, position, side))
    tags[Int(position)][side] = nil
  }

  // MARK: By tags

  /// The association of packets with a tag between two ports, and the side that chose the tag.
  func owner(
    ofTag tag: UInt32, port: UInt16, peerPort: UInt16, key: FlowKey
  ) -> (position: UInt32, side: Side)? {
    guard count > 0 else { return nil }
    let hash = hash(tag, port, peerPort, key.addresslessDomain, key.envelopeHash)
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
        associations[position].envelopeHash == key.envelopeHash
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
      associations[position].domain, associations[position].envelopeHash)
  }

  private func hash(
    _ tag: UInt32, _ port: UInt16, _ peerPort: UInt16, _ domain: UInt32, _ envelopeHash: UInt32
  ) -> UInt32 {
    index.keyedHash(
      UInt128(UInt64(tag) << 32 | UInt64(port) << 16 | UInt64(peerPort)),
      UInt128(UInt64(domain) << 32 | UInt64(envelopeHash)), UInt64(0))
  }
}
