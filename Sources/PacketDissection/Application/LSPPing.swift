/// A message of LSP ping (RFC 8029, section 3), read field by field.
///
///     +-------------------------------+-------------------------------+
///     |         Version Number        |         Global Flags          |
///     +---------------+---------------+---------------+---------------+
///     |  Message Type |   Reply mode  |  Return Code  | Return Subcode|
///     +---------------+---------------+---------------+---------------+
///     |                        Sender's Handle                        |
///     |                        Sequence Number                        |
///     |    TimeStamp Sent, TimeStamp Received: NTP, eight bytes each  |
///     +---------------------------------------------------------------+
///     |                            TLVs ...
public struct LSPPing: ~Escapable {
  /// Bytes of the header.
  public static var headerByteCount: Int { 32 }

  /// The message's bytes.
  public let fields: Fields

  /// A view of the message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 1.
  public var version: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }
  /// The message type: 1 for a request, 2 for a reply.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) } }
  /// How the receiver is to reply.
  public var replyMode: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 5) } }
  /// The receiver's result.
  public var returnCode: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 6) } }
  /// The depth in the label stack to which the return code applies.
  public var returnSubcode: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 7) } }
  /// The sender's handle, which a reply repeats.
  public var handle: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 8) } }
  /// The sequence number of the request.
  public var sequence: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 12) } }
  /// When the request was sent (NTP timestamp).
  public var sent: UInt64 { get throws(EarlyEnd) { try fields.uint64(at: 16) } }
  /// When the request was received; 0 in a request.
  public var received: UInt64 { get throws(EarlyEnd) { try fields.uint64(at: 24) } }

  /// The TLVs.
  public var elements: LSPPingElements {
    @_lifetime(copy self) get { LSPPingElements(fields.dropping(Self.headerByteCount)) }
  }
}

/// The TLVs, or sub-TLVs, of LSP ping (RFC 8029, section 3), one after the other.
public struct LSPPingElements: ~Escapable {
  /// The bytes not read yet.
  public private(set) var rest: Fields

  @_lifetime(copy fields)
  init(_ fields: Fields) { rest = fields }

  /// The elements inside of a TLV.
  @_lifetime(copy element)
  public init(in element: LSPPingElement) { rest = element.value }

  /// Whether the remaining bytes are too few for the next element.
  public var isTooShort: Bool {
    get throws(EarlyEnd) {
      if rest.length == 0 { return false }
      if rest.length < 4 { return true }
      return rest.length < 4 + Int(try rest.uint16(at: 2))
    }
  }

  /// The next element; nil at the end, or if the remaining bytes are too few for it.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> LSPPingElement? {
    guard rest.length >= 4 else { return nil }
    let length = Int(try rest.uint16(at: 2))
    let element = LSPPingElement(
      type: try rest.uint16(at: 0), value: rest.part(at: 4, length: length))
    rest = rest.dropping(4 + length)
    return element
  }
}

/// A TLV of LSP ping.
public struct LSPPingElement: ~Escapable {
  /// Its type.
  public let type: UInt16
  /// Its value.
  public let value: Fields

  @_lifetime(copy value)
  init(type: UInt16, value: Fields) {
    self.type = type
    self.value = value
  }
}
