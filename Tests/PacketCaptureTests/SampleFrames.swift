import InternetTypes
import PacketCapture
import SystemServices

/// Frames used by the tests.
enum Sample {
  /// Ethernet, IPv4 192.0.2.1 > 192.0.2.2, UDP 50000 > 53, one byte; checksums left out (zero is allowed in
  /// UDP, the IPv4 one is right).
  static let udpFrame: [UInt8] = [
    0x02, 0, 0, 0, 0, 0x02, 0x02, 0, 0, 0, 0, 0x01, 0x08, 0x00,
    0x45, 0, 0, 0x1d, 0, 0x01, 0, 0, 0x40, 0x11, 0xf6, 0xcb, 192, 0, 2, 1, 192, 0, 2, 2,
    0xc3, 0x50, 0, 0x35, 0, 0x09, 0, 0, 0x41,
  ]

  /// An ARP request for 192.0.2.2 from 192.0.2.1.
  static let arpFrame: [UInt8] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0, 0, 0, 0, 0x01, 0x08, 0x06,
    0, 1, 8, 0, 6, 4, 0, 1, 0x02, 0, 0, 0, 0, 0x01, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 192, 0, 2, 2,
  ]

  static func packet(
    _ bytes: [UInt8], number: Int, seconds: Int64, nanoseconds: Int64 = 0,
    originalLength: Int? = nil
  ) -> CopiedPacket {
    CopiedPacket(
      header: CapturedPacket(
        recordedTime: RecordedTime(seconds: seconds, nanoseconds: nanoseconds), number: number,
        capturedLength: bytes.count, originalLength: originalLength ?? bytes.count),
      bytes: bytes)
  }

  static let packets = [
    packet(udpFrame, number: 1, seconds: 1_700_000_000, nanoseconds: 1_000),
    packet(arpFrame, number: 2, seconds: 1_700_000_000, nanoseconds: 999_999_000),
    packet(Array(udpFrame.prefix(20)), number: 3, seconds: 1_700_000_001, originalLength: 43),
    packet([], number: 4, seconds: 1_700_000_002, originalLength: 60),
  ]

  /// A pcap file of these packets as its specification has it, byte by byte.
  static func savefile(
    _ packets: [CopiedPacket], magic: UInt32 = 0xa1b2_c3d4, nanosecondsPerUnit: Int64 = 1_000,
    snapshotLength: UInt32 = 262_144, linkType: UInt32 = 1, minorVersion: UInt16 = 4,
    bytes32: (UInt32) -> [UInt8] = { little($0) }, bytes16: (UInt16) -> [UInt8] = { little($0) }
  ) -> [UInt8] {
    var file = bytes32(magic) + bytes16(2) + bytes16(minorVersion) + bytes32(0) + bytes32(0)
    file += bytes32(snapshotLength) + bytes32(linkType)
    for packet in packets {
      let stamp = packet.header.recordedTime
      file += bytes32(UInt32(truncatingIfNeeded: stamp.seconds))
      file += bytes32(UInt32(truncatingIfNeeded: stamp.nanoseconds / nanosecondsPerUnit))
      file += bytes32(UInt32(packet.bytes.count)) + bytes32(UInt32(packet.header.originalLength))
      file += packet.bytes
    }
    return file
  }
}
