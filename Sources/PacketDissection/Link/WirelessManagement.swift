public import InternetTypes

/// The kind of an IEEE 802.11 frame (IEEE 802.11-2020, section 9.2.4.1.3).
public enum WirelessFrameType: UInt8, Sendable {
  case management, control, data, extensions
}

/// The MAC header of an IEEE 802.11 frame (IEEE 802.11-2020, section 9.2): frame control first, then two bytes of
/// duration and up to four addresses.
public struct WirelessHeader: ~Escapable {
  /// The captured bytes of the frame.
  public let fields: Fields
  /// The first byte of frame control: version, type and subtype.
  public let control: UInt8
  /// The second byte of frame control.
  public let flags: UInt8

  /// The header that the frame begins with.
  @_lifetime(copy fields)
  public init(_ fields: Fields) throws(EarlyEnd) {
    try fields.require(2)
    self.fields = fields
    control = try fields.byte(at: 0)
    flags = try fields.byte(at: 1)
  }

  /// Management, control or data.
  public var type: WirelessFrameType {
    WirelessFrameType(rawValue: control >> 2 & 3) ?? .extensions
  }

  /// The subtype within the type, 0 to 15.
  public var subtype: UInt8 { control >> 4 }

  /// Whether what follows the header is encrypted.
  public var isProtected: Bool { flags & 0x40 != 0 }

  /// Bytes of the header; nil for a type or subtype without a known header.
  public var byteCount: Int? {
    switch (type, subtype) {
    case (.management, _): 24
    case (.control, 7), (.control, 10), (.control, 11), (.control, 14), (.control, 15): 16
    case (.control, 8): 20
    case (.control, 9), (.control, 12), (.control, 13): 10
    case (.control, _), (.extensions, _): nil
    case (.data, _): (flags & 3 == 3 ? 30 : 24) + (subtype & 8 != 0 ? 2 : 0)
    }
  }

  /// Microseconds for which the medium is reserved.
  public var duration: UInt16 { get throws(EarlyEnd) { try fields.uint16LittleEndian(at: 2) } }

  /// Address 1, 2, 3 or 4.
  public func address(_ number: Int) throws(EarlyEnd) -> MACAddress {
    try fields.macAddress(at: number == 4 ? 24 : number * 6 - 2)
  }

  /// The 16-bit number at `offset` of a control frame.
  public func number(at offset: Int) throws(EarlyEnd) -> UInt16 {
    try fields.uint16LittleEndian(at: offset)
  }
}

/// The elements of a management frame that tcpdump prints, the first of each kind (IEEE 802.11-2020, section 9.4.2).
public struct WirelessElements: Sendable {
  /// The range of the network's name (SSID) in the frame's body, at most 32 bytes.
  public private(set) var name: Range<Int>?
  /// The range of the supported rates, each a byte in units of 500 kb/s; never empty.
  public private(set) var rates: Range<Int>?
  /// The channel.
  public private(set) var channel: UInt8?
  /// Whether all elements were captured, and none is longer than its kind allows.
  public private(set) var isWhole = true

  /// The elements of `body` from `start` on.
  public init(_ body: borrowing Fields, from start: Int) throws(EarlyEnd) {
    isWhole = try read(body, from: start)
  }

  private mutating func read(_ body: borrowing Fields, from start: Int) throws(EarlyEnd) -> Bool {
    var offset = start
    while offset < body.length {
      guard body.has(2, at: offset), body.length >= offset + 2 else { return false }
      let count = Int(try body.byte(at: offset + 1))
      guard body.has(count, at: offset + 2), body.length >= offset + 2 + count else {
        return false
      }
      let content = (offset + 2)..<(offset + 2 + count)
      switch try body.byte(at: offset) {
      case 0:
        if count > 32 { return false }
        if name == nil { name = content }
      case 1:
        if count > 16 { return false }
        if rates == nil && count > 0 { rates = content }
      case 3:
        if channel == nil && count == 1 { channel = try body.byte(at: offset + 2) }
      case 5: if count > 254 { return false }
      case 16: if count > 253 { return false }
      default: break
      }
      offset += 2 + count
    }
    return true
  }
}
