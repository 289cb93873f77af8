import Testing
import TimeLines

@testable import ConnectionTracking

/// A time line and all its events, as `packet kind`.
struct EventCase: CustomTestStringConvertible {
  var name: String
  var steps: [Step]
  var reported: [String]

  init(_ name: String, _ steps: [Step], _ reported: [String]) {
    (self.name, self.steps, self.reported) = (name, steps, reported)
  }

  var testDescription: String { name }
}

/// One time line for each kind of event, by Wireshark's conditions, or the RFC's where Wireshark has none.
@Suite struct EventTests {
  /// Round trip of 10 ms measured by data: packets 4 and 5; SND.NXT of the client is 201 then.
  static let measured =
    handshake + [Actor.client >> .data(101, 301, 100), Actor.server >> .ack(301, 201)]

  static func sending(_ numbers: [UInt32]) -> [Step] {
    numbers.map { (Actor.client >> .data($0, 301, 100)).after(0.1) }
  }

  static let windows: [EventCase] = [
    EventCase("an ordinary exchange has none", measured, []),
    EventCase(
      "a window of zero, its probe, the answer and the update (RFC 9293, section 3.8.6.1)",
      measured + [
        Actor.client >> .data(201, 301, 100), Actor.server >> Message.ack(301, 301).window(0),
        (Actor.client >> .data(301, 301, 1)).after(250),
        Actor.server >> Message.ack(301, 301).window(0),
        Actor.server >> Message.ack(301, 301).window(5000),
      ],
      [
        "7 zero_window", "8 zero_window_probe", "9 zero_window", "9 zero_window_probe_ack",
        "10 window_update",
      ]),
    EventCase(
      "a window that is full",
      handshake + [
        Actor.client >> .data(101, 301, 1000), Actor.server >> Message.ack(301, 1101).window(1000),
        Actor.client >> .data(1101, 301, 500), (Actor.client >> .data(1601, 301, 500)).after(0.1),
      ], ["7 window_full"]),
    EventCase(
      "a keep-alive and its answer (section 3.8.4)",
      measured + [(Actor.client >> .ack(200, 301)).after(60_000), Actor.server >> .ack(301, 201)],
      ["6 keep_alive", "7 keep_alive_ack"]),
    EventCase(
      "a keep-alive with one byte",
      measured + [
        (Actor.client >> .data(200, 301, 1)).after(60_000), Actor.server >> .ack(301, 201),
      ],
      ["6 keep_alive", "7 keep_alive_ack"]),
  ]

  /// A window of 4000 bytes and an MSS of 1000: the window is full with packet 7.
  static let filled: [Step] =
    [
      Actor.client >> Message.syn().mss(1000),
      Actor.server >> Message.synAck().mss(1000).window(4000), Actor.client >> .ack(101, 301),
    ]
    + [101, 1101, 2101, 3101].map { (Actor.client >> .data($0, 301, 1000)).after(0.1) } + [
      Actor.server >> Message.ack(301, 4101).window(0)
    ]

  /// RFC 1122, sections 4.2.3.3 and 4.2.3.4.
  static let silly: [EventCase] = [
    EventCase(
      "a window opened by less than a segment and less than a quarter of the largest one",
      filled + [Actor.server >> Message.ack(301, 4101).window(100)],
      ["7 window_full", "8 zero_window", "9 window_update", "9 silly_window"]),
    EventCase(
      "a window opened by a segment",
      filled + [Actor.server >> Message.ack(301, 4101).window(1000)],
      ["7 window_full", "8 zero_window", "9 window_update"]),
    EventCase(
      "a small segment in the middle of a push",
      measured + [
        Actor.client >> .part(201, 301, 20), (Actor.client >> .data(221, 301, 100)).after(0.1),
      ],
      ["6 silly_window"]),
    EventCase(
      "a small segment at the end of a push", measured + [Actor.client >> .data(201, 301, 20)], []),
  ]

  @Test(arguments: silly)
  func `needlessly small windows and segments are reported`(_ example: EventCase) {
    #expect(Story(example.steps).reported == example.reported)
  }

  @Test func `a SACK block below the acknowledgment is a duplicate SACK (RFC 2883)`() {
    let story = Story(
      Self.measured + [
        (Actor.client >> .data(101, 301, 100)).after(300),
        Actor.server >> Message.ack(301, 201).sack((101, 201)),
      ])
    #expect(story.reported == ["6 spurious_retransmission", "7 duplicate_ack"])
    #expect(story.reason(7, .duplicateAck) == .duplicateSACK)
  }

  @Test func `a D-SACK identifies the spurious retransmission (RFC 2883, section 5)`() {
    // The acknowledgment of packet 6 is late: packet 7 repeats 6, packet 8 acknowledges it, packet 9 is the duplicate SACK.
    let story = Story(
      Self.measured + [
        Actor.client >> .data(201, 301, 100), (Actor.client >> .data(201, 301, 100)).after(250),
        Actor.server >> .ack(301, 301), Actor.server >> Message.ack(301, 301).sack((201, 301)),
      ])
    #expect(
      story.reported == [
        "7 timeout_retransmission", "9 duplicate_ack", "9 spurious_evidence",
      ])
    #expect(story.reason(9, .spuriousEvidence) == .duplicateSACK)
    #expect(story.events.last?.detail.original == 7)
  }

  @Test(arguments: [(UInt32(1001), true), (UInt32(1250), false)])
  func `an echo of the first time stamp shows it earlier (Eifel, RFC 3522)`(
    echo: UInt32, isSpurious: Bool
  ) {
    let story = Story(
      Self.measured + [
        Actor.client >> Message.data(201, 301, 100).stamp(1001),
        (Actor.client >> Message.data(201, 301, 100).stamp(1250)).after(250),
        Actor.server >> Message.ack(301, 301).stamp(77, echo),
      ])
    #expect(
      story.reported == ["7 timeout_retransmission"] + (isSpurious ? ["8 spurious_evidence"] : []))
    #expect(story.reason(8, .spuriousEvidence) == (isSpurious ? .eifel : nil))
  }

  /// Options as bytes: ADD_ADDR of 10.0.0.9 (RFC 8684, section 3.4.1), and a data sequence signal without data.
  static let addAddress: [UInt8] = [30, 16, 0x30, 1, 10, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8]
  static let dataSequence: [UInt8] = [30, 8, 0x20, 1, 0, 0, 0, 9]

  @Test(arguments: [(addAddress, false), (dataSequence, true)])
  func `an acknowledgment with a Multipath TCP signal is no duplicate`(
    option: [UInt8], isDuplicate: Bool
  ) {
    var message = Message.ack(301, 201)
    message.options = option
    let story = Story(Self.measured + [Actor.server >> message])
    #expect(story.reported == (isDuplicate ? ["6 duplicate_ack"] : []))
    #expect(story.summaries.first?.serverToClient.duplicateAcks == (isDuplicate ? 1 : 0))
  }

  @Test func `a repeated acknowledgment is a duplicate if only one direction is captured`() {
    let story = Story([
      Actor.server >> .ack(301, 201), Actor.server >> .ack(301, 301),
      Actor.server >> .ack(301, 301), Actor.server >> Message.ack(301, 301).window(900),
    ])
    #expect(story.reported == ["3 duplicate_ack", "4 window_update"])
  }

  @Test func `each byte acknowledged and not captured is reported once`() {
    let story = Story(
      Self.measured + [
        Actor.server >> .ack(301, 401), Actor.server >> .data(301, 401, 50),
        Actor.server >> .ack(351, 601),
      ])
    #expect(story.reported == ["6 ack_lost_segment", "8 ack_lost_segment"])
    #expect(story.events.map(\.detail.missingBytes) == [200, 200])
  }

  @Test func `the acknowledgment of a gap below captured data is reported too`() {
    let story = Story(
      Self.measured + Self.sending([401]) + [
        Actor.server >> .ack(301, 301), Actor.server >> .ack(301, 501),
        Actor.client >> .data(501, 301, 100), Actor.server >> .ack(301, 601),
      ])
    #expect(story.reported == ["6 lost_segment", "7 ack_lost_segment", "8 ack_lost_segment"])
    #expect(story.events.map(\.detail.missingBytes) == [200, 100, 100])
  }

  @Test func `the same packet after a time-out is no copy, even with the same identification`() {
    let segment = Actor.client >> Message.data(201, 301, 100).identification(1)
    let story = Story(Self.measured + [segment, segment.after(300)])
    #expect(story.reported == ["7 timeout_retransmission"])
  }

  @Test(arguments: windows)
  func `windows and probes are reported`(_ example: EventCase) {
    #expect(Story(example.steps).reported == example.reported)
  }

  static let losses: [EventCase] = [
    EventCase(
      "fast: three duplicate acknowledgments, then the segment (RFC 5681, section 3.2)",
      measured + sending([201, 301, 401, 501]) + [
        Actor.server >> .ack(301, 201), (Actor.server >> .ack(301, 201)).after(0.1),
        (Actor.server >> .ack(301, 201)).after(0.1),
        (Actor.client >> .data(201, 301, 100)).after(1),
      ],
      ["10 duplicate_ack", "11 duplicate_ack", "12 duplicate_ack", "13 fast_retransmission"]),
    EventCase(
      "fast: SACK blocks tell of the loss (RFC 6675)",
      measured + sending([201, 301, 401, 501]) + [
        Actor.server >> Message.ack(301, 201).sack((301, 601)),
        (Actor.client >> .data(201, 301, 100)).after(1),
      ],
      ["10 duplicate_ack", "11 fast_retransmission"]),
    EventCase(
      "time-out: the least that Linux waits is 200 ms",
      measured + sending([201]) + [(Actor.client >> .data(201, 301, 100)).after(250)],
      ["7 timeout_retransmission"]),
    EventCase(
      "tail loss probe: the last segment, two round trips later (RFC 8985, section 7.2)",
      measured + sending([201, 301]) + [(Actor.client >> .data(301, 301, 100)).after(22)],
      ["8 tail_loss_probe"]),
    EventCase(
      "spurious: it was acknowledged before",
      measured + [(Actor.client >> .data(101, 301, 100)).after(5)], ["6 spurious_retransmission"]),
    EventCase(
      "spurious: a SACK block covers it",
      measured + sending([201, 301]) + [
        Actor.server >> Message.ack(301, 201).sack((301, 401)),
        (Actor.client >> .data(301, 301, 100)).after(1),
      ],
      ["8 duplicate_ack", "9 spurious_retransmission"]),
    EventCase(
      "a SYN, a SYN-ACK and a FIN sent again",
      [
        Actor.client >> .syn(), (Actor.client >> .syn()).after(1000), Actor.server >> .synAck(),
        (Actor.server >> .synAck()).after(1000), Actor.client >> .ack(101, 301),
        Actor.client >> .fin(101, 301), (Actor.client >> .fin(101, 301)).after(300),
      ],
      ["2 timeout_retransmission", "4 timeout_retransmission", "7 timeout_retransmission"]),
    EventCase(
      "segments that the capture does not hold",
      measured + sending([301]) + [Actor.server >> .ack(301, 401)],
      ["6 lost_segment", "7 ack_lost_segment"]),
    EventCase(
      "an acknowledgment of what the capture does not hold",
      measured + [Actor.server >> .ack(301, 501)], ["6 ack_lost_segment"]),
  ]

  @Test(arguments: losses)
  func `a retransmission is reported by its cause`(_ example: EventCase) {
    #expect(Story(example.steps).reported == example.reported)
  }

  @Test func `a copy of a packet is counted as a packet and not as data`() throws {
    let original = Actor.client >> Message.data(201, 301, 100).identification(0x2222)
    var copy = original
    copy.delay = 0.01
    let story = Story(Self.measured + [original, copy])
    #expect(story.reported == ["7 duplicate_packet"])
    let summary = try #require(story.summaries.first)
    #expect(summary.clientToServer.packets == 5 && summary.clientToServer.payloadBytes == 300)
    #expect(summary.clientToServer.uniquePayloadBytes == 200)
    #expect(summary.clientToServer.retransmittedPackets == 0)
  }

  @Test func `the options of a SYN in the middle of a connection change nothing`() throws {
    let story = Story([
      Actor.client >> .syn().scale(7).mss(1460), Actor.server >> .synAck().scale(7).mss(1460),
      Actor.client >> .ack(101, 301).window(500), Actor.client >> .syn(5000).window(9000).mss(536),
      Actor.server >> .ack(301, 101), Actor.client >> .data(101, 301, 10).window(500),
    ])
    let client = try #require(story.summaries.first).clientToServer
    #expect(client.windowScale == .shift(7) && client.maximumSegmentSize == 1460)
    #expect(client.windowMinimum == 500 << 7)
  }

  @Test func `the options of a SYN-ACK with another number apply until one is acknowledged`() throws
  {
    // A server with SYN cookies answers each SYN with another number (RFC 4987, section 3.6).
    let story = Story([
      Actor.client >> .syn().scale(7), Actor.server >> .synAck(300).scale(7),
      (Actor.client >> .syn().scale(7)).after(1000), Actor.server >> .synAck(90_000),
      Actor.client >> .ack(101, 90_001).window(500),
      Actor.client >> .data(101, 90_001, 10).window(500),
    ])
    let summary = try #require(story.summaries.first)
    #expect(summary.clientToServer.windowScale == .unused)
    #expect(summary.serverToClient.windowScale == .unused)
    #expect(summary.clientToServer.windowMinimum == 500)
  }

  @Test func `a SYN in a connection whose start was not captured changes no window`() throws {
    let story = Story([
      Actor.client >> .data(5000, 9000, 100).window(500), Actor.server >> .data(9000, 5100, 100),
      Actor.client >> .syn(77).scale(9).window(8000), Actor.client >> .ack(5100, 9100).window(500),
    ])
    let client = try #require(story.summaries.first).clientToServer
    #expect(client.windowScale == nil && client.windowMinimum == 500)
  }

  @Test func `an acknowledgment that answers a reset in the window is a challenge (RFC 5961)`() {
    let story = Story(
      Self.measured + [
        Actor.server >> .rst(2301), (Actor.client >> .ack(201, 301)).after(0.1),
      ])
    #expect(story.reported == ["7 challenge_ack"])
  }

  @Test func `every kind of event has a unique name`() {
    let names = Set(SegmentEvent.Kind.allCases.map(\.name.description))
    #expect(names.count == 24)
  }
}
