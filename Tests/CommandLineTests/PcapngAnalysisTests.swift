import Foundation
import Testing

/// Analyses of captures with interfaces and blocks of their own.
@Suite struct PcapngAnalysisTests {
  /// An IPv4 packet of UDP from 192.0.2.1 to 192.0.2.2 port 9.
  private static func datagram(from port: UInt8) -> [UInt8] {
    var packet = Pcapng.datagram
    packet[21] = port
    return packet
  }

  private func write(_ file: Pcapng, _ name: String, _ folder: TemporaryFolder) throws -> String {
    try Data(file.bytes).write(to: URL(filePath: folder.path(name)))
    return folder.path(name)
  }

  /// The records of connections, by client port.
  private func records(_ arguments: [String]) throws -> [Int: [String: Any]] {
    let outcome = try run(
      Package.command, ["connections", "--format", "ndjson"] + arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    var found: [Int: [String: Any]] = [:]
    for line in outcome.output.split(separator: "\n") {
      let record = try #require(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let client = try #require(record["client"] as? [String: Any])
      found[try #require(client["port"] as? Int)] = record
    }
    return found
  }

  @Test func `a connection has the interface and the file of its first packet`() throws {
    let folder = try TemporaryFolder()
    var first = Pcapng()
    first.interface(link: 101, name: "eth0")
    first.packet(Self.datagram(from: 1))
    // Described between packets.
    first.interface(link: 101, name: "wlan\u{7}0")
    first.packet(Self.datagram(from: 2), interface: 1)
    first.packet(Self.datagram(from: 1), interface: 1)
    first.packet(Self.datagram(from: 3))
    let one = try write(first, "one.pcapng", folder)
    let alone = try records(["-r", one])
    #expect(
      alone.mapValues { $0["interface"] as? String } == [
        1: "eth0", 2: "wlan\u{7}0", 3: "eth0",
      ])
    #expect(alone.values.allSatisfy { $0["file"] == nil })
    var second = Pcapng()
    second.interface(link: 101, name: "lo")
    second.packet(Self.datagram(from: 4))
    let two = try write(second, "two.pcapng", folder)
    let plain = folder.path("plain.pcap")
    let unnamed = try tcpinspect("-r", two, "-w", plain)
    #expect(unnamed.status == 0)
    let both = try records(["-r", one, "-r", two])
    #expect(
      both.mapValues { $0["interface"] as? String } == [
        1: "eth0", 2: "wlan\u{7}0", 3: "eth0", 4: "lo",
      ])
    #expect(both.mapValues { $0["file"] as? String } == [1: one, 2: one, 3: one, 4: two])
    let mixed = try records(["-r", plain, "-r", one])
    #expect(mixed[4]?["file"] as? String == plain)
    #expect(mixed[4]?["interface"] == nil)
    let single = try records(["-r", plain])
    #expect(single[4].map { $0["file"] == nil && $0["interface"] == nil } == true)
    let table = try tcpinspect("connections", "--format", "csv", "-r", one).output
    let rows = table.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let column = try #require(rows[0].firstIndex(of: "interface"))
    #expect(rows.dropFirst().map { $0[column] } == ["\"eth0\"", "\"wlan\u{7}0\"", "\"eth0\""])
  }

  @Test func `a name that comes after its host's first packet is used from then on`() throws {
    let folder = try TemporaryFolder()
    var file = Pcapng()
    file.interface(link: 101, name: "eth0")
    file.packet(Pcapng.datagram)
    file.block(
      4,
      Pcapng.word(1 as UInt16) + Pcapng.word(9 as UInt16)
        + Pcapng.padded([192, 0, 2, 1] + Array("host\0".utf8)) + [0, 0, 0, 0])
    file.packet(Pcapng.datagram)
    let lines = try tcpinspect("-t", "-r", write(file, "late.pcapng", folder)).output
      .split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("IP 192.0.2.1.echo > ") == true, "\(lines)")
    #expect(lines.last?.hasPrefix("IP host.echo > ") == true, "\(lines)")
  }

  @Test(arguments: ["out.pcapng", "out.pcapng.zst", "out"])
  func `the packets of a connection keep their blocks, interfaces and comments`(
    name: String
  ) throws {
    let folder = try TemporaryFolder()
    let comment = Pcapng.option(1, "here") + [0, 0, 0, 0]
    var (whole, selected) = (Pcapng(), Pcapng())
    for number in 0..<2 as Range<UInt16> {
      whole.interface(link: 101 + 127 * number, name: "en\(number)")
      selected.interface(link: 101 + 127 * number, name: "en\(number)")
    }
    // The second datagram comes in two fragments, and its connection is known with the last one only.
    var (start, rest) = (Pcapng.datagram, Self.datagram(from: 5))
    (start[3], start[5], start[6], start[25]) = (28, 2, 0x20, 16)
    (rest[3], rest[5], rest[7]) = (28, 2, 1)
    for packet in [Pcapng.datagram, start, rest] {
      whole.packet(packet, interface: 1, options: comment)
      selected.packet(packet, interface: 1, options: comment)
      whole.packet(Self.datagram(from: 99), options: comment)
    }
    let source = try write(whole, "whole.pcapng", folder)
    let outcome = try tcpinspect(
      "connections", "--connection", "0", "-K", "-r", source, "-w", folder.path(name),
      "--pcapng")
    #expect(outcome.complaints == [])
    let copy = folder.path("copy.pcapng")
    _ = try tcpinspect("-r", folder.path(name), "-w", copy)
    #expect(try Data(contentsOf: URL(filePath: copy)) == Data(selected.bytes))
    let refused = try tcpinspect(
      "connections", "--connection", "0", "-r", source, "-w", folder.path("x.pcap"))
    #expect(refused.status == 1)
    #expect(refused.complaints.last?.contains("--pcapng") == true, "\(refused.errors)")
  }

  @Test func `options on the savefile need one`() throws {
    let outcome = try tcpinspect("connections", "--pcapng", "-r", PcapngTests.echo)
    #expect(outcome.status == 64)
    #expect(outcome.complaints.first?.contains("--pcapng and --compress need -w") == true)
  }
}
