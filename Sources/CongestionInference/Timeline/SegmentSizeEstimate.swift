/// Estimates the payload of a sender's full segments, in bytes, from its segments.
///
/// The maximum segment size option is evidence only: a path or a stack may keep segments shorter than it allows, a SYN
/// may have no option or may not be captured, and captured frames may hold several segments (segmentation offload).
struct SegmentSizeEstimate {
  /// The payload of a full segment.
  private(set) var size: Int
  /// The size that the options of both SYNs allow; nil if none was captured.
  private let announced: Int?
  /// Whether the size is a default that nothing supports yet, and whether it was in the beginning.
  private var isDefault: Bool
  private let wasDefault: Bool
  /// Whether a segment of this size, or a frame of several, was seen.
  private var isConfirmed = false
  /// Consecutive segments that were shorter.
  private var shortCount = 0
  /// The largest segment of another size that was not the end of a write, and how often it was seen.
  private var candidate = 0
  private var candidateCount = 0

  /// An estimate before the first segment: the size that the options allow, or a default.
  init(announced: Int?, default size: Int, isDefault: Bool) {
    self.announced = announced
    self.size = announced ?? size
    self.isDefault = isDefault
    wasDefault = isDefault
  }

  /// Whether segments are shorter than the options allow: the path's limit, or a stack's own.
  var isBelowAnnounced: Bool { announced.map { size < $0 } ?? false }

  /// Whether the SYNs were captured and one of them has no option; Linux always sends it.
  var hasNoOption: Bool { announced == nil && wasDefault }

  /// Processes a segment of new data; returns whether the size has changed.
  ///
  /// `isCut` means that the segment ends at the receive window, which may have shortened it.
  mutating func note(_ length: Int, isPush: Bool, isCut: Bool) -> Bool {
    if length == size {
      confirm()
      return false
    }
    return length > size ? noteLonger(length, isPush) : noteShorter(length, isPush, isCut)
  }

  private mutating func confirm() {
    isConfirmed = true
    isDefault = false
    shortCount = 0
    candidateCount = 0
    candidate = 0
  }

  private mutating func adopt(_ length: Int) -> Bool {
    size = length
    confirm()
    return true
  }

  private mutating func noteLonger(_ length: Int, _ isPush: Bool) -> Bool {
    if let announced {
      if length <= announced { return adopt(length) }
      // More than the option allows: a frame of several segments.
      confirm()
      return false
    }
    if isDefault { return adopt(length) }
    if isConfirmed || length % size == 0 {
      if length % size == 0 { confirm() }
      return false
    }
    return count(length, isPush) >= Calibration.SegmentSize.longer && adopt(candidate)
  }

  private mutating func noteShorter(_ length: Int, _ isPush: Bool, _ isCut: Bool) -> Bool {
    if isCut { return false }
    shortCount += 1
    let needed = isConfirmed ? Calibration.SegmentSize.confirmed : Calibration.SegmentSize.shorter
    return count(length, isPush) >= needed && shortCount >= needed && adopt(candidate)
  }

  /// Counts a segment that is not the end of a write; returns how often the largest of them was seen.
  private mutating func count(_ length: Int, _ isPush: Bool) -> Int {
    if isPush { return 0 }
    if length > candidate {
      candidate = length
      candidateCount = 1
    } else if length == candidate {
      candidateCount += 1
    }
    return length == candidate ? candidateCount : 0
  }
}
