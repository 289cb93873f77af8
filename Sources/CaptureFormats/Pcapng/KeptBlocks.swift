/// The blocks of a pcapng file that hold no packet, whole and in order, until they are taken.
struct KeptBlocks {
  /// Whether blocks are kept at all.
  let isKeeping: Bool

  /// The blocks behind each other, in the byte order of their sections.
  private(set) var bytes: [UInt8] = []

  /// More bytes than this are not kept: then the reader pauses, so that they can be taken.
  private static let limit = 1 << 20

  init(isKeeping: Bool) { self.isKeeping = isKeeping }

  var isFull: Bool { bytes.count > Self.limit }

  /// Keeps a block, where blocks are kept.
  mutating func append(_ block: Span<UInt8>) {
    guard isKeeping else { return }
    bytes.reserveCapacity(bytes.count + block.count)
    for index in 0..<block.count { bytes.append(block[index]) }
  }

  /// The blocks that were kept since the last call.
  mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }
}

/// Which blocks without packets a reader keeps until they are taken.
public enum BlockKeeping: Hashable, Sendable {
  /// None.
  case none
  /// All, where the input begins as pcapng.
  case ifPcapng
  /// All, also where a pcapng file follows a pcap file in the same input.
  case always
}
