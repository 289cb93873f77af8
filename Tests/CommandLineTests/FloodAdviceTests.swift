import FloodDetection
import Foundation
import InternetTypes
import Records
import Testing

/// The countermeasures of an alert, run as they are pasted: in a network namespace without any tables.
@Suite struct FloodAdviceTests {
  private static func alert(
    _ kind: FloodAlert.Kind, _ sources: FloodAlert.SourceKind, isIPv6: Bool, port: UInt16?
  ) -> FloodAlert {
    let victim =
      isIPv6
      ? IPAddress.v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | 4))
      : .v4(IPv4Address(rawValue: 0x0a00_0204))
    let source =
      isIPv6
      ? IPAddress.v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | 9))
      : .v4(IPv4Address(rawValue: 0x0a00_0209))
    let time = Timestamp(seconds: 1, nanoseconds: 0)
    return FloodAlert(
      kind: kind, severity: .alert, time: time, start: time, end: nil,
      victim: FloodAlert.Victim(address: victim, port: port), confidence: 1,
      sources: FloodAlert.Sources(kind: sources, estimate: 1, top: [(source, 1)]),
      synRatePeak: 1, syns: 1, handshakesCompleted: 0, halfOpenPeak: 1, isOneSided: false,
      evidence: [])
  }

  /// The commands of an alert, each with its undoing.
  private static func commands(_ alert: FloodAlert) -> [(command: String, undo: String)] {
    AlertText(alert, style: TableStyle()).lines.compactMap { line in
      let parts = line.components(separatedBy: "    # undo: ")
      guard parts.count == 2 else { return nil }
      return (String(parts[0].dropFirst(16)), parts[1])
    }
  }

  private static let alerts: [FloodAlert] = [false, true].flatMap { isIPv6 in
    [
      alert(.synFlood, .single, isIPv6: isIPv6, port: 80),
      alert(.synFlood, .distributed, isIPv6: isIPv6, port: 80),
      alert(.synFlood, .spoofed, isIPv6: isIPv6, port: 80),
      alert(.synFlood, .spoofed, isIPv6: isIPv6, port: nil),
      alert(.synAckReflection, .distributed, isIPv6: isIPv6, port: nil),
      alert(.portScan, .single, isIPv6: isIPv6, port: nil),
    ]
  }

  @Test func `commands are for nftables and for iptables, and each says how to undo it`() {
    for alert in Self.alerts {
      let commands = Self.commands(alert).map { $0.command.prefix { $0 != " " } }
      #expect(commands.first == "nft" && commands.dropFirst().allSatisfy { $0.contains("tables") })
      #expect(commands.count > 1)
    }
  }

  @Test func `commands work without any tables, and so does their undoing`() throws {
    guard geteuid() == 0, program("nft") != nil, program("unshare") != nil,
      try run("/usr/bin/env", ["unshare", "-n", "nft", "add", "table", "inet", "t"]).status == 0
    else {
      print("*** NOT TESTED: nft in a network namespace of its own needs root and nftables")
      return
    }
    for alert in Self.alerts {
      for (command, undo) in Self.commands(alert) {
        if command.hasPrefix("ip"), program("iptables") == nil { continue }
        let outcome = try run(
          "/usr/bin/env", ["unshare", "-n", "sh", "-c", "\(command) && \(undo)"])
        #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      }
    }
  }
}
