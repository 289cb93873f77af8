import InternetTypes
import Reassembly

/// The closing notes about fragments that were not reassembled.
struct ReassemblyNotes {
  private let statistics: ReassemblyStatistics
  /// Fragments without ports that were not passed to the reassembler, such as those in tunnels.
  private let others: UInt64

  /// The notes about a reassembler's counts.
  init(_ statistics: ReassemblyStatistics, others: UInt64) {
    self.statistics = statistics
    self.others = others
  }

  /// One line for each kind of fault; none if every datagram was reassembled.
  var lines: [String] {
    var lines = FragmentFault.allCases.compactMap(line)
    let incomplete = statistics.timedOut &+ statistics.unfinished
    if incomplete > 0 {
      lines.append(
        "\(incomplete.counted("fragmented datagram")) \(Self.verb(incomplete)) never complete")
    }
    if statistics.evicted > 0 {
      lines.append(
        "\(statistics.evicted.counted("fragmented datagram")) given up to make room for others")
    }
    let strays = statistics.strays &+ others
    if strays > 0 {
      lines.append(
        "\(strays.counted("fragment")) without ports \(strays == 1 ? "belongs" : "belong") to no "
          + "connection")
    }
    return lines
  }

  /// The line about a fault; nil if it did not occur.
  private func line(_ fault: FragmentFault) -> String? {
    let count = statistics.count(of: fault)
    guard count > 0 else { return nil }
    let datagrams = "\(count.counted("fragmented datagram")) discarded"
    var text =
      switch fault {
      case .overlap: "\(datagrams): fragments overlap"
      case .tooLarge: "\(datagrams): more than 65,535 bytes"
      case .contradictoryEnd: "\(datagrams): fragments contradict each other about the end"
      case .tooMany: "\(datagrams): too many fragments"
      case .tinyFirst:
        "\(count.counted("first fragment")) \(count == 1 ? "ends" : "end") before the transport header does"
      case .impossibleLength:
        "\(count.counted("fragment")) of an impossible length \(Self.verb(count)) not taken"
      }
    if let example = statistics.example(of: fault) {
      text +=
        " (\(count == 1 ? "" : "first ")packet \(example.packet), \(example.source.text) > \(example.destination.text))"
    }
    return text
  }

  private static func verb(_ count: UInt64) -> String { count == 1 ? "was" : "were" }
}
