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

  /// The expression of pcap-filter(7) that selects the packets of the alert.
  var filter: String {
    switch alert.kind {
    case .synFlood, .portScan, .hostScan, .listenerNotAnswering:
      let from = source.map { "src host \($0) and " } ?? ""
      return from + "dst \(victim)\(port) and \(flags(2))"
    case .synAckReflection:
      return "dst \(victim) and \(flags(0x12))"
    case .backscatter:
      let port = alert.victim.port.map { " and src port \($0)" } ?? ""
      return "src \(victim)\(port) and \(flags(0x12))"
    }
  }

  /// Countermeasures: rules for `nft` (nftables), or advice.
  var measures: [String] {
    let family = isIPv6 ? "ip6" : "ip"
    let to = "\(family) daddr \(alert.victim.text)"
    let port = alert.victim.port.map { " tcp dport \($0)" } ?? ""
    let syn = "tcp flags & (syn | ack) == syn"
    switch alert.kind {
    case .synFlood:
      if let source {
        return ["nft add rule inet filter input \(family) saddr \(source) \(to)\(port) \(syn) drop"]
      }
      var measures = ["sysctl -w net.ipv4.tcp_syncookies=1    # on the victim"]
      if alert.sources.kind == .distributed {
        measures.append(
          "nft add rule inet filter input \(to)\(port) \(syn) meter syns "
            + "{ \(family) saddr limit rate over 10/second } drop")
      } else if let port = alert.victim.port {
        // A rate limit would also lock out real clients; the proxy admits those that complete the handshake.
        measures.append(
          "nft add rule inet raw prerouting \(to) tcp dport \(port) tcp flags syn notrack")
        measures.append(
          "nft add rule inet filter input \(to) tcp dport \(port) ct state invalid,untracked "
            + "synproxy mss 1460 wscale 7 timestamp sack-perm")
      } else {
        measures.append(
          "nft add rule inet filter input \(to) \(syn) limit rate over 1000/second drop")
      }
      return measures
    case .synAckReflection:
      return [
        "nft add rule inet filter input \(to) tcp flags & (syn | ack) == (syn | ack) "
          + "ct state invalid drop"
      ]
    case .portScan, .hostScan:
      guard let source else { return [] }
      return ["nft add rule inet filter input \(family) saddr \(source) tcp flags syn drop"]
    case .backscatter:
      return ["no action here: \(alert.victim.text) is under attack elsewhere"]
    case .listenerNotAnswering:
      return ["check the server: its clients get no service"]
    }
  }
}
