/// Stores the blocks of a pcapng file that hold no packet, in order, until they are taken.
struct KeptBlocks {
  /// Whether blocks are stored at all.
  let isKeeping: Bool

  /// The blocks, one after another, in the byte order of their sections.
  private(set) var bytes: [UInt8] = []

  /// The most bytes stored; at this limit the reader pauses, so that they can be taken.
  private static let limit = 1 << 20

  init(isKeeping: Bool) { self.isKeeping = isKeeping }

  var isFull: Bool { bytes.count > Self.limit }

  /// Stores a block, if blocks are stored.
  mutating func append(_ block: Span<UInt8>) {
    guard isKeeping else { return }
    bytes.reserveCapacity(bytes.count + block.count)
    for index in 0..<block.count { bytes.append(block[index]) }
  }

  /// Returns the blocks stored since the last call.
  mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }
}

/// Which blocks without packets a reader keeps for its caller.
public enum BlockKeeping: Hashable, Sendable {
  /// None.
  case none
  /// All, if the input begins as pcapng.
  case ifPcapng
  /// All, even if a pcapng file follows a pcap file in the same input.
  case always
}
