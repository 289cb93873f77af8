public import InternetTypes

/// What the next findings belong to: a packet, a connection that times out at one, or the end of the input.
///
/// A receiver that merges findings of several trackers orders them by it.
public struct FindingsStep: Hashable, Sendable {
  /// The packet's position in its batch, twice and from 2; the odd number before it for a connection that times out
  /// there; `end` for those that end with the input.
  public let order: UInt32
  /// The list in which a connection timed out; 0 for all other steps.
  public let list: UInt8
  /// When the connection was appended to that list.
  public let queued: Timestamp
  /// The number of the connection that begins here; nil if none does.
  public let begun: UInt64?
  /// The number of the connection that ends by itself here; nil for findings of a packet.
  public let connection: UInt64?

  /// The order of connections that end with the input.
  public static var end: UInt32 { .max }

  /// A step.
  @inlinable
  public init(
    order: UInt32, list: UInt8, queued: Timestamp, begun: UInt64?, connection: UInt64?
  ) {
    self.order = order
    self.list = list
    self.queued = queued
    self.begun = begun
    self.connection = connection
  }
}
