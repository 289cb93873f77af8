import InternetTypes

/// The findings of a run, in bounded memory: those of one kind about one server are one finding, and the least costly
/// are dropped.
struct FindingList {
  /// What findings that become one have in common.
  private struct Key: Hashable {
    var kind: DiagnosisKind
    var severity: FindingSeverity
    var sender: Side?
    var server: Endpoint?
    var connection: UInt64?
  }

  private let limit: Int
  private let isGrouped: Bool
  private var groups: [Key: Int] = [:]
  private var list: [(key: Key, finding: DiagnosedFinding, cost: Double)] = []
  /// Findings that were dropped.
  private(set) var omittedCount = 0

  /// A list of at most so many findings.
  init(limit: Int, isGrouped: Bool) {
    self.limit = max(limit, 1)
    self.isGrouped = isGrouped
  }

  /// Adds a finding, to its group if there is one.
  mutating func add(_ finding: DiagnosedFinding) {
    let isSingle = finding.kind.group == .attacks || finding.connection == nil
    let key = Key(
      kind: finding.kind, severity: finding.severity, sender: finding.sender,
      server: finding.route?.server, connection: isGrouped && !isSingle ? nil : finding.connection)
    let cost = finding.cost
    guard !isSingle, let index = groups[key] else {
      if !isSingle { groups[key] = list.count }
      list.append((key, finding, cost))
      if list.count >= 2 * limit { trim() }
      return
    }
    merge(finding, cost, at: index)
  }

  /// Makes notices of the problems of a kind.
  mutating func demote(_ kind: DiagnosisKind) {
    for index in list.indices
    where list[index].finding.kind == kind && list[index].finding.severity == .problem {
      list[index].finding.severity = .notice
      list[index].key.severity = .notice
    }
  }

  /// All findings, the worst first.
  mutating func finish() -> [DiagnosedFinding] {
    trim()
    return list.map(\.finding)
  }

  private mutating func merge(_ finding: DiagnosedFinding, _ cost: Double, at index: Int) {
    let known = list[index].finding
    let count = (known.measures.connections ?? 1) + 1
    // The worst one stands for all.
    var merged = cost > known.cost ? finding : known
    merged.measures.connections = count
    merged.start = min(known.start, finding.start)
    merged.end = max(known.end, finding.end)
    if known.measures.responseCode != finding.measures.responseCode {
      merged.measures.responseCode = nil
    }
    if finding.kind.group == .opening {
      // Attempts beside each other wait at the same time.
      merged.timeLost = min(
        (known.timeLost ?? 0) &+ (finding.timeLost ?? 0),
        max(merged.end.nanoseconds(since: merged.start), known.timeLost ?? 0))
      merged.share = nil
      merged.measures.count = sum(known.measures.count, finding.measures.count)
    }
    list[index].finding = merged
    list[index].cost += cost
  }

  private func sum(_ left: UInt64?, _ right: UInt64?) -> UInt64? {
    left == nil && right == nil ? nil : (left ?? 0) &+ (right ?? 0)
  }

  /// Sorts, and drops what is over the limit.
  private mutating func trim() {
    list.sort { left, right in
      let (first, second) = (left.finding, right.finding)
      if first.tier != second.tier { return first.tier < second.tier }
      if left.cost != right.cost { return left.cost > right.cost }
      return (first.connection ?? 0, first.start) < (second.connection ?? 0, second.start)
    }
    omittedCount += max(list.count - limit, 0)
    if list.count > limit { list.removeLast(list.count - limit) }
    groups.removeAll(keepingCapacity: true)
    for (index, entry) in list.enumerated() where entry.finding.kind.group != .attacks {
      groups[entry.key] = index
    }
  }
}

extension DiagnosedFinding {
  /// Problems come before notices, attacks before all.
  fileprivate var tier: Int {
    switch severity {
    case .problem: kind.group == .attacks ? 0 : 1
    case .notice: 2
    case .info: 3
    }
  }

  /// What it cost, in seconds; a connection that failed counts as so many.
  fileprivate var cost: Double {
    let time = Double(timeLost ?? 0) / 1e9
    let failed: Double =
      switch kind {
      case .refused, .unanswered, .icmpUnreachable, .peerVanished, .idleTimeout, .mtuBlackHole,
        .dnsFailed, .tlsFailed:
        10
      // What made an application give up can be a finding that cost time.
      case .reset: 1
      default: 0
      }
    return time + failed
  }
}
