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

  @Test func `an unanswered datagram is S0, with the ICMP error about it`() throws {
    let all = try records(["connections"], "udp-message.pcap")
    let closed = try #require(
      all.first { ($0["server"] as? [String: Any])?["port"] as? Int == 50001 })
    #expect(closed["protocol"] as? String == "udp" && closed["conn_state"] as? String == "S0")
    #expect(closed["failure"] as? String == "icmp-unreachable")
    #expect(closed["history"] as? String == "D")
    #expect(closed["icmp_type"] as? Int == 3 && closed["icmp_code"] as? Int == 3)
  }

  @Test func `a flow that an ICMP error answers counts as failed, with the reason`() throws {
    let outcome = try run(
      Package.command,
      ["connections", "--format", "table", "-n", "-r", Package.fixture("udp-message.pcap")])
    #expect(outcome.output.contains("10.0.2.4:50001") && outcome.output.contains("unreach"))
    #expect(outcome.output.contains(" 2 failed (2 unreachable), 2 unanswered; "))
  }

  @Test func `a flow of ICMP has the type and code of its first message`() throws {
    let all = try records(["connections"], "udp-message.pcap")
    let error = try #require(all.first { $0["protocol"] as? String == "icmp" })
    #expect(error["icmp_type"] as? Int == 3 && error["icmp_code"] as? Int == 3)
    #expect((error["community_id"] as? String)?.hasPrefix("1:") == true)
  }

  /// `tshark -r echo-ipv4.pcap`: the handshake takes 0.000038 s, packet 4 comes at 0.050490 s.
  @Test func `--duration ends at the first packet later than the limit`() throws {
    let all = try records(["connections", "--duration", "0.01"], "echo-ipv4.pcap")
    try #require(all.count == 1)
    #expect(all[0]["duration"] as? Double == 0.000038 && all[0]["history"] as? String == "ShA")
    #expect(all[0]["ending"] as? String == "end-of-input")
    #expect(all[0]["conn_state"] as? String == "S1")
  }

  @Test func `more connections than the memory has room for are refused in a line`() throws {
    let outcome = try run(
      Package.command,
      [
        "connections", "--max-connections", "1000000000", "-r", Package.fixture("echo-ipv4.pcap"),
      ])
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    let line = try #require(outcome.errors.split(separator: "\n").last)
    let told = "tcpinspect: --max-connections 1000000000: the memory has room for "
    #expect(line.hasPrefix(told) && line.hasSuffix(" connections at most"))
  }

  /// The seconds of the first packets of echo-ipv4.pcap, and its magic number, as other ones.
  private func savefile(second: UInt32?, magic: [UInt8]) throws -> Data {
    var data = try Data(contentsOf: URL(filePath: Package.fixture("echo-ipv4.pcap")))
    data.replaceSubrange(0..<4, with: magic)
    guard let second else { return data }
    for index in 0..<4 { data[24 + index] = UInt8(truncatingIfNeeded: second >> (8 * index)) }
    return data
  }

  /// The magic numbers of pcap-savefile(5), in little-endian order.
  private static let micro: [UInt8] = [0xd4, 0xc3, 0xb2, 0xa1]
  private static let nano: [UInt8] = [0x4d, 0x3c, 0xb2, 0xa1]

  /// Noon in UTC on 15 January and 15 July 2026, in a zone of -5 hours, in summer -4 (date -d @SECONDS).
  @Test(arguments: [(UInt32(1_768_478_400), "07:00:00."), (1_784_116_800, "08:00:00.")])
  func `tables show the time of day by the packet's offset from UTC, not by the present one`(
    second: UInt32, clock: String
  ) throws {
    let outcome = try run(
      "/usr/bin/env",
      [
        "TZ=EST5EDT,M3.2.0,M11.1.0", Package.command, "states", "--format", "table", "-c", "1",
        "-r", "-",
      ], input: try savefile(second: second, magic: Self.micro))
    #expect(outcome.output.contains("\n\(clock)976351"))
  }

  @Test(arguments: [micro, nano])
  func `packets are written in the precision of the input`(magic: [UInt8]) throws {
    let folder = try TemporaryFolder()
    let data = try savefile(second: nil, magic: magic)
    try data.write(to: URL(filePath: folder.path("in.pcap")))
    let outcome = try run(
      Package.command,
      [
        "connections", "--connection", "0", "-w", folder.path("out.pcap"), "-r",
        folder.path("in.pcap"),
      ])
    #expect(outcome.status == 0)
    #expect(try Data(contentsOf: URL(filePath: folder.path("out.pcap"))) == data)
  }

  @Test(arguments: [
    (["connections", "--verbose", "-r", "FILE"], "--verbose needs --connection"),
    (["connections", "-w", "out.pcap", "--connection", "0"], "-w needs --connection and -r"),
    (["connections", "-w", "out.pcap", "-r", "FILE"], "-w needs --connection and -r"),
    (["connections", "--sort", "size", "-r", "FILE"], "--sort size: one of these is needed"),
    (
      ["connections", "--services", "--connection", "0", "-r", "FILE"],
      "--services covers all connections"
    ),
    (["events", "--format", "xml", "-r", "FILE"], "--format xml: must be table, ndjson or csv"),
    (["states", "--connection", "-1", "-r", "FILE"], "--connection -1"),
  ])
  func `contradicting options are a usage error`(words: [String], message: String) throws {
    let fixture = Package.fixture("handshake-data.pcap")
    let outcome = try run(Package.command, words.map { $0 == "FILE" ? fixture : $0 })
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty && outcome.errors.contains(message))
  }
}
