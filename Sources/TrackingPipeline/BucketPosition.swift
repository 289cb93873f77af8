/// The place of findings in the order of an archive, whichever bucket they come from.
///
/// It orders findings as one process over all files has them: by the packet, of connections that time out at the same
/// packet by their list, the time they were put there and their number.
public struct BucketPosition: Hashable, Sendable, Comparable {
  /// The packet's rank among all packets, from 0, twice and 2 more; 1 less for what happens before the packet;
  /// `end` for connections that end with the input.
  public var order: UInt64
  /// 0 for datagrams that are given up before a packet, and for a packet; 1 for the packet that it quotes; else the
  /// list in which a connection timed out, and 2.
  public var list: UInt8
  /// The place among those of the same list.
  public var queued: UInt64

  /// The order of connections that end with the input.
  public static var end: UInt64 { .max }

  /// A position.
  public init(order: UInt64, list: UInt8, queued: UInt64) {
    self.order = order
    self.list = list
    self.queued = queued
  }

  /// The position of the packet with a rank.
  static func packet(_ rank: UInt64) -> BucketPosition {
    BucketPosition(order: rank &* 2 &+ 2, list: 0, queued: 0)
  }

  /// The position of a datagram that was given up before the packet with a rank, after `count` others.
  static func givenUp(_ rank: UInt64, after count: UInt64) -> BucketPosition {
    BucketPosition(order: rank &* 2 &+ 1, list: 0, queued: count)
  }

  /// Whether `left` comes first.
  public static func < (left: BucketPosition, right: BucketPosition) -> Bool {
    (left.order, left.list, left.queued) < (right.order, right.list, right.queued)
  }
}
