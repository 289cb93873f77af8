/// A sender that waits for the acknowledgment of each segment, or block of UDP, before it sends the next one.
public struct StopAndWait: Hashable, Sendable {
  /// Segments, or blocks, that carried new data.
  public var blocks: Int
  /// Their bytes.
  public var bytes: Int64
  /// From a block to the next one, or to its acknowledgment, in microseconds; 0 where it is not known.
  public var roundTrip: Int

  /// A sender that sent this many blocks and bytes.
  public init(blocks: Int, bytes: Int64, roundTrip: Int) {
    self.blocks = blocks
    self.bytes = bytes
    self.roundTrip = roundTrip
  }

  /// Bytes that go in one round trip: one block.
  public var bytesPerRoundTrip: Int64 { blocks > 0 ? bytes / Int64(blocks) : 0 }

  /// What a round trip carries of what the window allows, 1 at most; nil where no window is known.
  public func efficiency(window: Int?) -> Double? {
    guard let window, window > 0 else { return nil }
    return min(Double(bytesPerRoundTrip) / Double(window), 1)
  }
}
