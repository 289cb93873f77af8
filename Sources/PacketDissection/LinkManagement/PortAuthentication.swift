/// A frame of EAP over LAN (IEEE 802.1X, section 11), read field by field.
public struct PortAuthenticationFrame: ~Escapable {
  /// The frame's bytes.
  public let fields: Fields

  /// A view of the EAPOL frame that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 1 to 3.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// 0 EAP, 1 start, 2 logoff, 3 key, 4 alert.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The length of the body in bytes.
  public var length: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The EAP message.
  public var message: AuthenticationMessage {
    @_lifetime(copy self) get { AuthenticationMessage(fields: fields.dropping(4)) }
  }
}

/// An EAP message (RFC 3748), read field by field.
public struct AuthenticationMessage: ~Escapable {
  /// The message's bytes.
  public let fields: Fields

  /// A view of the EAP message that these bytes are.
  @_lifetime(copy fields)
  public init(fields: Fields) { self.fields = fields }

  /// 1 request, 2 response, 3 success, 4 failure.
  public var code: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// The identifier that matches a response to its request.
  public var identifier: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// Bytes of the message.
  public var length: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The method, in requests and responses.
  public var method: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) } }

  /// Text after the method: an identity or a notification.
  public var text: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) {
      fields.part(at: 5, length: Int(try length) - 5)
    }
  }

  /// The byte after the method: a method, flags or a subtype.
  public var methodByte: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 5) } }

  /// Bytes of a TLS message that is in several parts.
  public var totalLength: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 6) } }
}
