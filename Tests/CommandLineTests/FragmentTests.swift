import Foundation
import Testing

/// What the subcommands that follow connections say of datagrams in fragments.
///
/// `Fixtures/README.md` describes the fixtures' datagrams; the reassembled lengths are tshark's.
@Suite struct FragmentTests {
  private func run(_ words: [String], _ fixture: String) throws -> (
    records: [[String: Any]], complaints: [String]
  ) {
    let outcome = try CommandLineTests.run(
      Package.command, words + ["--format", "ndjson", "-r", Package.fixture(fixture)])
    #expect(outcome.status == 0)
    let records = try outcome.output.split(separator: "\n").map {
      try #require(
        JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any], "\($0)")
    }
    return (records, outcome.complaints)
  }

  private func sent(_ record: [String: Any], _ field: String) -> Int? {
    (record["client_to_server"] as? [String: Any])?[field] as? Int
  }

  @Test(arguments: ["fragments-small.pcap", "fragments-mixed.pcap"])
  func `a datagram counts once, with all its bytes and a right checksum`(name: String) throws {
    let (records, complaints) = try run(["connections"], name)
    #expect(records.count == 2 && complaints.isEmpty)
    // 4,000, 5,001 and 9,000 bytes of data over each version.
    for (record, header) in zip(records, [20, 40]) {
      #expect(sent(record, "packets") == 3)
      #expect(sent(record, "payload_bytes") == 18_001)
      #expect(sent(record, "ip_bytes") == 18_001 + 3 * (8 + header))
      #expect(sent(record, "checksum_invalid") == 0)
      #expect(sent(record, "checksum_unverifiable") == 0)
    }
  }

  @Test func `fragments that are not reassembled are reported by cause`() throws {
    let (records, complaints) = try run(["connections"], "fragments.pcap")
    // The twelve IPv4 datagrams to port 50000 whose first fragment came, outside of the VLAN.
    let first = try #require(records.first)
    #expect(sent(first, "packets") == 12)
    #expect(sent(first, "checksum_invalid") == 1)
    // Seven without the whole, one cut by the capture.
    #expect(sent(first, "checksum_unverifiable") == 8)
    let inVLAN = records.filter { $0["vlan"] as? Int == 5 }
    #expect(inVLAN.map { sent($0, "payload_bytes") } == [1592])
    let addresses = "10.0.2.15 > 10.0.2.4)"
    #expect(
      complaints == [
        "4 fragmented datagrams discarded: fragments overlap (first packet 11, \(addresses)",
        "2 fragmented datagrams discarded: more than 65,535 bytes (first packet 21, \(addresses)",
        "2 fragmented datagrams discarded: fragments contradict each other about the end "
          + "(first packet 26, \(addresses)",
        "2 first fragments end before the transport header does (first packet 57, \(addresses)",
        "2 fragments of an impossible length were not taken (first packet 22, \(addresses)",
        "9 fragmented datagrams were never complete",
        "21 fragments without ports belong to no connection",
      ])
  }

  @Test func `a segment in fragments is judged by its own checksum`() throws {
    let (records, _) = try run(["events"], "fragments.pcap")
    let wrong = records.filter { $0["kind"] as? String == "checksum_invalid" }
    // The segment whose last byte was changed, with the fragment that completed it.
    #expect(wrong.compactMap { $0["packet"] as? Int } == [64])
  }

  @Test func `the packets of a connection that are written are its fragments as they were`() throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path("written.pcap")
    _ = try run(["connections", "--connection", "1", "-w", path], "fragments-small.pcap")
    let whole = try CommandLineTests.run(
      Package.command, ["-n", "-r", Package.fixture("fragments-small.pcap"), "ip6"])
    let written = try CommandLineTests.run(Package.command, ["-n", "-r", path])
    #expect(written.output == whole.output && !whole.output.isEmpty)
  }
}
