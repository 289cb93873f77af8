import PacketDissection

/// Placeholder shape until the checksum diagnosis lands.
struct ChecksumSummary {
  mutating func add(_ packet: Packet, _ frame: Span<UInt8>) {}
  func lines() -> [String] { [] }
}
