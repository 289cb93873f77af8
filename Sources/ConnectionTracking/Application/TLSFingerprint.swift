import Crypto
import PacketDissection

/// JA4: the fingerprint of a client, made from what its ClientHello offers, without names and random numbers.
///
/// `t13d1516h2_8daaf6152771_e5627efa2ab1`: transport, version, whether a name is sent, how many cipher suites and
/// extensions, first and last letter of the first application protocol; then hashes of the sorted suites, and of the
/// sorted extensions with the signature algorithms as they are sent. GREASE values (RFC 8701) are left out.
struct TLSFingerprint {
  private var text: [UInt8] = []

  /// The fingerprint of the hello that `bytes` begin with.
  static func ja4(_ hello: TLSHello, in bytes: Span<UInt8>) -> String {
    var suites: [UInt16] = []
    for offset in stride(
      from: hello.cipherSuites.lowerBound, to: hello.cipherSuites.upperBound - 1, by: 2)
    {
      let suite = UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
      if !TLSHello.isReserved(suite) { suites.append(suite) }
    }
    var types: [UInt16] = []
    var algorithms: [UInt16] = []
    var offset = hello.extensions.lowerBound
    while let entry = hello.nextExtension(in: bytes, at: &offset) {
      if !TLSHello.isReserved(entry.type) { types.append(entry.type) }
      if entry.type == 13 {
        for place in stride(from: entry.data.lowerBound + 2, to: entry.data.upperBound - 1, by: 2) {
          algorithms.append(UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1]))
        }
      }
    }
    var print = TLSFingerprint()
    print.begin(hello, suites: suites.count, types)
    print.append(hashOf: suites.sorted(), [])
    print.append(hashOf: types.filter { $0 != 0 && $0 != 16 }.sorted(), algorithms)
    return String(decoding: print.text, as: UTF8.self)
  }

  private mutating func begin(_ hello: TLSHello, suites: Int, _ types: [UInt16]) {
    text += Array("t".utf8)
    switch hello.version {
    case 0x0304: text += Array("13".utf8)
    case 0x0303: text += Array("12".utf8)
    case 0x0302: text += Array("11".utf8)
    case 0x0301: text += Array("10".utf8)
    case 0x0300: text += Array("s3".utf8)
    case 0x0002: text += Array("s2".utf8)
    default: text += Array("00".utf8)
    }
    text += Array((types.contains(0) ? "d" : "i").utf8)
    for count in [min(suites, 99), min(types.count, 99)] {
      text += [UInt8(48 + count / 10), UInt8(48 + count % 10)]
    }
    let name = Array((hello.applicationProtocols.first ?? "").utf8)
    guard let first = name.first, let last = name.last else {
      text += Array("00".utf8)
      return
    }
    if Self.isAlphanumeric(first) && Self.isAlphanumeric(last) {
      text += [first, last]
    } else {
      text += [Self.digit(first >> 4), Self.digit(last & 15)]
    }
  }

  /// Appends `_` and the first twelve digits of the SHA-256 of the numbers; zeros if there are none.
  private mutating func append(hashOf numbers: [UInt16], _ more: [UInt16]) {
    text.append(UInt8(ascii: "_"))
    if numbers.isEmpty && more.isEmpty {
      text += Array("000000000000".utf8)
      return
    }
    var list: [UInt8] = Self.list(numbers)
    if !more.isEmpty { list += Array("_".utf8) + Self.list(more) }
    for byte in SHA256.hash(data: list).prefix(6) {
      text += [Self.digit(byte >> 4), Self.digit(byte & 15)]
    }
  }

  /// The numbers with four digits each, separated by commas.
  private static func list(_ numbers: [UInt16]) -> [UInt8] {
    var list: [UInt8] = []
    for number in numbers {
      if !list.isEmpty { list.append(UInt8(ascii: ",")) }
      for shift in [12, 8, 4, 0] { list.append(digit(UInt8(number >> UInt16(shift) & 15))) }
    }
    return list
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}
