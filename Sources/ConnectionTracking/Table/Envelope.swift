import BasicContainers
import InternetTypes
import PacketDissection

/// What a packet is in, as far as its connection's key has it: its VLAN tags and tunnels.
struct Envelope {
  /// The innermost VLAN, unless it is that of an enclosing frame.
  private(set) var vlan: UInt16?
  /// The kind of the innermost tunnel.
  private(set) var kind: Tunnel.Kind?
  /// A hash of all tunnels and of all VLAN tags but the innermost; 0 without any.
  private(set) var hash: UInt32
  /// The tags and tunnels that were hashed.
  private(set) var contents: EnvelopeContents

  /// The envelope of a packet in the tunnels of `path`.
  ///
  /// A tag with VLAN identifier 0 has only a priority (IEEE 802.1Q, section 9.6).
  init(_ packet: Packet, _ frame: Span<UInt8>, inside path: TunnelPath?, ignoresVLANs: Bool) {
    kind = path?.kind
    hash = path?.hash ?? 0
    contents = path?.contents ?? EnvelopeContents()
    guard !ignoresVLANs else { return }
    for index in 0..<packet.tags.count {
      let identifier = packet.tags.tag(index, in: frame).tag.identifier
      guard identifier != 0 else { continue }
      if let outer = vlan { hash = TunnelPath.mix(hash, vlan: outer) }
      vlan = identifier
      contents.append(vlan: identifier)
    }
    if vlan == nil, let path, !packet.hasLinkLayer { vlan = path.vlan }
  }

  /// An envelope without tags and tunnels.
  init() {
    hash = 0
    contents = EnvelopeContents()
  }
}

/// The VLAN tags and tunnel identifiers of an envelope, outermost first.
struct EnvelopeContents {
  /// The maximum number of VLAN tags and identifiers kept.
  private static var limit: Int { 4 }

  private var tags = InlineArray<4, UInt16>(repeating: 0)
  private var identifiers = InlineArray<4, UInt32>(repeating: 0)
  private var kinds = InlineArray<4, UInt8>(repeating: 0)
  private var tagCount: UInt8 = 0
  private var identifierCount: UInt8 = 0

  /// Appends a VLAN tag.
  mutating func append(vlan: UInt16) {
    guard Int(tagCount) < Self.limit else { return }
    tags[Int(tagCount)] = vlan
    tagCount &+= 1
  }

  /// Appends the identifier of a tunnel.
  mutating func append(_ tunnel: Tunnel) {
    guard Int(identifierCount) < Self.limit, tunnel.kind.identifies != nil else { return }
    identifiers[Int(identifierCount)] = tunnel.identifier
    kinds[Int(identifierCount)] = tunnel.kind.rawValue
    identifierCount &+= 1
  }

  /// The VLAN tags.
  var vlans: [UInt16] { (0..<Int(tagCount)).map { tags[$0] } }

  /// The tunnels with an identifier of the network inside.
  var tunnels: [Tunnel] {
    (0..<Int(identifierCount)).compactMap { index in
      Tunnel.Kind(rawValue: kinds[index]).map { Tunnel(kind: $0, identifier: identifiers[index]) }
    }
  }
}

/// Maps envelope hashes to the contents of envelopes, in bounded memory.
///
/// Connections keep only the hash. Beyond the limit a new envelope replaces another, whose connections then have no
/// tags and identifiers in their records.
struct EnvelopeTable: ~Copyable {
  /// How many slots can hold an envelope (set associativity).
  private static var ways: Int { 4 }

  /// A slot of the table; not private, as Swift 6.3 fails to link the type of a private element across files.
  struct Slot {
    /// The envelope's hash; 0 in a free slot.
    var hash: UInt32 = 0
    var contents = EnvelopeContents()
  }

  private var slots = UniqueArray<Slot>()
  /// How many envelopes were replaced.
  private(set) var evictedCount: UInt64 = 0

  init() {}

  /// Notes the contents of an envelope, if it has a hash.
  mutating func note(_ envelope: Envelope) {
    if envelope.hash != 0 { insert(envelope) }
  }

  private mutating func insert(_ envelope: Envelope) {
    if slots.isEmpty {
      slots.reserveCapacity(TableLimits.envelopes)
      for _ in 0..<TableLimits.envelopes { slots.append(Slot()) }
    }
    let start = Self.start(envelope.hash)
    for way in 0..<Self.ways {
      let at = start ^ way
      if slots[at].hash == envelope.hash { return }
      if slots[at].hash == 0 {
        slots[at] = Slot(hash: envelope.hash, contents: envelope.contents)
        return
      }
    }
    evictedCount &+= 1
    let at = start ^ Int(evictedCount) & (Self.ways &- 1)
    slots[at] = Slot(hash: envelope.hash, contents: envelope.contents)
  }

  /// The contents of the envelope with a hash; nil if they are unknown.
  func contents(of hash: UInt32) -> EnvelopeContents? {
    guard hash != 0, !slots.isEmpty else { return nil }
    let start = Self.start(hash)
    for way in 0..<Self.ways where slots[start ^ way].hash == hash {
      return slots[start ^ way].contents
    }
    return nil
  }

  private static func start(_ hash: UInt32) -> Int {
    Int(truncatingIfNeeded: hash) & (TableLimits.envelopes &- 1)
  }
}
