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

  private func table(
    _ connections: [ConnectionSummary], style: TableStyle = TableStyle(),
    sortedBy order: ConnectionOrder? = nil, isMeasured: Bool = true
  ) -> String {
    var table = ConnectionTable(style: style, sortedBy: order)
    if isMeasured { for connection in connections { table.measure(connection) } }
    return text { line in
      table.appendHeader(to: &line)
      for connection in connections {
        table.append(connection, to: &line)
        table.count(connection)
      }
      table.appendTotals(to: &line)
    }
  }

  /// Two connections that need wide columns.
  private var samples: [ConnectionSummary] {
    var failed = Samples.halfOpen
    failed.client = endpoint("192.168.178.123", 50123)
    failed.server = endpoint("203.0.113.5", 443)
    var busy = Samples.halfOpen
    busy.index = 12
    busy.failure = nil
    busy.connState = .sf
    busy.closedBy = .client
    busy.clientState = .timeWait
    busy.end = Timestamp(rawValue: busy.start.rawValue + 1_500_000_000)
    busy.handshakeToServer = 20_000_000
    busy.handshakeToClient = 100_000
    busy.firstResponse = 3_000_000
    busy.clientToServer.packets = 20_000
    busy.clientToServer.payloadBytes = 1_450
    busy.serverToClient.payloadBytes = 12_345_678
    busy.serverToClient.packets = 9_000
    busy.serverToClient.retransmittedPackets = 3
    busy.serverToClient.retransmittedBytes = 123_456
    busy.serverToClient.throughput = 65_843_616
    return [failed, busy]
  }

  @Test func `columns are as wide as their texts, and totals follow`() {
    #expect(
      table(samples) == """
         # PROT CLIENT → SERVER                         START     DUR RESULT  ZEEK  SENT RECV PKTS RTX LOSS  RTT  RESP   RATE
         0 tcp  192.168.178.123:50123 → 203.0.113.5:443 22:13:20   0s timeout S0      0B   0B    1   0    -    -     -      -
        12 tcp  10.0.0.1:40000 → 10.0.0.2:80            22:13:20 1.5s ok      SF   1.5kB 12MB  29k   3 1.0% 20ms 3.0ms 66Mb/s
        2 connections, 1 failed (1 timeout); 1.5kB sent, 12MB received, 29001 packets, 3 retransmitted

        """)
  }

  @Test func `a table whose rows come later has room for two IPv4 addresses`() {
    let lines = table(samples, isMeasured: false).split(separator: "\n")
    let widest = "    0 tcp  ".count + "255.255.255.255:65535 → 255.255.255.255:65535".count
    let both = "192.168.178.123:50123 → 203.0.113.5:443"
    let padding = String(repeating: " ", count: 45 - both.count)
    #expect(lines[1].hasPrefix("    0 tcp  \(both)\(padding) 22:13:20 "))
    #expect(lines[0].dropFirst(widest).hasPrefix(" START "))
  }

  /// The titles that a line of so many characters has.
  private static let titles: [(Int, [String])] = [
    (
      117,
      [
        "START", "DUR", "RESULT", "ZEEK", "SENT", "RECV", "PKTS", "RTX", "LOSS", "RTT", "RESP",
        "RATE",
      ]
    ),
    (
      112, ["START", "DUR", "RESULT", "SENT", "RECV", "PKTS", "RTX", "LOSS", "RTT", "RESP", "RATE"]
    ),
    (111, ["START", "DUR", "RESULT", "SENT", "RECV", "PKTS", "RTX", "RTT", "RESP", "RATE"]),
    (100, ["START", "DUR", "RESULT", "SENT", "RECV", "PKTS", "RTX", "RTT", "RESP"]),
    (80, ["DUR", "RESULT", "SENT", "RECV", "RTX", "RTT"]), (60, ["DUR", "RESULT"]),
  ]

  @Test(arguments: titles)
  func `columns leave a narrow line in their order, addresses stay whole`(
    width: Int, titles: [String]
  ) {
    let lines = table(samples, style: TableStyle(columns: width)).split(separator: "\n")
    #expect(lines[0].split(separator: " ").dropFirst(5).map { String($0) } == titles)
    #expect(lines[1].contains(" 192.168.178.123:50123 → 203.0.113.5:443 "))
    #expect(lines.dropLast().allSatisfy { $0.unicodeScalars.count <= width })
  }

  @Test(arguments: [80, 100, 120, 200, 250])
  func `long addresses that do not fit are on two lines, never cut`(width: Int) {
    var connection = Samples.full
    connection.client = endpoint("2001:db8:1234:5678:9abc:def0:1234:5678", 65535)
    connection.server = endpoint("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", 65534)
    connection.failure = .blackHole
    let page = table([connection], style: TableStyle(columns: width))
    let lines = page.split(separator: "\n")
    #expect(page.contains("[2001:db8:1234:5678:9abc:def0:1234:5678]:65535 →"))
    #expect(page.contains("[2001:db8:ffff:ffff:ffff:ffff:ffff:ffff]:65534"))
    #expect(page.contains("black hole") && !page.contains("…"))
    #expect(lines.prefix(width < 200 ? 3 : 2).allSatisfy { $0.unicodeScalars.count <= width })
  }

  @Test(arguments: ConnectionOrder.allCases)
  func `the sorted field has a column that stays in the narrowest line`(order: ConnectionOrder) {
    let header = table(samples, style: TableStyle(columns: 40), sortedBy: order)
      .prefix { $0 != "\n" }
    let titles: [ConnectionOrder: String] = [
      .connection: "#", .start: "START", .duration: "DUR", .packets: "PKTS", .ipBytes: "IPBYTES",
      .payloadBytes: "BYTES", .missedBytes: "MISSED", .retransmittedPackets: "RTX",
      .retransmittedBytes: "RTXBYTES", .outOfOrderPackets: "OOO", .duplicateAcks: "DUPACKS",
      .zeroWindows: "ZEROWIN", .handshakeRoundTrip: "HSRTT", .firstResponse: "RESP",
      .roundTripMean: "RTTMEAN", .throughput: "RATE",
    ]
    #expect(header.split(separator: " ").contains(Substring(titles[order] ?? "missing")))
  }

  @Test func `a reset names its sender, and a handshake that was not completed is no success`() {
    func result(_ change: (inout ConnectionSummary) -> Void) -> String {
      var connection = Samples.halfOpen
      connection.failure = nil
      change(&connection)
      let lines = table([connection], style: TableStyle(hasHeader: false))
      return lines.split(separator: "0s ")[1].split(separator: "  ").first.map(String.init) ?? ""
    }
    #expect(
      result {
        $0.failure = .reset
        $0.closedBy = .server
      }.hasPrefix("server reset"))
    #expect(
      result {
        $0.failure = .reset
        $0.closedBy = .client
      }.hasPrefix("client reset"))
    #expect(
      result {
        $0.closedBy = .client
        $0.clientState = .timeWait
      }.hasPrefix("ok"))
    #expect(result { $0.failure = .icmpUnreachable }.hasPrefix("unreachable"))
    #expect(result { _ in }.hasPrefix("unanswered"))
    #expect(
      result {
        $0.connState = .s1
        $0.serverState = .synReceived
        $0.serverToClient.packets = 9
      }.hasPrefix("no handshake"))
  }

  @Test func `the date is shown where it is not today's, and in each row where rows differ`() {
    let day: Int64 = 86_400
    let now = samples[0].start.rawValue / 1_000_000_000
    func lines(_ style: TableStyle, _ connections: [ConnectionSummary]) -> [String] {
      table(connections, style: style).split(separator: "\n").map { String($0) }
    }
    #expect(lines(TableStyle(now: now), samples)[0].hasPrefix(" # PROT"))
    let other = lines(TableStyle(now: now + day), samples)
    #expect(other[0] == "2023-11-14" && other[2].contains(" 22:13:20 "))
    var late = samples
    late[1].start = Timestamp(rawValue: late[1].start.rawValue + day * 1_000_000_000)
    late[1].end = late[1].start
    let both = lines(TableStyle(now: now), late)
    #expect(both[1].contains(" 2023-11-14 22:13:20 ") && both[2].contains(" 2023-11-15 22:13:20 "))
    let bare = lines(TableStyle(hasHeader: false, now: now + day), samples)
    #expect(bare.count == 2 && bare[0].contains(" 2023-11-14 22:13:20 "))
  }

  @Test func `titles are repeated after the lines of a screen`() {
    let rows = Array(repeating: samples[1], count: 10)
    let lines = table(rows, style: TableStyle(headerInterval: 4)).split(separator: "\n")
    #expect(lines.indices.filter { lines[$0].contains("PROT") } == [0, 4, 8, 12])
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
    let cells = line.split(separator: " ").dropFirst(9)
    let share = number == 0 ? "-" : "0"
    #expect(
      cells.map { String($0) } == [bytes, "0B", count, "0", share, "-", "-", "-"])
  }

  @Test(
    arguments: [
      (999, "999ns"), (1000, "1.0µs"), (43_000_000, "43ms"), (999_500_000, "1.0s"),
      (99_940_000_000, "99.9s"), (100_000_000_000, "1.7m"), (3_600_000_000_000, "60.0m"),
      (7_200_000_000_000, "2.0h"), (864_000_000_000_000, "10.0d"), (-1_500_000_000, "-1.5s"),
    ] as [(Int64, String)])
  func `durations have the unit that fits`(nanoseconds: Int64, text: String) {
    var connection = Samples.halfOpen
    connection.handshakeToServer = nanoseconds
    #expect(table([connection]).split(separator: "\n")[1].hasSuffix(" \(text)    -    -"))
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
      connection.start = Timestamp(rawValue: value)
      connection.end = Timestamp(rawValue: ~value)
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
}
