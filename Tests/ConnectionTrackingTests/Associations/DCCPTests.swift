import BasicContainers
import InternetTypes
import PacketDissection
import Testing
import TimeLines

@testable import ConnectionTracking

/// DCCP packets of tests, with 48-bit numbers (RFC 4340, section 5.1).
enum DCCPPacketKind: UInt8 {
  case request, response, data, ack, dataAck, closeReq, close, reset, sync, syncAck
}

extension Actor {
  /// A DCCP packet; its checksum is wrong, and tests ignore checksums.
  func dccp(
    _ kind: DCCPPacketKind, _ number: UInt64, ack: UInt64 = 0, code: UInt32 = 0,
    options: [UInt8] = [], length: Int = 0, coverage: UInt8 = 0
  ) -> AssociationStep {
    var rest: [UInt8] = []
    if kind != .request && kind != .data { rest += [0, 0] + bytes(ack).dropFirst(2) }
    switch kind {
    case .request, .response: rest += bytes(code)
    case .reset: rest += [UInt8(code), 0, 0, 0]
    default: break
    }
    rest += options
    while rest.count % 4 != 0 { rest.append(0) }
    let ports: [UInt16] = self == .client ? [40000, 80] : [80, 40000]
    let header: [UInt8] =
      ports.flatMap { bytes($0) } + [UInt8((16 + rest.count) / 4), coverage, 0, 0]
      + [kind.rawValue << 1 | 1, 0] + bytes(number).dropFirst(2)
    return AssociationStep(
      payload: header + rest + [UInt8](repeating: 1, count: length), protocol: 33,
      source: self == .client ? .client : .server,
      destination: self == .client ? .server : .client)
  }

  /// A Data packet with a short number of 24 bits.
  func short(_ number: UInt32) -> AssociationStep {
    var step = dccp(.data, 0)
    step.payload = Array(step.payload.prefix(8)) + [2 << 1] + bytes(number).dropFirst(1)
    step.payload[4] = 3
    return step
  }
}

@Suite struct DCCPTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var steps: [AssociationStep]
    var client: String
    var server: String
  }

  static func story(_ steps: [AssociationStep]) -> Story {
    var configuration = TrackerConfiguration()
    configuration.ignoresChecksums = true
    return Story(steps, configuration)
  }

  /// The client's numbers start at 100, the server's at 500.
  static let opening: [AssociationStep] = [
    Actor.client.dccp(.request, 100, code: 42),
    Actor.server.dccp(.response, 500, ack: 100, code: 42),
    Actor.client.dccp(.ack, 101, ack: 500),
    Actor.server.dccp(.dataAck, 501, ack: 101, length: 50),
  ]
  private static let clientOpen = "CLOSED REQUEST PARTOPEN OPEN"
  private static let serverOpen = "LISTEN RESPOND OPEN"

  static let cases: [Case] = [
    Case(
      testDescription: "the client asks", steps: [Actor.client.dccp(.request, 100)],
      client: "CLOSED REQUEST", server: ""),
    Case(
      testDescription: "the server answers", steps: Array(opening.prefix(2)),
      client: "CLOSED REQUEST PARTOPEN", server: "LISTEN RESPOND"),
    Case(
      testDescription: "the client's Ack opens the server", steps: Array(opening.prefix(3)),
      client: "CLOSED REQUEST PARTOPEN", server: serverOpen),
    Case(
      testDescription: "a DataAck does, too",
      steps: opening.prefix(2) + [Actor.client.dccp(.dataAck, 101, ack: 500, length: 9)],
      client: "CLOSED REQUEST PARTOPEN", server: serverOpen),
    Case(
      testDescription: "the server's next packet opens the client", steps: opening,
      client: clientOpen, server: serverOpen),
    Case(
      testDescription: "a Sync does not open the client",
      steps: opening.prefix(3) + [Actor.server.dccp(.sync, 501, ack: 101)],
      client: "CLOSED REQUEST PARTOPEN", server: serverOpen),
    Case(
      testDescription: "the client closes",
      steps: opening + [
        Actor.client.dccp(.close, 102, ack: 501), Actor.server.dccp(.reset, 502, ack: 102, code: 1),
      ],
      client: clientOpen + " CLOSING TIMEWAIT", server: serverOpen + " CLOSED"),
    Case(
      testDescription: "the server asks to close",
      steps: opening + [
        Actor.server.dccp(.closeReq, 502, ack: 101), Actor.client.dccp(.close, 102, ack: 502),
        Actor.server.dccp(.reset, 503, ack: 102, code: 1),
      ],
      client: clientOpen + " CLOSING TIMEWAIT", server: serverOpen + " CLOSEREQ CLOSED"),
    Case(
      testDescription: "the server closes by itself, and waits",
      steps: opening + [
        Actor.server.dccp(.close, 502, ack: 101), Actor.client.dccp(.reset, 102, ack: 502, code: 1),
      ],
      client: clientOpen + " CLOSED", server: serverOpen + " CLOSING TIMEWAIT"),
    Case(
      testDescription: "a Reset refuses a Request",
      steps: [
        Actor.client.dccp(.request, 100), Actor.server.dccp(.reset, 0, ack: 100, code: 7),
      ],
      client: "CLOSED REQUEST TIMEWAIT", server: "UNKNOWN CLOSED"),
    Case(
      testDescription: "a Reset ends an open connection",
      steps: opening + [Actor.client.dccp(.reset, 102, ack: 501, code: 2)],
      client: clientOpen + " CLOSED", server: serverOpen + " TIMEWAIT"),
    Case(
      testDescription: "a Response that is lost waits until the client shows that it has one",
      steps: opening.prefix(2) + [
        Actor.client.dccp(.request, 101, code: 42).after(1000),
        Actor.server.dccp(.response, 501, ack: 101, code: 42),
        Actor.client.dccp(.ack, 102, ack: 501),
      ],
      client: "CLOSED REQUEST PARTOPEN", server: serverOpen),
    Case(
      testDescription: "a capture that begins in the middle",
      steps: [
        Actor.client.dccp(.data, 7000, length: 9), Actor.server.dccp(.ack, 900, ack: 7000),
        Actor.client.dccp(.close, 7001, ack: 900),
      ],
      client: "UNKNOWN OPEN CLOSING", server: "UNKNOWN OPEN"),
    Case(
      testDescription: "a number far out of the window moves nothing (section 7.5.1)",
      steps: opening + [Actor.client.dccp(.close, 5_000_000, ack: 501)],
      client: clientOpen, server: serverOpen),
    Case(
      testDescription: "nor does a Reset",
      steps: opening + [Actor.client.dccp(.reset, 5_000_000, ack: 501, code: 2)],
      client: clientOpen, server: serverOpen),
    Case(
      testDescription: "neither does a packet that was doubled",
      steps: opening + [Actor.client.dccp(.close, 101, ack: 501)],
      client: clientOpen, server: serverOpen),
  ]

  @Test(arguments: cases)
  func `states are those of the diagram in section 8.4`(_ story: Case) {
    let played = Self.story(story.steps)
    #expect(played.path(.client) == story.client)
    #expect(played.path(.server) == story.server)
    #expect(played.summaries.count == 1)
    let last = played.summaries.first
    for (path, state) in [(story.client, last?.clientState), (story.server, last?.serverState)]
    where !path.isEmpty {
      #expect(path.split(separator: " ").last.map(String.init) == state?.name.description)
    }
  }

  @Test func `the client's answer shows that the Response arrived`() throws {
    let story = Self.story(
      Self.opening.prefix(2) + [
        Actor.client.dccp(.request, 101, code: 42).after(1000),
        Actor.server.dccp(.response, 501, ack: 101, code: 42).after(30),
        Actor.client.dccp(.ack, 102, ack: 501).after(4),
      ])
    #expect(story.packet(of: .client, .partOpen) == 4)
    #expect(story.reason(3, .timeoutRetransmission) == .request)
    let summary = try #require(story.summaries.first)
    #expect(summary.handshakeToClient == 4_000_000)
    #expect(summary.dccp?.client.requests == 2)
    #expect(summary.dccp?.serviceCode == 42)
  }

  @Test func `closing side, failure and reset code are found`() {
    let reset = { (code: UInt32) in Actor.server.dccp(.reset, 0, ack: 100, code: code) }
    let request = Actor.client.dccp(.request, 100)
    let rows:
      [([AssociationStep], ConnectionSummary.ClosedBy?, ConnectionSummary.Failure?, UInt8?)] =
        [
          (Self.opening, nil, nil, nil),
          ([request, reset(7)], nil, .refused, 7),
          ([request, reset(3)], nil, .refused, 3),
          ([request, Actor.client.dccp(.request, 101).after(1000)], nil, .timeout, nil),
          (
            Self.opening + [Actor.server.dccp(.reset, 502, ack: 101, code: 2)], .server, .reset, 2
          ),
          (
            Self.opening + [
              Actor.client.dccp(.close, 102, ack: 501),
              Actor.server.dccp(.reset, 502, ack: 102, code: 1),
            ], .client, nil, 1
          ),
          (
            Self.opening + [
              Actor.server.dccp(.closeReq, 502, ack: 101), Actor.client.dccp(.close, 102, ack: 502),
            ], .server, nil, nil
          ),
        ]
    for (steps, closer, failure, code) in rows {
      let summary = Self.story(steps).summaries.first
      #expect(summary?.closedBy == closer)
      #expect(summary?.failure == failure)
      #expect(summary?.dccp?.resetCode == code)
    }
  }

  @Test func `features are the confirmed ones, or the defaults`() throws {
    // Change R of the peer's CCID to 3 (RFC 4340, section 6.1), which the server confirms with Confirm L.
    let story = Self.story([
      Actor.client.dccp(.request, 100, options: [34, 5, 1, 3, 2]),
      Actor.server.dccp(.response, 500, ack: 100, options: [33, 5, 1, 3, 3]),
      Actor.client.dccp(.ack, 101, ack: 500),
    ])
    let dccp = try #require(story.summaries.first?.dccp)
    #expect(dccp.server.congestionControl == 3)
    #expect(dccp.client.congestionControl == 2)
  }

  @Test func `a packet is lost after three later ones in Ack Vectors, and counted once`() throws {
    let data = (102...112 as ClosedRange<UInt64>).map { Actor.client.dccp(.data, $0, length: 10) }
    // Backwards from 112: 110 to 112 received; 107 to 109 lost; 106 marked; 102 to 105 received.
    let vector: [UInt8] = [38, 6, 2, 3 << 6 | 2, 1 << 6, 3]
    // Backwards from 114: 114 received, 113 lost with one later only.
    let later: [UInt8] = [38, 8, 0, 3 << 6, 2, 3 << 6 | 2, 1 << 6, 3]
    let story = Self.story(
      Self.opening + data + [
        Actor.server.dccp(.ack, 502, ack: 112, options: vector),
        Actor.server.dccp(.ack, 503, ack: 114, options: later),
      ])
    let dccp = try #require(story.summaries.first?.dccp)
    #expect(dccp.client.lostPackets == 3)
    #expect(dccp.client.markedPackets == 1)
    #expect(dccp.client.dataPackets == 11)
    #expect(dccp.client.dataBytes == 110)
    #expect(dccp.server.dataBytes == 50)
  }

  @Test func `short sequence numbers continue the long ones`() throws {
    let base: UInt64 = 0x0000_05ff_fffe
    let story = Self.story([
      Actor.client.dccp(.data, base, length: 4), Actor.client.short(0xffffff),
      Actor.client.short(0), Actor.client.short(1), Actor.client.short(1), Actor.client.short(3),
      Actor.client.short(2),
    ])
    let client = try #require(story.summaries.first?.dccp?.client)
    #expect(client.invalidSequences == 0)
    #expect(client.duplicatePackets == 1)
    #expect(client.outOfOrderPackets == 1)
    #expect(client.missedPackets == 0)
    #expect(story.reported == ["5 duplicate_packet", "6 lost_segment", "7 out_of_order"])
  }

  @Test func `after a gap of more than a window the second packet resynchronizes`() throws {
    let story = Self.story(
      Self.opening + [
        Actor.client.dccp(.data, 5000, length: 4), Actor.client.dccp(.data, 5001, length: 4),
        Actor.client.dccp(.close, 5002, ack: 501),
      ])
    let client = try #require(story.summaries.first?.dccp?.client)
    #expect(client.invalidSequences == 1)
    #expect(story.summaries.first?.clientState == .closing)
  }

  @Test func `partial checksums are counted`() throws {
    let story = Self.story(
      Self.opening + [
        Actor.client.dccp(.data, 102, length: 40, coverage: 3),
        Actor.client.dccp(.data, 103, length: 40, coverage: 1),
      ])
    let client = try #require(story.summaries.first?.dccp?.client)
    #expect(client.partialChecksums == 2)
    #expect(client.leastCoverage == 0)
  }

  @Test func `a Request on an ended connection opens another`() {
    let story = Self.story(
      Self.opening + [
        Actor.client.dccp(.reset, 102, ack: 501, code: 1),
        Actor.client.dccp(.request, 9_000_000),
      ])
    #expect(story.summaries.count == 2)
    #expect(story.reported == ["6 port_reuse"])
  }

  @Test func `the limit of connections holds, and all are released`() {
    var configuration = TrackerConfiguration()
    configuration.connectionLimit = 4
    configuration.ignoresChecksums = true
    var tracker = ConnectionTracker(configuration)
    for number in 0..<100 as Range<UInt8> {
      let frame = Actor.client.dccp(.request, 1)
        .between(HostAddress(bytes: [10, 2, 0, number]), .server).frame
      let packet = Packet(decoding: frame.span, wireLength: frame.count, linkType: .raw)
      tracker.process(
        packet, frame: frame.span, timestamp: Timestamp(seconds: Int64(number), nanoseconds: 0),
        number: 1)
      let count = tracker.protocols.dccp.count
      #expect(count <= 4)
    }
    while tracker.finish(atMost: 16) {}
    let count = tracker.protocols.dccp.count
    #expect(count == 0)
    #expect(tracker.statistics.evictedHalfOpen == 96)
  }
}
