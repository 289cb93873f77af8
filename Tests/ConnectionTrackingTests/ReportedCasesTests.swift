import InternetTypes
import PacketDissection
import Testing
import TimeLines

@testable import ConnectionTracking

/// Kinds of traffic that users of such tools reported: what is one connection, who closed it, and what was retransmitted.
@Suite struct ReportedCasesTests {
  private func events(_ steps: [Step]) -> [String] {
    Story(steps).events.map { "\($0.packet) \($0.kind.name)" }
  }

  // MARK: Which packets are one connection

  @Test func `keep-alives every two hours keep a connection (RFC 1122, section 4.2.3.6)`() {
    let probe = (Actor.client >> .ack(100, 301)).after(7_200_000)
    let story = Story(
      handshake + [probe, Actor.server >> .ack(301, 101), probe, Actor.server >> .ack(301, 101)])
    #expect(story.summaries.count == 1)
    #expect(
      story.events.map(\.kind) == [.keepAlive, .keepAliveAck, .keepAlive, .keepAliveAck])
  }

  @Test func `a SYN delivered after the whole connection is the connection's own`() throws {
    let story = Story([
      Actor.server >> .synAck(), Actor.client >> .ack(101, 301),
      Actor.client >> .data(101, 301, 50), Actor.server >> .ack(301, 151),
      Actor.client >> .fin(151, 301), Actor.server >> .fin(301, 152),
      Actor.client >> .ack(152, 302), Actor.client >> .syn(),
    ])
    let summary = try #require(story.summaries.first)
    #expect(story.summaries.count == 1 && summary.connState == .sf)
    #expect(story.events.map { "\($0.packet) \($0.kind.name)" } == ["8 out_of_order"])
    #expect(summary.clientState == .timeWait)
  }

  @Test func `a SYN and its answer with other numbers begin another connection`() {
    let old = handshake + [Actor.client >> .data(101, 301, 50), Actor.server >> .ack(301, 151)]
    let story = Story(
      old + [
        (Actor.client >> .syn(90_000)).after(5000), Actor.server >> .synAck(70_000, 90_001),
        Actor.client >> .ack(90_001, 70_001), Actor.client >> .data(90_001, 70_001, 10),
      ])
    #expect(story.summaries.map(\.isHandshakeSeen) == [true, true])
    #expect(story.summaries.map(\.clientToServer.packets) == [3, 3])
    #expect(story.summaries.map(\.clientToServer.missedBytes) == [0, 0])
    #expect(story.events.map { "\($0.packet) \($0.kind.name)" } == ["6 port_reuse"])
  }

  @Test func `a SYN that its receiver challenges belongs to the open connection (RFC 5961)`() {
    let steps =
      handshake + [
        Actor.client >> .data(101, 301, 50), Actor.server >> .ack(301, 151),
        (Actor.client >> .syn(90_000)).after(5000), Actor.server >> .ack(301, 151),
        Actor.client >> .rst(151),
      ]
    let story = Story(steps)
    #expect(story.summaries.count == 1)
    #expect(story.events.map { "\($0.packet) \($0.kind.name)" } == ["7 challenge_ack"])
  }

  @Test func `a SYN at the end of the input counts for the connection that is there`() {
    let story = Story(handshake + [(Actor.client >> .syn(90_000)).after(5000)])
    #expect(story.summaries.map(\.clientToServer.packets) == [3])
    #expect(story.summaries.map(\.clientToServer.synCount) == [2])
  }

  /// The packets of a handshake with the VLAN tags of each, the outermost first.
  private func tagged(_ tags: [[UInt16]], _ configuration: TrackerConfiguration) -> Story {
    var maker = FrameMaker()
    let packets = zip(handshake, tags).enumerated().map { index, step in
      var frame: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2]
      for tag in step.1 { frame += [0x81, 0] + bytes(tag) }
      return (bytes: frame + [8, 0] + maker.frame(step.0), time: Int64(index) * 1_000_000)
    }
    return Story(packets: packets, .ethernet, configuration)
  }

  @Test func `all VLAN tags are part of the key`() {
    let story = tagged([[100, 10], [200, 10], [100, 10]], TrackerConfiguration())
    #expect(story.summaries.map(\.vlans) == [[100, 10], [200, 10]])
    #expect(story.summaries.map(\.vlan) == [10, 10])
  }

  @Test func `VLAN 0 states a priority, and no VLAN`() {
    let story = tagged([[0], [], [0]], TrackerConfiguration())
    #expect(story.summaries.count == 1 && story.summaries.first?.vlan == nil)
  }

  @Test func `tags are ignored on request`() {
    var configuration = TrackerConfiguration()
    configuration.ignoresVLANs = true
    let story = tagged([[10], [20], [10, 5]], configuration)
    #expect(story.summaries.count == 1)
    #expect(story.summaries.first?.serverToClient.packets == 1)
  }

  // MARK: How it ended

  @Test func `a reset that answers late data of a peer that closes too is no failure`() throws {
    let story = Story(
      handshake + [
        Actor.client >> .fin(101, 301), Actor.server >> .data(301, 102, 30),
        Actor.client >> .rst(102), Actor.server >> .fin(331, 102), Actor.client >> .rst(102),
      ])
    let summary = try #require(story.summaries.first)
    #expect(summary.failure == nil && summary.outcome == .ok)
    #expect(summary.closedBy == .client)
  }

  @Test func `a reset in place of the last acknowledgment is no failure`() throws {
    let story = Story(
      handshake + [
        Actor.server >> .fin(301, 101), Actor.client >> .fin(101, 302), Actor.server >> .rst(302),
      ])
    let summary = try #require(story.summaries.first)
    #expect(summary.failure == nil && summary.closedBy == .server)
  }

  @Test func `a client that resets what the server accepted has closed it`() throws {
    let story = Story([
      Actor.client >> .syn(), Actor.server >> .synAck(), Actor.client >> .rst(101),
    ])
    #expect(try #require(story.summaries.first).closedBy == .client)
  }

  @Test func `an ended connection is written after the close delay`() {
    var configuration = TrackerConfiguration()
    configuration.endedTimeout = 5
    let closed =
      handshake + [
        Actor.client >> .fin(101, 301), Actor.server >> .fin(301, 102),
        Actor.client >> .ack(102, 302),
      ]
    let story = Story(
      closed + [(Actor.router >> .unreachable(code: 4)).after(6000)], configuration)
    #expect(story.summaries.first?.ending == .closed)
  }

  @Test func `resets with another time to live were injected`() throws {
    let story = Story(
      handshake + [
        Actor.client >> .data(101, 301, 50),
        Actor.server >> Message.rst(301).timeToLive(121),
        Actor.server >> Message.rst(1761).timeToLive(121),
        Actor.server >> .data(301, 151, 100),
      ])
    let injected = story.events.filter { $0.kind == .injectedReset }
    #expect(injected.map(\.packet) == [5, 6])
    #expect(injected.allSatisfy { $0.detail.reason == .timeToLive })
    #expect(try #require(story.summaries.first).closedBy == nil)
  }

  @Test func `a reset whose sender goes on sending was injected`() throws {
    let story = Story(
      handshake + [
        Actor.client >> .data(101, 301, 50), Actor.server >> .rst(301),
        Actor.server >> .data(301, 151, 100),
      ])
    let injected = story.events.filter { $0.kind == .injectedReset }
    #expect(injected.map(\.packet) == [5])
    #expect(try #require(story.summaries.first).closedBy == nil)
  }

  // MARK: Round trips of the handshake (Karn's algorithm, RFC 6298, section 3)

  @Test func `the answer to a retransmitted SYN measures nothing`() throws {
    let story = Story([
      Actor.client >> .syn(), (Actor.client >> .syn()).after(1000),
      (Actor.server >> .synAck()).after(20), (Actor.client >> .ack(101, 301)).after(1),
    ])
    let summary = try #require(story.summaries.first)
    #expect(summary.handshakeToServer == nil)
    #expect(summary.handshakeToClient == 1_000_000)
    #expect(summary.connectTime == 1_021_000_000)
  }

  @Test func `a time stamp tells which SYN was answered`() throws {
    func toServer(_ echo: UInt32) throws -> Int64? {
      let story = Story([
        Actor.client >> Message.syn().stamp(1000),
        (Actor.client >> Message.syn().stamp(2000)).after(1000),
        (Actor.server >> Message.synAck().stamp(9, echo)).after(20),
        Actor.client >> Message.ack(101, 301).stamp(2020, 9),
      ])
      return try #require(story.summaries.first).handshakeToServer
    }
    #expect(try toServer(2000) == 20_000_000)
    #expect(try toServer(1000) == nil)
  }

  @Test func `the first SYN-ACK measures the way to the server, the last none to the client`()
    throws
  {
    let story = Story([
      Actor.client >> .syn(), (Actor.server >> .synAck()).after(1),
      (Actor.server >> .synAck()).after(1000), (Actor.client >> .ack(101, 301)).after(20),
    ])
    let summary = try #require(story.summaries.first)
    #expect(summary.handshakeToServer == 1_000_000 && summary.handshakeToClient == nil)
  }

  // MARK: What was retransmitted

  @Test func `only bytes that had been sent before count as retransmitted`() throws {
    let story = Story(
      handshake + [
        Actor.client >> .data(101, 301, 300), (Actor.client >> .data(101, 301, 600)).after(300),
      ])
    let client = try #require(story.summaries.first).clientToServer
    #expect(client.retransmittedPackets == 1 && client.retransmittedBytes == 300)
  }

  @Test func `the SYN-ACK of a simultaneous open is no retransmission (RFC 9293, figure 7)`() {
    let steps = [
      Actor.client >> .syn(), Actor.server >> .syn(300), Actor.server >> .synAck(300, 101),
      Actor.client >> Message.synAck(100, 301),
    ]
    #expect(events(steps) == [])
  }

  @Test func `Linux probes a closed window with an empty segment below SND.NXT`() {
    let steps =
      handshake + [
        Actor.client >> .data(101, 301, 50), Actor.server >> Message.ack(301, 151).window(0),
        (Actor.client >> .ack(150, 301)).after(250),
        Actor.server >> Message.ack(301, 151).window(0),
      ]
    #expect(
      events(steps) == [
        "5 zero_window", "6 zero_window_probe", "7 zero_window", "7 zero_window_probe_ack",
      ])
  }

  @Test func `a data acknowledgment of Multipath TCP is no duplicate (RFC 8684, section 3.3.2)`() {
    let steps =
      [
        Actor.client >> Message.syn().sackPermitted(),
        Actor.server >> Message.synAck().sackPermitted(), Actor.client >> .ack(101, 301),
        Actor.client >> .data(101, 301, 50), Actor.server >> .ack(301, 151),
        Actor.server >> Message.ack(301, 151).multipathData(),
      ]
    #expect(events(steps) == [])
  }

  @Test func `an acknowledgment captured before its data gives no round-trip time`() throws {
    let story = Story(
      handshake + [
        Actor.server >> .ack(301, 151), Actor.client >> .data(101, 301, 50),
        (Actor.client >> .fin(151, 301)).after(5000), Actor.server >> .ack(301, 152),
      ])
    let client = try #require(story.summaries.first).clientToServer
    #expect(client.roundTripMaximum ?? 0 < 1_000_000_000)
  }

  // MARK: Copies

  /// Data in 20 segments, each captured again `distance` packets and `delay` milliseconds later.
  private func doubled(distance: Int, delay: Double) -> [Step] {
    let count = 20
    var steps: [(at: Double, step: Step)] = []
    for number in 0..<count {
      let segment =
        Actor.client
        >> Message.data(101 + UInt32(number) * 100, 301, 100)
        .identification(UInt16(500 + number))
      steps.append((Double(number), segment))
      steps.append((Double(number) + Double(distance) + 0.5, segment))
    }
    steps.sort { $0.at < $1.at }
    return handshake + steps.map { $0.step.after(delay) }
  }

  @Test(arguments: [0, 1, 3, 15])
  func `copies are recognised at any distance, and are no retransmissions`(distance: Int) throws {
    let story = Story(doubled(distance: distance, delay: 0.1))
    let client = try #require(story.summaries.first).clientToServer
    #expect(client.duplicatePackets == 20 && client.duplicatePayloadBytes == 2000)
    #expect(client.packets == 42 && client.payloadBytes == 4000)
    #expect(client.uniquePayloadBytes == 2000 && client.retransmittedPackets == 0)
    #expect(Set(story.events.map(\.kind)) == [.duplicatePacket])
    #expect(story.summaries.first?.history.contains(.retransmission, of: .client) == false)
  }

  @Test func `the same segment after a retransmission time-out is no copy`() throws {
    let story = Story(doubled(distance: 0, delay: 210))
    let client = try #require(story.summaries.first).clientToServer
    #expect(client.duplicatePackets == 0 && client.retransmittedPackets == 20)
  }

  // MARK: Accurate ECN (RFC 9768)

  @Test(
    arguments: [
      (7, 2, true, ECNMode.accurate), (7, 1, true, .classic), (3, 1, true, .classic),
      (7, 0, false, nil), (7, 7, false, nil), (0, 0, false, nil),
    ] as [(UInt8, UInt8, Bool, ECNMode?)])
  func `the flags of both SYNs agree on ECN`(
    syn: UInt8, synAck: UInt8, isNegotiated: Bool, mode: ECNMode?
  ) throws {
    let story = Story([
      Actor.client >> Message.syn().ace(syn), Actor.server >> Message.synAck().ace(synAck),
      Actor.client >> .ack(101, 301),
    ])
    let summary = try #require(story.summaries.first)
    #expect(summary.clientToServer.isECNNegotiated == isNegotiated)
    #expect(summary.serverToClient.ecnMode == mode)
  }

  @Test func `the counter of a receiver reports marks, beginning with five`() throws {
    var steps: [Step] = [
      Actor.client >> Message.syn().ace(7), Actor.server >> Message.synAck().ace(2),
      Actor.client >> Message.ack(101, 301).ace(2),
    ]
    let counts: [UInt8] = [5, 6, 0]
    for (number, count) in counts.enumerated() {
      let start = 101 + UInt32(number) * 100
      steps.append(Actor.client >> Message.data(start, 301, 100).ace(5))
      steps.append(Actor.server >> Message.ack(301, start + 100).ace(count))
    }
    var connection = Connection(
      key: FlowKey(first: 0, second: 1, ports: 0, domain: 6), isClientFirst: true, hash: 0,
      index: 0, time: Timestamp(rawValue: 0))
    var maker = FrameMaker()
    var marks = 0
    for (number, step) in steps.enumerated() {
      let frame = maker.frame(step)
      let packet = Packet(decoding: frame.span, wireLength: frame.count, linkType: .raw)
      let segment = Segment(
        packet, frame: frame.span, time: Timestamp(rawValue: 0), number: UInt64(number))
      let (index, peer) = step.actor == Actor.client ? (0, 1) : (1, 0)
      if segment.hasSYN { connection.noteECNOffer(segment, index, peer) }
      let place = Placement(
        start: Int64(segment.sequence) - (index == 0 ? 100 : 300), end: 0,
        acknowledgment: Int64(segment.acknowledgment) - (index == 0 ? 300 : 100), previousNext: 0)
      marks += connection.accurateECNMarks(
        segment, from: step.actor == Actor.client ? Side.client : Side.server, at: place)
    }
    #expect(connection.flags.contains(.usesAccurateECN))
    #expect(marks == 3)
  }
}
