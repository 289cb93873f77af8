public import InternetTypes

/// A datagram of sFlow version 5 (sFlow.org, "sFlow Version 5", July 2004), with samples in it.
public struct SFlowDatagram: Hashable, Sendable {
  /// The protocol as tcpdump names it if a datagram is cut.
  public static var name: String { "sflow" }

  /// Protocol version.
  public let version: UInt32
  /// Whether the agent's address is one of IPv4.
  public let isVersion4: Bool
  /// 2 if the agent's address is an IPv6 address.
  public let addressType: UInt32
  /// The offset of the agent's address.
  let offset: Int

  /// Bytes of the header by the type of the agent's address.
  public var headerByteCount: Int { isVersion4 ? 28 : 40 }

  /// The datagram at `offset`, of which version and address type were captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    addressType = try bytes.uint32(at: offset + 4, in: Self.name)
    version = bytes.uint32(at: offset)
    isVersion4 = addressType == 1
    self.offset = offset + 8
  }

  /// The agent's address.
  public func agent(_ bytes: Span<UInt8>) throws(EarlyEnd) -> IPAddress {
    isVersion4
      ? .v4(IPv4Address(rawValue: try bytes.uint32(at: offset, in: Self.name)))
      : .v6(IPv6Address(rawValue: try bytes.uint128(at: offset, in: Self.name)))
  }

  /// A number after the agent's address.
  public enum Field: Int, Sendable {
    case agentID, sequence, uptime, sampleCount
  }

  /// The value of a field.
  public func value(_ field: Field, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(
      at: offset + (isVersion4 ? 4 : 16) + field.rawValue * 4, in: Self.name)
  }
}

/// A sample of a datagram, or a record of a sample: enterprise and format, length, and that many bytes.
public struct SFlowItem: Hashable, Sendable {
  /// Bytes of format and length.
  public static var headerByteCount: Int { 8 }

  /// Enterprise and format as in the item's header.
  public let format: UInt32
  /// Bytes of the record.
  public let length: Int
  /// The offset where the bytes begin.
  public let start: Int

  /// The item at `offset`, of which format and length were captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    format = try bytes.uint32(at: offset, in: SFlowDatagram.name)
    length = Int(try bytes.uint32(at: offset + 4, in: SFlowDatagram.name))
    start = offset + 8
  }

  /// The 32-bit number at the `index`th byte.
  public func uint32(at index: Int, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: start + index, in: SFlowDatagram.name)
  }

  /// The 64-bit number at the `index`th byte.
  public func uint64(at index: Int, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt64 {
    try bytes.uint64(at: start + index, in: SFlowDatagram.name)
  }
}

/// A counter or a flow field of a record: its label, its offset, and whether it has eight bytes.
public struct SFlowField: Sendable {
  /// Label of the counter.
  public let text: String
  /// The offset of the counter in bytes.
  public let offset: Int
  /// Whether the counter has 64 bits.
  public let isWide: Bool

  init(_ text: String, _ offset: Int, isWide: Bool = false) {
    self.text = text
    self.offset = offset
    self.isWide = isWide
  }

  /// The fields of a counter record that is shown as numbers only, and the bytes that it needs.
  public static func counters(of type: UInt32) -> (fields: [SFlowField], byteCount: Int)? {
    switch type {
    case 2: (ethernet, 52)
    case 4: (anyLAN, 80)
    case 5: (vlan, 28)
    case 1001: (processor, 28)
    default: nil
    }
  }

  private static let ethernet: [SFlowField] = [
    .init("\n\t      align errors ", 0), .init(", fcs errors ", 4),
    .init(", single collision ", 8), .init(", multiple collision ", 12),
    .init(", test error ", 16), .init("\n\t      deferred ", 20), .init(", late collision ", 24),
    .init(", excessive collision ", 28), .init(", mac trans error ", 32),
    .init("\n\t      carrier error ", 36), .init(", frames too long ", 40),
    .init(", mac receive errors ", 44), .init(", symbol errors ", 48),
  ]

  private static let anyLAN: [SFlowField] = [
    .init("\n\t      in high prio frames ", 0), .init(", in high prio octets ", 4, isWide: true),
    .init("\n\t      in norm prio frames ", 12),
    .init(", in norm prio octets ", 16, isWide: true), .init("\n\t      in ipm errors ", 24),
    .init(", oversized ", 28), .init(", in data errors ", 32),
    .init(", null addressed frames ", 36), .init("\n\t      out high prio frames ", 40),
    .init(", out high prio octets ", 44, isWide: true), .init(", trans into frames ", 52),
    .init("\n\t      in hc high prio octets ", 56, isWide: true),
    .init(", in hc norm prio octets ", 64, isWide: true),
    .init(", out hc high prio octets ", 72, isWide: true),
  ]

  private static let vlan: [SFlowField] = [
    .init("\n\t      vlan_id ", 0), .init(", octets ", 4, isWide: true),
    .init(", unicast_pkt ", 12), .init(", multicast_pkt ", 16), .init(", broadcast_pkt ", 20),
    .init(", discards ", 24),
  ]

  private static let processor: [SFlowField] = [
    .init("\n\t      5sec ", 0), .init(", 1min ", 4), .init(", 5min ", 8),
    .init(", total_mem ", 12, isWide: true), .init(", total_mem ", 20, isWide: true),
  ]

  /// The fields after the state of an interface in its generic counters.
  public static let interface: [SFlowField] = [
    .init("\n\t      In octets ", 24, isWide: true), .init(", unicast pkts ", 32),
    .init(", multicast pkts ", 36), .init(", broadcast pkts ", 40), .init(", discards ", 44),
    .init("\n\t      In errors ", 48), .init(", unknown protos ", 52),
    .init("\n\t      Out octets ", 56, isWide: true), .init(", unicast pkts ", 64),
    .init(", multicast pkts ", 68), .init(", broadcast pkts ", 72), .init(", discards ", 76),
    .init("\n\t      Out errors ", 80), .init(", promisc mode ", 84),
  ]
}
