import CaptureFormats

/// Builds savefiles field by field, as draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng lay them out.
struct SavefileBuilder {
  var order: ByteOrder
  var bytes: [UInt8] = []

  init(_ order: ByteOrder) { self.order = order }

  func word<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    let littleEndian = (0..<(Number.bitWidth / 8)).map {
      UInt8(truncatingIfNeeded: number >> ($0 * 8))
    }
    return order == .littleEndian ? littleEndian : littleEndian.reversed()
  }

  // MARK: pcap

  mutating func pcapHeader(
    magic: UInt32 = 0xa1b2_c3d4, version: (UInt16, UInt16) = (2, 4),
    snapshotLength: UInt32 = 65_535,
    link: UInt32 = 1
  ) {
    bytes += word(magic) + word(version.0) + word(version.1) + word(0 as UInt64)
    bytes += word(snapshotLength) + word(link)
  }

  /// A record of some packet; `extra` stands between header and packet, as in modified pcap.
  mutating func record(
    seconds: UInt32, fraction: UInt32, packet: [UInt8], original: UInt32? = nil,
    captured: UInt32? = nil, extra: [UInt8] = []
  ) {
    bytes += word(seconds) + word(fraction) + word(captured ?? UInt32(packet.count))
    bytes += word(original ?? UInt32(packet.count)) + extra + packet
  }

  // MARK: pcapng

  mutating func block(
    _ type: UInt32, _ body: [UInt8], length: UInt32? = nil, trailer: UInt32? = nil
  ) {
    let stated = length ?? UInt32(body.count + 12)
    bytes += word(type) + word(stated) + body + word(trailer ?? stated)
  }

  mutating func section(length: UInt64 = .max, version: (UInt16, UInt16) = (1, 0)) {
    block(
      0x0a0d_0d0a,
      word(0x1a2b_3c4d as UInt32) + word(version.0) + word(version.1) + word(length))
  }

  mutating func interface(
    link: UInt16 = 1, snapshotLength: UInt32 = 0, options: [UInt8] = []
  ) {
    block(1, word(link) + word(0 as UInt16) + word(snapshotLength) + options)
  }

  func option(_ code: UInt16, _ value: [UInt8]) -> [UInt8] {
    word(code) + word(UInt16(value.count)) + padded(value)
  }

  mutating func enhancedPacket(
    interface: UInt32 = 0, ticks: UInt64, packet: [UInt8], original: UInt32? = nil,
    captured: UInt32? = nil, options: [UInt8] = []
  ) {
    block(
      6,
      word(interface) + word(UInt32(ticks >> 32)) + word(UInt32(truncatingIfNeeded: ticks))
        + word(captured ?? UInt32(packet.count)) + word(original ?? UInt32(packet.count))
        + padded(packet) + options)
  }

  mutating func simplePacket(_ packet: [UInt8], original: UInt32? = nil) {
    block(3, word(original ?? UInt32(packet.count)) + padded(packet))
  }

  mutating func obsoletePacket(interface: UInt16, ticks: UInt64, packet: [UInt8]) {
    block(
      2,
      word(interface) + word(7 as UInt16) + word(UInt32(ticks >> 32))
        + word(UInt32(truncatingIfNeeded: ticks)) + word(UInt32(packet.count))
        + word(UInt32(packet.count)) + padded(packet))
  }

  private func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }
}
