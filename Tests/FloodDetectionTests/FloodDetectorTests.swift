import InternetTypes
import Testing

@testable import FloodDetection

@Suite struct FloodDetectorTests {
  static let web: (UInt32, UInt16) = (Traffic.server, 80)

  /// A distinct source for each number, spread over the address space.
  static func forged(_ number: Int) -> (UInt32, UInt16) {
    let mixed = hash(number)
    return (UInt32(truncatingIfNeeded: mixed), UInt16(truncatingIfNeeded: mixed >> 32) | 1024)
  }

  /// Ten clients a second that are served.
  static func ordinary(_ traffic: inout Traffic, _ number: Int) {
    traffic.connect(
      (Traffic.client + UInt32(number % 50), UInt16(20_000 + number % 40_000)), web)
  }

  @Test func `a spoofed flood that SYN cookies answer is raised within two seconds and closed`()
    throws
  {
    var traffic = Traffic()
    traffic.repeating(10, for: 20) { Self.ordinary(&$0, $1) }
    traffic.repeating(300, for: 10) { traffic, number in
      let source = Self.forged(number)
      traffic.send(from: source, to: Self.web, Traffic.syn, sequence: UInt32(number))
      traffic.send(
        from: Self.web, to: source, Traffic.synAck, sequence: 9, acknowledgment: UInt32(number) + 1)
    }
    traffic.repeating(10, for: 15) { Self.ordinary(&$0, 1_000 + $1) }
    _ = traffic.finish()
    let alert = try #require(traffic.raised.first)
    #expect(traffic.raised.count == 1)
    #expect(alert.kind == .synFlood && alert.severity == .alert)
    #expect(alert.victim.address == .v4(IPv4Address(rawValue: Traffic.server)))
    #expect(alert.victim.port == 80 && alert.victim.prefixLength == nil)
    #expect(alert.sources.kind == .spoofed)
    #expect((20.0...22.0).contains(Traffic.seconds(alert.time)))
    #expect(abs(Traffic.seconds(alert.start) - 20) < 0.1)
    #expect(!alert.isOneSided)
    let end = try #require(traffic.alerts.last)
    #expect(end.kind == alert.kind && end.time == alert.time && end.start == alert.start)
    #expect(abs(Traffic.seconds(try #require(end.end)) - 30) < 0.1)
    #expect(abs(end.syns - 3_000) < 60, "\(end.syns)")
    #expect(abs(end.sources.estimate - 3_000) < 200, "\(end.sources.estimate)")
    #expect(abs(end.synRatePeak - 300) < 20, "\(end.synRatePeak)")
  }

  @Test func `many real clients at once are no attack`() {
    var traffic = Traffic()
    traffic.repeating(10, for: 10) { Self.ordinary(&$0, $1) }
    traffic.repeating(800, for: 10) { traffic, number in
      traffic.connect(Self.forged(number), Self.web)
    }
    let summary = traffic.finish()
    #expect(traffic.alerts.isEmpty)
    #expect(summary.handshakesCompleted == 8_100)
    #expect(summary.syns == 8_100)
    #expect(summary.listeners == 1)
  }

  @Test func `retransmitted SYNs distinguish a server that is down from a flood`() throws {
    var traffic = Traffic()
    traffic.repeating(40, for: 10) { Self.ordinary(&$0, $1) }
    traffic.repeating(40, for: 10) { traffic, number in
      let source = (Traffic.client + UInt32(number % 50), UInt16(30_000 + number))
      traffic.send(from: source, to: Self.web, Traffic.syn, sequence: 77)
      // The first retransmission after one second (RFC 6298).
      if number >= 40 {
        let earlier = (
          Traffic.client + UInt32((number - 40) % 50), UInt16(30_000 + number - 40)
        )
        traffic.send(from: earlier, to: Self.web, Traffic.syn, sequence: 77)
      }
    }
    let summary = traffic.finish()
    #expect(traffic.raised.map(\.kind) == [.listenerNotAnswering])
    #expect(traffic.raised.first?.severity == .watch)
    #expect(summary.retransmittedSYNs == 360)
  }

  @Test func `refused clients of a server that died are no flood`() {
    var traffic = Traffic()
    traffic.repeating(100, for: 10) { Self.ordinary(&$0, $1) }
    traffic.repeating(100, for: 10) { traffic, number in
      let source = (Traffic.client + UInt32(number % 250), UInt16(30_000 + number))
      traffic.send(from: source, to: Self.web, Traffic.syn, sequence: 77)
      traffic.send(from: Self.web, to: source, Traffic.refusal, acknowledgment: 78)
    }
    _ = traffic.finish()
    #expect(traffic.raised.map(\.kind) == [.listenerNotAnswering])
  }

  @Test func `forged sources at a closed port are a flood`() {
    var traffic = Traffic()
    traffic.repeating(300, for: 6) { traffic, number in
      let source = Self.forged(number)
      traffic.send(from: source, to: (Traffic.server, 9_999), Traffic.syn, sequence: 77)
      traffic.send(
        from: (Traffic.server, 9_999), to: source, Traffic.refusal, acknowledgment: 78)
    }
    _ = traffic.finish()
    #expect(traffic.raised.first?.kind == .synFlood)
    #expect(traffic.raised.first?.victim.port == 9_999)
    #expect(traffic.raised.first?.sources.kind == .spoofed)
  }

  @Test func `one source is named, and many real sources are distinguished from forged ones`()
    throws
  {
    var single = Traffic()
    single.repeating(200, for: 6) { traffic, number in
      traffic.send(from: (Traffic.client, UInt16(2_000 + number)), to: Self.web, Traffic.syn)
    }
    _ = single.finish()
    let alert = try #require(single.raised.first)
    #expect(alert.sources.kind == .single && alert.sources.estimate == 1)
    #expect(alert.sources.top.first?.address == .v4(IPv4Address(rawValue: Traffic.client)))

    var bots = Traffic()
    bots.repeating(400, for: 6) { traffic, number in
      let source = (Traffic.client + UInt32(number * 7 % 150), UInt16(2_000 + number))
      traffic.send(from: source, to: Self.web, Traffic.syn, sequence: 4, timeToLive: 50)
      traffic.send(from: Self.web, to: source, Traffic.synAck, sequence: 9, acknowledgment: 5)
      traffic.send(from: source, to: Self.web, Traffic.reset, sequence: 5)
    }
    _ = bots.finish()
    #expect(bots.raised.map(\.kind) == [.synFlood])
    #expect(bots.raised.first?.sources.kind == .distributed)
    #expect(abs((bots.alerts.last?.sources.estimate ?? 0) - 150) < 8)
  }

  @Test func `health checks that reset the answer are no attack`() {
    var traffic = Traffic()
    traffic.repeating(60, for: 20) { traffic, number in
      let source = (Traffic.client, UInt16(2_000 + number))
      traffic.send(from: source, to: Self.web, Traffic.syn, sequence: 4)
      traffic.send(from: Self.web, to: source, Traffic.synAck, sequence: 9, acknowledgment: 5)
      traffic.send(from: source, to: Self.web, Traffic.reset, sequence: 5)
    }
    _ = traffic.finish()
    #expect(traffic.alerts.isEmpty)
  }

  @Test func `an acknowledgment that does not match the SYN-ACK completes nothing`() {
    var traffic = Traffic()
    traffic.repeating(200, for: 6) { traffic, number in
      let source = Self.forged(number)
      traffic.send(from: source, to: Self.web, Traffic.syn, sequence: 4)
      // Guessed, before and after the answer.
      traffic.send(
        from: source, to: Self.web, Traffic.ack, sequence: 5, acknowledgment: 123_456)
      traffic.send(from: Self.web, to: source, Traffic.synAck, sequence: 9, acknowledgment: 5)
      traffic.send(
        from: source, to: Self.web, Traffic.ack, sequence: 5, acknowledgment: 0xf000_0000)
    }
    _ = traffic.finish()
    #expect(traffic.raised.map(\.kind) == [.synFlood])
  }

  @Test func `with one direction captured, the client's acknowledgment completes a handshake`() {
    var traffic = Traffic()
    traffic.repeating(100, for: 10) { traffic, number in
      let source = Self.forged(number)
      traffic.send(from: source, to: Self.web, Traffic.syn, sequence: 4)
      traffic.send(from: source, to: Self.web, Traffic.ack, sequence: 5, acknowledgment: 1_000)
    }
    #expect(traffic.alerts.isEmpty)
    traffic.repeating(300, for: 6) { traffic, number in
      traffic.send(from: Self.forged(5_000 + number), to: Self.web, Traffic.syn, sequence: 4)
    }
    _ = traffic.finish()
    #expect(traffic.raised.map(\.kind) == [.synFlood])
    #expect(traffic.raised.first?.isOneSided == true)
    #expect((traffic.raised.first?.confidence ?? 1) < 0.8)
  }

  @Test func `a flood of all ports names the host, and one of many hosts the network`() {
    var ports = Traffic()
    ports.repeating(600, for: 5) { traffic, number in
      let port = UInt16(1 + number % 60_000)
      traffic.send(from: Self.forged(number), to: (Traffic.server, port), Traffic.syn, sequence: 4)
      traffic.send(
        from: (Traffic.server, port), to: Self.forged(number), Traffic.refusal, acknowledgment: 5)
    }
    _ = ports.finish()
    #expect(ports.raised.map(\.kind) == [.synFlood])
    #expect(ports.raised.first?.victim.port == nil)
    #expect(ports.raised.first?.victim.text == "192.0.2.1")

    var network = Traffic()
    network.repeating(600, for: 5) { traffic, number in
      let host = Traffic.server & ~0xff | UInt32(hash(number) >> 40 & 0xff)
      traffic.send(from: Self.forged(number), to: (host, 80), Traffic.syn, sequence: 4)
    }
    _ = network.finish()
    #expect(network.raised.map(\.kind) == [.synFlood])
    #expect(network.raised.first?.victim.text == "192.0.2.0/24")
  }

  @Test func `a flood beyond the table is sampled, and its estimates hold`() throws {
    var configuration = FloodConfiguration()
    configuration.memoryLimit = 2 << 20
    var traffic = Traffic(configuration)
    traffic.repeating(50_000, for: 8) { traffic, number in
      traffic.send(
        from: Self.forged(number), to: Self.web, Traffic.syn, sequence: UInt32(number))
    }
    let summary = traffic.finish()
    #expect(summary.tableBytes <= 2 << 20)
    #expect(summary.sampledOut > 300_000)
    #expect(summary.samplingPeak > 1)
    let alert = try #require(traffic.alerts.last)
    #expect(abs(alert.synRatePeak / 50_000 - 1) < 0.25, "\(alert.synRatePeak)")
    // All are judged except those of the last 1.25 s.
    #expect(abs(Double(alert.sources.estimate) / 337_500 - 1) < 0.2, "\(alert.sources.estimate)")
    #expect(alert.sources.kind == .spoofed)
  }

  @Test func `packets of ignored networks are not processed`() {
    var configuration = FloodConfiguration()
    configuration.ignored = [AddressPrefix("198.51.100.0/24")].compactMap { $0 }
    var traffic = Traffic(configuration)
    traffic.repeating(300, for: 5) { traffic, number in
      traffic.send(from: (Traffic.client, UInt16(2_000 + number)), to: Self.web, Traffic.syn)
    }
    let summary = traffic.finish()
    #expect(traffic.alerts.isEmpty)
    #expect(summary.ignoredPackets == 1_500 && summary.syns == 0)
  }

  @Test func `advancing the time without packets raises and closes alerts`() throws {
    var traffic = Traffic()
    traffic.repeating(400, for: 1) { traffic, number in
      traffic.send(from: Self.forged(number), to: Self.web, Traffic.syn, sequence: 4)
    }
    #expect(traffic.alerts.isEmpty)
    traffic.wait(0.6)
    traffic.detector.advance(to: traffic.time)
    let raised = traffic.detector.takeAlerts()
    #expect(raised.map(\.kind) == [.synFlood])
    traffic.wait(10)
    traffic.detector.advance(to: traffic.time)
    let closed = traffic.detector.takeAlerts()
    #expect(closed.count == 1)
    #expect(try #require(closed.first).end != nil)
  }
}

extension FloodDetectorTests {
  @Test func `packets captured twice are neither retransmissions nor attempts`() {
    var traffic = Traffic()
    traffic.repeating(300, for: 6) { traffic, number in
      for _ in 0..<2 {
        traffic.send(from: Self.forged(number), to: Self.web, Traffic.syn, sequence: 4)
        traffic.clock += 100_000
      }
    }
    let summary = traffic.finish()
    #expect(traffic.raised.map(\.kind) == [.synFlood])
    #expect(summary.retransmittedSYNs == 0)
    #expect(abs((traffic.alerts.last?.synRatePeak ?? 0) - 300) < 10)
  }

  @Test func `a flood that sends each SYN twice is detected`() {
    var traffic = Traffic()
    traffic.repeating(10, for: 20) { Self.ordinary(&$0, $1) }
    traffic.repeating(300, for: 12) { traffic, number in
      let source = Self.forged(number)
      traffic.send(from: source, to: Self.web, Traffic.syn, sequence: 4)
      traffic.send(from: Self.web, to: source, Traffic.synAck, sequence: 9, acknowledgment: 5)
      if number >= 300 {
        traffic.send(from: Self.forged(number - 300), to: Self.web, Traffic.syn, sequence: 4)
      }
    }
    _ = traffic.finish()
    #expect(traffic.raised.contains { $0.kind == .synFlood && $0.severity == .alert })
  }

  @Test func `clients whose SYN-ACKs are lost are no flood`() {
    var traffic = Traffic()
    traffic.repeating(50, for: 20) { Self.ordinary(&$0, $1) }
    traffic.repeating(50, for: 15) { traffic, number in
      let source = (Traffic.client + UInt32(number % 250), UInt16(30_000 + number))
      traffic.send(from: source, to: Self.web, Traffic.syn, sequence: 4)
      traffic.send(from: Self.web, to: source, Traffic.synAck, sequence: 9, acknowledgment: 5)
      if number >= 50 {
        let earlier = (
          Traffic.client + UInt32((number - 50) % 250), UInt16(30_000 + number - 50)
        )
        traffic.send(from: earlier, to: Self.web, Traffic.syn, sequence: 4)
      }
    }
    _ = traffic.finish()
    #expect(traffic.raised.map(\.kind) == [.listenerNotAnswering])
  }

  @Test func `an ICMP error ends an attempt and counts as a failure of the listener`() {
    var traffic = Traffic()
    traffic.repeating(20, for: 5) { traffic, number in
      let syn = Traffic.segment(
        from: (Traffic.client, UInt16(30_000 + number)), to: Self.web, Traffic.syn, sequence: 4)
      traffic.send(syn)
      // Host unreachable, by a router (RFC 792), with the quoted header and 8 bytes.
      var error: [UInt8] = [0x45, 0, 0, 56, 0, 0, 0, 0, 64, 1, 0, 0, 203, 0, 113, 1]
      error += Traffic.big(Traffic.client) + [3, 1, 0, 0, 0, 0, 0, 0] + syn.prefix(28)
      traffic.send(error)
    }
    _ = traffic.finish()
    #expect(traffic.raised.map(\.kind) == [.listenerNotAnswering])
    #expect(traffic.detector.halfOpen == 0)
  }
}
