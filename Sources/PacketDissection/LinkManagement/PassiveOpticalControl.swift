/// A message of the multi-point control protocol (IEEE 802.3, clause 64), read field by field.
public struct PassiveOpticalControl: ~Escapable {
  /// The message's bytes.
  public let fields: Fields

  /// A view of the MPCP message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// 1 pause, 2 gate, 3 report, 4 register request, 5 register, 6 register acknowledgment.
  public var opcode: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }

  /// When it was sent, in ticks of 16 ns.
  public var timestamp: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 2) } }

  /// The first byte after the time: grants and flags of a gate, queue sets of a report, flags of a request.
  public var firstByte: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 6) } }

  /// The second byte after the time: grants that a request can keep pending.
  public var secondByte: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 7) } }

  /// Start of grant `index` of a gate.
  public func grantStart(_ index: Int) throws(EarlyEnd) -> UInt32 {
    try fields.uint32(at: 7 + index * 6)
  }

  /// Duration of grant `index` of a gate.
  public func grantDuration(_ index: Int) throws(EarlyEnd) -> UInt16 {
    try fields.uint16(at: 11 + index * 6)
  }

  /// Synchronization time of a gate after `grantCount` grants.
  public func synchronizationTime(behind grantCount: Int) throws(EarlyEnd) -> UInt16 {
    try fields.uint16(at: 7 + grantCount * 6)
  }

  /// The part of a report after its number of queue sets.
  public var queues: Fields { @_lifetime(copy self) get { fields.dropping(7) } }

  /// The port that a registration assigns or an acknowledgment echoes.
  public var port: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 6) } }

  /// Flags of a registration or acknowledgment.
  public var registrationFlags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 8) } }

  /// Synchronization time of a registration or acknowledgment.
  public var registrationTime: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 9) } }

  /// Pending grants that a registration echoes.
  public var echoedGrants: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 11) } }
}
