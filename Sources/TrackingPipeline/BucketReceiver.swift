public import ConnectionTracking
import InternetTypes

/// Receives the findings of one bucket, each with its place among those of all buckets.
public protocol BucketReceiver: FindingsReceiver, ~Copyable {
  /// The positions of the packets whose findings come next, for `BucketReceiver.position(of:)`.
  var positions: [BucketPosition] { get set }
}

extension BucketReceiver where Self: ~Copyable {
  /// The position of a step.
  public func position(of step: FindingsStep) -> BucketPosition {
    guard step.order < FindingsStep.end &- 1 else {
      return BucketPosition(order: BucketPosition.end, list: 0, queued: 0)
    }
    let isExpiry = step.order & 1 != 0
    let index = Int(isExpiry ? step.order / 2 : step.order / 2 &- 1)
    guard step.order > 0, index < positions.count else {
      // Evictions before the first packet of a batch.
      return BucketPosition(order: positions.first?.order ?? 0, list: 0, queued: 0)
    }
    guard isExpiry else { return positions[index] }
    return BucketPosition(
      order: positions[index].order &- 1 | 1, list: step.list &+ 2,
      queued: UInt64(bitPattern: step.queued.rawValue) ^ 1 << 63)
  }
}
