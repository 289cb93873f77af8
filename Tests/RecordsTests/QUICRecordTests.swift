import BasicContainers
import ConnectionTracking
import FixtureCaptures
import Foundation
import InternetTypes
import PacketDissection
import Testing
import TextOutput

@testable import Records

/// What records say of recorded QUIC connections, against what aioquic logged and tshark read (`Fixtures/quic.json`).
@Suite struct QUICRecordTests {
  static let names = [
    "quic-v1", "quic-v2", "quic-upgrade", "quic-negotiation", "quic-retry", "quic-rebinding",
  ]

  /// The summaries of a capture's connections, and their records.
  static func run(
    _ name: String, format: RecordFormat = .ndjson, cut: Int = .max
  ) throws -> (summaries: [ConnectionSummary], text: String) {
    let capture = try FixtureCapture(name)
    let times = try captureTimes(name)
    var tracker = ConnectionTracker()
    for (index, frame) in capture.frames.enumerated() {
      let bytes = Array(frame.bytes.prefix(cut))
      let packet = Packet(
        decoding: bytes.span, wireLength: frame.wireLength, linkType: capture.linkType)
      tracker.process(packet, frame: bytes.span, timestamp: times[index], number: index + 1)
    }
    while tracker.finish(atMost: 16) {}
    var summaries: [ConnectionSummary] = []
    for index in 0..<tracker.findings.ended.count {
      summaries.append(tracker.findings.ended[index])
    }
    return (summaries, records(ConnectionSchema.self, summaries, format))
  }

  /// When each frame was captured.
  private static func captureTimes(_ name: String) throws -> [Timestamp] {
    let bytes = [UInt8](
      try Data(contentsOf: FixtureCapture.folder.appending(path: name + ".pcap")))
    func number(_ offset: Int) -> Int64 {
      (0..<4).reduce(0) { $0 | Int64(bytes[offset + $1]) << Int64(8 * $1) }
    }
    var times: [Timestamp] = []
    var offset = 24
    while offset + 16 <= bytes.count {
      times.append(
        Timestamp(seconds: number(offset), nanoseconds: number(offset + 4) * 1000))
      offset += 16 + Int(number(offset + 8))
    }
    return times
  }

  @Test(arguments: names)
  func `names, versions and handshake times are those that the programs logged`(
    name: String
  ) throws {
    let recording = try QUICRecording(name)
    let (client, server) = (recording.log["client"], recording.log["server"])
    let summary = try #require(try Self.run(name).summaries.first)
    let quic = try #require(summary.quic)
    #expect(quic.versions.last?.rawValue == client?.version)
    #expect(quic.versions.last?.rawValue == server?.version)
    #expect(quic.serverName == client?.serverName)
    #expect(quic.applicationProtocols.contains(try #require(client?.alpn)))
    #expect(quic.clientID.text == client?.connectionID)
    #expect(quic.serverID.text == server?.connectionID)
    let started = try #require(client?.started)
    let completed = try #require(client?.handshakeCompleted)
    let measured = Double(try #require(quic.handshakeTime)) / 1e9
    // A program's clock is read a little before its datagram is captured.
    #expect(abs(measured - (completed - started)) < 0.002, "\(measured)")
    #expect(summary.isHandshakeSeen)
  }

  @Test(arguments: names)
  func `a record has the object and the protocol's name`(name: String) throws {
    let (summaries, text) = try Self.run(name)
    for (summary, line) in zip(summaries, text.split(separator: "\n")) {
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let quic = try #require(object["quic"] as? [String: Any])
      #expect(object["protocol"] as? String == "quic")
      #expect(quic["server_name"] as? String == summary.quic?.serverName)
      let counts = try #require(quic["client_packets"] as? [String: Int])
      #expect(counts["one_rtt"].map { UInt64($0) } == summary.quic?.clientPackets[.oneRTT])
    }
  }

  @Test func `rows of CSV have as many columns as their header, with QUIC and without`() throws {
    for name in ["quic-v1", "echo-ipv4", "udp-message", "tftp-window"] {
      let lines = try Self.run(name, format: .csv).text.split(separator: "\n")
      let columns = lines[0].split(separator: ",", omittingEmptySubsequences: false).count
      #expect(lines.count > 1)
      for line in lines.dropFirst() {
        #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == columns)
      }
    }
  }

  @Test func `NDJSON has the object only if there is QUIC`() throws {
    #expect(!(try Self.run("udp-message").text.contains("quic")))
  }

  @Test(arguments: names)
  func `packets of each kind are as many as tshark counts`(name: String) throws {
    var initial: UInt64 = 0
    var handshake: UInt64 = 0
    var short: UInt64 = 0
    for row in try QUICRecording(name).tshark {
      initial += UInt64(row["quic.long.packet_type"].filter { $0 == "0" }.count)
      initial += UInt64(row["quic.long.packet_type_v2"].filter { $0 == "1" }.count)
      handshake += UInt64(row["quic.long.packet_type"].filter { $0 == "2" }.count)
      handshake += UInt64(row["quic.long.packet_type_v2"].filter { $0 == "3" }.count)
      short += UInt64(row["quic.header_form"].filter { $0 == "0" }.count)
    }
    var counted: [QUICPacketKind: UInt64] = [:]
    for quic in try Self.run(name).summaries.compactMap(\.quic) {
      for kind in QUICPacketKind.allCases {
        counted[kind, default: 0] += quic.clientPackets[kind] + quic.serverPackets[kind]
      }
    }
    #expect(counted[.initial] == initial)
    #expect(counted[.handshake] == handshake)
    #expect(counted[.oneRTT] == short)
  }

  @Test func `versions are listed in order after Version Negotiation`() throws {
    let quic = try #require(try Self.run("quic-negotiation").summaries.first?.quic)
    #expect(quic.versions == [.v2, .v1])
    #expect(quic.hasNegotiation)
    let upgraded = try #require(try Self.run("quic-upgrade").summaries.first?.quic)
    #expect(upgraded.versions == [.v1, .v2])
    #expect(!upgraded.hasNegotiation)
  }

  @Test func `a Retry is verified with the connection ID that it answers`() throws {
    let quic = try #require(try Self.run("quic-retry").summaries.first?.quic)
    #expect(quic.hasRetry)
    #expect(quic.isRetryValid == true)
    #expect(quic.cipherSuite != nil)
  }

  @Test func `a connection from another port names the connection that it continues`() throws {
    let summaries = try Self.run("quic-rebinding").summaries
    #expect(summaries.count == 2)
    let (first, second) = (try #require(summaries.first), try #require(summaries.last))
    #expect(second.continued == first.index)
    #expect(second.quic?.serverName == first.quic?.serverName)
    #expect(second.quic?.serverID == first.quic?.serverID)
    #expect(first.client.port != second.client.port)
    #expect(second.clientToServer.packets > 0)
  }

  @Test func `a refused handshake has the error code that both programs logged`() throws {
    let quic = try #require(try Self.run("quic-refused").summaries.first?.quic)
    #expect(quic.closeCode == (try QUICRecording("quic-refused")).log["client"]?.errorCode)
    #expect(quic.handshakeTime == nil)
    #expect(quic.serverName == "refused.example")
  }

  @Test func `the spin bit shows round trips of at least the relay's delay`() throws {
    let spin = try #require(try Self.run("quic-v1").summaries.first?.quic?.spin)
    // 10 ms to the server and 10 ms back.
    #expect(try #require(spin.minimum) >= 19_000_000)
    #expect(spin.count > 0)
  }

  @Test(arguments: names)
  func `a capture cut anywhere is followed without a trap`(name: String) throws {
    for cut in stride(from: 42, through: 200, by: 3) {
      #expect(try Self.run(name, cut: cut).summaries.count > 0)
    }
  }
}
