/// A TLS record (RFC 8446, section 5.1; RFC 5246, section 6.2.1), of any version from SSL 3.0 on.
///
///     +---------------+-------------------------------+-------------------------------+
///     |     type      |            version            |            length             |
///     +---------------+-------------------------------+-------------------------------+
///     | content ...
public struct TLSRecord: Hashable, Sendable {
  /// Bytes of the header.
  public static var headerByteCount: Int { 5 }

  /// The maximum length of the content: 2^14 bytes, and what encryption may add (RFC 5246, section 6.2.3).
  public static var maximumContentLength: Int { 16_384 + 2_048 }

  /// The content type of a record.
  public enum Kind: UInt8, Hashable, Sendable {
    case changeCipherSpec = 20
    case alert, handshake, applicationData
  }

  /// Its content type.
  public let kind: Kind
  /// The version field, which may differ from the version in use (RFC 8446, section 5.1).
  public let version: UInt16
  /// The range of its content, which may extend beyond the captured bytes.
  public let content: Range<Int>

  /// The record whose header is at `offset`; nil if the header is cut or is none.
  public init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(Self.headerByteCount, at: offset), let kind = Kind(rawValue: bytes[offset])
    else { return nil }
    version = bytes.uint16(at: offset + 1)
    let length = Int(bytes.uint16(at: offset + 3))
    guard version >> 8 == 3, version & 0xff <= 4, length <= Self.maximumContentLength else {
      return nil
    }
    self.kind = kind
    let start = offset + Self.headerByteCount
    content = start..<(start + length)
  }

  /// A record with other content: what is left of it, or what was put together from several.
  init(_ record: TLSRecord, content: Range<Int>) {
    kind = record.kind
    version = record.version
    self.content = content
  }

  /// Whether the record is exactly one ClientHello or ServerHello.
  ///
  /// After a HelloRetryRequest these follow a ChangeCipherSpec and are not encrypted (RFC 8446, appendix D.4).
  public func isPlainHello(_ bytes: Span<UInt8>) -> Bool {
    guard kind == .handshake, bytes.has(4, at: content.lowerBound) else { return false }
    let header = bytes.uint32(at: content.lowerBound)
    return (1...2).contains(header >> 24) && Int(header & 0xff_ffff) == content.count - 4
  }

  /// Whether `bytes` begin with a record that can be the first captured one of a connection, judged by more than its
  /// header: a handshake message of a known type, an alert of a known level, or a ChangeCipherSpec.
  public static func begins(_ bytes: Span<UInt8>) -> Bool {
    guard let record = TLSRecord(bytes, at: 0), bytes.count > headerByteCount else { return false }
    let first = bytes[headerByteCount]
    switch record.kind {
    case .handshake:
      guard let type = TLSHandshakeType(rawValue: first), record.content.count >= 4 else {
        return false
      }
      // The hellos come first; of other messages the length must fit as well.
      guard bytes.has(4, at: headerByteCount) else { return type == .clientHello }
      let length = Int(bytes.uint24(at: headerByteCount + 1))
      return type == .clientHello || type == .serverHello || type == .certificate
        || length + 4 <= record.content.count
    case .alert: return record.content.count == 2 && (first == 1 || first == 2)
    case .changeCipherSpec: return record.content.count == 1 && first == 1
    case .applicationData: return false
    }
  }
}

/// The type of a handshake message (RFC 8446, section 4; RFC 5246, section 7.4).
public enum TLSHandshakeType: UInt8, Hashable, Sendable {
  case helloRequest = 0
  case clientHello, serverHello
  case newSessionTicket = 4
  case certificate = 11
  case serverKeyExchange, certificateRequest, serverHelloDone, certificateVerify
  case clientKeyExchange, finished
  case certificateStatus = 22
}

/// A handshake message in the content of a record.
public struct TLSHandshakeMessage: Hashable, Sendable {
  /// Its type; nil for an unknown type and for an encrypted message.
  public let type: TLSHandshakeType?
  /// Its range, including its header of four bytes.
  public let range: Range<Int>

  /// The message at `offset` of a record's content that ends at `end`; nil if it is cut.
  public init?(_ bytes: Span<UInt8>, at offset: Int, end: Int) {
    guard offset + 4 <= end, bytes.has(4, at: offset) else { return nil }
    type = TLSHandshakeType(rawValue: bytes[offset])
    let length = Int(bytes.uint24(at: offset + 1))
    guard length <= end - offset - 4, bytes.has(length, at: offset + 4) else { return nil }
    range = offset..<(offset + 4 + length)
  }
}
