public import InternetTypes

/// A message of connectivity fault management (IEEE 802.1Q, clause 21), read field by field.
///
///     | level, version | opcode | flags | offset of the first element |
public struct ConnectivityFaultMessage: ~Escapable {
  /// Size of the header in bytes.
  public static var headerByteCount: Int { 4 }

  /// The message's bytes.
  public let fields: Fields

  /// A view of the message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 0.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) & 0x1f } }

  /// The level of the maintenance domain.
  public var level: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) >> 5 } }

  /// 1 continuity check, 2 loopback reply, 3 loopback, 4 linktrace reply, 5 linktrace.
  public var operation: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// Flags, which depend on the operation.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// Bytes between the header and the first element.
  public var bodyLength: Int { get throws(EarlyEnd) { Int(try fields.byte(at: 3)) } }

  /// The bytes after the header.
  public var body: Fields {
    @_lifetime(copy self) get { fields.dropping(Self.headerByteCount) }
  }

  // Continuity check

  /// The number of a continuity check, or a transaction's identifier.
  public var sequence: UInt32 { get throws(EarlyEnd) { try body.uint32(at: 0) } }

  /// The end point that checks.
  public var endPoint: UInt16 { get throws(EarlyEnd) { try body.uint16(at: 4) } }

  /// The names of the domain and of the association, 48 bytes.
  public var names: Fields {
    @_lifetime(copy self) get { body.part(at: 6, length: 48) }
  }

  // Linktrace

  /// How many bridges it may still pass.
  public var timeToLive: UInt8 { get throws(EarlyEnd) { try body.byte(at: 4) } }

  /// What a bridge did, in a reply.
  public var relayAction: UInt8 { get throws(EarlyEnd) { try body.byte(at: 5) } }

  /// Who began the trace.
  public var origin: MACAddress { get throws(EarlyEnd) { try body.macAddress(at: 5) } }

  /// Whom it is for.
  public var target: MACAddress { get throws(EarlyEnd) { try body.macAddress(at: 11) } }

  /// The elements after the body.
  public var elements: ConnectivityFaultElements {
    @_lifetime(copy self) get throws(EarlyEnd) {
      ConnectivityFaultElements(body.dropping(try bodyLength))
    }
  }
}

/// A name in a continuity check: its format and length, then its bytes (IEEE 802.1Q, section 21.6.5).
public struct MaintenanceName: ~Escapable {
  /// The format.
  public let format: UInt8
  /// Bytes of the name, as stated; nil if the format has none.
  public let length: Int?
  /// Bytes that there are after the length.
  public let room: Int
  /// The name.
  public let value: Fields
  /// The bytes after it.
  public let rest: Fields

  /// The name that these bytes begin with; a domain's format 1 says that there is none.
  @_lifetime(copy fields)
  public init(_ fields: Fields, isDomain: Bool) throws(EarlyEnd) {
    format = try fields.byte(at: 0)
    let hasName = !isDomain || format != 1
    length = hasName ? Int(try fields.byte(at: 1)) : nil
    let start = hasName ? 2 : 1
    room = fields.length - start
    value = fields.part(at: start, length: length ?? 0)
    rest = fields.dropping(start + (length ?? 0))
  }
}

/// The elements of connectivity fault management: a type, a length of two bytes, a value; of type 0 the type alone.
public struct ConnectivityFaultElements: ~Escapable {
  private var rest: Fields

  @_lifetime(copy fields)
  init(_ fields: Fields) { rest = fields }

  /// The next element; nil at the end.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> ConnectivityFaultElement? {
    guard rest.length > 0 else { return nil }
    let element = ConnectivityFaultElement(type: try rest.byte(at: 0), fields: rest)
    if element.type != 0, rest.length >= 3, rest.has(3) {
      rest = rest.dropping(3 + Int(try rest.uint16(at: 1)))
    } else {
      rest = rest.part(at: 0, length: 0)
    }
    return element
  }
}

/// An element of connectivity fault management.
public struct ConnectivityFaultElement: ~Escapable {
  /// The kind of element.
  public let type: UInt8
  /// The bytes from its first on, and how many there are.
  public let fields: Fields

  @_lifetime(copy fields)
  init(type: UInt8, fields: Fields) {
    self.type = type
    self.fields = fields
  }

  /// Whether there is no room for its header.
  public var isShort: Bool { fields.length < 3 }

  /// Bytes of its value, as stated.
  public var length: Int { get throws(EarlyEnd) { Int(try fields.uint16(at: 1)) } }

  /// Bytes that there are after its header.
  public var room: Int { fields.length - 3 }

  /// Its value.
  public var value: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) { fields.part(at: 3, length: try length) }
  }
}
