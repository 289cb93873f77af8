import InternetTypes
import Records
import Testing
import TextOutput

@testable import ConnectionTracking

/// Tables of transitions and events, and the page of one connection, against lines written by hand.
@Suite struct EventTableTests {
  @Test func `the table has a line for each transition`() {
    var table = TransitionTable(style: TableStyle())
    var long = Samples.transition
    long.endpoint = Endpoint(
      address: address("2001:db8:1234:5678:9abc:def0:1234:5678"), port: 65535)
    #expect(
      text { line in
        line.append(table.header)
        table.append(Samples.transition, to: &line)
        table.append(long, to: &line)
      } == """
        TIME              PACKET    CONN SIDE   STATE                        ENDPOINT
        22:13:20.000001        7       3 server SYN-SENT     → ESTABLISHED   10.0.0.2:80
        22:13:20.000001        7       3 server SYN-SENT     → ESTABLISHED   [2001:db8:1234:5678:9abc:def0:1234:5678]:65535

        """)
  }

  @Test func `the table has a line for each event, with details broken at its width`() {
    var event = Samples.event
    event.detail = SegmentEvent.Detail()
    event.kind = .zeroWindow
    event.detail.window = 0
    func lines(_ columns: Int?) -> [String] {
      var table = EventTable(style: TableStyle(columns: columns))
      return text { line in
        line.append(table.header)
        table.append(event, to: &line)
        table.append(Samples.event, to: &line)
      }.split(separator: "\n").map { String($0) }
    }
    let whole = lines(nil)
    #expect(
      whole.prefix(2) == [
        "TIME              PACKET    CONN SENDER EVENT                         SEQ   LEN DETAIL",
        "22:13:20.000001        9       4 client zero_window            4294967295  1448 win 0",
      ])
    let head = "22:13:20.000001        9       4 client fast_retransmission    4294967295  1448 "
    #expect(whole.count == 3 && whole[2].hasPrefix(head + "duplicate-acks lag "))
    let broken = lines(100)
    #expect(broken.prefix(2) == whole.prefix(2) && broken[2] == head + "duplicate-acks")
    #expect(broken.allSatisfy { $0.unicodeScalars.count <= 100 })
    let rest = broken.dropFirst(2).map { $0.drop { $0 == " " } }.joined(separator: " ")
    #expect(rest == whole[2])
  }

  @Test func `a change of day has a line of its own above its first row`() {
    var later = Samples.transition
    later.time = Timestamp(rawValue: later.time.rawValue + 7_200_000_000_000)
    var table = TransitionTable(style: TableStyle(now: 0))
    let lines = text { line in
      for transition in [Samples.transition, Samples.transition, later] {
        table.append(transition, to: &line)
      }
    }.split(separator: "\n")
    #expect(
      lines.map { $0.prefix(10) }.filter { $0.contains("-") } == ["2023-11-14", "2023-11-15"])
    #expect(lines.count == 5 && lines[0] == "2023-11-14" && lines[3] == "2023-11-15")
  }

  @Test func `the page of a connection has its times, options, events and states`() {
    var events = EventCounts()
    events.add(Samples.event)
    events.add(Samples.event)
    var connection = Samples.halfOpen
    connection.failure = .icmpUnreachable
    connection.icmpTypeAndCode = .init(type: 3, code: 1)
    connection.handshakeToServer = 20_000_000
    connection.clientToServer.maximumSegmentSize = 1460
    connection.clientToServer.windowScale = .unused
    connection.clientToServer.isSACKPermitted = true
    let page = text {
      ConnectionPage(style: TableStyle())
        .append(connection, transitions: [Samples.transition], events: events, to: &$0)
    }
    let expected = [
      "Connection 0: tcp, 10.0.0.1:40000 → 10.0.0.2:80",
      "  from 2023-11-14 22:13:20.000001, 0s long; conn_state S0, history S",
      "  client SYN-SENT, server UNKNOWN", "  failed: icmp-unreachable (ICMP type 3, code 1)",
      "  SYN to SYN-ACK    20ms  capture point to server and back",
      "  MSS option                                 1460                    -",
      "  window scale                           not used                    -",
      "  SACK permitted                              yes                    -",
      "  fast_retransmission                           2                    0",
      "  22:13:20.000001        #7  server  SYN-SENT     → ESTABLISHED",
    ]
    let lines = Set(page.split(separator: "\n").map { String($0) })
    for line in expected { #expect(lines.contains(line), "\(line)\nin\n\(page)") }
    #expect(lines.allSatisfy { $0.unicodeScalars.count <= 100 })
  }
}
