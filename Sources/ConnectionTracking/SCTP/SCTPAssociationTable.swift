import BasicContainers
import BoundedCollections
import InternetTypes
import PacketDissection

/// The SCTP associations among the tracked connections, also by verification tag.
///
/// Each belongs to one connection of the tracker's table and ends with it. At most 65,536 are kept, or as many as there
/// may be connections. The index of ports and verification tags finds the association of packets between other
/// addresses of the endpoints.
struct SCTPAssociationTable: ~Copyable {
  private var associations: ProtocolStateTable<SCTPAssociation>
  /// How many more data chunks can be remembered.
  private(set) var budget = TableLimits.sctpChunks
  private let keyedHash = KeyedHash()
  /// Tags by hash.
  private var index: KeyedIndex<Tag>
  /// The tags in the index, by position.
  private var tags: [InlineArray<2, UInt32?>] = []

  /// A table for a tracker of at most `connectionLimit` connections.
  init(connectionLimit: Int) {
    let limit = min(TableLimits.sctpAssociations, max(connectionLimit, 1))
    associations = ProtocolStateTable(limit: limit)
    // Each side has a tag.
    index = KeyedIndex(limit: 2 * limit)
  }

  /// How many associations there are.
  var count: Int { associations.count }
  /// How many packets belonged to associations that did not fit.
  var omittedCount: UInt64 { associations.omittedCount }

  /// The association at a position.
  subscript(position: Handle<SCTPAssociation>) -> SCTPAssociation {
    _read { yield associations[position] }
    _modify { yield &associations[position] }
  }

  /// Inserts an association; nil if the table is full.
  mutating func insert(_ association: SCTPAssociation) -> Handle<SCTPAssociation>? {
    guard let position = associations.insert(association) else { return nil }
    while tags.count <= position.position { tags.append(InlineArray(repeating: nil)) }
    return position
  }

  /// Applies a packet to the association at a position, and indexes the tags that the endpoints chose with it.
  mutating func apply(
    _ packet: Packet, _ frame: Span<UInt8>, _ preview: SCTPPacketPreview, _ context: PacketContext,
    to position: Handle<SCTPAssociation>, _ findings: inout Findings
  ) {
    associations[position].apply(
      packet, frame, preview, context, budget: &budget, &findings)
    for side in 0..<2 {
      let tag = associations[position].endpoints[side].summary.tag
      guard tags[position.position][side] != tag else { continue }
      removeTag(position, side)
      guard let tag else { continue }
      tags[position.position][side] = tag
      index.insert(Tag.handle(position, side), hash: hash(tag, position, side))
    }
  }

  /// Removes the association at a position, and returns its summary.
  mutating func remove(_ position: Handle<SCTPAssociation>) -> SCTPSummary {
    let summary = SCTPSummary(associations[position])
    for side in 0..<2 {
      removeTag(position, side)
      associations[position].endpoints[side].stream.end(budget: &budget)
    }
    associations.remove(position, leaving: associations[position].blank)
    return summary
  }

  /// Removes a side's tag from the index.
  private mutating func removeTag(_ position: Handle<SCTPAssociation>, _ side: Int) {
    guard let tag = tags[position.position][side] else { return }
    index.remove(Tag.handle(position, side), hash: hash(tag, position, side))
    tags[position.position][side] = nil
  }

  // MARK: By tags

  /// The verification tag that a side of an association chose: two for each association's position.
  enum Tag {
    static func handle(_ position: Handle<SCTPAssociation>, _ side: Int) -> Handle<Tag> {
      Handle(position: position.position << 1 | side)
    }

    static func owner(_ tag: Handle<Tag>) -> (position: Handle<SCTPAssociation>, side: Side) {
      (Handle(position: tag.position >> 1), tag.position & 1 == 0 ? .client : .server)
    }
  }

  /// The association of packets with a tag between two ports, and the side that chose the tag.
  func owner(
    ofTag tag: UInt32, port: UInt16, peerPort: UInt16, key: FlowKey
  ) -> (position: Handle<SCTPAssociation>, side: Side)? {
    guard count > 0 else { return nil }
    let hash = hash(tag, port, peerPort, key.addresslessDomain, key.envelopeHash)
    let found = index.find(hash) {
      let (position, side) = Tag.owner($0)
      return associations[position].endpoints[side.index].summary.tag == tag
        && associations[position].port(side) == port
        && associations[position].port(side.peer) == peerPort
        && associations[position].domain == key.addresslessDomain
        && associations[position].envelopeHash == key.envelopeHash
    }
    return found.ifAny.map(Tag.owner)
  }

  private func hash(_ tag: UInt32, _ position: Handle<SCTPAssociation>, _ side: Int) -> UInt32 {
    let (client, server) = (associations[position].clientPort, associations[position].serverPort)
    return hash(
      tag, side == 0 ? client : server, side == 0 ? server : client,
      associations[position].domain, associations[position].envelopeHash)
  }

  private func hash(
    _ tag: UInt32, _ port: UInt16, _ peerPort: UInt16, _ domain: UInt32, _ envelopeHash: UInt32
  ) -> UInt32 {
    keyedHash(
      UInt128(UInt64(tag) << 32 | UInt64(port) << 16 | UInt64(peerPort)),
      UInt128(UInt64(domain) << 32 | UInt64(envelopeHash)), UInt64(0))
  }
}
