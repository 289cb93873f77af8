import InternetTypes
import Testing
import TimeLines

@testable import ConnectionTracking

/// Connections off the state diagram: partly captured, repeated, refused.
@Suite struct OtherBeginningsTests {
  static let repeated: [StateCase] = [
    StateCase(
      "a SYN sent again changes nothing",
      [
        Actor.client >> .syn(), (Actor.client >> .syn()).after(1000), Actor.server >> .synAck(),
        Actor.client >> .ack(101, 301),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED", server: "LISTEN SYN-RECEIVED ESTABLISHED"),
    StateCase(
      "a SYN-ACK sent again changes nothing",
      [
        Actor.client >> .syn(), Actor.server >> .synAck(), (Actor.server >> .synAck()).after(1000),
        Actor.client >> .ack(101, 301),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED", server: "LISTEN SYN-RECEIVED ESTABLISHED"),
    StateCase(
      "a keep-alive and its answer change nothing",
      handshake + [
        Actor.client >> .data(101, 301, 10), Actor.server >> .ack(301, 111),
        (Actor.client >> .ack(110, 301)).after(60_000), Actor.server >> .ack(301, 111),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED", server: "LISTEN SYN-RECEIVED ESTABLISHED"),
    StateCase(
      "Fast Open (RFC 7413): data in the SYN, and the server's before the handshake is over",
      [
        Actor.client >> Message.syn(length: 50).fastOpen([1, 2, 3, 4, 5, 6, 7, 8]),
        Actor.server >> .synAck(300, 151), (Actor.server >> .data(301, 151, 100)).after(0.1),
        Actor.client >> .ack(151, 401),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED", server: "LISTEN SYN-RECEIVED ESTABLISHED"),
    StateCase(
      "every packet is captured twice",
      (handshake + [
        Actor.client >> .fin(101, 301), Actor.server >> .ack(301, 102),
        Actor.server >> .fin(301, 102),
        Actor.client >> .ack(102, 302),
      ]).enumerated().flatMap { index, step in
        var first = step
        first.message.identification = UInt16(index + 1)
        var second = first
        second.delay = 0.01
        return [first, second]
      },
      client: "CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT",
      server: "LISTEN SYN-RECEIVED ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED"),
    StateCase(
      "data captured in the wrong order",
      handshake + [
        Actor.client >> Message.data(201, 301, 100).identification(8),
        (Actor.client >> Message.data(101, 301, 100).identification(7)).after(0.1),
        Actor.server >> .ack(301, 301),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED", server: "LISTEN SYN-RECEIVED ESTABLISHED"),
  ]

  @Test(arguments: repeated)
  func `retransmissions and copies change no state`(_ example: StateCase) { example.check() }

  static let partial: [StateCase] = [
    StateCase(
      "the capture starts in the middle: UNKNOWN until both have sent data",
      [
        Actor.client >> .data(5000, 9000, 100), Actor.server >> .data(9000, 5100, 100),
        Actor.client >> .ack(5100, 9100),
      ],
      client: "UNKNOWN ESTABLISHED", server: "UNKNOWN ESTABLISHED"),
    StateCase(
      "the capture starts in the middle and sees the end",
      [
        Actor.client >> .data(5000, 9000, 100), Actor.server >> .data(9000, 5100, 100),
        Actor.client >> .fin(5100, 9100), Actor.server >> .fin(9100, 5101),
        Actor.client >> .ack(5101, 9101),
      ],
      client: "UNKNOWN ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT",
      server: "UNKNOWN ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED"),
    StateCase(
      "only the client's direction: its acknowledgments tell of the server",
      [
        Actor.client >> .syn(), Actor.client >> .ack(101, 301),
        Actor.client >> .data(101, 301, 100),
        Actor.client >> .ack(201, 1301),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED", server: "UNKNOWN ESTABLISHED"),
    StateCase(
      "the capture starts in the middle, and who sent a FIN then gets one: TIME-WAIT",
      [
        Actor.client >> .data(5000, 1000, 100), Actor.server >> .data(900, 5100, 100),
        Actor.client >> .fin(5100, 1000), Actor.server >> .ack(1000, 5101),
        Actor.server >> .fin(1000, 5101), Actor.client >> .ack(5101, 1001),
      ],
      client: "UNKNOWN FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT",
      server: "UNKNOWN CLOSE-WAIT LAST-ACK CLOSED"),
    StateCase(
      "the capture starts with a FIN, and both sides reset",
      [
        Actor.server >> .fin(9000, 5000), Actor.client >> .ack(5000, 9001),
        (Actor.client >> .rstAck(5000, 9001)).after(10_000),
        (Actor.server >> .rstAck(9001, 5000)).after(16_000),
      ],
      client: "UNKNOWN CLOSED", server: "UNKNOWN CLOSED"),
    StateCase(
      "a FIN that overtakes data does not close its receiver before the data is there",
      handshake + [
        Actor.client >> Message.fin(201, 301).identification(8),
        Actor.server >> .ack(301, 101), Actor.server >> .data(301, 101, 50),
        Actor.client >> .ack(202, 351),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1",
      server: "LISTEN SYN-RECEIVED ESTABLISHED"),
  ]

  @Test func `packets of different savefiles with the same number are distinguished`() throws {
    // The client's packets are in one file, the server's in another.
    let steps = [
      Actor.client >> .syn(), Actor.server >> .synAck(), Actor.client >> .ack(101, 301),
      Actor.server >> .data(301, 101, 10), Actor.client >> .fin(101, 311),
      (Actor.server >> .data(311, 101, 10)).after(50), (Actor.server >> .ack(321, 102)).after(50),
    ]
    var maker = FrameMaker()
    var time: Int64 = 0
    let packets = steps.map { step in
      time += Int64(step.delay * 1_000_000)
      return (maker.frame(step), time)
    }
    let story = Story(packets: packets, .raw, numbers: [1, 1, 2, 2, 3, 3, 4])
    let sent = try #require(story.transitions.first { $0.to == .finWait1 })
    let arrived = try #require(story.transitions.first { $0.to == .closeWait })
    #expect(sent.packet == 3 && arrived.packet == 3)
    #expect(arrived.time == sent.time)
  }

  @Test(arguments: partial)
  func `packets that were not captured are not invented`(_ example: StateCase) { example.check() }

  @Test func `a FIN closes its receiver once all data before it has arrived`() {
    let story = Story(
      handshake + [
        Actor.client >> Message.fin(201, 301).identification(8),
        (Actor.client >> Message.data(101, 301, 100).identification(7)).after(0.1),
        Actor.server >> .ack(301, 202),
      ])
    #expect(story.path(.server) == "LISTEN SYN-RECEIVED ESTABLISHED CLOSE-WAIT")
    // Packet 4 is the FIN, packet 5 the data that completes the stream.
    #expect(story.packet(of: .server, .closeWait) == 5)
  }

  @Test func `a captured packet changes its receiver only when the receiver shows that it arrived`()
  {
    let unanswered = handshake + [Actor.client >> .fin(101, 301)]
    let before = Story(unanswered, isFinished: false)
    #expect(before.path(.client) == "CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1")
    #expect(!before.path(.server).contains("CLOSE-WAIT"))
    let after = Story(unanswered + [Actor.server >> .ack(301, 102)], isFinished: false)
    #expect(after.path(.server) == "LISTEN SYN-RECEIVED ESTABLISHED CLOSE-WAIT")
  }

  // MARK: Reused ports

  static let closed: [Step] =
    handshake + [
      Actor.client >> .fin(101, 301), Actor.server >> .fin(301, 102),
      Actor.client >> .ack(102, 302),
    ]

  @Test func `a SYN with another ISN ends TIME-WAIT (RFC 6191)`() {
    let story = Story(
      Self.closed + [
        (Actor.client >> .syn(90_000)).after(1000), Actor.server >> .synAck(70_000, 90_001),
        Actor.client >> .ack(90_001, 70_001),
      ])
    #expect(story.summaries.count == 2)
    #expect(story.path(.client, of: 0).hasSuffix("TIME-WAIT"))
    #expect(story.path(.client, of: 1) == "CLOSED SYN-SENT ESTABLISHED")
    #expect(story.path(.server, of: 1) == "LISTEN SYN-RECEIVED ESTABLISHED")
    #expect(story.reported.contains("7 port_reuse"))
  }

  @Test func `a SYN with the same ISN does not open another connection`() {
    let story = Story(handshake + [(Actor.client >> .syn()).after(1000)])
    #expect(story.summaries.count == 1 && !story.reported.contains("4 port_reuse"))
  }

  @Test func `a SYN after a reset opens another connection at once`() {
    let story = Story(
      handshake + [
        Actor.server >> .rst(301), Actor.client >> .syn(5000), Actor.server >> .synAck(8000, 5001),
      ])
    #expect(story.summaries.count == 2)
    #expect(story.path(.client, of: 0).hasSuffix("CLOSED"))
    #expect(story.path(.server, of: 1) == "LISTEN SYN-RECEIVED")
  }

  // MARK: Failures

  @Test func `a refused attempt has the failure refused`() throws {
    let story = Story([Actor.client >> .syn(), Actor.server >> .rstAck(0, 101)])
    let summary = try #require(story.summaries.first)
    #expect(summary.failure == .refused && summary.clientState == .closed)
    #expect(summary.closedBy == nil)
    #expect(summary.serverToClient.rstCount == 1)
  }

  @Test func `an unanswered attempt has the failure timeout`() throws {
    let story = Story(
      [0, 1000, 2000, 4000].map { (Actor.client >> .syn()).after($0) })
    let summary = try #require(story.summaries.first)
    #expect(summary.failure == .timeout && summary.clientToServer.synCount == 4)
    #expect(story.packet(of: .client, .synSent) == 1)
  }

  /// RFC 9293, section 3.9.2.2: codes 2 to 4 are hard errors; Linux gives up a SYN for 0, 1 and 13 as well.
  @Test(arguments: [1, 2, 3, 13] as [UInt8])
  func `an ICMP error to the SYN is the cause`(code: UInt8) throws {
    let story = Story([Actor.client >> .syn(), Actor.router >> .unreachable(code: code)])
    let summary = try #require(story.summaries.first { $0.protocol == .tcp })
    #expect(summary.failure == .icmpUnreachable && summary.clientState == .closed)
    #expect(summary.icmpTypeAndCode?.type == 3 && summary.icmpTypeAndCode?.code == code)
  }

  @Test func `an ICMP error to an open connection does not end it`() throws {
    // RFC 5927, section 4.2: hard errors are soft for a synchronised connection.
    let story = Story(
      handshake + [
        Actor.router >> .unreachable(code: 1), Actor.client >> .data(101, 301, 5),
        Actor.server >> .ack(301, 106),
      ])
    let summary = try #require(story.summaries.first { $0.protocol == .tcp })
    #expect(summary.failure == nil && summary.clientState == .established)
  }

  @Test func `an idle connection times out, and late data opens another`() {
    var configuration = TrackerConfiguration()
    configuration.idleTimeout = 10
    let story = Story(
      handshake + [
        Actor.client >> .data(101, 301, 5), (Actor.client >> .data(106, 301, 5)).after(60_000),
      ], configuration)
    #expect(story.summaries.map(\.ending) == [.idle, .endOfInput])
    #expect(story.summaries.last?.isHandshakeSeen == false)
  }
}
