public import CaptureFormats
import SystemServices

/// The blocks of a pcapng file, for complete copies and for its descriptions.
extension CaptureFile {
  /// Whether the file is no pipe or device, so that it can be read again.
  public var isRegular: Bool { input.isRegular }

  /// Whether blocks without packets are kept; the caller must then take them.
  public var keepsBlocks: Bool { reader.keepsBlocks }

  /// For link types for which the filter does not compile, so that their packets do not pass: why it does not.
  public var filterProblems: [String] {
    filters.problems.map { "\(path): \($0)" }
  }

  /// Whether the file, or one appended to it, is pcapng.
  public var hasBlocks: Bool { reader.blockOrder != nil }

  /// The byte order of the current packets' blocks; nil for a pcap file.
  public var blockOrder: ByteOrder? { reader.blockOrder }

  /// The descriptions of a file: blocks without packets, in order, and the interfaces known so far.
  public struct Descriptions: Sendable {
    /// Complete blocks without packets; ``BlockWalker`` iterates over them.
    public var blocks: [UInt8]
    /// The interfaces; ``CapturedPacket/interface`` is an index of them.
    public var interfaces: [CaptureInterface]

    /// Descriptions of these blocks and interfaces.
    public init(blocks: [UInt8] = [], interfaces: [CaptureInterface]) {
      self.blocks = blocks
      self.interfaces = interfaces
    }
  }

  /// Whether `takeDescriptions()` has new descriptions, which precede the next packet.
  public var hasDescriptions: Bool {
    reader.hasBlocks || reader.interfaces.count != describedCount
  }

  /// Returns the descriptions since the last call.
  ///
  /// There are no blocks unless the file was opened with `keepsBlocks`.
  public mutating func takeDescriptions() -> Descriptions {
    describedCount = reader.interfaces.count
    return Descriptions(blocks: reader.takeBlocks(), interfaces: reader.interfaces)
  }

  /// Lends the complete block of the packet that `advance()` reached; nothing in a pcap file.
  @inlinable
  public func withBlock<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try reader.withBlock(body)
  }

  /// Calls `body` for one packet after another, with its bytes and its block.
  ///
  /// The loop also ends with `.quiet` if there are descriptions to take, which precede the next packet.
  ///
  /// - Parameter body: receives the packet, its bytes, its block and the block's byte order, empty and nil in a pcap
  ///   file; returns whether the loop continues.
  /// - Returns: why the loop ended.
  /// - Throws: the error of `body`.
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
        let goesOn = try reader.withBlock { (block) throws(Failure) in
          try reader.withBytes { (bytes) throws(Failure) in try body(packet, bytes, block, order) }
        }
        if !goesOn { return .stopped }
      }
    }
  }
}
