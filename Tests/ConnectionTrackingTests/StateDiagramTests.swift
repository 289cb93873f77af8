import InternetTypes
import Testing
import TimeLines

@testable import ConnectionTracking

/// A time line and the states of both endpoints by RFC 9293.
struct StateCase: CustomTestStringConvertible {
  var name: String
  var steps: [Step]
  var client: String
  var server: String

  init(_ name: String, _ steps: [Step], client: String, server: String) {
    (self.name, self.steps, self.client, self.server) = (name, steps, client, server)
  }

  var testDescription: String { name }

  func check() {
    let story = Story(steps)
    #expect(story.path(.client) == client)
    #expect(story.path(.server) == server)
    #expect(story.summaries.count == 1)
    let summary = story.summaries.first
    for (path, state) in [(client, summary?.clientState), (server, summary?.serverState)]
    where !path.isEmpty {
      #expect(path.hasSuffix(state?.name.description ?? "none"))
    }
  }
}

/// The transitions of RFC 9293, figure 5, that a capture can show.
///
/// `LISTEN` to `SYN-SENT` (an application sends on a
/// listening socket) looks like an active open, and the time-out of `TIME-WAIT` does not show.
@Suite struct StateDiagramTests {
  /// To `SYN-SENT`, `SYN-RECEIVED`, `ESTABLISHED` and `CLOSED` while opening (section 3.5).
  static let opening: [StateCase] = [
    StateCase(
      "active OPEN: CLOSED to SYN-SENT", [Actor.client >> .syn()],
      client: "CLOSED SYN-SENT", server: ""),
    StateCase(
      "passive OPEN, then rcv SYN: LISTEN to SYN-RECEIVED",
      [Actor.client >> .syn(), Actor.server >> .synAck()],
      client: "CLOSED SYN-SENT", server: "LISTEN SYN-RECEIVED"),
    StateCase(
      "rcv SYN,ACK: SYN-SENT to ESTABLISHED; rcv ACK of SYN: SYN-RECEIVED to ESTABLISHED",
      handshake, client: "CLOSED SYN-SENT ESTABLISHED", server: "LISTEN SYN-RECEIVED ESTABLISHED"),
    StateCase(
      "simultaneous open (Figure 7): SYN-SENT to SYN-RECEIVED",
      [
        Actor.client >> .syn(), (Actor.server >> .syn(300)).after(1),
        Actor.client >> .synAck(100, 301), (Actor.server >> .synAck(300, 101)).after(1),
        Actor.client >> .data(101, 301, 10), Actor.server >> .ack(301, 111),
      ],
      client: "CLOSED SYN-SENT SYN-RECEIVED ESTABLISHED",
      server: "CLOSED SYN-SENT SYN-RECEIVED ESTABLISHED"),
    StateCase(
      "CLOSE in SYN-RECEIVED: to FIN-WAIT-1 (section 3.10.4), as with Fast Open",
      [
        Actor.client >> Message.syn(length: 50).fastOpen([1, 2, 3, 4, 5, 6, 7, 8]),
        Actor.server >> .synAck(300, 151), (Actor.server >> .fin(301, 151)).after(0.1),
        Actor.client >> .ack(151, 302),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED CLOSE-WAIT",
      server: "LISTEN SYN-RECEIVED FIN-WAIT-1 FIN-WAIT-2"),
    StateCase(
      "rcv RST in SYN-SENT: to CLOSED (section 3.10.7.3)",
      [Actor.client >> .syn(), Actor.server >> .rstAck(0, 101)], client: "CLOSED SYN-SENT CLOSED",
      server: ""),
    StateCase(
      "a RST that does not acknowledge the SYN is dropped in SYN-SENT (section 3.10.7.3)",
      [
        Actor.client >> .syn(), Actor.server >> .rstAck(0, 100),
        (Actor.client >> .syn()).after(1000),
      ],
      client: "CLOSED SYN-SENT", server: ""),
  ]

  @Test(arguments: opening)
  func `connections open along the transitions of the diagram`(_ example: StateCase) {
    example.check()
  }

  /// From `ESTABLISHED` to `CLOSED` (section 3.6).
  static let closing: [StateCase] = [
    StateCase(
      "normal close (Figure 12): FIN-WAIT-1, FIN-WAIT-2, TIME-WAIT; CLOSE-WAIT, LAST-ACK, CLOSED",
      handshake + [
        Actor.client >> .fin(101, 301), Actor.server >> .ack(301, 102),
        Actor.server >> .fin(301, 102),
        Actor.client >> .ack(102, 302),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT",
      server: "LISTEN SYN-RECEIVED ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED"),
    StateCase(
      "the server closes first",
      handshake + [
        Actor.server >> .fin(301, 101), Actor.client >> .ack(101, 302),
        Actor.client >> .fin(101, 302),
        Actor.server >> .ack(302, 102),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED",
      server: "LISTEN SYN-RECEIVED ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT"),
    StateCase(
      "a FIN that acknowledges the FIN: its ACK comes first, then the FIN (section 3.10.7.4)",
      handshake + [
        Actor.client >> .fin(101, 301), Actor.server >> .fin(301, 102),
        Actor.client >> .ack(102, 302),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT",
      server: "LISTEN SYN-RECEIVED ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED"),
    StateCase(
      "simultaneous close (Figure 13): CLOSING, then TIME-WAIT",
      handshake + [
        Actor.client >> .fin(101, 301), (Actor.server >> .fin(301, 101)).after(1),
        Actor.client >> .ack(102, 302), (Actor.server >> .ack(302, 102)).after(1),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 CLOSING TIME-WAIT",
      server: "LISTEN SYN-RECEIVED ESTABLISHED FIN-WAIT-1 CLOSING TIME-WAIT"),
    StateCase(
      "half-close: data goes on the other way",
      handshake + [
        Actor.client >> .fin(101, 301), Actor.server >> .ack(301, 102),
        Actor.server >> .data(301, 102, 500),
        Actor.client >> .ack(102, 801), Actor.server >> .data(801, 102, 500),
        Actor.client >> .ack(102, 1301),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2",
      server: "LISTEN SYN-RECEIVED ESTABLISHED CLOSE-WAIT"),
    StateCase(
      "the last ACK is lost and sent again: nobody changes twice",
      handshake + [
        Actor.client >> .fin(101, 301), Actor.server >> .fin(301, 102),
        Actor.client >> .ack(102, 302),
        (Actor.server >> .fin(301, 102)).after(300), Actor.client >> .ack(102, 302),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT",
      server: "LISTEN SYN-RECEIVED ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED"),
    StateCase(
      "a FIN is lost behind the capture point and sent again",
      handshake + [
        Actor.client >> .fin(101, 301), (Actor.client >> .fin(101, 301)).after(300),
        Actor.server >> .ack(301, 102),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2",
      server: "LISTEN SYN-RECEIVED ESTABLISHED CLOSE-WAIT"),
  ]

  @Test(arguments: closing)
  func `connections close along the transitions of the diagram`(_ example: StateCase) {
    example.check()
  }

  /// Section 3.10.7.4 with RFC 5961, section 3.2.
  static let resets: [StateCase] = [
    StateCase(
      "a RST at RCV.NXT closes both",
      handshake + [Actor.server >> .rst(301)],
      client: "CLOSED SYN-SENT ESTABLISHED CLOSED", server: "LISTEN SYN-RECEIVED ESTABLISHED CLOSED"
    ),
    StateCase(
      "a RST inside the window and not at its left edge closes nobody: a challenge ACK answers",
      handshake + [
        Actor.server >> .rst(2301), Actor.client >> .ack(101, 301),
        Actor.client >> .data(101, 301, 10),
        Actor.server >> .ack(301, 111),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED", server: "LISTEN SYN-RECEIVED ESTABLISHED"),
    StateCase(
      "a RST far outside the window closes nobody",
      handshake + [
        Actor.server >> .rst(1_000_000_301), Actor.client >> .data(101, 301, 10),
        Actor.server >> .ack(301, 111),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED", server: "LISTEN SYN-RECEIVED ESTABLISHED"),
    StateCase(
      "FIN-WAIT-2 without an owner: a late FIN is answered by a RST",
      handshake + [
        Actor.client >> .fin(101, 301), Actor.server >> .ack(301, 102),
        (Actor.server >> .fin(301, 102)).after(70_000), Actor.client >> .rst(102),
      ],
      client: "CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 CLOSED",
      server: "LISTEN SYN-RECEIVED ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED"),
  ]

  @Test(arguments: resets)
  func `a reset closes an endpoint if it has the expected sequence number`(_ example: StateCase) {
    example.check()
  }
}
