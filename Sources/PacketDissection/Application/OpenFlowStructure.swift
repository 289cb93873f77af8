/// A structure in the body of an OpenFlow 1.0 message (OpenFlow Switch Specification 1.0, section 5).
public struct OpenFlowStructure: Hashable, Sendable {
  /// The offset where the structure begins.
  public let start: Int

  /// The structure at `start`; no field is read yet.
  public init(at start: Int) { self.start = start }

  /// The number in `field`.
  public func number(_ field: Field, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt64 {
    let offset = start + field.offset
    switch field.byteCount {
    case 1: return UInt64(try bytes.byte(at: offset, in: OpenFlowMessage.name))
    case 2: return UInt64(try bytes.uint16(at: offset, in: OpenFlowMessage.name))
    case 4: return UInt64(try bytes.uint32(at: offset, in: OpenFlowMessage.name))
    case 6:
      let high = UInt64(try bytes.uint16(at: offset, in: OpenFlowMessage.name))
      return high << 32 | UInt64(try bytes.uint32(at: offset + 2, in: OpenFlowMessage.name))
    default: return try bytes.uint64(at: offset, in: OpenFlowMessage.name)
    }
  }

  /// A field of one of the structures, whose name comes first.
  public struct Field: Hashable, Sendable {
    /// The offset in its structure, and the length in bytes.
    let offset: Int
    let byteCount: Int

    private init(_ offset: Int, _ byteCount: Int) {
      self.offset = offset
      self.byteCount = byteCount
    }

    // A port.

    package static var portNumber: Field { Field(0, 2) }
    package static var portAddress: Field { Field(2, 6) }
    package static var portConfiguration: Field { Field(24, 4) }
    package static var portState: Field { Field(28, 4) }
    package static var portCurrent: Field { Field(32, 4) }
    package static var portAdvertised: Field { Field(36, 4) }
    package static var portSupported: Field { Field(40, 4) }
    package static var portPeer: Field { Field(44, 4) }

    // A change of a port.

    package static var changeNumber: Field { Field(0, 2) }
    package static var changeAddress: Field { Field(2, 6) }
    package static var changeConfiguration: Field { Field(8, 4) }
    package static var changeMask: Field { Field(12, 4) }
    package static var changeAdvertised: Field { Field(16, 4) }

    // A match.

    package static var wildcards: Field { Field(0, 4) }
    package static var inPort: Field { Field(4, 2) }
    package static var linkSource: Field { Field(6, 6) }
    package static var linkDestination: Field { Field(12, 6) }
    package static var vlan: Field { Field(18, 2) }
    package static var vlanPriority: Field { Field(20, 1) }
    package static var linkType: Field { Field(22, 2) }
    package static var typeOfService: Field { Field(24, 1) }
    package static var networkProtocol: Field { Field(25, 1) }
    package static var networkSource: Field { Field(28, 4) }
    package static var networkDestination: Field { Field(32, 4) }
    package static var transportSource: Field { Field(36, 2) }
    package static var transportDestination: Field { Field(38, 2) }

    // The features of a switch.

    package static var dataPath: Field { Field(0, 8) }
    package static var bufferCount: Field { Field(8, 4) }
    package static var tableCount: Field { Field(12, 1) }
    package static var capabilities: Field { Field(16, 4) }
    package static var actions: Field { Field(20, 4) }

    // A change of a flow.

    package static var flowCookie: Field { Field(40, 8) }
    package static var flowCommand: Field { Field(48, 2) }
    package static var flowIdleTimeout: Field { Field(50, 2) }
    package static var flowHardTimeout: Field { Field(52, 2) }
    package static var flowPriority: Field { Field(54, 2) }
    package static var flowBuffer: Field { Field(56, 4) }
    package static var flowOutPort: Field { Field(60, 2) }
    package static var flowFlags: Field { Field(62, 2) }

    // A removed flow.

    package static var removedCookie: Field { Field(40, 8) }
    package static var removedPriority: Field { Field(48, 2) }
    package static var removedReason: Field { Field(50, 1) }
    package static var removedSeconds: Field { Field(52, 4) }
    package static var removedNanoseconds: Field { Field(56, 4) }
    package static var removedIdleTimeout: Field { Field(60, 2) }
    package static var removedPacketCount: Field { Field(64, 8) }
    package static var removedByteCount: Field { Field(72, 8) }

    // Statistics of a flow.

    package static var entryLength: Field { Field(0, 2) }
    package static var entryTable: Field { Field(2, 1) }
    package static var entrySeconds: Field { Field(44, 4) }
    package static var entryNanoseconds: Field { Field(48, 4) }
    package static var entryPriority: Field { Field(52, 2) }
    package static var entryIdleTimeout: Field { Field(54, 2) }
    package static var entryHardTimeout: Field { Field(56, 2) }
    package static var entryCookie: Field { Field(64, 8) }
    package static var entryPacketCount: Field { Field(72, 8) }
    package static var entryByteCount: Field { Field(80, 8) }

    // Statistics of a table.

    package static var tableNumber: Field { Field(0, 1) }
    package static var tableWildcards: Field { Field(36, 4) }
    package static var tableMaximum: Field { Field(40, 4) }
    package static var tableActive: Field { Field(44, 4) }
    package static var tableLookups: Field { Field(48, 8) }
    package static var tableMatches: Field { Field(56, 8) }

    // Statistics of several flows.

    package static var aggregatePacketCount: Field { Field(0, 8) }
    package static var aggregateByteCount: Field { Field(8, 8) }
    package static var aggregateFlowCount: Field { Field(16, 4) }

    // Statistics of a queue.

    package static var queueStatisticsNumber: Field { Field(4, 4) }
    package static var queueStatisticsBytes: Field { Field(8, 8) }
    package static var queueStatisticsPackets: Field { Field(16, 8) }
    package static var queueStatisticsErrors: Field { Field(24, 8) }

    // A queue and its properties.

    package static var queueNumber: Field { Field(0, 4) }
    package static var queueLength: Field { Field(4, 2) }
    package static var propertyType: Field { Field(0, 2) }
    package static var propertyLength: Field { Field(2, 2) }
    package static var propertyRate: Field { Field(8, 2) }

    // A packet from a port.

    package static var inBuffer: Field { Field(0, 4) }
    package static var inLength: Field { Field(4, 2) }
    package static var inNumber: Field { Field(6, 2) }
    package static var inReason: Field { Field(8, 1) }

    // A packet to a port.

    package static var outBuffer: Field { Field(0, 4) }
    package static var outNumber: Field { Field(4, 2) }
    package static var outActionsLength: Field { Field(6, 2) }

    // Requests of statistics.

    package static var requestTable: Field { Field(40, 1) }
    package static var requestOutPort: Field { Field(42, 2) }
    package static var requestQueue: Field { Field(4, 4) }

    // An action.

    package static var actionType: Field { Field(0, 2) }
    package static var actionLength: Field { Field(2, 2) }
    package static var actionByte: Field { Field(4, 1) }
    package static var actionHalf: Field { Field(4, 2) }
    package static var actionMaximum: Field { Field(6, 2) }
    package static var actionAddress: Field { Field(4, 6) }
    package static var actionWord: Field { Field(4, 4) }
    package static var actionQueue: Field { Field(12, 4) }

    // A message or action of a vendor.

    package static var vendor: Field { Field(0, 4) }
    package static var vendorSubtype: Field { Field(4, 4) }
    package static var vendorByte: Field { Field(8, 1) }
    package static var vendorWord: Field { Field(8, 4) }
    package static var vendorMask: Field { Field(12, 4) }

    // A mirrored port.

    package static var mirrorPort: Field { Field(8, 4) }
    package static var mirrorTagType: Field { Field(12, 2) }
    package static var mirrorTag: Field { Field(14, 2) }
    package static var mirrorStage: Field { Field(16, 1) }

    // Numbers at the start of a structure.

    package static var firstByte: Field { Field(0, 1) }
    package static var firstHalf: Field { Field(0, 2) }
    package static var secondHalf: Field { Field(2, 2) }
  }
}

extension OpenFlowStructure {
  /// Bytes of a port.
  public static var portByteCount: Int { 48 }

  /// Bytes of a match.
  public static var matchByteCount: Int { 40 }

  /// Bytes of a flow's entry without its actions.
  public static var entryByteCount: Int { 88 }

  /// Bytes of a table's statistics.
  public static var tableByteCount: Int { 64 }

  /// Bytes of a port's statistics: its number and twelve counters.
  public static var portStatisticsByteCount: Int { 104 }

  /// Bytes of a queue's statistics.
  public static var queueStatisticsByteCount: Int { 32 }

  /// The offset of counter `index` in a port's statistics.
  public func counter(_ index: Int, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt64 {
    try bytes.uint64(at: start + 8 + index * 8, in: OpenFlowMessage.name)
  }

  /// Whether the wildcards leave `field` to be matched.
  public static func isMatched(_ field: Field, wildcards: UInt64) -> Bool {
    let bit =
      switch field {
      case .inPort: 0
      case .vlan: 1
      case .linkSource: 2
      case .linkDestination: 3
      case .linkType: 4
      case .networkProtocol: 5
      case .transportSource: 6
      case .transportDestination: 7
      case .vlanPriority: 20
      case .typeOfService: 21
      default: 63
      }
    return wildcards >> UInt64(bit) & 1 == 0
  }

  /// Bits of an address's prefix that are matched: none or up to 32.
  public static func prefixLength(_ field: Field, wildcards: UInt64) -> Int {
    max(32 - Int(wildcards >> (field == .networkSource ? 8 : 14) & 63), 0)
  }
}
