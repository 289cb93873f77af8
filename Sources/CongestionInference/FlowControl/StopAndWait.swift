/// A sender that waits for the acknowledgment of each segment, or block of UDP, before it sends the next one.
public struct StopAndWait: Hashable, Sendable {
  /// Segments, or blocks, that carried new data.
  public var blocks: Int
  /// Their bytes.
  public var bytes: Int64
  /// The time from a block to the next one, or to its acknowledgment, in microseconds; 0 if it is not known.
  public var roundTrip: Int

  /// A sender that sent this many blocks and bytes.
  public init(blocks: Int, bytes: Int64, roundTrip: Int) {
    self.blocks = blocks
    self.bytes = bytes
    self.roundTrip = roundTrip
  }

  /// The bytes of one round trip: one block.
  public var bytesPerRoundTrip: Int64 { blocks > 0 ? bytes / Int64(blocks) : 0 }

  /// The share of the window that a round trip uses, at most 1; nil if no window is known.
  public func efficiency(window: Int?) -> Double? {
    guard let window, window > 0 else { return nil }
    return min(Double(bytesPerRoundTrip) / Double(window), 1)
  }
}
