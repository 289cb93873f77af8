package import CongestionInference
package import ConnectionTracking
import InternetTypes

/// The connections that are worth a page of their own, in bounded memory.
///
/// Those with the costliest findings come first, then those that carried most. Of attempts without data that ended
/// alike at one server, as in a flood, only a few are shown.
package struct PageRanking: Sendable {
  /// A connection with the verdicts on its data senders.
  package struct Entry: Sendable {
    /// The connection.
    package var connection: ConnectionSummary
    /// The verdicts on its data senders.
    package var verdicts: [CongestionVerdict]
    /// What its findings cost, in seconds.
    var cost: Double

    /// The verdict on the data of one endpoint.
    func verdict(_ side: Side) -> CongestionVerdict? { verdicts.first { $0.sender == side } }

    fileprivate func precedes(_ other: Entry) -> Bool {
      if cost != other.cost { return cost > other.cost }
      let (left, right) = (weight, other.weight)
      return left == right ? connection.index < other.connection.index : left > right
    }

    /// Bytes, and much for what shows that something went wrong.
    private var weight: UInt64 {
      let payload = connection.sum(\.payloadBytes)
      let trouble =
        connection.sum(\.retransmittedPackets) + connection.sum(\.zeroWindows)
        + (connection.failure == nil ? 0 : 1)
      return payload &+ trouble &* 1500 &+ connection.sum(\.packets)
    }
  }

  /// A kind of attempt without data.
  private struct Attempt: Hashable {
    var server: Endpoint
    var outcome: ConnectionOutcome
  }

  /// How many connections the table of a page lists.
  static var listLimit: Int { 200 }
  /// How many attempts of one kind a table lists.
  private static var listedAttempts: Int { 8 }
  /// How many attempts of one kind are shown.
  private static var attemptLimit: Int { 3 }

  private let top: Int
  private let indexes: Set<UInt64>
  private let from: Int64?
  private let to: Int64?
  private var zero: Int64?
  private var kept: [Entry] = []
  private var attempts: [Attempt: Int] = [:]
  private static var attemptKinds: Int { 4096 }

  init(top: Int, indexes: [UInt64], from: Int64?, to: Int64?) {
    self.top = top
    self.indexes = Set(indexes)
    (self.from, self.to) = (from, to)
  }

  /// Notes the time of a packet: the first one is where `from` and `to` count from.
  mutating func begin(at time: Int64) { if zero == nil { zero = time } }

  /// What findings cost is known at the end: until then many more connections are kept, some 10 MB of them.
  private static var candidates: Int { 4096 }

  mutating func take(_ connection: ConnectionSummary, _ verdicts: [CongestionVerdict]) {
    if !indexes.isEmpty && !indexes.contains(connection.index) { return }
    guard isInTime(connection) else { return }
    if indexes.isEmpty, connection.sum(\.payloadBytes) == 0 {
      let attempt = Attempt(server: connection.server, outcome: connection.outcome)
      if attempts.count < Self.attemptKinds || attempts[attempt] != nil {
        attempts[attempt, default: 0] += 1
      }
      // Of a flood, the table would hold nothing else.
      if attempts[attempt, default: .max] > Self.listedAttempts { return }
    }
    kept.append(Entry(connection: connection, verdicts: verdicts, cost: 0))
    if indexes.isEmpty, kept.count >= Self.candidates * 2 {
      kept.sort { $0.precedes($1) }
      kept.removeSubrange(Self.candidates...)
    }
  }

  private func isInTime(_ connection: ConnectionSummary) -> Bool {
    guard let zero else { return true }
    if let from, connection.end.rawValue &- zero < from { return false }
    if let to, connection.start.rawValue &- zero > to { return false }
    return true
  }

  /// Sets what the findings about connections cost, in seconds by index.
  package mutating func setCosts(_ costs: [UInt64: Double]) {
    for index in kept.indices { kept[index].cost = costs[kept[index].connection.index] ?? 0 }
  }

  /// The connections that a table lists.
  var listed: [Entry] { Array(kept.sorted { $0.precedes($1) }.prefix(Self.listLimit)) }

  /// The connections that have a page.
  package var shown: [Entry] {
    let sorted = kept.sorted { $0.precedes($1) }
    if !indexes.isEmpty { return sorted.sorted { $0.connection.index < $1.connection.index } }
    var counts: [Attempt: Int] = [:]
    var shown: [Entry] = []
    for entry in sorted where shown.count < top {
      if entry.connection.sum(\.payloadBytes) == 0 {
        let attempt = Attempt(
          server: entry.connection.server, outcome: entry.connection.outcome)
        counts[attempt, default: 0] += 1
        if counts[attempt, default: 0] > Self.attemptLimit { continue }
      }
      shown.append(entry)
    }
    return shown
  }
}
