import Foundation
import Testing

/// What the subcommands that follow connections write, and refuse, as they are called.
///
/// What is expected was taken from `tshark -V` and from Zeek's documentation of `conn_state` and `history`.
@Suite struct AnalysisCommandTests {
  private func records(_ words: [String], _ fixture: String) throws -> [[String: Any]] {
    let outcome = try run(
      Package.command, words + ["--format", "ndjson", "-r", Package.fixture(fixture)])
    #expect(outcome.status == 0)
    return try outcome.output.split(separator: "\n").map {
      try #require(
        JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any], "\($0)")
    }
  }

  @Test func `a connection of a handshake, data both ways and a close`() throws {
    let all = try records(["connections"], "handshake-data.pcap")
    let record = try #require(all.first)
    #expect(record["conn_state"] as? String == "SF")
    #expect(record["history"] as? String == "ShADadFf")
    #expect(record["closed_by"] as? String == "client")
    #expect(record["failure"] is NSNull)
    let sent = try #require(record["client_to_server"] as? [String: Any])
    #expect(sent["packets"] as? Int == 6 && sent["ip_bytes"] as? Int == 2252)
    #expect(sent["payload_bytes"] as? Int == 2000 && sent["mss"] as? Int == 1460)
    #expect(sent["retransmitted_packets"] as? Int == 0 && sent["window_scale"] as? Int == 10)
  }

  @Test func `its states are those of RFC 9293, section 3.6`() throws {
    let all = try records(["states", "--connection", "0"], "handshake-data.pcap")
    func path(_ endpoint: String) -> [String] {
      all.filter { $0["endpoint"] as? String == endpoint }.compactMap { $0["to"] as? String }
    }
    #expect(
      path("client") == ["SYN-SENT", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT"])
    #expect(path("server") == ["SYN-RECEIVED", "ESTABLISHED", "CLOSE-WAIT", "LAST-ACK", "CLOSED"])
  }

  @Test func `an exchange without losses has no events`() throws {
    #expect(try records(["events", "--connection", "0"], "handshake-data.pcap").isEmpty)
  }

  @Test func `a refused attempt is a REJ, an aborted connection a RSTO`() throws {
    let all = try records(["connections"], "tcp-flags.pcap")
    try #require(all.count >= 3)
    #expect(all[0]["conn_state"] as? String == "REJ" && all[0]["history"] as? String == "Sr")
    #expect(all[0]["failure"] as? String == "refused" && all[0]["closed_by"] is NSNull)
    #expect(all[1]["conn_state"] as? String == "RSTO")
    #expect(all[1]["history"] as? String == "ShADaR" && all[1]["failure"] as? String == "reset")
  }

  @Test func `a datagram that nobody answers is an S0, with the ICMP error that came`() throws {
    let all = try records(["connections"], "udp-message.pcap")
    let closed = try #require(
      all.first { ($0["server"] as? [String: Any])?["port"] as? Int == 50001 })
    #expect(closed["protocol"] as? String == "udp" && closed["conn_state"] as? String == "S0")
    #expect(closed["history"] as? String == "D")
    #expect(closed["icmp_type"] as? Int == 3 && closed["icmp_code"] as? Int == 3)
  }

  @Test(arguments: [
    (["connections", "--verbose", "-r", "FILE"], "--verbose goes with --connection"),
    (["connections", "-w", "out.pcap", "--connection", "0"], "-w goes with --connection and -r"),
    (["connections", "-w", "out.pcap", "-r", "FILE"], "-w goes with --connection and -r"),
    (["connections", "--sort", "size", "-r", "FILE"], "--sort size: one of these is needed"),
    (
      ["connections", "--services", "--connection", "0", "-r", "FILE"],
      "--services is about all connections"
    ),
    (["events", "--format", "xml", "-r", "FILE"], "--format xml: table, ndjson or csv is needed"),
    (["states", "--connection", "-1", "-r", "FILE"], "--connection -1"),
  ])
  func `options that do not fit are wrong usage`(words: [String], message: String) throws {
    let fixture = Package.fixture("handshake-data.pcap")
    let outcome = try run(Package.command, words.map { $0 == "FILE" ? fixture : $0 })
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty && outcome.errors.contains(message))
  }
}
