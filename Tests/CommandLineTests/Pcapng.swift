import Foundation

/// Builds little-endian pcapng files, block by block (draft-ietf-opsawg-pcapng, section 4).
struct Pcapng {
  var bytes: [UInt8] = []

  static func word(_ number: some FixedWidthInteger) -> [UInt8] {
    (0..<(number.bitWidth / 8)).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  static func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }

  static func option(_ code: UInt16, _ value: [UInt8]) -> [UInt8] {
    word(code) + word(UInt16(value.count)) + padded(value)
  }

  static func option(_ code: UInt16, _ text: String) -> [UInt8] { option(code, Array(text.utf8)) }

  mutating func block(_ type: UInt32, _ body: [UInt8]) {
    let length = Self.word(UInt32(body.count + 12))
    bytes += Self.word(type) + length + body + length
  }

  /// A section header.
  init(options: [UInt8] = []) {
    block(
      0x0a0d_0d0a,
      Self.word(0x1a2b_3c4d as UInt32) + [1, 0, 0, 0] + Self.word(UInt64.max) + options)
  }

  mutating func interface(link: UInt16, name: String) {
    block(
      1, Self.word(link) + [0, 0] + Self.word(0 as UInt32) + Self.option(2, name) + [0, 0, 0, 0])
  }

  mutating func packet(_ packet: [UInt8], interface: UInt32 = 0, options: [UInt8] = []) {
    block(
      6,
      Self.word(interface) + Self.word(0x5_0000 as UInt32) + Self.word(7 as UInt32)
        + Self.word(UInt32(packet.count)) + Self.word(UInt32(packet.count)) + Self.padded(packet)
        + options)
  }

  /// An IPv4 packet of UDP from 192.0.2.1 port 7 to 192.0.2.2 port 9 without checksums.
  static let datagram: [UInt8] =
    [0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0xf6, 0xcc, 192, 0, 2, 1, 192, 0, 2, 2]
    + [0, 7, 0, 9, 0, 8, 0, 0]
}
