import ConnectionTracking
import InternetTypes
import Records

/// A filter as it is typed: words that all have to hold, `port:443 host:10.0. state:established problem:` or plain text.
package struct ConnectionQuery: Hashable, Sendable {
  private enum Term: Hashable {
    case port(String)
    case host(String)
    case state(String)
    case process(String)
    case problem(String)
    case text(String)
  }

  private let terms: [Term]

  /// The filter of a text.
  package init(_ text: String) {
    terms = text.lowercased().split(separator: " ").map { word in
      let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return .text(String(word)) }
      let value = String(parts[1])
      switch parts[0] {
      case "port": return .port(value)
      case "host": return .host(value)
      case "state": return .state(value)
      case "process": return .process(value)
      case "problem": return .problem(value)
      // An address of IPv6 has colons, too.
      default: return .text(String(word))
      }
    }
  }

  /// Whether it lets everything through.
  package var isEmpty: Bool { terms.isEmpty }

  /// Whether it asks for processes.
  package var asksForProcess: Bool {
    terms.contains { if case .process(let name) = $0 { !name.isEmpty } else { false } }
  }

  /// Whether a connection passes.
  package func matches(_ entry: ConnectionEntry, _ processes: ProcessTable) -> Bool {
    for term in terms where !matches(term, entry, processes) { return false }
    return true
  }

  private func matches(
    _ term: Term, _ entry: ConnectionEntry, _ processes: ProcessTable
  ) -> Bool {
    let row = entry.row
    switch term {
    case .port(let value): return value.isEmpty || UInt16(value).map { entry.hasPort($0) } ?? false
    case .host(let value):
      return value.isEmpty || row.client.address.text.contains(value)
        || row.server.address.text.contains(value)
    case .state(let value):
      if value.isEmpty { return true }
      if "ended".hasPrefix(value), row.isEnded { return true }
      return Self.states(row).contains { $0.contains(value) }
    case .process(let value):
      return value.isEmpty || Self.matches(value, entry.processes, processes)
    case .problem(let value):
      if value.isEmpty { return entry.problems != 0 || row.failure != nil }
      return Self.problems(entry).contains { $0.contains(value) }
    case .text(let value):
      return "\(row.client.text) \(row.server.text) \(row.protocol.name)".contains(value)
        || Self.states(row).contains { $0.contains(value) }
    }
  }

  /// Whether a process has a text in its name; a number, as in `name/123` or `/123`, has to be the whole one.
  private static func matches(
    _ value: String, _ entry: EntryProcesses, _ processes: ProcessTable
  ) -> Bool {
    func matches(_ number: UInt32) -> Bool {
      let text = processes.lowercasedText(of: number)
      return value.contains("/") ? text.hasSuffix(value) : text.contains(value)
    }
    if entry.isUnknown { return matches(ProcessTable.unknown) }
    return [entry.client, entry.server].contains { $0 != ProcessTable.unknown && matches($0) }
  }

  private static func states(_ row: LiveRow) -> [String] {
    [row.toServer.state, row.toClient.state].map { $0.name.description.lowercased() }
  }

  private static func problems(_ entry: ConnectionEntry) -> [String] {
    let problems = entry.problems
    var names = SegmentEvent.Kind.allCases
      .filter { problems & $0.bit != 0 }.map { $0.name.description }
    if let failure = entry.row.failure { names.append(failure.name.description) }
    return names
  }
}

extension Endpoint {
  /// Address and port, the address of IPv6 in brackets; the address alone without a port.
  package var text: String {
    guard port != 0 else { return address.text }
    if case .v6 = address { return "[\(address.text)]:\(port)" }
    return "\(address.text):\(port)"
  }
}
