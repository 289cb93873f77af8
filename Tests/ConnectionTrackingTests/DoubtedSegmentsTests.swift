import InternetTypes
import Testing
import TimeLines

@testable import ConnectionTracking

/// Segments captured with a wrong checksum, and what the receiver's answers show about them.
@Suite struct DoubtedSegmentsTests {
  @Test func `a segment with a wrong checksum is counted and not applied`() throws {
    let story = Story(
      handshake + [
        Actor.client >> Message.data(101, 301, 100).wrongChecksum(),
        Actor.client >> .data(101, 301, 100), Actor.server >> .ack(301, 201),
      ])
    #expect(story.reported == ["4 checksum_invalid"])
    #expect(try #require(story.summaries.first).clientToServer.checksumInvalid == 1)
  }

  /// The kernel drops a segment with a wrong checksum (`tcp_ipv4.c: tcp_v4_rcv`), so that an answer proves it right.
  @Test func `a segment with a wrong checksum that is acknowledged was right on the wire`() throws {
    let story = Story(
      handshake + [
        Actor.client >> Message.data(101, 301, 100).wrongChecksum(), Actor.server >> .ack(301, 201),
        Actor.client >> Message.data(201, 301, 100).wrongChecksum(), Actor.server >> .ack(301, 301),
      ])
    #expect(story.reported == ["4 checksum_invalid"])
    let client = try #require(story.summaries.first).clientToServer
    #expect(client.uniquePayloadBytes == 200 && client.missedBytes == 0)
    #expect(client.checksumInvalid == 1 && client.checksumUnverifiable == 1)
  }

  @Test func `a connection of changed addresses, so that no checksum is right, is followed`()
    throws
  {
    let steps =
      [Actor.client >> .syn(), (Actor.client >> .syn()).after(1000)]
      + handshake.dropFirst() + [
        Actor.client >> .data(101, 301, 100), Actor.server >> .ack(301, 201),
        Actor.server >> .data(301, 201, 50), Actor.client >> .ack(201, 351),
      ]
    let changed = steps.map { step in
      var step = step
      step.message = step.message.wrongChecksum()
      return step
    }
    let story = Story(changed)
    #expect(story.summaries.count == 1)
    let summary = try #require(story.summaries.first)
    #expect(summary.clientToServer.uniquePayloadBytes == 100)
    #expect(summary.serverToClient.uniquePayloadBytes == 50)
    #expect(summary.clientToServer.retransmittedPackets == 1)
    let states = story.transitions.map { "\($0.side) \($0.to)" }
    #expect(states.contains("client established") && states.contains("server established"))
  }

  @Test func `a wrong checksum stays wrong if a valid segment explains the acknowledgment`()
    throws
  {
    let story = Story(
      handshake + [
        Actor.client >> Message.data(101, 301, 80).wrongChecksum(),
        Actor.client >> .data(101, 301, 100), Actor.server >> .ack(301, 181),
      ])
    #expect(story.reported == ["4 checksum_invalid"])
    #expect(
      try #require(story.summaries.first).clientToServer.checksumUnverifiable == 0)
  }

  @Test func `a segment that was damaged elsewhere, too, is not applied`()
    throws
  {
    let story = Story(
      handshake + [
        Actor.client >> Message.data(101, 1_000_000_301, 100).wrongChecksum(),
        Actor.server >> .ack(301, 201), Actor.server >> .data(301, 201, 50),
        Actor.client >> .ack(201, 351),
      ])
    let summary = try #require(story.summaries.first)
    #expect(summary.serverToClient.uniquePayloadBytes == 50)
    #expect(summary.serverToClient.missedBytes == 0)
    // The server's data follow what it sent before, not what the damaged number says.
    #expect(!story.reported.contains("6 lost_segment"))
  }

  @Test func `segments that are forgotten before they are acknowledged are counted`() throws {
    let wrong = (0..<300).map {
      Actor.client >> Message.data(101 + $0 * 10, 301, 10).wrongChecksum()
    }
    let story = Story(handshake + wrong)
    #expect(story.statistics.doubtedOmitted == 300 - UInt64(TableLimits.doubtedSegments))
  }
}
