/// A structure in the body of an OpenFlow 1.0 message (OpenFlow Switch Specification 1.0, section 5).
public struct OpenFlowStructure: Hashable, Sendable {
  /// The offset where the structure begins.
  public let start: Int

  /// The structure at `start`; no field is read yet.
  public init(at start: Int) { self.start = start }

  /// The number in `field`.
  public func number(_ field: Field, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt64 {
    let place = field.place
    let offset = start + place.offset
    switch place.byteCount {
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
  public enum Field: Hashable, Sendable {
    case portNumber, portAddress, portConfiguration, portState, portCurrent, portAdvertised
    case portSupported, portPeer
    case changeNumber, changeAddress, changeConfiguration, changeMask, changeAdvertised
    case wildcards, inPort, linkSource, linkDestination, vlan, vlanPriority, linkType
    case typeOfService, networkProtocol, networkSource, networkDestination, transportSource
    case transportDestination
    case dataPath, bufferCount, tableCount, capabilities, actions
    case flowCookie, flowCommand, flowIdleTimeout, flowHardTimeout, flowPriority, flowBuffer
    case flowOutPort, flowFlags
    case removedCookie, removedPriority, removedReason, removedSeconds, removedNanoseconds
    case removedIdleTimeout, removedPacketCount, removedByteCount
    case entryLength, entryTable, entrySeconds, entryNanoseconds, entryPriority
    case entryIdleTimeout, entryHardTimeout, entryCookie, entryPacketCount, entryByteCount
    case tableNumber, tableWildcards, tableMaximum, tableActive, tableLookups, tableMatches
    case aggregatePacketCount, aggregateByteCount, aggregateFlowCount
    case queueStatisticsNumber, queueStatisticsBytes, queueStatisticsPackets
    case queueStatisticsErrors
    case queueNumber, queueLength
    case propertyType, propertyLength, propertyRate
    case inBuffer, inLength, inNumber, inReason
    case outBuffer, outNumber, outActionsLength
    case requestTable, requestOutPort, requestQueue
    case actionType, actionLength, actionByte, actionHalf, actionMaximum, actionAddress
    case actionWord, actionQueue
    case vendor, vendorSubtype, vendorByte, vendorWord, vendorMask
    case mirrorPort, mirrorTagType, mirrorTag, mirrorStage
    case firstByte, firstHalf, secondHalf

    /// The offset of the field in its structure, and its length in bytes.
    var place: (offset: Int, byteCount: Int) {
      switch self {
      case .portNumber: (0, 2)
      case .portAddress: (2, 6)
      case .portConfiguration: (24, 4)
      case .portState: (28, 4)
      case .portCurrent: (32, 4)
      case .portAdvertised: (36, 4)
      case .portSupported: (40, 4)
      case .portPeer: (44, 4)
      case .changeNumber: (0, 2)
      case .changeAddress: (2, 6)
      case .changeConfiguration: (8, 4)
      case .changeMask: (12, 4)
      case .changeAdvertised: (16, 4)
      case .wildcards: (0, 4)
      case .inPort: (4, 2)
      case .linkSource: (6, 6)
      case .linkDestination: (12, 6)
      case .vlan: (18, 2)
      case .vlanPriority: (20, 1)
      case .linkType: (22, 2)
      case .typeOfService: (24, 1)
      case .networkProtocol: (25, 1)
      case .networkSource: (28, 4)
      case .networkDestination: (32, 4)
      case .transportSource: (36, 2)
      case .transportDestination: (38, 2)
      case .dataPath: (0, 8)
      case .bufferCount: (8, 4)
      case .tableCount: (12, 1)
      case .capabilities: (16, 4)
      case .actions: (20, 4)
      case .flowCookie: (40, 8)
      case .flowCommand: (48, 2)
      case .flowIdleTimeout: (50, 2)
      case .flowHardTimeout: (52, 2)
      case .flowPriority: (54, 2)
      case .flowBuffer: (56, 4)
      case .flowOutPort: (60, 2)
      case .flowFlags: (62, 2)
      case .removedCookie: (40, 8)
      case .removedPriority: (48, 2)
      case .removedReason: (50, 1)
      case .removedSeconds: (52, 4)
      case .removedNanoseconds: (56, 4)
      case .removedIdleTimeout: (60, 2)
      case .removedPacketCount: (64, 8)
      case .removedByteCount: (72, 8)
      case .entryLength: (0, 2)
      case .entryTable: (2, 1)
      case .entrySeconds: (44, 4)
      case .entryNanoseconds: (48, 4)
      case .entryPriority: (52, 2)
      case .entryIdleTimeout: (54, 2)
      case .entryHardTimeout: (56, 2)
      case .entryCookie: (64, 8)
      case .entryPacketCount: (72, 8)
      case .entryByteCount: (80, 8)
      case .tableNumber: (0, 1)
      case .tableWildcards: (36, 4)
      case .tableMaximum: (40, 4)
      case .tableActive: (44, 4)
      case .tableLookups: (48, 8)
      case .tableMatches: (56, 8)
      case .aggregatePacketCount: (0, 8)
      case .aggregateByteCount: (8, 8)
      case .aggregateFlowCount: (16, 4)
      case .queueStatisticsNumber: (4, 4)
      case .queueStatisticsBytes: (8, 8)
      case .queueStatisticsPackets: (16, 8)
      case .queueStatisticsErrors: (24, 8)
      case .queueNumber: (0, 4)
      case .queueLength: (4, 2)
      case .propertyType: (0, 2)
      case .propertyLength: (2, 2)
      case .propertyRate: (8, 2)
      case .inBuffer: (0, 4)
      case .inLength: (4, 2)
      case .inNumber: (6, 2)
      case .inReason: (8, 1)
      case .outBuffer: (0, 4)
      case .outNumber: (4, 2)
      case .outActionsLength: (6, 2)
      case .requestTable: (40, 1)
      case .requestOutPort: (42, 2)
      case .requestQueue: (4, 4)
      case .actionType: (0, 2)
      case .actionLength: (2, 2)
      case .actionByte: (4, 1)
      case .actionHalf: (4, 2)
      case .actionMaximum: (6, 2)
      case .actionAddress: (4, 6)
      case .actionWord: (4, 4)
      case .actionQueue: (12, 4)
      case .vendor: (0, 4)
      case .vendorSubtype: (4, 4)
      case .vendorByte: (8, 1)
      case .vendorWord: (8, 4)
      case .vendorMask: (12, 4)
      case .mirrorPort: (8, 4)
      case .mirrorTagType: (12, 2)
      case .mirrorTag: (14, 2)
      case .mirrorStage: (16, 1)
      case .firstByte: (0, 1)
      case .firstHalf: (0, 2)
      case .secondHalf: (2, 2)
      }
    }
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
