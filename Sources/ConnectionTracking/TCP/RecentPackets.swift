import BasicContainers
import BoundedCollections
import InternetTypes

/// The packets captured last, by a hash of the fields that distinguish them, in fixed memory.
///
/// A duplicate may be captured any number of packets later. Each packet takes one slot and replaces an older one with
/// the same slot number, whose duplicates are then not detected.
struct RecentPackets: ~Copyable {
  /// The number of slots: 256 KiB, about half of a processor's second-level cache.
  private static var count: Int { 1 << 15 }

  /// The high half of a packet's signature, and its time in units of 4096 ns.
  struct Slot {
    var signature: UInt32 = 0
    var time: UInt32 = 0
  }

  private var slots = RigidArray(repeating: Slot(), count: count)

  init() {}

  private static func slot(_ signature: UInt64) -> Int {
    Int(truncatingIfNeeded: signature & UInt64(count &- 1))
  }

  private static func tick(_ time: Timestamp) -> UInt32 {
    UInt32(truncatingIfNeeded: time.rawValue >> 12)
  }

  /// Prefetches the slot of a packet with this signature.
  ///
  /// Two shards' slots fill half of the second-level cache, where connections take turns: without this, the store of
  /// a slot that was evicted delays all later stores.
  func prefetch(_ signature: UInt64) { slots.prefetch(Self.slot(signature)) }

  /// Remembers a packet.
  mutating func note(_ signature: UInt64, at time: Timestamp) {
    slots[Self.slot(signature)] = Slot(
      signature: UInt32(truncatingIfNeeded: signature >> 32), time: Self.tick(time))
  }

  /// The nanoseconds since a packet with this signature was noted, negative if its time is later; nil if it is not
  /// remembered.
  ///
  /// Times wrap around after 4.9 hours.
  func age(of signature: UInt64, at time: Timestamp) -> Int64? {
    let slot = slots[Self.slot(signature)]
    guard slot.signature == UInt32(truncatingIfNeeded: signature >> 32) else { return nil }
    return Int64(Int32(bitPattern: Self.tick(time) &- slot.time)) << 12
  }
}
