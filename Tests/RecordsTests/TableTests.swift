import InternetTypes
import Records
import Testing
import TextOutput

@testable import ConnectionTracking

/// Tables for people, against lines written by hand.
@Suite struct TableTests {
  private func endpoint(_ text: String, _ port: UInt16) -> Endpoint {
    Endpoint(address: address(text), port: port)
  }

  private func table(_ connections: [ConnectionSummary], style: TableStyle = TableStyle()) -> String
  {
    var table = ConnectionTable(style: style)
    return text { line in
      line.append(table.header)
      for connection in connections { table.append(connection, to: &line) }
      table.appendTotals(to: &line)
    }
  }

  @Test func `the table has a line for each connection, and totals`() {
    var failed = Samples.halfOpen
    failed.client = endpoint("192.168.178.123", 50123)
    failed.server = endpoint("203.0.113.5", 443)
    var busy = Samples.halfOpen
    busy.index = 12
    busy.failure = nil
    busy.connState = .sf
    busy.end = PacketTime(rawValue: busy.start.rawValue + 1_500_000_000)
    busy.handshakeToServer = 20_000_000
    busy.handshakeToClient = 100_000
    busy.clientToServer.packets = 20_000
    busy.clientToServer.payloadBytes = 1_450
    busy.serverToClient.payloadBytes = 12_345_678
    busy.serverToClient.packets = 9_000
    busy.serverToClient.retransmittedPackets = 3
    #expect(
      table([failed, busy]) == """
            # PROT CLIENT → SERVER                         START      DUR RESULT   SENT  RECV PKTS RTX   RTT
            0 tcp  192.168.178.123:50123 → 203.0.113.5:443 22:13:20    0s timeout    0B    0B    1   0     -
           12 tcp  10.0.0.1:40000 → 10.0.0.2:80            22:13:20  1.5s SF      1.5kB  12MB  29k   3  20ms
        2 connections, 1 failed; 1.5kB sent, 12MB received, 29001 packets, 3 retransmitted

        """)
  }

  @Test func `a line has 100 columns, and a port is never cut`() {
    var connection = Samples.full
    connection.client = endpoint("2001:db8:1234:5678:9abc:def0:1234:5678", 65535)
    connection.server = endpoint("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", 65534)
    connection.failure = .blackHole
    let lines = table([connection]).split(separator: "\n")
    #expect(lines[0].unicodeScalars.count == 100 && lines[1].unicodeScalars.count == 100)
    #expect(lines[1].contains(":65535 → ") && lines[1].contains(":65534 "))
    #expect(lines[1].contains("blkhole"))
  }

  @Test(
    arguments: [
      (0, "0B", "0"), (999, "999B", "999"), (1000, "1.0kB", "1000"), (9_949, "9.9kB", "9949"),
      (9_950, "10kB", "9950"), (10_000, "10kB", "10k"), (999_499, "999kB", "999k"),
      (999_500, "1.0MB", "1.0M"), (1_000_000, "1.0MB", "1.0M"),
      (18_446_744_073_709_551_615, "18EB", "18E"),
    ] as [(UInt64, String, String)])
  func `sizes have SI units`(number: UInt64, bytes: String, count: String) {
    var connection = Samples.halfOpen
    connection.clientToServer.payloadBytes = number
    connection.clientToServer.packets = number
    let line = table([connection]).split(separator: "\n")[1]
    let cells = line.suffix(27).split(separator: " ")
    #expect(cells.map { String($0) } == [bytes, "0B", count, "0", "-"])
  }

  @Test(
    arguments: [
      (999, "999ns"), (1000, "1.0us"), (43_000_000, "43ms"), (999_500_000, "1.0s"),
      (99_940_000_000, "99.9s"), (100_000_000_000, "1.7m"), (3_600_000_000_000, "60.0m"),
      (7_200_000_000_000, "2.0h"), (864_000_000_000_000, "10.0d"), (-1_500_000_000, "-1.5s"),
    ] as [(Int64, String)])
  func `durations have the unit that fits`(nanoseconds: Int64, text: String) {
    var connection = Samples.halfOpen
    connection.handshakeToServer = nanoseconds
    #expect(table([connection]).split(separator: "\n")[1].hasSuffix(" \(text)"))
  }

  @Test func `ports have names and lines have colours only in a style with them`() {
    let plain = table([Samples.halfOpen])
    #expect(!plain.contains("\u{1b}"))
    let style = TableStyle(isColored: true, portName: { port, _ in port == 80 ? "http" : nil })
    let rich = table([Samples.halfOpen], style: style)
    #expect(rich.contains("10.0.0.1:40000 → 10.0.0.2:http "))
    #expect(rich.contains("\u{1b}[31mtimeout\u{1b}[0m"))
  }

  @Test func `extreme values are shown and do not trap`() {
    var connection = Samples.full
    connection.index = .max
    for value in [Int64.min, -1, .max] {
      connection.start = PacketTime(rawValue: value)
      connection.end = PacketTime(rawValue: ~value)
      connection.handshakeToServer = value
      connection.clientToServer.payloadBytes = .max
      connection.clientToServer.packets = .max
      connection.clientToServer.throughput = .nan
      connection.serverToClient.throughput = -.infinity
      let line = table([connection], style: TableStyle(utcOffset: { _ in .min }))
      #expect(line.contains(" 18EB "))
      let page = text {
        ConnectionPage(style: TableStyle(utcOffset: { _ in .max }))
          .append(connection, transitions: [], events: EventCounts(), to: &$0)
      }
      #expect(page.contains("18446744073709551615"))
      for order in ConnectionOrder.allCases {
        var ranking = ConnectionRanking(by: order, limit: .max)
        ranking.insert(connection)
        #expect(ranking.takeAll().count == 1)
      }
    }
  }

  @Test func `the table has a line for each transition`() {
    var table = TransitionTable(style: TableStyle())
    var long = Samples.transition
    long.endpoint = endpoint("2001:db8:1234:5678:9abc:def0:1234:5678", 65535)
    #expect(
      text { line in
        line.append(table.header)
        table.append(Samples.transition, to: &line)
        table.append(long, to: &line)
      } == """
        TIME              PACKET    CONN SIDE   ENDPOINT                        STATE
        22:13:20.000001        7       3 server 10.0.0.2:80                     SYN-SENT     → ESTABLISHED
        22:13:20.000001        7       3 server [2001:db8:12…0:1234:5678]:65535 SYN-SENT     → ESTABLISHED

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

  @Test func `a ranking keeps the first ones, unknown values last`() {
    var ranking = ConnectionRanking(by: .handshakeRoundTrip, limit: 3)
    for index in 0..<20 {
      var connection = Samples.halfOpen
      connection.index = UInt64(index)
      if index % 2 == 0 {
        connection.handshakeToServer = Int64(index)
        connection.handshakeToClient = 1
      }
      ranking.insert(connection)
    }
    #expect(ranking.takeAll().map(\.index) == [18, 16, 14])
    #expect(ranking.omittedCount == 17)
    var all = ConnectionRanking(by: .firstResponse, limit: 30)
    for index in [2, 0, 1] {
      var connection = Samples.halfOpen
      connection.index = UInt64(index)
      connection.firstResponse = index == 1 ? 5 : nil
      all.insert(connection)
    }
    #expect(all.takeAll().map(\.index) == [1, 0, 2])
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
    connection.clientToServer.windowScale = -1
    connection.clientToServer.isSACKPermitted = true
    let page = text {
      ConnectionPage(style: TableStyle())
        .append(connection, transitions: [Samples.transition], events: events, to: &$0)
    }
    let expected = [
      "Connection 0: tcp, 10.0.0.1:40000 → 10.0.0.2:80",
      "  from 22:13:20.000001, 0s long; conn_state S0, history S",
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
