import ConnectionTracking
import InternetTypes
import PacketDissection
import TextOutput

/// What a record of a connection says of QUIC, in an object of its own.
///
/// NDJSON has the object only where there is one; CSV has its columns in every row, empty for the others.
extension RecordField {
  /// The fields of the object `quic`.
  static var quic: [RecordField] {
    let names = [
      "version", "versions", "server_name", "alpn", "cipher_suite", "handshake_time",
      "version_negotiation", "retry", "retry_valid", "original_destination_id", "client_id",
      "server_id", "continued_connection", "close_code", "spin_rtt_min", "spin_rtt_mean",
      "spin_rtt_max", "spin_rtt_samples",
    ]
    let kinds = QUICPacketKind.allCases.map(\.name)
    return
      (names.map { value($0) } + kinds.map { value($0).inside("client_packets") }
      + kinds.map { value($0).inside("server_packets") }).map { $0.inside("quic") }
  }
}

extension RecordWriter {
  /// Appends the fields of `RecordField.quic`.
  mutating func quic(_ quic: QUICSummary, continuing index: UInt64?, _ line: inout TextBuffer) {
    text(quic.versions.last?.name, &line)
    text(quic.versions.map(\.name).joined(separator: " "), &line)
    text(quic.serverName, &line)
    let protocols = quic.applicationProtocols
    text(protocols.isEmpty ? nil : protocols.joined(separator: " "), &line)
    text(quic.cipherSuite.map { QUICVersion.cipherSuiteName($0) }, &line)
    duration(quic.handshakeTime, &line)
    flag(quic.hasNegotiation, &line)
    flag(quic.hasRetry, &line)
    flag(quic.isRetryValid, &line)
    text(quic.originalID.text, &line)
    text(quic.clientID.text, &line)
    text(quic.serverID.text, &line)
    number(index, &line)
    number(quic.closeCode, &line)
    duration(quic.spin.minimum, &line)
    duration(quic.spin.mean, &line)
    duration(quic.spin.maximum, &line)
    number(quic.spin.count, &line)
    for kind in QUICPacketKind.allCases { number(quic.clientPackets[kind], &line) }
    for kind in QUICPacketKind.allCases { number(quic.serverPackets[kind], &line) }
  }
}

extension QUICPacketKind {
  /// The name in records.
  var name: String {
    switch self {
    case .initial: "initial"
    case .zeroRTT: "zero_rtt"
    case .handshake: "handshake"
    case .retry: "retry"
    case .versionNegotiation: "version_negotiation"
    case .oneRTT: "one_rtt"
    }
  }
}

extension QUICVersion {
  /// The number of a published version, or what is on the wire in hexadecimal.
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
  /// Its bytes in hexadecimal; nil where it has none.
  var text: String? {
    isEmpty
      ? nil
      : bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
