import FloodDetection
import InternetTypes

/// Countermeasures against an alert: commands for nftables and for iptables that work on a machine without any tables,
/// each with the command that undoes it in a comment; or advice.
struct AlertMeasures {
  private let alert: FloodAlert

  init(_ alert: FloodAlert) { self.alert = alert }

  private var isIPv6: Bool {
    if case .v6 = alert.victim.address { true } else { false }
  }

  /// The attacking source, if there is only one.
  private var source: String? {
    guard alert.sources.kind == .single else { return nil }
    return alert.sources.top.first?.address.text
  }

  /// The lines of text.
  var lines: [String] {
    switch alert.kind {
    case .synFlood: return flood
    case .synAckReflection:
      return nft("\(to) tcp flags & (syn | ack) == (syn | ack) ct state invalid drop")
        + iptables(
          "INPUT",
          "\(toDestination) -p tcp --tcp-flags SYN,ACK SYN,ACK -m conntrack "
            + "--ctstate INVALID -j DROP")
    case .ackFlood:
      return nft("\(to) meta l4proto tcp ct state invalid drop")
        + iptables("INPUT", "\(toDestination) -p tcp -m conntrack --ctstate INVALID -j DROP")
    case .udpFlood:
      return nft("\(to) meta l4proto udp limit rate over 1000/second drop")
        + iptables(
          "INPUT",
          "\(toDestination) -p udp -m hashlimit --hashlimit-name tcpinspect "
            + "--hashlimit-above 1000/second -j DROP")
    case .finScan, .nullScan, .xmasScan:
      return nft("\(to) tcp flags & (syn | rst | ack) == 0x0 drop")
        + iptables("INPUT", "\(toDestination) -p tcp --tcp-flags SYN,RST,ACK NONE -j DROP")
    case .portScan, .hostScan:
      guard let source else { return [] }
      return nft("\(family) saddr \(source) tcp flags & (syn | ack) == syn drop")
        + iptables("INPUT", "-s \(source) -p tcp --syn -j DROP")
    case .backscatter: return ["no action here: \(alert.victim.text) is under attack elsewhere"]
    case .listenerNotAnswering:
      return ["check that the server is up: its clients get no answer"]
    }
  }

  private var flood: [String] {
    let port = alert.victim.port
    let nftPort = port.map { " tcp dport \($0)" } ?? ""
    let iptablesPort = port.map { " --dport \($0)" } ?? ""
    let syn = "tcp flags & (syn | ack) == syn"
    let match = "\(toDestination) -p tcp\(iptablesPort) --syn"
    if let source {
      return nft("\(family) saddr \(source) \(to)\(nftPort) \(syn) drop")
        + iptables("INPUT", "-s \(source) \(match) -j DROP")
    }
    let cookies = ["sysctl -w net.ipv4.tcp_syncookies=1    # on the victim"]
    if alert.sources.kind == .distributed {
      let type = isIPv6 ? "ipv6_addr" : "ipv4_addr"
      return cookies
        + nft(
          "\(to)\(nftPort) \(syn) update @sources { \(family) saddr limit rate over 10/second } drop",
          adding: "add set inet tcpinspect sources { type \(type); flags dynamic; timeout 1m; }; ")
        + iptables(
          "INPUT",
          match + " -m hashlimit --hashlimit-name tcpinspect --hashlimit-mode srcip "
            + "--hashlimit-above 10/second -j DROP")
    }
    guard let port else {
      return cookies
        + nft("\(to) \(syn) limit rate over 1000/second drop")
        + iptables(
          "INPUT",
          match + " -m hashlimit --hashlimit-name tcpinspect "
            + "--hashlimit-above 1000/second -j DROP")
    }
    return cookies + proxy(port)
  }

  /// A SYN proxy, which admits clients that complete the handshake; a rate limit would also lock out real clients.
  private func proxy(_ port: UInt16) -> [String] {
    let tracked = "\(to) tcp dport \(port)"
    let raw =
      "add chain inet tcpinspect raw { type filter hook prerouting priority raw; }; "
      + "add rule inet tcpinspect raw \(tracked) tcp flags & (syn | ack) == syn notrack; "
    let match = "\(toDestination) -p tcp --dport \(port)"
    return nft(
      "\(tracked) ct state invalid,untracked synproxy mss 1460 wscale 7 timestamp sack-perm; "
        + "add rule inet tcpinspect input \(tracked) ct state invalid drop", adding: raw)
      + iptables("PREROUTING -t raw", "\(match) --syn -j CT --notrack")
      + iptables(
        "INPUT",
        match + " -m conntrack --ctstate INVALID,UNTRACKED -j SYNPROXY --sack-perm "
          + "--timestamp --wscale 7 --mss 1460")
  }

  // MARK: Commands

  private var family: String { isIPv6 ? "ip6" : "ip" }

  private var to: String { "\(family) daddr \(alert.victim.text)" }

  private var toDestination: String { "-d \(alert.victim.text)" }

  /// A command that creates a table of its own with this rule in its input chain.
  private func nft(_ rule: String, adding others: String = "") -> [String] {
    [
      "nft 'add table inet tcpinspect; "
        + "add chain inet tcpinspect input { type filter hook input priority filter; }; "
        + others + "add rule inet tcpinspect input \(rule)'"
        + "    # undo: nft delete table inet tcpinspect"
    ]
  }

  /// A command that adds a rule before all others of a chain.
  private func iptables(_ chain: String, _ rule: String) -> [String] {
    let command = isIPv6 ? "ip6tables" : "iptables"
    return ["\(command) -I \(chain) \(rule)    # undo: \(command) -D \(chain) \(rule)"]
  }
}
