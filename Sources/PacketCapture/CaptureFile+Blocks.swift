public import CaptureFormats
import SystemServices

/// The blocks of a pcapng file, for writing all of it again and for what it says beside packets.
extension CaptureFile {
  /// Whether the file is no pipe or device, so that it can be read again.
  public var isRegular: Bool { input.isRegular }

  /// Whether blocks without packets are kept; then they have to be taken.
  public var keepsBlocks: Bool { reader.keepsBlocks }

  /// Why packets of some link types did not pass the filter: it does not compile for them.
  public var filterProblems: [String] {
    switch filters {
    case .some(let filters): filters.problems.map { "\(path): \($0)" }
    case .none: []
    }
  }

  /// Whether the file, or what stands behind another file in it, is pcapng.
  public var hasBlocks: Bool { reader.blockOrder != nil }

  /// The byte order of the blocks of the packets at hand; nil where they are of a pcap file.
  public var blockOrder: ByteOrder? { reader.blockOrder }

  /// What the file says beside packets: blocks, in the order of the file, and the interfaces known so far.
  public struct Descriptions: Sendable {
    /// Blocks without packets, each whole; ``BlockWalker`` walks them.
    public var blocks: [UInt8]
    /// The interfaces; ``CapturedPacket/interface`` is an index of them.
    public var interfaces: [CaptureInterface]

    /// Descriptions of these blocks and interfaces.
    public init(blocks: [UInt8] = [], interfaces: [CaptureInterface]) {
      self.blocks = blocks
      self.interfaces = interfaces
    }
  }

  /// Whether there is something new for `takeDescriptions()`, which stands before the packet that comes next.
  public var hasDescriptions: Bool {
    reader.hasBlocks || reader.interfaces.count != describedCount
  }

  /// What the file said beside packets since the last call.
  ///
  /// There are no blocks unless the file was opened so that it keeps them.
  public mutating func takeDescriptions() -> Descriptions {
    describedCount = reader.interfaces.count
    return Descriptions(blocks: reader.takeBlocks(), interfaces: reader.interfaces)
  }

  /// Lends the whole block of the packet that `advance()` reached; nothing in a pcap file.
  @inlinable
  public func withBlock<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try reader.withBlock(body)
  }

  /// Calls `body` for one packet after another, with its bytes and its block.
  ///
  /// The loop ends with `.quiet` also when there are descriptions to be taken, which stand before the next packet.
  ///
  /// - Parameter body: takes the packet, its bytes, its block and the block's byte order, empty and nil in a pcap file;
  ///   returns whether the loop goes on.
  /// - Returns: why the loop ended.
  /// - Throws: what `body` throws.
  @inlinable
  public mutating func forEachBlock<Failure: Error>(
    _ body: (CapturedPacket, Span<UInt8>, Span<UInt8>, ByteOrder?) throws(Failure) -> Bool
  ) throws(Failure) -> PacketLoopEnd {
    while true {
      if let end = nextBatch() { return end }
      if hasDescriptions { return .quiet }
      let order = reader.blockOrder
      while reader.hasRecord {
        let packet = self.packet(reader.takeRecord())
        if hasFilter, !passes(packet) { continue }
        let goesOn = try reader.withBlock { (block) throws(Failure) in
          try reader.withBytes { (bytes) throws(Failure) in try body(packet, bytes, block, order) }
        }
        if !goesOn { return .stopped }
      }
    }
  }
}
