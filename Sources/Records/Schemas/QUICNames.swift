import PacketDissection

/// Names of QUIC versions, cipher suites and connection IDs in records.
extension QUICVersion {
  /// The name of a published version, or its number in hexadecimal.
  var name: String {
    switch self {
    case .v1: "1"
    case .v2: "2"
    default: "0x" + String(rawValue, radix: 16)
    }
  }

  /// The registered name of a cipher suite of TLS 1.3 (RFC 8446, appendix B.4), or its number.
  static func cipherSuiteName(_ number: UInt16) -> String {
    switch number {
    case 0x1301: "TLS_AES_128_GCM_SHA256"
    case 0x1302: "TLS_AES_256_GCM_SHA384"
    case 0x1303: "TLS_CHACHA20_POLY1305_SHA256"
    case 0x1304: "TLS_AES_128_CCM_SHA256"
    case 0x1305: "TLS_AES_128_CCM_8_SHA256"
    default: "0x" + String(number, radix: 16)
    }
  }
}

extension QUICConnectionID {
  /// Its bytes in hexadecimal; nil if it is empty.
  var text: String? {
    isEmpty
      ? nil
      : bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
