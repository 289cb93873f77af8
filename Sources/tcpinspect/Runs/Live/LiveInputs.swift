import InternetTypes
import PacketCapture
import TerminalView

/// The rows of the interfaces that packets come from: those captured on, or those of files.
struct LiveInputs {
  private let isLive: Bool
  /// The files that are read.
  private let names: [String]
  var interfaces: [InterfaceRow]
  private var rows: [Key: Int] = [:]

  private struct Key: Hashable {
    var source: Int
    var interface: UInt32
  }

  /// The most rows; packets of further interfaces are in none.
  private static var limit: Int { 256 }

  /// - Parameters:
  ///   - live: the rows of what is captured on; empty for files.
  ///   - names: the files.
  init(live: [InterfaceRow], names: [String]) {
    isLive = !live.isEmpty
    interfaces = live
    self.names = names
  }

  /// The row of an interface; nil if there are too many.
  mutating func row(of interface: UInt32, source: Int, _ linkType: LinkType) -> Int? {
    if isLive { return Int(interface) < interfaces.count ? Int(interface) : nil }
    let key = Key(source: source, interface: interface)
    if let row = rows[key] { return row }
    guard interfaces.count < Self.limit else { return nil }
    let file = source < names.count ? names[source] : "\(source)"
    interfaces.append(
      InterfaceRow(
        name: interface == 0 ? file : "\(file) #\(interface)", linkType: linkType.title))
    rows[key] = interfaces.count - 1
    return interfaces.count - 1
  }

  /// The names of what is captured on.
  var name: String { interfaces.map(\.name).joined(separator: ", ") }

  /// The counters of all interfaces together.
  private(set) var statistics = CaptureStatistics(captured: 0, received: 0, dropped: 0)
  private var counts: [Int: CaptureStatistics] = [:]

  /// Stores the counters of an interface.
  mutating func take(_ statistics: CaptureStatistics, of interface: Int) {
    guard interface < interfaces.count else { return }
    interfaces[interface].received = UInt64(clamping: statistics.received)
    interfaces[interface].dropped = UInt64(clamping: statistics.dropped)
    interfaces[interface].droppedByInterface = UInt64(clamping: statistics.droppedByInterface)
    counts[interface] = statistics
    self.statistics = counts.values.reduce(
      into: CaptureStatistics(captured: 0, received: 0, dropped: 0)
    ) {
      $0.received += $1.received
      $0.dropped += $1.dropped
      $0.droppedByInterface += $1.droppedByInterface
    }
  }
}
