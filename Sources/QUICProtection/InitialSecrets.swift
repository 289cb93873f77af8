import Crypto
public import PacketDissection

/// The secrets that protect Initial packets, which any observer of the first packet can derive (RFC 9001, section 5.2).
///
/// They are derived from the version and the destination connection ID of the client's first Initial packet, or of the first
/// one after a Retry.
public struct InitialSecrets: Sendable {
  /// The keys of the client's packets.
  public let client: PacketKeys
  /// The keys of the server's packets.
  public let server: PacketKeys

  /// The secrets of a connection; nil for a version without a published salt.
  public init?(version: QUICVersion, destination: QUICConnectionID) {
    let salt: [UInt8]
    switch version {
    case .v1:
      // RFC 9001, section 5.2.
      salt = [
        0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c,
        0xad, 0xcc, 0xbb, 0x7f, 0x0a,
      ]
    case .v2:
      // RFC 9369, section 3.3.1.
      salt = [
        0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26, 0x9d,
        0xcb, 0xf9, 0xbd, 0x2e, 0xd9,
      ]
    default: return nil
    }
    let initial = HMAC<SHA256>.authenticationCode(
      for: destination.bytes, using: SymmetricKey(data: salt))
    let secret = SymmetricKey(data: Array(initial))
    client = PacketKeys(
      secret: SymmetricKey(data: Self.expand(secret, "client in", 32)), version: version)
    server = PacketKeys(
      secret: SymmetricKey(data: Self.expand(secret, "server in", 32)), version: version)
  }

  /// HKDF-Expand-Label of TLS 1.3 without a context (RFC 8446, section 7.1), for at most one block of SHA-256: 32 bytes.
  static func expand(_ secret: SymmetricKey, _ label: String, _ count: Int) -> [UInt8] {
    let full = Array("tls13 \(label)".utf8)
    let information = [0, UInt8(truncatingIfNeeded: count), UInt8(truncatingIfNeeded: full.count)]
    // RFC 5869, section 2.3: the first block is numbered 1.
    let block = HMAC<SHA256>.authenticationCode(for: information + full + [0, 1], using: secret)
    return Array(block.prefix(count))
  }
}

/// The keys of one direction: AES-128-GCM for packets, AES-128 for headers (RFC 9001, section 5.1).
public struct PacketKeys: Sendable {
  /// The packet protection key.
  let key: SymmetricKey
  /// The initialization vector, combined with the packet number to form the nonce.
  let iv: [UInt8]
  /// The header protection key.
  let headerKey: SymmetricKey

  init(secret: SymmetricKey, version: QUICVersion) {
    // RFC 9369, section 3.3.2: version 2 has its own labels.
    let prefix = version == .v2 ? "quicv2" : "quic"
    key = SymmetricKey(data: InitialSecrets.expand(secret, "\(prefix) key", 16))
    iv = InitialSecrets.expand(secret, "\(prefix) iv", 12)
    headerKey = SymmetricKey(data: InitialSecrets.expand(secret, "\(prefix) hp", 16))
  }
}
