/// The evidence about the targets that are suspected, a fixed number of them.
struct EvidencePool {
  private var slots: [SourceEvidence]
  private var owners: [TargetID?]

  /// Suspected targets that found no place.
  private(set) var refusedCount: UInt64 = 0

  init(capacity: Int) {
    // Each with memory of its own, now.
    slots = (0..<capacity).map { _ in SourceEvidence() }
    owners = Array(repeating: nil, count: capacity)
  }

  /// The places.
  var indices: Range<Int> { slots.indices }

  /// Who holds a place.
  func owner(_ index: Int) -> TargetID? { owners[index] }

  /// The evidence at a place.
  subscript(index: Int) -> SourceEvidence {
    @inline(__always) get { slots[index] }
    @inline(__always) _modify { yield &slots[index] }
  }

  /// Gives a place that is free to a target; it is empty then.
  mutating func take(_ index: Int, for owner: TargetID) {
    slots[index].removeAll()
    owners[index] = owner
  }

  /// Frees a place.
  mutating func release(_ index: Int) { owners[index] = nil }

  /// Counts a target that found no place.
  mutating func countRefusal() { refusedCount += 1 }

  /// Begins a new tick.
  mutating func beginTick() {
    for index in slots.indices where owners[index] != nil { slots[index].beginTick() }
  }
}
