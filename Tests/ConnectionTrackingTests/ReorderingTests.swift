import Testing
import TimeLines

@testable import ConnectionTracking

/// Whether a segment that comes late was reordered on the way, or is a retransmission.
@Suite struct ReorderingTests {
  static func overtaken(_ late: Message, by early: Message, lag: Double = 0.5) -> [Step] {
    EventTests.measured + [Actor.client >> early, (Actor.client >> late).after(lag)]
  }

  @Test func `a time stamp older than that of the gap shows reordering`() {
    let story = Story(
      Self.overtaken(
        Message.data(201, 301, 100).stamp(1000), by: Message.data(301, 301, 100).stamp(1001),
        lag: 90))
    #expect(story.reported == ["6 lost_segment", "7 out_of_order"])
    #expect(story.reason(7, .outOfOrder) == .timestamp)
    #expect(story.summaries.first?.clientToServer.outOfOrderPackets == 1)
    #expect(story.summaries.first?.clientToServer.retransmittedPackets == 0)
    #expect(story.summaries.first?.clientToServer.missedBytes == 0)
  }

  @Test func `a time stamp newer than that of the gap shows a retransmission`() {
    let story = Story(
      Self.overtaken(
        Message.data(201, 301, 100).stamp(1002), by: Message.data(301, 301, 100).stamp(1001)))
    #expect(story.reported == ["6 lost_segment", "7 retransmission"])
    #expect(story.summaries.first?.clientToServer.retransmittedPackets == 1)
  }

  @Test func `an IP identification before that of the gap shows reordering`() {
    let story = Story(
      Self.overtaken(
        Message.data(201, 301, 100).identification(0x7100),
        by: Message.data(301, 301, 100).identification(0x7101), lag: 90))
    #expect(story.reported == ["6 lost_segment", "7 out_of_order"])
    #expect(story.reason(7, .outOfOrder) == .ipIdentification)
  }

  @Test func `without either, a lag of less than a round trip shows reordering`() {
    func story(lag: Double) -> Story {
      Story(
        Self.overtaken(
          Message.data(201, 301, 100).identification(0),
          by: Message.data(301, 301, 100).identification(0), lag: lag))
    }
    // The handshake took 20 ms.
    #expect(story(lag: 1).reason(7, .outOfOrder) == .lag)
    #expect(story(lag: 90).reported == ["6 lost_segment", "7 retransmission"])
  }
}
