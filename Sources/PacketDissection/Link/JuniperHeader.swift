/// The header that Juniper's routers add before captured packets, read field by field.
///
///     +-----------------------------------+-----------+
///     |  Magic number (3): 0x4d4743       |   Flags   |
///     +-----------------------------------+-----------+
///     |  Length of extensions (2), and they, if a flag says so
///     +-----------------------------------------------+
///     |  Cookie of some interfaces, link-layer header, packet
public struct JuniperHeader: ~Escapable {
  /// Size of magic number and flags in bytes.
  public static let byteCount = 4

  /// The frame's bytes.
  public let fields: Fields

  /// A view of the frame that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// Whether the frame begins with the magic number, the letters MGC.
  public var isMarked: Bool { get throws(EarlyEnd) { try fields.uint24(at: 0) == 0x4d4743 } }

  /// The flags: 0x80 extensions, 0x40 filtered, 0x04 valid interface, 0x02 without link-layer header, 0x01 incoming.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }

  /// The length of the extensions in bytes; only where a flag says that they are there.
  public var extensionLength: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 4) } }

  /// The extensions, of `length` bytes.
  @_lifetime(copy self)
  public func extensions(length: Int) -> JuniperExtensions {
    JuniperExtensions(rest: fields.dropping(6), left: length)
  }
}

/// The extensions of Juniper's header: a type and a length of one byte each, then the value.
public struct JuniperExtensions: ~Escapable {
  /// The bytes from the next extension on.
  private var rest: Fields

  /// Bytes that are left for extensions.
  public private(set) var left: Int

  @_lifetime(copy rest)
  init(rest: Fields, left: Int) {
    self.rest = rest
    self.left = left
  }

  /// The next extension, whose value may exceed the bytes that are left; nil after the last.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> JuniperExtension? {
    guard left > 2 else { return nil }
    let (type, length) = (try rest.byte(at: 0), try rest.byte(at: 1))
    if type == 0 || length == 0 { return nil }
    return JuniperExtension(type: type, length: Int(length), value: rest.dropping(2))
  }

  /// Continues after an extension.
  public mutating func skip(_ length: Int) {
    left -= 2 + length
    rest = rest.dropping(2 + length)
  }
}

/// An extension of Juniper's header.
public struct JuniperExtension: ~Escapable {
  /// The kind: 1 to 8 describe the interface.
  public let type: UInt8
  /// Bytes of the value, as stated.
  public let length: Int
  /// The bytes from the value's first on.
  let value: Fields

  @_lifetime(copy value)
  init(type: UInt8, length: Int, value: Fields) {
    self.type = type
    self.length = length
    self.value = value
  }

  /// The value of one to four bytes, least significant first below type 128; nil if it is longer.
  public var number: UInt32? {
    get throws(EarlyEnd) {
      guard length <= 4 else { return nil }
      var number: UInt32 = 0
      for index in 0..<length {
        let byte = UInt32(try value.byte(at: type < 128 ? length - 1 - index : index))
        number = number << 8 | byte
      }
      return number
    }
  }
}

/// What some of Juniper's interface cards add between the header and the packet: a number that identifies a bundle.
public struct JuniperCookie: Hashable, Sendable {
  /// The longest cookie in bytes.
  public static let maximumByteCount = 8

  /// The kind of cookie, by its first byte.
  public enum Kind: Hashable, Sendable {
    case link, services, plain
  }

  /// How many bytes it has.
  public let byteCount: Int

  /// The kind.
  public let kind: Kind

  /// The bytes, the first one highest; zero after the last.
  public let value: UInt64

  /// How long the cookie is that begins at `offset`, by its first byte, on a card whose cookies have `usual` bytes.
  public static func kindAndLength(_ first: UInt8, usual: Int) -> (Kind, Int) {
    switch first {
    case 0x54: (.link, usual + 2)
    case 0x47: (.services, 8)
    default: (.plain, usual)
    }
  }

  /// A cookie without bytes.
  public static let none = JuniperCookie(byteCount: 0, kind: .plain, value: 0)

  private init(byteCount: Int, kind: Kind, value: UInt64) {
    self.byteCount = byteCount
    self.kind = kind
    self.value = value
  }

  /// The cookie of so many bytes at `offset`.
  public init(
    _ fields: borrowing Fields, at offset: Int, kind: Kind, byteCount: Int
  ) throws(EarlyEnd) {
    var value: UInt64 = 0
    for index in 0..<min(byteCount, Self.maximumByteCount) {
      value |= UInt64(try fields.byte(at: offset + index)) << UInt64(56 - 8 * index)
    }
    self.init(byteCount: byteCount, kind: kind, value: value)
  }

  /// The byte at `index`, from 0; zero after the last.
  public func byte(_ index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * index))
  }

  /// The bundle that the frame belongs to.
  public var bundle: UInt16 {
    switch kind {
    case .link: UInt16(byte(1))
    case .services: UInt16(truncatingIfNeeded: value) >> 3 & 0xfff
    case .plain: UInt16(byte(0))
    }
  }

  /// The network protocol that a services card states: 0x00 IPv4, 0x10 IPv6, 0x20 MPLS, 0x30 OSI.
  public var servicesProtocol: UInt16 { UInt16(byte(5)) & 0x170 }
}
