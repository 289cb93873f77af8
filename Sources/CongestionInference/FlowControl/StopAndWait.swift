import InternetTypes

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

/// Counts the cycles of a short transfer in which an acknowledgment released the next block.
///
/// At the receiver each block is acknowledged when it arrives, whatever was sent behind it: blocks closer together
/// than a round trip were outstanding together. A block that follows the peer's data, or a pause, waited for these.
struct CycleCount {
  /// The most nanoseconds between an acknowledgment and the block that it released, besides the round trip.
  private static var slack: Int64 { 20_000_000 }

  private let roundTrip: Int64?
  private var sentAt: Timestamp?
  private var acknowledgedAt: Timestamp?
  private var count = 0
  private var overlaps = false

  /// Cycles on a path with this round trip, in nanoseconds; nil if it is not known.
  init(roundTrip: Int64?) { self.roundTrip = roundTrip }

  /// The peer has sent data.
  mutating func interrupt() { acknowledgedAt = nil }

  /// The peer has acknowledged everything.
  mutating func acknowledge(at time: Timestamp) { acknowledgedAt = time }

  /// The sender has sent a new block.
  mutating func send(at time: Timestamp) {
    defer {
      sentAt = time
      acknowledgedAt = nil
    }
    guard let sentAt, let roundTrip else {
      count += 1
      return
    }
    if time.nanoseconds(since: sentAt) < roundTrip / 2 { overlaps = true }
    if let acknowledgedAt, time.nanoseconds(since: acknowledgedAt) <= roundTrip &+ Self.slack {
      count += 1
    }
  }

  /// Whether there were enough cycles, and no blocks that were outstanding together.
  var isStopAndWait: Bool { !overlaps && count >= Calibration.StopAndWait.segments }
}
