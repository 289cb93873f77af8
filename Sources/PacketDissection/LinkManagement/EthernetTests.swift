public import InternetTypes

/// A frame of Ethernet's configuration testing protocol (EtherType 0x9000), least significant bytes first.
public struct ConfigurationTest: ~Escapable {
  /// The frame's bytes.
  public let fields: Fields

  /// A view of the frame that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// Bytes between this field and the function that is next.
  public var skipCount: UInt16 { get throws(EarlyEnd) { try fields.uint16LittleEndian(at: 0) } }

  /// Whether the frame has room for a function after the skipped bytes.
  public var hasRoomForFunction: Bool {
    get throws(EarlyEnd) { fields.length >= 4 + Int(try skipCount) }
  }

  private var offset: Int { get throws(EarlyEnd) { 2 + Int(try skipCount) } }

  /// 1 reply, 2 forward data.
  public var function: UInt16 {
    get throws(EarlyEnd) { try fields.uint16LittleEndian(at: try offset) }
  }

  /// The argument of the function: a receipt number or an address, then data.
  public var arguments: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) { fields.dropping((try offset) + 2) }
  }
}

/// A message of ATA over Ethernet (AoE), read field by field.
public struct DiskMessage: ~Escapable {
  /// The message's bytes.
  public let fields: Fields

  /// A view of the AoE message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 1.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) >> 4 } }

  /// Flags: 8 response, 4 error.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) & 0xf } }

  /// The error of a response.
  public var error: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The shelf.
  public var major: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The slot.
  public var minor: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) } }

  /// 0 ATA, 1 configuration, 2 masks, 3 reservation.
  public var command: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 5) } }

  /// The tag that matches a response to its command.
  public var tag: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 6) } }

  /// The bytes after the header.
  public var body: Fields { @_lifetime(copy self) get { fields.dropping(10) } }

  /// Byte `index` of the body.
  public func byte(_ index: Int) throws(EarlyEnd) -> UInt8 { try fields.byte(at: 10 + index) }

  /// How many messages a device can queue.
  public var bufferCount: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 10) } }

  /// Version of a device's firmware.
  public var firmwareVersion: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 12) } }

  /// Bytes of a device's configuration.
  public var configurationLength: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 16) } }

  /// A device's configuration.
  public var configuration: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) {
      fields.part(at: 18, length: Int(try configurationLength))
    }
  }

  /// The command of a mask element, its action and address, number `index`.
  public func maskDirective(_ index: Int) throws(EarlyEnd) -> (command: UInt8, address: MACAddress)
  {
    (try fields.byte(at: 15 + index * 8), try fields.macAddress(at: 16 + index * 8))
  }

  /// Hardware address number `index` of a reservation.
  public func reservedAddress(_ index: Int) throws(EarlyEnd) -> MACAddress {
    try fields.macAddress(at: 12 + index * 6)
  }
}
