import InternetTypes
import Testing

@testable import FloodDetection

/// Floods of segments without connections and of datagrams, and scans without SYN; the answers are those of RFC 9293,
/// section 3.10.7.1: a closed port resets everything but a reset, an open one drops what has neither ACK nor SYN.
@Suite struct OtherFloodTests {
  static let scanner: UInt32 = 0xcb00_7107  // 203.0.113.7

  /// A source that no other packet has: the tool of a flood draws it at random.
  private static func forged(_ number: Int) -> (UInt32, UInt16) {
    let random = hash(number)
    return (UInt32(truncatingIfNeeded: random), UInt16(truncatingIfNeeded: random >> 32) | 1024)
  }

  @Test(arguments: [true, false])
  func `ACKs of forged sources are a flood, whether the host resets them or is silent`(
    isRefused: Bool
  ) throws {
    var traffic = Traffic()
    traffic.repeating(400, for: 6) { traffic, number in
      let source = Self.forged(number)
      let server = (Traffic.server, UInt16(443))
      traffic.send(from: source, to: server, Traffic.ack, sequence: 7, acknowledgment: 8)
      if isRefused { traffic.send(from: server, to: source, Traffic.reset, sequence: 8) }
    }
    traffic.wait(8)
    _ = traffic.finish()
    #expect(traffic.raised.map(\.kind) == [.ackFlood])
    let alert = try #require(traffic.raised.first)
    #expect(alert.victim.text == "192.0.2.1" && alert.victim.port == 443)
    #expect(alert.sources.kind == .spoofed && alert.severity == .alert)
    #expect(traffic.alerts.last?.end != nil, "it is closed after it ended")
  }

  @Test func `clients whose server's packets were not captured are no flood of ACKs`() {
    var traffic = Traffic()
    traffic.repeating(400, for: 6) { traffic, number in
      // Hosts at several distances, whose windows differ.
      let (address, port) = Self.forged(number / 4)
      traffic.send(
        Traffic.segment(
          from: (address, port), to: (Traffic.server, 443), Traffic.ack,
          sequence: UInt32(number), acknowledgment: 8, window: UInt16(500 + number % 97),
          timeToLive: UInt8(64 - number / 4 % 23)))
    }
    traffic.wait(8)
    _ = traffic.finish()
    #expect(traffic.alerts.isEmpty)
  }

  @Test func `connections that begin before the capture and are answered are no flood`() {
    var traffic = Traffic()
    traffic.repeating(400, for: 6) { traffic, number in
      let client = Self.forged(number / 8)
      let server = (Traffic.server, UInt16(443))
      traffic.send(from: client, to: server, Traffic.ack, sequence: 7, acknowledgment: 8)
      traffic.send(from: server, to: client, Traffic.ack, sequence: 8, acknowledgment: 7)
    }
    traffic.wait(8)
    _ = traffic.finish()
    #expect(traffic.alerts.isEmpty)
  }

  @Test func `datagrams of forged sources to all ports are a flood, and answered ones are none`()
    throws
  {
    var flood = Traffic()
    flood.repeating(400, for: 6) { traffic, number in
      let port = UInt16(truncatingIfNeeded: hash(number) >> 16)
      traffic.send(Self.datagram(from: Self.forged(number), to: (Traffic.server, port)))
    }
    flood.wait(8)
    _ = flood.finish()
    #expect(flood.raised.map(\.kind) == [.udpFlood])
    #expect(flood.raised.first?.victim.text == "192.0.2.1")
    #expect(flood.raised.first?.victim.port == nil)

    var queries = Traffic()
    queries.repeating(400, for: 6) { traffic, number in
      let client = Self.forged(number)
      traffic.send(Self.datagram(from: client, to: (Traffic.server, 53)))
      traffic.send(Self.datagram(from: (Traffic.server, 53), to: client))
    }
    queries.wait(8)
    _ = queries.finish()
    #expect(queries.alerts.isEmpty)
  }

  @Test(arguments: [
    (UInt8(0x01), FloodAlert.Kind.finScan), (0x00, .nullScan), (0x29, .xmasScan),
  ])
  func `one source's segments without SYN, RST and ACK to many ports are a scan`(
    flags: UInt8, kind: FloodAlert.Kind
  ) throws {
    var traffic = Traffic()
    traffic.repeating(50, for: 4) { traffic, number in
      let server = (Traffic.server, UInt16(1 + number))
      traffic.send(from: (Self.scanner, 40_000), to: server, flags, sequence: 4)
      // One port in 20 is open and drops it.
      if number % 20 != 0 {
        traffic.send(
          from: server, to: (Self.scanner, 40_000), Traffic.refusal, acknowledgment: 4)
      }
    }
    _ = traffic.finish()
    #expect(traffic.raised.map(\.kind) == [kind])
    let alert = try #require(traffic.raised.first)
    #expect(alert.victim.text == "192.0.2.1")
    #expect(alert.sources.top.first?.address == .v4(IPv4Address(rawValue: Self.scanner)))
  }

  @Test(arguments: [UInt8(0x11), 0x14, 0x18])
  func `segments with ACK that end or carry connections are no scan`(flags: UInt8) {
    var traffic = Traffic()
    traffic.repeating(50, for: 4) { traffic, number in
      let client = (Traffic.client, UInt16(20_000 + number))
      let server = (Traffic.server, UInt16(1 + number))
      traffic.connect(client, server)
      traffic.wait(0.03)
      traffic.send(from: client, to: server, flags, sequence: 1_001, acknowledgment: 5_001)
    }
    traffic.wait(8)
    _ = traffic.finish()
    #expect(traffic.alerts.isEmpty)
  }

  /// The bytes of a datagram with four octets of data.
  static func datagram(from source: (UInt32, UInt16), to destination: (UInt32, UInt16)) -> [UInt8] {
    var bytes: [UInt8] = [0x45, 0, 0, 32, 0, 0, 0x40, 0, 60, 17, 0, 0]
    bytes += Traffic.big(source.0) + Traffic.big(destination.0)
    bytes += Traffic.big(UInt32(source.1) << 16 | UInt32(destination.1))
    bytes += [0, 12, 0, 0, 1, 2, 3, 4]
    return bytes
  }
}
