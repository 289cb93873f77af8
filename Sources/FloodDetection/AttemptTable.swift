import InternetTypes

/// The connection attempts of the last minute or so, in order of time, found by the hash of their addresses and ports.
///
/// It is a ring: the newest attempt replaces the oldest, and nothing is allocated or moved. A bucket holds the position of its
/// newest attempt, and each attempt the position of the next older one. A position that the ring has overwritten ends the
/// chain, so that replaced attempts need not be unlinked; a general index would have to remove each of them.
struct AttemptTable {
  private var attempts: [Attempt]
  private var buckets: [UInt32]

  /// The position that the next attempt gets; positions count all attempts ever and wrap around.
  private(set) var head: UInt32

  /// The position of the oldest attempt that was not judged.
  private(set) var judgedHead: UInt32

  /// The position of the oldest attempt that was not reviewed.
  private(set) var reviewedHead: UInt32

  /// The position of the oldest attempt that counts as half open.
  private(set) var expiredHead: UInt32

  /// A table of `capacity` attempts, a power of two.
  init(capacity: Int) {
    let none = TargetID.none
    let attempt = Attempt(
      source: 0, key: 0, time: 0, destinationHash: 0, clientSequence: .init(rawValue: 0),
      serverSequence: .init(rawValue: 0), listener: none, host: none, network: none, next: 0,
      port: 0, window: 0, timeToLive: 0, options: OptionSignature(), status: [], shift: 0)
    attempts = Array(repeating: attempt, count: capacity)
    buckets = Array(repeating: 0, count: capacity * 2)
    // Position 0, which empty buckets hold, is overwritten from the start.
    head = UInt32(capacity) + 1
    judgedHead = head
    reviewedHead = head
    expiredHead = head
  }

  /// Bytes of memory that a table of this capacity takes.
  static func byteCount(capacity: Int) -> Int { capacity * (MemoryLayout<Attempt>.stride + 8) }

  /// How many attempts fit.
  var capacity: Int { attempts.count }

  /// The attempt at a position.
  subscript(position: UInt32) -> Attempt {
    @inline(__always) get { attempts[Int(position) & (attempts.count - 1)] }
    @inline(__always) _modify { yield &attempts[Int(position) & (attempts.count - 1)] }
  }

  /// The position of the newest attempt with this key; nil if there is none.
  func find(_ key: UInt64) -> UInt32? {
    var position = buckets[Int(truncatingIfNeeded: key) & (buckets.count - 1)]
    // Chains are short; the bound holds even for colliding hashes.
    for _ in 0..<64 {
      let age = head &- position
      guard age <= UInt32(attempts.count) else { return nil }
      let index = Int(position) & (attempts.count - 1)
      if attempts[index].key == key { return position }
      // A chain leads back in time; any other link is to an overwritten attempt.
      let next = attempts[index].next
      guard head &- next > age else { return nil }
      position = next
    }
    return nil
  }

  /// Whether the next attempt would replace one that is still counted.
  var isFull: Bool { head &- expiredHead >= UInt32(attempts.count) }

  /// Adds an attempt as the newest one; there must be room, see `isFull`.
  mutating func append(_ attempt: Attempt) {
    let bucket = Int(truncatingIfNeeded: attempt.key) & (buckets.count - 1)
    var attempt = attempt
    attempt.next = buckets[bucket]
    self[head] = attempt
    buckets[bucket] = head
    head &+= 1
  }

  /// The oldest unjudged attempt that began at or before `time`; it counts as judged from now on.
  mutating func nextToJudge(before time: UInt32) -> UInt32? {
    guard judgedHead != head, Int32(bitPattern: time &- self[judgedHead].time) >= 0 else {
      return nil
    }
    defer { judgedHead &+= 1 }
    return judgedHead
  }

  /// The oldest unreviewed attempt that began at or before `time`; it counts as reviewed from now on.
  mutating func nextToReview(before time: UInt32) -> UInt32? {
    // Skip those that were evicted meanwhile.
    if Int32(bitPattern: expiredHead &- reviewedHead) > 0 { reviewedHead = expiredHead }
    guard reviewedHead != judgedHead, Int32(bitPattern: time &- self[reviewedHead].time) >= 0 else {
      return nil
    }
    defer { reviewedHead &+= 1 }
    return reviewedHead
  }

  /// The oldest attempt that counts as half open and began at or before `time`; it no longer counts.
  mutating func nextToExpire(before time: UInt32) -> UInt32? {
    guard expiredHead != judgedHead, Int32(bitPattern: time &- self[expiredHead].time) >= 0 else {
      return nil
    }
    defer { expiredHead &+= 1 }
    return expiredHead
  }
}
