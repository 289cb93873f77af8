import InternetTypes
import PacketDissection
import Testing

@testable import FloodDetection

/// Kinds of captures that users of such tools reported: floods that were missed, and alarms without an attack.
@Suite struct ReportedCasesTests {
  static let web = FloodDetectorTests.web

  /// A SYN with the options of an ordinary stack: MSS 1460 and SACK permitted.
  static func ordinarySYN(
    from source: (UInt32, UInt16), _ flags: UInt8 = Traffic.syn, sequence: UInt32 = 4,
    timeToLive: UInt8 = 60
  ) -> [UInt8] {
    var bytes = Traffic.segment(
      from: source, to: web, flags, sequence: sequence, timeToLive: timeToLive)
    bytes[3] = 48
    bytes[32] = 0x70
    return bytes + [2, 4, 5, 0xb4, 1, 1, 4, 2]
  }

  private func forge(_ traffic: inout Traffic, _ number: Int) {
    traffic.send(
      from: FloodDetectorTests.forged(number), to: Self.web, Traffic.syn, sequence: UInt32(number))
  }

  @Test func `a flood of one second at the end of the input is raised`() throws {
    var traffic = Traffic()
    traffic.repeating(2000, for: 1) { forge(&$0, $1) }
    _ = traffic.finish()
    let alert = try #require(traffic.raised.first)
    #expect(alert.kind == .synFlood && alert.severity == .alert && alert.halfOpenPeak >= 1900)
    #expect((0.0...1.0).contains(Traffic.seconds(alert.time)))
  }

  @Test func `clients whose handshakes the end of the input cuts are no flood`() {
    var traffic = Traffic()
    traffic.repeating(100, for: 10) { FloodDetectorTests.ordinary(&$0, $1) }
    traffic.repeating(100, for: 0.9) { traffic, number in
      let client = (Traffic.client + UInt32(number % 50), UInt16(50_000 + number))
      traffic.send(Self.ordinarySYN(from: client, sequence: UInt32(number)))
    }
    _ = traffic.finish()
    #expect(traffic.alerts.filter { $0.kind == .synFlood }.isEmpty)
  }

  @Test(arguments: [true, false])
  func `clients in a capture of SYNs, or SYNs and SYN-ACKs, are no flood`(isAnswered: Bool) {
    var traffic = Traffic()
    traffic.repeating(300, for: 10) { traffic, number in
      // Hosts of unrelated networks; without answers, only their distances show that no machine forged them.
      let client = FloodDetectorTests.forged(number)
      traffic.send(
        Self.ordinarySYN(
          from: client, sequence: UInt32(number),
          timeToLive: isAnswered ? 60 : UInt8(64 - number % 23)))
      if isAnswered {
        traffic.send(
          from: Self.web, to: client, Traffic.synAck, sequence: 9,
          acknowledgment: UInt32(number) + 1)
      }
    }
    _ = traffic.finish()
    #expect(traffic.alerts.isEmpty)
  }

  @Test
  func `SYNs of an ordinary stack from forged sources are a flood in a capture of SYNs`() throws {
    var traffic = Traffic()
    traffic.repeating(300, for: 10) { traffic, number in
      traffic.send(
        Self.ordinarySYN(from: FloodDetectorTests.forged(number), sequence: UInt32(number)))
    }
    _ = traffic.finish()
    let alert = try #require(traffic.raised.first)
    #expect(alert.kind == .synFlood && alert.severity == .alert && alert.sources.kind == .spoofed)
  }

  @Test func `SYNs of clients that connect twice are no flood in a capture of SYNs`() {
    var traffic = Traffic()
    traffic.repeating(300, for: 10) { traffic, number in
      let (address, port) = FloodDetectorTests.forged(number / 2)
      traffic.send(
        Self.ordinarySYN(from: (address, port &+ UInt16(number % 2)), sequence: UInt32(number)))
    }
    _ = traffic.finish()
    #expect(traffic.alerts.isEmpty)
  }

  @Test func `health checks that open and reset at once are no flood, whatever their rate`() {
    var traffic = Traffic()
    traffic.repeating(400, for: 8) { traffic, number in
      let checker = (Traffic.client + UInt32(number % 3), UInt16(20_000 + number))
      traffic.send(Self.ordinarySYN(from: checker, sequence: 4))
      traffic.send(
        from: Self.web, to: checker, Traffic.synAck, sequence: 9, acknowledgment: 5)
      traffic.send(from: checker, to: Self.web, Traffic.reset, sequence: 5)
    }
    _ = traffic.finish()
    #expect(traffic.alerts.isEmpty)
  }

  @Test func `one recorded SYN that is replayed is a flood`() throws {
    var traffic = Traffic()
    traffic.repeating(1000, for: 4) { traffic, _ in
      traffic.send(from: (Traffic.client, 2345), to: Self.web, Traffic.syn, sequence: 77)
    }
    _ = traffic.finish()
    #expect(traffic.raised.map(\.kind).contains(.synFlood))
  }

  @Test func `a client that repeats its SYN by the clock, captured twice, is no flood`() {
    var traffic = Traffic()
    for second in [0, 1, 3, 7, 15] {
      for client in 0..<40 {
        traffic.clock = Int64(second) * 1_000_000_000 + Int64(client) * 1_000_000
        for _ in 0..<2 {
          traffic.send(
            from: (Traffic.client + UInt32(client), 5000), to: Self.web, Traffic.syn, sequence: 3)
        }
      }
    }
    _ = traffic.finish()
    #expect(traffic.alerts.filter { $0.kind == .synFlood }.isEmpty)
  }

  @Test func `the peak is that of a whole second, also when the clock is set back`() {
    var traffic = Traffic()
    traffic.send(from: (Traffic.client, 1), to: Self.web, Traffic.syn, sequence: 1)
    #expect(traffic.finish().synRatePeak == 1)
    traffic = Traffic()
    traffic.clock = 60_000_000_000
    traffic.repeating(10, for: 5) { FloodDetectorTests.ordinary(&$0, $1) }
    traffic.clock = 0
    traffic.repeating(10, for: 20) { FloodDetectorTests.ordinary(&$0, 100 + $1) }
    let summary = traffic.finish()
    #expect((10...13).contains(summary.synRatePeak), "\(summary.synRatePeak)")
    #expect(traffic.alerts.isEmpty)
  }

  @Test func `a flood is found inside of PPPoE in two VLAN tags`() throws {
    var detector = FloodDetector(FloodConfiguration())
    var kinds: [FloodAlert.Kind] = []
    let header: [UInt8] =
      [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xa8, 0, 100, 0x81, 0, 0, 10]
      + [0x88, 0x64, 0x11, 0, 0, 7, 0, 42, 0, 0x21]
    for number in 0..<3000 {
      let bytes =
        header
        + Traffic.segment(
          from: FloodDetectorTests.forged(number), to: Self.web, Traffic.syn,
          sequence: UInt32(number))
      let packet = Packet(decoding: bytes.span, wireLength: bytes.count, linkType: .ethernet)
      detector.process(
        packet, frame: bytes.span,
        time: Timestamp(
          seconds: Traffic.epoch + Int64(number / 1000),
          nanoseconds: Int64(number % 1000) * 1_000_000))
      kinds += detector.takeAlerts().map(\.kind)
    }
    #expect(kinds == [.synFlood])
  }
}
