/// A TLS ClientHello or ServerHello (RFC 8446, section 4.1; the same format before 1.3): server name, versions, ciphers
/// and extensions.
///
///     struct {                                     struct {
///         HandshakeType msg_type;                      ProtocolVersion legacy_version;
///         uint24 length;                               Random random;
///     } Handshake;                                     opaque legacy_session_id<0..32>;
///                                                      CipherSuite cipher_suites<2..2^16-2>;   (one in a ServerHello)
///                                                      opaque legacy_compression_methods<1..2^8-1>;   (one byte)
///                                                      Extension extensions<8..2^16-1>;
///                                                  } ClientHello;
///
/// Characters that are not printable ASCII are replaced by `?`.
public struct TLSHello: Hashable, Sendable {
  /// Whether the client sent it.
  public let isClient: Bool
  /// Bytes of the message, its header of four included.
  public let byteCount: Int
  /// The version in the message's own field, 1.2 at most.
  public let legacyVersion: UInt16
  /// Whether it is a HelloRetryRequest, which requires another ClientHello (RFC 8446, section 4.1.4).
  public let isRetryRequest: Bool
  /// The range of the client's cipher suites, two bytes each; empty in a ServerHello.
  public let cipherSuites: Range<Int>
  /// The range of the extensions; empty if there are none.
  public let extensions: Range<Int>
  /// The name of the server that the client wants (RFC 6066, section 3).
  public private(set) var serverName: String?
  /// The application protocols that the client offers, in order of preference, or the one that the server chose (ALPN,
  /// RFC 7301); at most 16.
  public private(set) var applicationProtocols: [String] = []
  /// The cipher suite that the server chose (RFC 8446, appendix B.4).
  public private(set) var cipherSuite: UInt16?
  /// The TLS versions that the client supports, or the one that the server chose; at most 16.
  public private(set) var versions: [UInt16] = []
  /// The QUIC version that the sender has chosen (RFC 9368, section 3); nil without that transport parameter.
  public private(set) var chosenVersion: QUICVersion?
  /// The QUIC versions that the sender can change to without another first packet (RFC 9368); at most 16.
  public private(set) var availableVersions: [QUICVersion] = []

  /// Entries of a list that are kept.
  private static var listLimit: Int { 16 }

  /// The length of the handshake message at the start of `bytes`, with its header; nil if that is cut.
  public static func byteCount(ofMessageIn bytes: Span<UInt8>) -> Int? {
    bytes.count >= 4 ? 4 + Int(bytes.uint24(at: 1)) : nil
  }

  /// Decodes the message that `bytes` begin with; nil if it is another one, cut, or contradicts itself.
  public init?(decoding bytes: Span<UInt8>) {
    guard let byteCount = Self.byteCount(ofMessageIn: bytes), byteCount <= bytes.count,
      bytes[0] == 1 || bytes[0] == 2
    else { return nil }
    isClient = bytes[0] == 1
    self.byteCount = byteCount
    var body = FieldReader(range: 4..<byteCount)
    guard let version = body.number(2, in: bytes) else { return nil }
    legacyVersion = UInt16(truncatingIfNeeded: version)
    isRetryRequest = !isClient && Self.isRetryRandom(bytes)
    guard body.skip(32), let session = body.vector(lengthBytes: 1, in: bytes), session.count <= 32
    else { return nil }
    if isClient {
      guard let suites = body.vector(lengthBytes: 2, in: bytes),
        body.vector(lengthBytes: 1, in: bytes) != nil
      else { return nil }
      cipherSuites = suites
    } else {
      guard let suite = body.number(2, in: bytes), body.skip(1) else { return nil }
      cipherSuite = UInt16(truncatingIfNeeded: suite)
      cipherSuites = 0..<0
    }
    // Before TLS 1.2 there may be none (RFC 5246, section 7.4.1.2).
    if body.isAtEnd {
      extensions = 0..<0
      return
    }
    guard let extensions = body.vector(lengthBytes: 2, in: bytes) else { return nil }
    self.extensions = extensions
    var reader = FieldReader(range: extensions)
    while !reader.isAtEnd {
      guard let type = reader.number(2, in: bytes),
        let data = reader.vector(lengthBytes: 2, in: bytes)
      else { return nil }
      take(type, data, bytes)
    }
  }

  /// The version that the server chose, or the highest that the client offers (RFC 8446, section 4.2.1).
  public var version: UInt16 {
    versions.filter { !Self.isReserved($0) }.max() ?? legacyVersion
  }

  /// Whether a number is a GREASE value: reserved, and offered so that servers ignore unknown values (RFC 8701).
  public static func isReserved(_ number: UInt16) -> Bool {
    number & 0x0f0f == 0x0a0a && number >> 8 == number & 0xff
  }

  /// The extension at `offset` of `extensions`, which is advanced past it; nil at the end.
  public func nextExtension(in bytes: Span<UInt8>, at offset: inout Int) -> TLSExtension? {
    guard offset >= extensions.lowerBound, offset < extensions.upperBound else { return nil }
    var reader = FieldReader(range: offset..<extensions.upperBound)
    guard let type = reader.number(2, in: bytes),
      let data = reader.vector(lengthBytes: 2, in: bytes)
    else { return nil }
    offset = data.upperBound
    return TLSExtension(type: UInt16(truncatingIfNeeded: type), data: data)
  }

  /// Whether the random of a ServerHello is the hash of "HelloRetryRequest", by its first and its last eight bytes.
  private static func isRetryRandom(_ bytes: Span<UInt8>) -> Bool {
    bytes.has(32, at: 6) && bytes.uint64(at: 6) == 0xcf21_ad74_e59a_6111
      && bytes.uint64(at: 30) == 0x079e_09e2_c8a8_339c
  }

  /// Applies an extension; a malformed one is ignored.
  private mutating func take(_ type: Int, _ data: Range<Int>, _ bytes: Span<UInt8>) {
    var reader = FieldReader(range: data)
    switch type {
    case 0 where isClient:
      guard let names = reader.vector(lengthBytes: 2, in: bytes) else { return }
      reader = FieldReader(range: names)
      guard reader.number(1, in: bytes) == 0, let name = reader.vector(lengthBytes: 2, in: bytes)
      else { return }
      serverName = Self.text(name, bytes)
    case 16:
      guard let names = reader.vector(lengthBytes: 2, in: bytes) else { return }
      reader = FieldReader(range: names)
      while applicationProtocols.count < Self.listLimit,
        let name = reader.vector(lengthBytes: 1, in: bytes)
      {
        applicationProtocols.append(Self.text(name, bytes))
      }
    case 43:
      if isClient {
        guard let list = reader.vector(lengthBytes: 1, in: bytes) else { return }
        reader = FieldReader(range: list)
      }
      while versions.count < Self.listLimit, let version = reader.number(2, in: bytes) {
        versions.append(UInt16(truncatingIfNeeded: version))
      }
    case 0x39: takeTransportParameters(data, bytes)
    default: break
    }
  }

  /// Applies QUIC's transport parameters (RFC 9000, section 18), of which only version_information is read.
  private mutating func takeTransportParameters(_ data: Range<Int>, _ bytes: Span<UInt8>) {
    var offset = data.lowerBound
    while offset < data.upperBound {
      guard let name = VariableLengthInteger(decoding: bytes, at: offset) else { return }
      offset += name.byteCount
      guard let length = VariableLengthInteger(decoding: bytes, at: offset) else { return }
      offset += length.byteCount
      guard length.count <= data.upperBound - offset else { return }
      let end = offset + length.count
      if name.value == 0x11, length.count >= 4, length.count % 4 == 0 {
        chosenVersion = QUICVersion(rawValue: bytes.uint32(at: offset))
        offset += 4
        while offset < end, availableVersions.count < Self.listLimit {
          availableVersions.append(QUICVersion(rawValue: bytes.uint32(at: offset)))
          offset += 4
        }
      }
      offset = end
    }
  }

  /// The text of a name: at most 255 bytes of it.
  private static func text(_ range: Range<Int>, _ bytes: Span<UInt8>) -> String {
    var text: [UInt8] = []
    for index in range.prefix(255) {
      let byte = bytes[index]
      text.append(byte > 0x20 && byte < 0x7f ? byte : UInt8(ascii: "?"))
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// An extension of a hello.
public struct TLSExtension: Hashable, Sendable {
  /// Its type (IANA registry TLS ExtensionType Values).
  public let type: UInt16
  /// The range of its data.
  public let data: Range<Int>
}

/// Reads numbers and vectors with length prefixes, the way TLS writes them (RFC 8446, section 3.4), out of a range.
private struct FieldReader {
  var range: Range<Int>

  var isAtEnd: Bool { range.isEmpty }

  /// Skips `count` bytes; false if there are fewer.
  mutating func skip(_ count: Int) -> Bool {
    guard range.count >= count else { return false }
    range = (range.lowerBound + count)..<range.upperBound
    return true
  }

  /// A big-endian number of `count` bytes, three at most.
  mutating func number(_ count: Int, in bytes: Span<UInt8>) -> Int? {
    guard range.count >= count, range.upperBound <= bytes.count else { return nil }
    var number = 0
    for index in range.prefix(count) { number = number << 8 | Int(bytes[index]) }
    range = (range.lowerBound + count)..<range.upperBound
    return number
  }

  /// The range of a vector whose length is in the `lengthBytes` before it.
  mutating func vector(lengthBytes: Int, in bytes: Span<UInt8>) -> Range<Int>? {
    guard let count = number(lengthBytes, in: bytes), count <= range.count else { return nil }
    defer { range = (range.lowerBound + count)..<range.upperBound }
    return range.lowerBound..<(range.lowerBound + count)
  }
}
