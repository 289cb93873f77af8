import FloodDetection
import InternetTypes

/// The filter that shows the packets of an alert, and countermeasures as commands.
struct AlertAdvice {
  private let alert: FloodAlert

  init(_ alert: FloodAlert) { self.alert = alert }

  private var victim: String {
    alert.victim.prefixLength == nil
      ? "host \(alert.victim.text)" : "net \(alert.victim.text)"
  }

  private var port: String { alert.victim.port.map { " and dst port \($0)" } ?? "" }

  /// The source, if there is only one.
  private var source: String? {
    guard alert.sources.kind == .single else { return nil }
    return alert.sources.top.first?.address.text
  }

  private var isIPv6: Bool {
    if case .v6 = alert.victim.address { true } else { false }
  }

  /// A test of the SYN and ACK flags in the syntax of pcap-filter(7), whose names for flags cover IPv4 only.
  private func flags(_ value: Int) -> String {
    isIPv6 ? "ip6[53] & 0x12 = \(value)" : "tcp[13] & 0x12 = \(value)"
  }

  /// The flags of a stealth scan's segments.
  private var stealthFlags: Int {
    switch alert.kind {
    case .finScan: 1
    case .xmasScan: 0x29
    default: 0
    }
  }

  /// The expression of pcap-filter(7) that selects the packets of the alert.
  var filter: String {
    switch alert.kind {
    case .synFlood, .portScan, .hostScan, .listenerNotAnswering:
      let from = source.map { "src host \($0) and " } ?? ""
      return from + "dst \(victim)\(port) and \(flags(2))"
    case .synAckReflection:
      return "dst \(victim) and \(flags(0x12))"
    case .ackFlood: return "dst \(victim)\(port) and \(flags(0x10))"
    case .udpFlood: return "udp and dst \(victim)\(port)"
    case .finScan, .nullScan, .xmasScan:
      let from = source.map { "src host \($0) and " } ?? ""
      let byte = isIPv6 ? "ip6[53]" : "tcp[13]"
      return from + "dst \(victim)\(port) and \(byte) & 0x3f = \(stealthFlags)"
    case .backscatter:
      let port = alert.victim.port.map { " and src port \($0)" } ?? ""
      return "src \(victim)\(port) and \(flags(0x12))"
    }
  }
}
