import InternetTypes
import PacketDissection
import Testing
import TimeLines

@testable import ConnectionTracking

/// Why connections and flows fail: black holes of the path MTU, and ICMP errors.
@Suite struct FailureTests {
  /// An MSS of 1000, a small request that is answered, and a full segment sent four times.
  static let opening: [Step] = [
    Actor.client >> Message.syn().mss(1000).sackPermitted(),
    Actor.server >> Message.synAck().mss(1000).sackPermitted(), Actor.client >> .ack(101, 301),
    Actor.client >> .data(101, 301, 50), Actor.server >> .ack(301, 151),
  ]
  static let repeated: [Step] =
    [Actor.server >> .data(301, 151, 1000)]
    + [250, 500, 1000].map { (Actor.server >> .data(301, 151, 1000)).after($0) }

  private func failure(_ steps: [Step]) -> ConnectionSummary.Failure? {
    Story(steps).summaries.first?.failure
  }

  @Test func `full segments that never arrive while small ones do are a black hole`() {
    // The client has received the small segment after the gap, and acknowledges it repeatedly.
    let small: [Step] = [
      Actor.server >> .data(1301, 151, 20),
      Actor.client >> Message.ack(151, 301).sack((1301, 1321)),
    ]
    let all = Self.opening + [Self.repeated[0]] + small + Self.repeated.dropFirst() + small
    #expect(failure(all) == .blackHole)
    #expect(failure(all + [Actor.client >> .rst(151)]) == .blackHole)
  }

  @Test func `retransmissions after an ICMP error for too large packets are a black hole`() {
    var asked = Message.unreachable(code: 4)
    asked.error = (3, 4)
    // The error quotes the client's last packet: here the client's packets are too large.
    let large = (Actor.client >> .data(151, 301, 1000)).after(300)
    #expect(failure(Self.opening + [large, Actor.router >> asked, large, large]) == .blackHole)
    #expect(failure(Self.opening + [large, Actor.router >> asked, large]) == nil)
  }

  @Test(
    arguments: [
      ("the peer says nothing more: it may be gone", opening + repeated),
      (
        "a full segment arrived before",
        opening + [
          Actor.server >> .data(301, 151, 1000), Actor.client >> .ack(151, 1301),
          Actor.server >> .data(1301, 151, 1000),
        ] + [250, 500, 1000].map { (Actor.server >> .data(1301, 151, 1000)).after($0) }
          + [Actor.client >> .data(151, 1301, 5)]
      ),
      (
        "it arrived in the end",
        opening + repeated + [Actor.client >> .ack(151, 301), Actor.client >> .ack(151, 1301)]
      ),
      (
        "the window is closed",
        opening + repeated + [Actor.client >> Message.ack(151, 301).window(0)]
      ),
      (
        "small segments are lost as well",
        opening + [0, 250, 500, 1000].map { (Actor.server >> .data(301, 151, 100)).after($0) }
          + [Actor.client >> .data(151, 301, 5)]
      ),
    ] as [(String, [Step])])
  func `without both signs it is no black hole`(reason: String, steps: [Step]) {
    #expect(failure(steps) == nil, "\(reason)")
  }
}
