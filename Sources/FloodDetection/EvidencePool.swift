/// A fixed number of places for the evidence of suspected targets.
struct EvidencePool {
  private var slots: [SourceEvidence]
  private var owners: [TargetID?]

  /// Suspicious attempts of targets without a place.
  private(set) var refusedCount: UInt64 = 0

  init(capacity: Int) {
    // Each allocates its memory now.
    slots = (0..<capacity).map { _ in SourceEvidence() }
    owners = Array(repeating: nil, count: capacity)
  }

  /// All places.
  var indices: Range<Int> { slots.indices }

  /// The target that holds a place; nil if it is free.
  func owner(_ index: Int) -> TargetID? { owners[index] }

  /// The evidence at a place.
  subscript(index: Int) -> SourceEvidence {
    @inline(__always) get { slots[index] }
    @inline(__always) _modify { yield &slots[index] }
  }

  /// Assigns a place to a target, with empty evidence.
  mutating func take(_ index: Int, for owner: TargetID) {
    slots[index].removeAll()
    owners[index] = owner
  }

  /// Frees a place.
  mutating func release(_ index: Int) { owners[index] = nil }

  /// Counts a suspicious attempt of a target without a place.
  mutating func countRefusal() { refusedCount += 1 }

  /// Begins a new tick.
  mutating func beginTick() {
    for index in slots.indices where owners[index] != nil { slots[index].beginTick() }
  }
}
