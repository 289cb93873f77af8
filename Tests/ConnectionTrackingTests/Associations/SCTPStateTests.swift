import InternetTypes
import Testing
import TimeLines

@testable import ConnectionTracking

/// One time line for each transition of RFC 9260, figure 3, and for the cases of sections 5.2 and 8.5.
@Suite struct SCTPStateTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var steps: [AssociationStep]
    /// The states that both sides go through.
    var client: String
    var server: String
  }

  private static let open = "CLOSED COOKIE-WAIT COOKIE-ECHOED ESTABLISHED"

  static let cases: [Case] = [
    Case(
      testDescription: "the client opens",
      steps: sctpOpening, client: open, server: "CLOSED ESTABLISHED"),
    Case(
      testDescription: "the client closes",
      steps: sctpOpening + [
        Actor.client > [Chunk.shutdown(4999)], Actor.server > [Chunk.shutdownAck],
        Actor.client > [Chunk.shutdownComplete()],
      ],
      client: open + " SHUTDOWN-SENT CLOSED",
      server: "CLOSED ESTABLISHED SHUTDOWN-RECEIVED SHUTDOWN-ACK-SENT CLOSED"),
    Case(
      testDescription: "the server closes",
      steps: sctpOpening + [
        Actor.server > [Chunk.shutdown(999)], Actor.client > [Chunk.shutdownAck],
        Actor.server > [Chunk.shutdownComplete()],
      ],
      client: open + " SHUTDOWN-RECEIVED SHUTDOWN-ACK-SENT CLOSED",
      server: "CLOSED ESTABLISHED SHUTDOWN-SENT CLOSED"),
    Case(
      testDescription: "both close at once, and acknowledge each other (section 9.2)",
      steps: sctpOpening + [
        Actor.client > [Chunk.shutdown(4999)], Actor.server > [Chunk.shutdown(999)],
        Actor.client > [Chunk.shutdownAck], Actor.server > [Chunk.shutdownAck],
        Actor.client > [Chunk.shutdownComplete()],
      ],
      client: open + " SHUTDOWN-SENT SHUTDOWN-ACK-SENT CLOSED",
      server: "CLOSED ESTABLISHED SHUTDOWN-SENT SHUTDOWN-ACK-SENT CLOSED"),
    Case(
      testDescription: "data that are outstanding are acknowledged in SHUTDOWN-SENT",
      steps: sctpOpening + [
        Actor.client > [Chunk.shutdown(4999)], Actor.server > [Chunk.data(5000)],
        Actor.client > [Chunk.sack(5000), Chunk.shutdown(5000)],
        Actor.server > [Chunk.shutdownAck],
      ],
      client: open + " SHUTDOWN-SENT",
      server: "CLOSED ESTABLISHED SHUTDOWN-RECEIVED SHUTDOWN-ACK-SENT"),
    Case(
      testDescription: "a SHUTDOWN that nothing answers counts as arrived in the end",
      steps: sctpOpening + [Actor.client > [Chunk.shutdown(4999)]],
      client: open + " SHUTDOWN-SENT", server: "CLOSED ESTABLISHED SHUTDOWN-RECEIVED"),
    Case(
      testDescription: "an ABORT ends it at both ends",
      steps: sctpOpening + [Actor.server > [Chunk.abort(cause: 12)]],
      client: open + " CLOSED", server: "CLOSED ESTABLISHED CLOSED"),
    Case(
      testDescription: "an ABORT refuses an INIT",
      steps: [Actor.client.initiation(clientTag, tsn: 1), Actor.server > [Chunk.abort()]],
      client: "CLOSED COOKIE-WAIT CLOSED", server: "UNKNOWN CLOSED"),
    Case(
      testDescription: "an ABORT refuses a cookie",
      steps: sctpOpening.prefix(3) + [Actor.server > [Chunk.abort()]],
      client: "CLOSED COOKIE-WAIT COOKIE-ECHOED CLOSED", server: ""),
    Case(
      testDescription: "both send an INIT (section 5.2.1)",
      steps: [
        Actor.client.initiation(clientTag, tsn: 1000),
        Actor.server.initiation(serverTag, tsn: 5000),
        Actor.server > [Chunk.initAck(serverTag, tsn: 5000)],
        Actor.client > [Chunk.initAck(clientTag, tsn: 1000)],
        Actor.client > [Chunk.cookieEcho], Actor.server > [Chunk.cookieEcho],
        Actor.server > [Chunk.cookieAck], Actor.client > [Chunk.cookieAck],
      ],
      client: open, server: open),
    Case(
      testDescription: "a cookie that is stale is asked for again (section 5.2.6)",
      steps: sctpOpening.prefix(3) + [
        Actor.server > [Chunk.error(3)], Actor.client.initiation(clientTag + 7, tsn: 1000),
        Actor.server.sctp(tag: clientTag + 7, [Chunk.initAck(serverTag, tsn: 5000)]),
        Actor.client > [Chunk.cookieEcho],
        Actor.server.sctp(tag: clientTag + 7, [Chunk.cookieAck]),
      ],
      client: "CLOSED COOKIE-WAIT COOKIE-ECHOED COOKIE-WAIT COOKIE-ECHOED ESTABLISHED",
      server: "CLOSED ESTABLISHED"),
    Case(
      testDescription: "the client begins anew, and the server stays (section 5.2.2)",
      steps: sctpOpening + [
        Actor.client.initiation(0xaaaa_0009, tsn: 7000),
        Actor.server.sctp(tag: 0xaaaa_0009, [Chunk.initAck(0xbbbb_0009, tsn: 8000)]),
        Actor.client.sctp(tag: 0xbbbb_0009, [Chunk.cookieEcho]),
        Actor.server.sctp(tag: 0xaaaa_0009, [Chunk.cookieAck]),
      ],
      client: open + " COOKIE-WAIT COOKIE-ECHOED ESTABLISHED", server: "CLOSED ESTABLISHED"),
    Case(
      testDescription: "what comes with an INIT is not followed: it needs no tag (8.5.1)",
      steps: sctpOpening + [
        Actor.client.sctp(tag: 0, [Chunk.initiation(9, tsn: 9), Chunk.abort()])
      ],
      client: open, server: "CLOSED ESTABLISHED"),
    Case(
      testDescription: "an INIT that nobody follows up changes nothing",
      steps: sctpOpening + [
        Actor.client.initiation(0xaaaa_0009, tsn: 7000),
        Actor.server.sctp(tag: 0xaaaa_0009, [Chunk.initAck(0xbbbb_0009, tsn: 8000)]),
        Actor.client > [Chunk.data(1000)],
      ],
      client: open, server: "CLOSED ESTABLISHED"),
    Case(
      testDescription: "of several INIT ACKs the one counts whose tag comes back",
      steps: [
        Actor.client.initiation(clientTag, tsn: 1000),
        Actor.server > [Chunk.initAck(0xbbbb_0007, tsn: 9000)],
        Actor.server > [Chunk.initAck(serverTag, tsn: 5000)],
        Actor.client.sctp(tag: 0xbbbb_0007, [Chunk.cookieEcho]),
        Actor.server > [Chunk.cookieAck],
        Actor.client.sctp(tag: 0xbbbb_0007, [Chunk.shutdown(4999)]),
      ],
      client: open + " SHUTDOWN-SENT", server: "CLOSED ESTABLISHED SHUTDOWN-RECEIVED"),
    Case(
      testDescription: "data show that a COOKIE ACK arrived which was not captured",
      steps: sctpOpening.prefix(3) + [
        Actor.server > [Chunk.data(5000)], Actor.client > [Chunk.sack(5000)],
      ],
      client: open, server: "CLOSED ESTABLISHED"),
    Case(
      testDescription: "data with the cookie do not",
      steps: sctpOpening.prefix(2) + [Actor.client > [Chunk.cookieEcho, Chunk.data(1000)]],
      client: "CLOSED COOKIE-WAIT COOKIE-ECHOED", server: ""),
    Case(
      testDescription: "a capture that begins in the middle",
      steps: [
        Actor.client > [Chunk.data(1500)], Actor.server > [Chunk.sack(1500)],
        Actor.client > [Chunk.shutdown(5700)],
      ],
      client: "UNKNOWN ESTABLISHED SHUTDOWN-SENT",
      server: "UNKNOWN ESTABLISHED SHUTDOWN-RECEIVED"),
    Case(
      testDescription: "a capture that begins at the end",
      steps: [
        Actor.server > [Chunk.shutdownAck], Actor.client > [Chunk.shutdownComplete()],
      ],
      client: "UNKNOWN CLOSED", server: "UNKNOWN SHUTDOWN-ACK-SENT CLOSED"),
    Case(
      testDescription: "T: whoever knows no association returns the tag (section 8.4)",
      steps: sctpOpening + [
        Actor.client > [Chunk.shutdown(4999)], Actor.server > [Chunk.shutdownAck],
        Actor.client.sctp(tag: clientTag, [Chunk.shutdownComplete(reflected: true)]),
      ],
      client: open + " SHUTDOWN-SENT CLOSED",
      server: "CLOSED ESTABLISHED SHUTDOWN-RECEIVED SHUTDOWN-ACK-SENT CLOSED"),
    Case(
      testDescription: "an ABORT with T and the tag of its sender's packets ends it, too",
      steps: sctpOpening + [
        Actor.client > [Chunk.data(1000)],
        Actor.server.sctp(tag: serverTag, [Chunk.abort(reflected: true)]),
      ],
      client: open + " CLOSED", server: "CLOSED ESTABLISHED CLOSED"),
  ]

  @Test(arguments: cases)
  func `states are those of figure 3`(_ story: Case) {
    let played = Story(story.steps)
    #expect(played.path(.client) == story.client)
    #expect(played.path(.server) == story.server)
    #expect(played.summaries.count == 1)
    let last = played.summaries.first
    for (path, state) in [(story.client, last?.clientState), (story.server, last?.serverState)]
    where !path.isEmpty {
      #expect(path.split(separator: " ").last.map(String.init) == state?.name.description)
    }
  }

  /// Packets that do not belong to the association.
  static let strangers: [Case] = [
    Case(
      testDescription: "ABORT with another tag",
      steps: [Actor.client.sctp(tag: 7, [Chunk.abort()])],
      client: "", server: ""),
    Case(
      testDescription: "ABORT without T and the sender's tag",
      steps: [Actor.client.sctp(tag: clientTag, [Chunk.abort()])], client: "", server: ""),
    Case(
      testDescription: "ABORT with T and the receiver's tag",
      steps: [Actor.client.sctp(tag: serverTag, [Chunk.abort(reflected: true)])], client: "",
      server: ""),
    Case(
      testDescription: "SHUTDOWN COMPLETE with T and the receiver's tag",
      steps: [Actor.client.sctp(tag: serverTag, [Chunk.shutdownComplete(reflected: true)])],
      client: "", server: ""),
    Case(
      testDescription: "SHUTDOWN with another tag",
      steps: [Actor.server.sctp(tag: serverTag, [Chunk.shutdown(999)])], client: "", server: ""),
    Case(
      testDescription: "INIT with a tag",
      steps: [Actor.server.sctp(tag: 9, [Chunk.initiation(9, tsn: 9)])], client: "", server: ""),
    Case(
      testDescription: "data without a tag",
      steps: [Actor.client.sctp(tag: 0, [Chunk.data(1000)])], client: "", server: ""),
  ]

  @Test(arguments: strangers)
  func `a wrong verification tag changes no state and is reported`(_ stranger: Case) {
    let played = Story(sctpOpening + stranger.steps)
    #expect(played.path(.client) == Self.open)
    #expect(played.path(.server) == "CLOSED ESTABLISHED")
    #expect(played.reported == ["5 wrong_tag"])
    let sctp = played.summaries.first?.sctp
    #expect((sctp?.client.wrongTags ?? 0) + (sctp?.server.wrongTags ?? 0) == 1)
    #expect(sctp?.client.dataChunks == 0)
  }

  @Test func `a restart starts new numbers under new tags`() throws {
    let played = Story(
      sctpOpening + [
        Actor.client > [Chunk.data(1000)],
        Actor.client.initiation(0xaaaa_0009, tsn: 1000),
        Actor.server.sctp(tag: 0xaaaa_0009, [Chunk.initAck(0xbbbb_0009, tsn: 8000)]),
        Actor.client.sctp(tag: 0xbbbb_0009, [Chunk.cookieEcho]),
        Actor.server.sctp(tag: 0xaaaa_0009, [Chunk.cookieAck]),
        Actor.client.sctp(tag: 0xbbbb_0009, [Chunk.data(1000)]),
        // From the association before.
        Actor.client > [Chunk.data(1001)],
      ])
    let sctp = try #require(played.summaries.first?.sctp)
    #expect(sctp.restarts == 1)
    #expect(sctp.client.tag == 0xaaaa_0009)
    #expect(sctp.server.tag == 0xbbbb_0009)
    #expect(sctp.client.dataChunks == 2)
    #expect(sctp.client.retransmittedChunks == 0)
    #expect(played.reported == ["11 wrong_tag"])
    // The restart starts with the INIT, but only the cookie shows it.
    #expect(played.transitions.contains { $0.packet == 6 && $0.to == .cookieWait })
  }

  @Test func `closing side and failure are found`() {
    let finish = [Actor.client > [Chunk.shutdownComplete()]]
    let rows: [([AssociationStep], ConnectionSummary.ClosedBy?, ConnectionSummary.Failure?)] = [
      (sctpOpening, nil, nil),
      (
        sctpOpening + [
          Actor.client > [Chunk.shutdown(4999)], Actor.server > [Chunk.shutdownAck],
        ] + finish, .client, nil
      ),
      (
        sctpOpening + [
          Actor.server > [Chunk.shutdown(999)], Actor.client > [Chunk.shutdownAck],
        ], .server, nil
      ),
      (
        sctpOpening + [
          Actor.client > [Chunk.shutdown(4999)], Actor.server > [Chunk.shutdown(999)],
        ], .both, nil
      ),
      (sctpOpening + [Actor.server > [Chunk.abort()]], .server, .reset),
      (
        [Actor.client.initiation(clientTag, tsn: 1), Actor.server > [Chunk.abort()]], nil, .refused
      ),
      (
        [
          Actor.client.initiation(clientTag, tsn: 1),
          Actor.client.initiation(clientTag, tsn: 1).after(1000),
        ], nil, .timeout
      ),
      ([Actor.client.initiation(clientTag, tsn: 1)], nil, nil),
      // The SHUTDOWN that it answers was not captured.
      ([Actor.client > [Chunk.shutdownAck]], .server, nil),
      // Communication administratively prohibited.
      (
        [
          Actor.client.initiation(clientTag, tsn: 1),
          icmpError(about: Actor.client.initiation(clientTag, tsn: 1)),
        ], nil, .icmpUnreachable
      ),
    ]
    var configuration = TrackerConfiguration()
    configuration.ignoresChecksums = true
    for (steps, closer, failure) in rows {
      let summary = Story(steps, configuration).summaries.first { $0.protocol == .sctp }
      #expect(summary?.closedBy == closer)
      #expect(summary?.failure == failure)
    }
  }

  @Test func `a retransmitted INIT is reported, and the last before the answer is timed`() throws {
    let played = Story([
      Actor.client.initiation(clientTag, tsn: 1),
      Actor.client.initiation(clientTag, tsn: 1).after(1000),
      (Actor.server > [Chunk.initAck(serverTag, tsn: 5)]).after(20),
      (Actor.client > [Chunk.cookieEcho]).after(3),
    ])
    #expect(played.reported == ["2 timeout_retransmission"])
    #expect(played.reason(2, .timeoutRetransmission) == .initTimer)
    let summary = try #require(played.summaries.first)
    #expect(summary.isHandshakeSeen)
    #expect(summary.handshakeToServer == 20_000_000)
    #expect(summary.handshakeToClient == 3_000_000)
    #expect(summary.sctp?.client.outboundStreams == 5)
    #expect(summary.sctp?.client.inboundStreams == 7)
    #expect(summary.sctp?.server.outboundStreams == 3)
    #expect(summary.sctp?.server.initialWindow == 32768)
  }

  @Test func `the chunk decides which side is the client, not the ports`() {
    // Port 80 is the client of port 40,000, and the capture starts with the answer.
    let played = Story([
      Actor.client > [Chunk.initAck(clientTag, tsn: 1)], Actor.server > [Chunk.cookieEcho],
      Actor.client > [Chunk.cookieAck],
    ])
    #expect(played.summaries.first?.client.port == 80)
    #expect(played.path(.client) == "UNKNOWN COOKIE-WAIT COOKIE-ECHOED ESTABLISHED")
    #expect(played.path(.server) == "CLOSED ESTABLISHED")
  }

  @Test func `an INIT on an ended association opens another connection`() {
    let played = Story(
      sctpOpening + [
        Actor.client > [Chunk.shutdown(4999)], Actor.server > [Chunk.shutdownAck],
        Actor.client > [Chunk.shutdownComplete()],
        // A late copy of its INIT.
        Actor.client.initiation(clientTag, tsn: 1000),
        Actor.client.initiation(0xaaaa_0009, tsn: 1),
      ])
    #expect(played.summaries.count == 2)
    #expect(played.reported == ["9 port_reuse"])
    #expect(played.summaries.last?.clientState == .cookieWait)
  }
}
