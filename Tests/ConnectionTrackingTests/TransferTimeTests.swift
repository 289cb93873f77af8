import InternetTypes
import PacketDissection
import Testing
import TimeLines

@testable import ConnectionTracking

/// Times of answers and transfers, and retransmissions without data; steps are 10 ms apart unless they say otherwise.
@Suite struct TransferTimeTests {
  private func summary(_ steps: [Step]) throws -> ConnectionSummary {
    try #require(Story(steps).summaries.first)
  }

  @Test func `an answer takes from the client's last data to the server's next`() throws {
    let steps: [Step] =
      handshake + [
        Actor.client >> .data(101, 301, 100), Actor.client >> .data(201, 301, 100),
        (Actor.server >> .data(301, 301, 50)).after(800),
        (Actor.server >> .data(351, 301, 50)).after(500),
        Actor.client >> .data(301, 401, 100),
        (Actor.server >> .data(401, 401, 50)).after(400),
      ]
    let responses = try #require(try summary(steps).responses)
    #expect(responses.count == 2)
    #expect(responses.maximum == 800_000_000 && responses.mean == 600_000_000)
    // From the client's first data: ten milliseconds more.
    #expect(try summary(steps).firstResponse == 810_000_000)
  }

  @Test func `a side that only sends, or only receives, answers nothing`() throws {
    let upload = handshake + [Actor.client >> .data(101, 301, 100), Actor.server >> .ack(301, 201)]
    #expect(try summary(upload).responses == nil)
    let download =
      handshake + [Actor.server >> .data(301, 101, 100), Actor.client >> .ack(101, 401)]
    #expect(try summary(download).responses == nil)
  }

  @Test func `a transfer lasts until its last data are acknowledged`() throws {
    // Two segments in 1 ms, acknowledged 99 ms later: 2,000 bytes in 100 ms.
    let burst: [Step] =
      handshake + [
        Actor.client >> .data(101, 301, 1000), (Actor.client >> .data(1101, 301, 1000)).after(1),
        (Actor.server >> .ack(301, 2101)).after(99),
      ]
    let direction = try summary(burst).clientToServer
    #expect(direction.transferTime == 100_000_000)
    #expect(direction.throughput == 160_000)
    // A later FIN and its acknowledgment are no part of it.
    let closed =
      burst + [
        (Actor.client >> .fin(2101, 301)).after(5000), Actor.server >> .ack(301, 2102),
      ]
    #expect(try summary(closed).clientToServer.throughput == 160_000)
  }

  @Test func `one segment has no rate`() throws {
    let one = handshake + [Actor.client >> .data(101, 301, 1000)]
    for steps in [one, one + [Actor.server >> .ack(301, 1101)]] {
      let direction = try summary(steps).clientToServer
      #expect(direction.throughput == nil && direction.transferTime == nil)
    }
  }

  @Test func `SYNs, SYN-ACKs and FINs that come again are retransmitted packets`() throws {
    let again = [1000, 2000].map { Double($0) }
    let unanswered: [Step] =
      [Actor.client >> .syn()] + again.map { (Actor.client >> .syn()).after($0) }
    #expect(try summary(unanswered).clientToServer.retransmittedPackets == 2)
    let lost: [Step] =
      [Actor.client >> .syn(), Actor.server >> .synAck()]
      + again.map { (Actor.server >> .synAck()).after($0) }
    #expect(try summary(lost).serverToClient.retransmittedPackets == 2)
    #expect(try summary(lost).outcome == .noHandshake)
    let closing: [Step] =
      handshake + [Actor.client >> .fin(101, 301)]
      + again.map { (Actor.client >> .fin(101, 301)).after($0) }
    #expect(try summary(closing).clientToServer.retransmittedPackets == 2)
  }
}
