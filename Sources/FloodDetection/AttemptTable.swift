import InternetTypes

/// The connection attempts of the last minute or so, in order of time, found by the hash of their addresses and ports.
///
/// A ring: the newest attempt takes the place of the oldest, so that nothing is ever allocated or moved. Buckets hold the
/// position of their newest attempt and attempts that of the next older one; a position that the ring has left
/// behind ends the chain, so that nothing has to be unlinked.
struct AttemptTable {
  private var attempts: [Attempt]
  private var buckets: [UInt32]

  /// The position that the next attempt gets; positions count all attempts ever and wrap around.
  private(set) var head: UInt32

  /// The position of the oldest attempt that was not judged.
  private(set) var judgedHead: UInt32

  /// The position of the oldest attempt that was not judged once more.
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
    // Position 0, which empty buckets hold, is out of reach.
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

  /// The position of the newest attempt with this key; nil when there is none.
  func find(_ key: UInt64) -> UInt32? {
    var position = buckets[Int(truncatingIfNeeded: key) & (buckets.count - 1)]
    // Chains are short unless the hash failed; the bound keeps even that harmless.
    for _ in 0..<64 {
      let age = head &- position
      guard age <= UInt32(attempts.count) else { return nil }
      let attempt = self[position]
      if attempt.key == key { return position }
      // A chain goes back in time; anything else is a link into the ring's earlier turn.
      guard head &- attempt.next > age else { return nil }
      position = attempt.next
    }
    return nil
  }

  /// Whether the next attempt takes the place of one that is still counted.
  var isFull: Bool { head &- expiredHead >= UInt32(attempts.count) }

  /// Adds an attempt as the newest one; `expireOldest()` has to have made room.
  mutating func append(_ attempt: Attempt) {
    let bucket = Int(truncatingIfNeeded: attempt.key) & (buckets.count - 1)
    var attempt = attempt
    attempt.next = buckets[bucket]
    self[head] = attempt
    buckets[bucket] = head
    head &+= 1
  }

  /// The oldest attempt that was not judged and began at or before `time`; it is taken as judged.
  mutating func nextToJudge(before time: UInt32) -> UInt32? {
    guard judgedHead != head, Int32(bitPattern: time &- self[judgedHead].time) >= 0 else {
      return nil
    }
    defer { judgedHead &+= 1 }
    return judgedHead
  }

  /// The oldest attempt that was not judged once more and began at or before `time`; it is taken as such.
  mutating func nextToReview(before time: UInt32) -> UInt32? {
    // One that gave way meanwhile is none any more.
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
