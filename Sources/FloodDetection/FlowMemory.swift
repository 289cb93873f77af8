import InternetTypes

/// Remembers in which directions each flow sent packets in the last minute, in fixed memory.
///
/// A flow whose slot another flow takes is forgotten early, and then counts as new.
struct FlowMemory: Sendable {
  /// The directions in which packets were sent.
  struct Directions: OptionSet {
    let rawValue: UInt8
    static var forward: Directions { Directions(rawValue: 1) }
    static var backward: Directions { Directions(rawValue: 2) }

    /// The other direction of one.
    var opposite: Directions { self == .forward ? .backward : .forward }
  }

  struct Slot: Sendable {
    var tag: UInt32 = 0
    /// When the flow's latest packet was captured, in units of 2^30 nanoseconds.
    var time: UInt16 = 0
    var directions: UInt8 = 0
  }

  private static var count: Int { 1 << 15 }
  /// How long a flow is remembered, in units of 2^30 nanoseconds (1.07 s), which cost no division.
  private static var lifetime: UInt16 { 56 }

  private var slots = Array(repeating: Slot(), count: count)

  /// Its memory in bytes.
  static var byteCount: Int { count * MemoryLayout<Slot>.stride }

  init() {}

  /// Notes a packet of a flow, and returns the directions in which packets were sent before it.
  ///
  /// - Parameters:
  ///   - key: the keyed hash of both endpoints.
  ///   - direction: the direction of the packet.
  ///   - time: when it was captured.
  /// - Returns: the directions in which packets were sent before.
  @inline(__always)
  mutating func note(_ key: UInt64, _ direction: Directions, at time: Timestamp) -> Directions {
    let index = Int(truncatingIfNeeded: key & UInt64(Self.count &- 1))
    let tag = UInt32(truncatingIfNeeded: key >> 32)
    let now = UInt16(truncatingIfNeeded: time.rawValue >> 30)
    let slot = slots[index]
    let isKnown =
      slot.tag == tag && slot.directions != 0 && now &- slot.time <= Self.lifetime
    let before = isKnown ? Directions(rawValue: slot.directions) : []
    slots[index] = Slot(tag: tag, time: now, directions: before.union(direction).rawValue)
    return before
  }
}
