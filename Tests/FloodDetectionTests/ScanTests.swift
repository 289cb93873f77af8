import InternetTypes
import Testing

@testable import FloodDetection

@Suite struct ScanTests {
  static let scanner: UInt32 = 0xcb00_7107  // 203.0.113.7

  @Test(arguments: [10, 100, 1_000])
  func `one source that tries many ports is a port scan, at any rate, and no flood`(rate: Int)
    throws
  {
    var traffic = Traffic()
    traffic.repeating(rate, for: 2_000 / Double(rate)) { traffic, number in
      let server = (Traffic.server, UInt16(1 + number))
      traffic.send(from: (Self.scanner, 40_000), to: server, Traffic.syn, sequence: 4)
      traffic.send(
        from: server, to: (Self.scanner, 40_000), Traffic.refusal, acknowledgment: 5)
    }
    _ = traffic.finish()
    #expect(traffic.raised.map(\.kind) == [.portScan])
    let alert = try #require(traffic.raised.first)
    #expect(alert.sources.top.first?.address == .v4(IPv4Address(rawValue: Self.scanner)))
    #expect(alert.sources.estimate == 1 && alert.sources.kind == .single)
    #expect(alert.victim.text == "192.0.2.1" && alert.victim.port == nil)
  }

  @Test func `one source that tries one port of many silent hosts is a host scan`() throws {
    var traffic = Traffic()
    traffic.repeating(50, for: 5) { traffic, number in
      let host = Traffic.server & ~0xff | UInt32(number % 254 + 1)
      traffic.send(from: (Self.scanner, 40_000), to: (host, 22), Traffic.syn, sequence: 4)
    }
    traffic.wait(2)
    _ = traffic.finish()
    #expect(traffic.raised.map(\.kind) == [.hostScan])
    let alert = try #require(traffic.raised.first)
    #expect(alert.victim.text == "192.0.2.0/24" && alert.victim.port == 22)
    #expect(alert.sources.top.first?.address == .v4(IPv4Address(rawValue: Self.scanner)))
  }

  @Test
  func
    `a client that is served at many ports, or fails at hosts all over the world, scans nothing`()
  {
    var traffic = Traffic()
    traffic.repeating(50, for: 4) { traffic, number in
      traffic.connect((Self.scanner, UInt16(20_000 + number)), (Traffic.server, UInt16(1 + number)))
    }
    traffic.repeating(40, for: 20) { traffic, number in
      let peer = (UInt32(truncatingIfNeeded: hash(number)), UInt16(6_881))
      traffic.send(from: (Self.scanner, UInt16(20_000 + number)), to: peer, Traffic.syn)
    }
    traffic.wait(2)
    _ = traffic.finish()
    #expect(traffic.alerts.isEmpty)
  }

  @Test func `SYN-ACKs of a host that is under attack elsewhere are backscatter`() throws {
    var traffic = Traffic()
    traffic.repeating(40, for: 6) { traffic, number in
      let forged = (Traffic.client + UInt32(number % 200), UInt16(2_000 + number))
      traffic.send(
        from: (Traffic.server, 443), to: forged, Traffic.synAck, sequence: 9, acknowledgment: 77)
    }
    traffic.wait(2)
    _ = traffic.finish()
    #expect(traffic.raised.map(\.kind) == [.backscatter])
    let alert = try #require(traffic.raised.first)
    #expect(alert.victim.text == "192.0.2.1" && alert.victim.port == 443)
    #expect(alert.severity == .watch)
  }

  @Test func `unsolicited SYN-ACKs of many servers to one host are reflection`() throws {
    var traffic = Traffic()
    traffic.repeating(200, for: 4) { traffic, number in
      let reflector = (0xcb00_7100 + UInt32(number % 200), UInt16(443))
      traffic.send(
        from: reflector, to: (Traffic.server, UInt16(2_000 + number)), Traffic.synAck, sequence: 9,
        acknowledgment: 77)
    }
    traffic.wait(2)
    _ = traffic.finish()
    #expect(traffic.raised.map(\.kind) == [.synAckReflection])
    #expect(traffic.raised.first?.victim.text == "192.0.2.1")
    #expect(traffic.raised.first?.severity == .alert)
  }

  @Test func `if only the servers' packets were captured, their data shows that there were SYNs`() {
    var traffic = Traffic()
    traffic.repeating(100, for: 10) { traffic, number in
      let client = (Traffic.client + UInt32(number % 200), UInt16(2_000 + number))
      traffic.send(
        from: (Traffic.server, 443), to: client, Traffic.synAck, sequence: 9, acknowledgment: 77)
      traffic.send(
        from: (Traffic.server, 443), to: client, Traffic.ack, sequence: 10, acknowledgment: 500)
    }
    traffic.wait(2)
    _ = traffic.finish()
    #expect(traffic.alerts.isEmpty)
  }
}
