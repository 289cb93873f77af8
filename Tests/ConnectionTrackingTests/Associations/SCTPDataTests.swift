import BasicContainers
import InternetTypes
import PacketDissection
import Testing
import TimeLines

@testable import ConnectionTracking

/// Data and acknowledgments of SCTP associations, and the endpoints' addresses.
@Suite struct SCTPDataTests {
  private static func sctp(_ steps: [AssociationStep]) throws -> (Story, SCTPSummary) {
    let story = Story(sctpOpening + steps)
    return (story, try #require(story.summaries.first?.sctp))
  }

  private static func data(_ numbers: ClosedRange<UInt32>) -> [AssociationStep] {
    numbers.map { (Actor.client > [Chunk.data($0)]).after(1) }
  }

  @Test func `three miss indications make a fast retransmission`() throws {
    // TSN 1001 is lost behind the capture point; blocks are counted from the cumulative number.
    let reports = (2...4).map {
      (Actor.server > [Chunk.sack(1000, gaps: [(2, UInt16($0))])]).after(1)
    }
    let again = [
      (Actor.client > [Chunk.data(1001)]).after(5), (Actor.server > [Chunk.sack(1004)]).after(20),
    ]
    let (story, sctp) = try Self.sctp(
      Self.data(1000...1004) + [(Actor.server > [Chunk.sack(1000)]).after(20)] + reports + again)
    #expect(
      story.reported == [
        "11 duplicate_ack", "12 duplicate_ack", "13 duplicate_ack", "14 fast_retransmission",
      ])
    let event = try #require(story.events.last)
    #expect(event.sequence == 1001 && event.length == 100)
    #expect(event.detail.original == 6)
    #expect(event.detail.reason == .sack)
    #expect(sctp.client.fastChunks == 1)
    #expect(sctp.client.retransmittedChunks == 1)
    #expect(sctp.client.retransmittedBytes == 100)
    #expect(sctp.server.gapReports == 3)
    #expect(sctp.client.outstandingMaximum == 500)
    #expect(story.summaries.first?.clientToServer.retransmittedPackets == 1)
  }

  @Test func `two miss indications cause no fast retransmission`() throws {
    let (story, sctp) = try Self.sctp(
      Self.data(1000...1003) + [
        Actor.server > [Chunk.sack(1000, gaps: [(2, 2)])],
        Actor.server > [Chunk.sack(1000, gaps: [(2, 3)])],
        (Actor.client > [Chunk.data(1001)]).after(5),
      ])
    #expect(story.reported.last == "11 retransmission")
    #expect(sctp.client.fastChunks == 0)
    #expect(sctp.client.retransmittedChunks == 1)
  }

  @Test func `a retransmission without miss indications comes after a time-out`() throws {
    let (story, sctp) = try Self.sctp(
      Self.data(1000...1001) + [(Actor.client > [Chunk.data(1000)]).after(1000)])
    #expect(story.reported == ["7 timeout_retransmission"])
    #expect(sctp.client.timeoutChunks == 1)
  }

  @Test func `a retransmission of acknowledged data is spurious, and the receiver reports it`()
    throws
  {
    let (story, sctp) = try Self.sctp(
      Self.data(1000...1000) + [
        Actor.server > [Chunk.sack(1000)], (Actor.client > [Chunk.data(1000)]).after(1),
        Actor.server > [Chunk.sack(1000, duplicates: [1000])],
      ])
    #expect(story.reported == ["7 spurious_retransmission", "8 spurious_evidence"])
    #expect(story.events.last?.detail.original == 5)
    #expect(sctp.client.spuriousChunks == 1)
    #expect(sctp.server.duplicates == 1)
  }

  @Test func `a gap filled at once is reordering, not a loss`() throws {
    let (story, sctp) = try Self.sctp(
      [1000, 1002, 1001].map { (Actor.client > [Chunk.data($0)]).after(1) })
    #expect(story.reported == ["6 lost_segment", "7 out_of_order"])
    #expect(sctp.client.outOfOrderChunks == 1)
    #expect(sctp.client.missedChunks == 0)
    #expect(sctp.client.retransmittedChunks == 0)
  }

  @Test func `a chunk missing in acknowledgments and capture is a retransmission`() throws {
    let reports = (2...4).map {
      (Actor.server > [Chunk.sack(1000, gaps: [(2, UInt16($0))])]).after(1)
    }
    let (story, sctp) = try Self.sctp(
      [1000, 1002, 1003, 1004].map { (Actor.client > [Chunk.data($0)]).after(1) } + reports
        + [(Actor.client > [Chunk.data(1001)]).after(1)])
    #expect(story.reported.last == "12 fast_retransmission")
    #expect(sctp.client.fastChunks == 1)
    #expect(sctp.client.missedChunks == 0)
  }

  @Test func `numbers wrap around`() throws {
    let first = UInt32.max - 1
    let story = Story(
      [
        Actor.client.initiation(clientTag, tsn: first),
        Actor.server > [Chunk.initAck(serverTag, tsn: 5000)], Actor.client > [Chunk.cookieEcho],
        Actor.server > [Chunk.cookieAck],
      ] + (0..<4).map { Actor.client > [Chunk.data(first &+ $0)] } + [
        Actor.server > [Chunk.sack(1)], Actor.client > [Chunk.data(1)],
      ])
    let sctp = try #require(story.summaries.first?.sctp)
    #expect(story.reported == ["10 spurious_retransmission"])
    #expect(sctp.client.dataChunks == 5)
    #expect(sctp.client.missedChunks == 0)
  }

  @Test func `a message is complete with all of its fragments, in any order`() throws {
    // B is flag 2, E flag 1 (RFC 9260, section 3.3.1).
    let chunks: [(UInt32, UInt8)] = [
      (1000, 3), (1001, 2), (1002, 0), (1003, 1), (1004, 2), (1006, 1), (1007, 3), (1005, 0),
      (1008, 2), (1010, 0), (1009, 0), (1011, 1), (1012, 2),
    ]
    let (_, sctp) = try Self.sctp(
      chunks.map { Actor.client > [Chunk.data($0.0, 10, flags: $0.1)] })
    // 1000; 1001-1003; 1004-1006; 1007; 1008-1011. The last message is not complete.
    #expect(sctp.client.messages == 5)
    #expect(sctp.client.payloadProtocols == [46])
  }

  @Test func `round trips are measured without retransmitted chunks`() throws {
    let (story, _) = try Self.sctp([
      Actor.client > [Chunk.data(1000)], (Actor.server > [Chunk.sack(1000)]).after(30),
      Actor.client > [Chunk.data(1001)], (Actor.client > [Chunk.data(1001)]).after(1000),
      (Actor.server > [Chunk.sack(1001)]).after(5),
    ])
    let direction = try #require(story.summaries.first?.clientToServer)
    #expect(direction.roundTripSamples == 1)
    #expect(direction.roundTripMean == 30_000_000)
  }

  @Test func `consecutive windows of zero are counted once`() throws {
    let (story, sctp) = try Self.sctp(
      Self.data(1000...1001)
        + [0, 0, 5000, 0].map { Actor.server > [Chunk.sack(1001, window: $0)] })
    #expect(sctp.server.zeroWindows == 2)
    #expect(sctp.server.windowMinimum == 0)
    #expect(sctp.server.windowMaximum == 5000)
    #expect(story.reported == ["7 zero_window", "10 zero_window"])
  }

  @Test func `abandoned chunks are not outstanding`() throws {
    let (_, sctp) = try Self.sctp(
      Self.data(1000...1004) + [Actor.client > [Chunk.forwardTSN(1004)]] + Self.data(1005...1006))
    #expect(sctp.client.skips == 1)
    #expect(sctp.client.outstandingMaximum == 500)
  }

  // MARK: Addresses

  @Test func `packets between other addresses belong to the association with their tag`() throws {
    let listed: [UInt8] = [0, 5, 0, 8] + HostAddress.secondOfServer.bytes
    let steps = [
      Actor.client.initiation(clientTag, tsn: 1000),
      Actor.server > [Chunk.initAck(serverTag, tsn: 5000, parameters: listed)],
      Actor.client > [Chunk.cookieEcho], Actor.server > [Chunk.cookieAck],
      (Actor.client > [Chunk.heartbeat]).between(.secondOfClient, .secondOfServer),
      (Actor.server > [Chunk.heartbeatAck]).between(.secondOfServer, .secondOfClient),
      (Actor.client > [Chunk.data(1000)]).between(.secondOfClient, .secondOfServer),
      (Actor.server > [Chunk.sack(1000)]).between(.secondOfServer, .client),
    ]
    let story = Story(steps)
    #expect(story.summaries.count == 1)
    let summary = try #require(story.summaries.first)
    #expect(summary.clientToServer.packets == 4)
    #expect(summary.serverToClient.packets == 4)
    #expect(summary.sctp?.server.addresses.map(\.text) == ["10.0.0.2", "10.1.0.2"])
    #expect(summary.sctp?.client.addresses.map(\.text) == ["10.0.0.1", "10.1.0.1"])
    #expect(summary.sctp?.client.dataChunks == 1)
    #expect(story.reported == ["5 keep_alive", "6 keep_alive_ack"])
  }

  @Test func `an INIT to another address belongs to the same association`() {
    let story = Story([
      Actor.client.initiation(clientTag, tsn: 1),
      Actor.client.initiation(clientTag, tsn: 1).between(.client, .secondOfServer).after(1000),
    ])
    #expect(story.summaries.count == 1)
    #expect(story.reported == ["2 timeout_retransmission"])
  }

  @Test func `another tag on other addresses is another association`() {
    let story = Story(
      sctpOpening + [
        Actor.client.sctp(tag: 77, [Chunk.data(1)]).between(.secondOfClient, .secondOfServer)
      ])
    #expect(story.summaries.count == 2)
  }

  @Test func `addresses that are added later are listed`() throws {
    // ASCONF (RFC 5061, section 4.1.1): its sender's address, then an addition with a correlation number.
    let asconf = chunk(
      193,
      [0, 0, 0, 1, 0, 5, 0, 8] + HostAddress.client.bytes
        + [0xc0, 1, 0, 16, 0, 0, 0, 1, 0, 5, 0, 8] + HostAddress.secondOfClient.bytes)
    let (_, sctp) = try Self.sctp([Actor.client > [asconf]])
    #expect(sctp.client.addresses.map(\.text) == ["10.0.0.1", "10.1.0.1"])
  }

  // MARK: Bounds

  @Test func `the limit of associations holds, and all are released`() {
    var configuration = TrackerConfiguration()
    configuration.connectionLimit = 4
    var tracker = ConnectionTracker(configuration)
    for number in 0..<200 as Range<UInt32> {
      var steps = [
        Actor.client.sctp(tag: 0, [Chunk.initiation(number + 1, tsn: 1)]),
        Actor.client.sctp(tag: number + 1000, (1...40).map { Chunk.data($0, 4) }),
      ]
      for index in steps.indices {
        steps[index].source = HostAddress(bytes: [10, 2, 0, UInt8(number)])
        let frame = steps[index].frame
        let packet = Packet(decoding: frame.span, wireLength: frame.count, linkType: .raw)
        tracker.process(
          packet, frame: frame.span, timestamp: Timestamp(seconds: Int64(number), nanoseconds: 0),
          number: 1)
      }
      let count = tracker.protocols.sctp.count
      #expect(count <= 4)
    }
    let spent = TableLimits.sctpChunks - tracker.protocols.sctp.budget
    #expect(spent == 4 * 64)
    while tracker.finish(atMost: 16) {}
    let (count, budget) = (tracker.protocols.sctp.count, tracker.protocols.sctp.budget)
    #expect(count == 0)
    #expect(budget == TableLimits.sctpChunks)
  }

  @Test func `the gap blocks of a SACK cost no more than the remembered chunks`() throws {
    // 3,000 blocks that all cover everything, and a reversed one.
    let gaps = [(UInt16, UInt16)](repeating: (2, .max), count: 3000) + [(9, 3)]
    let (story, sctp) = try Self.sctp(
      Self.data(1000...1003) + [Actor.server > [Chunk.sack(1000, gaps: gaps)]])
    #expect(sctp.server.gapReports == 1)
    #expect(story.summaries.first?.failure == nil)
  }
}
