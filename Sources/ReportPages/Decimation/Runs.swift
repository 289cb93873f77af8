/// A state over time as runs of one value each: phases, limits, states of endpoints.
struct Runs<Value: Hashable & Sendable>: Sendable {
  /// A run from its start to the start of the next one.
  struct Run: Equatable, Sendable {
    var value: Value
    var start: Int64
  }

  /// The most runs; beyond, those too short to be seen are merged into the one before.
  private static var limit: Int { 1500 }

  private(set) var runs: [Run] = []
  /// Runs below this many nanoseconds are merged.
  private var shortest: Int64 = 0

  /// No runs.
  init() {}

  /// Takes the value from a time on.
  mutating func add(_ value: Value, at time: Int64) {
    if let last = runs.last {
      if last.value == value { return }
      if time &- last.start <= shortest {
        // The last run was too short: this one takes its place, and may continue the one before.
        runs.removeLast()
        if runs.last?.value == value { return }
        runs.append(Run(value: value, start: last.start))
        return
      }
    }
    runs.append(Run(value: value, start: time))
    if runs.count > Self.limit { coarsen() }
  }

  /// Merges the shorter half of the runs.
  private mutating func coarsen() {
    let lengths = zip(runs, runs.dropFirst()).map { $1.start &- $0.start }.sorted()
    shortest = max(shortest * 2, lengths[lengths.count / 2])
    let former = runs
    runs = []
    for (index, run) in former.enumerated() {
      let isLast = index == former.count - 1
      let length = isLast ? Int64.max : former[index + 1].start &- run.start
      if length > shortest || runs.isEmpty, runs.last?.value != run.value { runs.append(run) }
    }
  }
}
