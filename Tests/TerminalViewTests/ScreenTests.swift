import InternetTypes
import Testing

@testable import ConnectionTracking
@testable import TerminalView

/// Screens as pure functions of snapshots and keys.
@Suite struct ScreenTests {
  /// Three connections that send 1, 2 and 3 kB a second to their clients.
  private static func three(at time: Double) -> LiveSnapshot {
    snapshot(
      (0..<3).map { row($0, at: time, sent: 100, received: UInt64(Double($0 + 1) * 1000 * time)) },
      at: time)
  }

  @Test func `the rate is what the last two seconds of packet time saw`() throws {
    var state = screen()
    for tick in 0...16 { state.take(Self.three(at: Double(tick) / 4)) }
    let entry = try #require(state.connections.entries[2])
    #expect(abs(entry.rate.toClient - 3000) < 1)
    // 3,000 bytes a second are 24 kbit/s.
    let line = try #require(state.lines().first { $0.contains("10.0.0.3:40002") })
    #expect(line.hasSuffix(" 24kb/s"))
    state.type("b")
    #expect(state.lines().first { $0.contains("10.0.0.3:40002") }?.hasSuffix("3000B/s") == true)
    state.type("c")
    #expect(state.lines().first { $0.contains("10.0.0.3:40002") }?.hasSuffix(" 12kB") == true)
  }

  @Test func `a connection without packets for two seconds has no rate`() throws {
    var state = screen()
    for tick in 0...8 { state.take(Self.three(at: Double(tick) / 4)) }
    for tick in 9...20 {
      var later = Self.three(at: 2)
      (later.time, later.rowsTime) = (moment(Double(tick) / 4), moment(Double(tick) / 4))
      state.take(later)
    }
    #expect(state.connections.entries[2]?.rate.toClient == 0)
  }

  @Test func `rows are sorted by the chosen column, and keep their order while it is held`() {
    var state = screen()
    state.take(Self.three(at: 1))
    #expect(state.listedNumbers() == [2, 1, 0])
    state.type("r")
    #expect(state.listedNumbers() == [0, 1, 2])
    state.type("r ")
    // The first one is the fastest now, and a fourth one begins.
    var rows = (Self.three(at: 1).rows ?? []).map { $0 }
    rows[0].toClient.bytes = 1_000_000
    rows.append(row(3, at: 2, received: 5_000_000))
    state.take(snapshot(rows, at: 2))
    #expect(state.listedNumbers() == [2, 1, 0, 3])
    state.type(" ")
    #expect(state.listedNumbers() == [3, 0, 2, 1])
  }

  @Test func `of thousands of rows the picture has those that a whole sort puts there`() throws {
    var state = screen()
    let rows = (0..<3000).map {
      row($0, at: 1, sent: 100, received: ($0 * 7919 + 13) % 1009 * 1000 + 1000)
    }
    state.take(snapshot(rows, at: 1))
    func shown() -> [String] {
      state.lines(columns: 99)[4..<23].compactMap { line in
        line.split(separator: " ").first.map { String($0) }
      }
    }
    func expected(_ numbers: some Sequence<UInt64>) -> [String] {
      numbers.map { endpoint(UInt32($0) + 1, 40_000 + UInt16($0)).text }
    }
    let listed = state.listedNumbers()
    #expect(listed.count == 3000)
    #expect(shown() == expected(listed.prefix(19)))
    _ = state.press(.character("G"))
    #expect(shown() == expected(listed.suffix(19)))
    state.selectedConnection = listed[1500]
    #expect(shown().contains(expected([listed[1500]])[0]))
    #expect(state.selection.index == 1500)
  }

  @Test func `pictures that come early leave the rates as they are`() throws {
    var state = screen()
    for tick in 0...400 { state.take(Self.three(at: Double(tick) / 100)) }
    let entry = try #require(state.connections.entries[2])
    #expect(abs(entry.rate.toClient - 3000) < 1)
  }

  @Test func `the selected connection stays selected when rows move`() {
    var state = screen()
    state.take(Self.three(at: 1))
    _ = state.press(.down)
    #expect(state.selectedConnection == 1)
    var rows = Self.three(at: 1).rows ?? []
    rows[1].toClient.bytes = 9_000_000
    state.take(snapshot(rows, at: 2))
    _ = state.lines()
    #expect(state.selection.index == 0)
    #expect(state.press(.enter) == .watch(1))
  }

  @Test(arguments: [
    ("port:40001", [1]), ("port:443", [2, 1, 0]), ("host:10.0.0.3", [2]), ("10.0.0.1:", [0]),
    ("state:estab", [2, 1, 0]), ("state:fin", []), ("problem:", [1]), ("problem:retrans", [1]),
    ("problem:reset", []), ("process:curl", []), ("port:443 host:10.0.0.2 tcp", [2, 1, 0]),
    ("port:443 host:10.0.0.200", [2, 1, 0]), ("port:99999", []), ("port:", [2, 1, 0]),
  ])
  func `a filter lets through what all of its words match`(filter: String, expected: [UInt64]) {
    var state = screen()
    var first = Self.three(at: 1)
    first.events = [event(.fastRetransmission, of: 1), event(.windowUpdate, of: 0)]
    state.take(first)
    state.type("/" + filter)
    #expect(state.listedNumbers() == expected)
    _ = state.press(.escape)
    #expect(state.listedNumbers() == [2, 1, 0])
  }

  private func event(_ kind: SegmentEvent.Kind, of connection: UInt64) -> SegmentEvent {
    SegmentEvent(
      time: moment(1), packet: 7, connection: connection, sender: .server, kind: kind, sequence: 1,
      length: 1448, detail: SegmentEvent.Detail())
  }

  @Test func `an ended connection stays for five seconds of packet time, then on request`() {
    var state = screen()
    state.take(Self.three(at: 1))
    var second = snapshot(Array((Self.three(at: 2).rows ?? []).dropLast()), at: 2)
    second.endedRows = [row(2, at: 2, sent: 100, received: 6000, isEnded: true)]
    state.take(second)
    #expect(state.listedNumbers().contains(2))
    #expect(state.lines().contains { $0.contains("10.0.0.3:40002") && $0.contains(" ended ") })
    state.take(snapshot(Array((Self.three(at: 6.9).rows ?? []).dropLast()), at: 6.9))
    #expect(state.listedNumbers().contains(2))
    state.take(snapshot(Array((Self.three(at: 7.1).rows ?? []).dropLast()), at: 7.1))
    #expect(!state.listedNumbers().contains(2))
    state.type("a")
    #expect(state.listedNumbers().contains(2))
  }

  @Test func `an older picture does not bring an ended connection back`() {
    var state = screen()
    var first = Self.three(at: 1)
    first.endedRows = [row(2, at: 1, sent: 100, received: 3000, isEnded: true)]
    state.take(first)
    #expect(state.connections.entries[2]?.row.isEnded == true)
  }

  @Test func `hosts and services sum up connections that live and that ended`() throws {
    var state = screen()
    var only = snapshot([row(0, at: 1, sent: 1000, received: 50_000)], at: 1)
    only.endedRows = [row(1, at: 1, sent: 500, received: 7000, isEnded: true)]
    state.take(only)
    let hosts = state.connections.hosts.sums
    let server = try #require(hosts[endpoint(200, 0).address])
    #expect(server.connections == 2)
    #expect(server.live == 1)
    #expect(server.sent == 57_000)
    #expect(server.received == 1500)
    #expect(hosts.count == 3)
    let services = state.connections.services.sums
    #expect(services.count == 1)
    #expect(services.values.first?.sent == 1500)
  }

  @Test func `Enter on a host shows its connections`() {
    var state = screen()
    state.take(Self.three(at: 1))
    state.type("2")
    #expect(state.lines()[4].contains("10.0.0.200"))
    _ = state.press(.down)
    _ = state.press(.enter)
    #expect(state.page == .connections)
    #expect(state.filter == "host:10.0.0.3")
    #expect(state.listedNumbers() == [2])
  }

  @Test func `problems come with the latest first, and open their connection`() {
    var state = screen()
    var first = Self.three(at: 1)
    first.events = [event(.zeroWindow, of: 0), event(.fastRetransmission, of: 1)]
    first.eventCounts = [UInt64](repeating: 0, count: SegmentEvent.Kind.allCases.count)
    first.eventCounts[Int(SegmentEvent.Kind.zeroWindow.rawValue)] = 1
    state.take(first)
    state.type("4")
    let lines = state.lines()
    #expect(lines[4].contains("#7  fast_retransmission"))
    #expect(lines[5].contains("zero_window"))
    #expect(lines[5].contains("10.0.0.200:443 → 10.0.0.1:40000"))
    #expect(lines[22].contains("zero_window 1"))
    #expect(state.press(.enter) == .watch(1))
  }

  @Test func `a terminal that is too small says what is needed`() {
    var state = screen()
    state.take(Self.three(at: 1))
    let lines = state.lines(rows: 10, columns: 40)
    #expect(lines[0] == "The terminal is too small:")
    #expect(lines[1] == "40 x 10; at least")
    #expect(lines[2].contains("70 x 16"))
  }

  @Test func `a name with escape sequences never reaches the terminal`() {
    var state = ScreenState(
      ScreenState.Source(
        name: "\u{1b}[31mevil\u{7}\u{202e}\u{9b}1m名\u{301}.pcap", filter: "\u{1b}]0;x\u{7}",
        isFile: true))
    let canvas = state.picture(rows: 24, columns: 80, glyphs: .unicode)
    for scalar in canvas.text.unicodeScalars where scalar != "\n" {
      #expect(scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value))
      #expect(scalar.properties.generalCategory != .format)
    }
    #expect(canvas.line(0).hasPrefix(" ?[31mevil???1m??.pcap  ?]0;x?"))
  }

  @Test func `without UTF-8 every character is ASCII`() {
    var state = screen(isFile: true)
    state.take(Self.three(at: 1))
    for keys in ["", "?", "x2", "3", "4", "5"] {
      state.type(keys)
      let text = state.lines(glyphs: .ascii).joined()
      #expect(text.utf8.allSatisfy { (0x20..<0x7f).contains($0) })
    }
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 70)])
  func `every page fits its terminal`(rows: Int, columns: Int) {
    var state = screen(isFile: true)
    state.take(Self.three(at: 1))
    for keys in ["1", "2", "3", "4", "5", "?"] {
      state.type(keys)
      let lines = state.lines(rows: rows, columns: columns)
      #expect(lines.count == rows)
      #expect(lines.allSatisfy { $0.unicodeScalars.count <= columns })
      #expect(!lines[rows - 1].isEmpty)
    }
  }

  @Test func `a click selects a row, opens it, sorts by a title, and turns to a page`() throws {
    var state = screen()
    state.take(Self.three(at: 1))
    let lines = state.lines()
    #expect(state.press(.click(row: 5, column: 3)) == nil)
    #expect(state.selectedConnection == 1)
    _ = state.lines()
    #expect(state.press(.click(row: 5, column: 3)) == .watch(1))
    _ = state.press(.escape)
    // The title's place in the picture is what is clicked on.
    let title = try #require(lines[3].firstRange(of: "↑"))
    let column = lines[3].distance(from: lines[3].startIndex, to: title.lowerBound)
    _ = state.lines()
    _ = state.press(.click(row: 3, column: column))
    #expect(state.column == .toServer && !state.isReversed)
    _ = state.press(.click(row: 3, column: column))
    #expect(state.isReversed)
    _ = state.press(.click(row: 3, column: 2))
    #expect(state.column == .client && !state.isReversed)
    let tab = try #require(lines[2].firstRange(of: "Hosts"))
    _ = state.press(
      .click(row: 2, column: lines[2].distance(from: lines[2].startIndex, to: tab.lowerBound)))
    #expect(state.page == .hosts)
    for row in -1...30 { _ = state.press(.click(row: row, column: 79)) }
    #expect(state.press(.wheel(isUp: false)) == nil)
  }

  @Test func `the wheel moves by three rows`() {
    var state = screen()
    state.take(snapshot((0..<20).map { row($0, at: 1, received: 1000 * ($0 + 1)) }, at: 1))
    _ = state.lines()
    _ = state.press(.wheel(isUp: false))
    #expect(state.selectedConnection == 16)
    _ = state.press(.wheel(isUp: true))
    _ = state.press(.wheel(isUp: true))
    #expect(state.selectedConnection == 19)
  }

  @Test func `a wide terminal has a bar for each of the last ten seconds`() throws {
    var state = screen()
    // 8,000 bytes in the second from 2 to 3, 4,000 from 3 to 4, none from 4 to 5, then 1,000.
    for (time, bytes) in [(2.0, 0), (2.9, 8000), (3.5, 12_000), (4.5, 12_000), (5.5, 13_000)] {
      state.take(snapshot([row(0, at: time, received: UInt64(bytes))], at: time))
    }
    state.take(snapshot([row(0, at: 6.5, received: 13_000)], at: 6.5))
    let lines = state.lines(columns: 130)
    #expect(lines[3].hasSuffix(" 10 SECONDS"))
    #expect(lines[4].hasSuffix("      █▄ ▁"))
    #expect(!state.lines(columns: 124)[3].contains("10 SECONDS"))
    let entry = try #require(state.connections.entries[0])
    #expect(entry.trend.seconds(before: moment(6.5)) == [0, 0, 0, 0, 0, 0, 8000, 4000, 0, 1000])
  }

  @Test func `x hides the connection of the ssh session, and says so`() {
    var state = screen()
    state.take(Self.three(at: 1))
    state.type("x")
    #expect(state.listedNumbers() == [2, 1])
    #expect(state.lines()[0].contains("OWN SSH HIDDEN"))
    state.type("x")
    #expect(state.listedNumbers() == [2, 1, 0])
  }

  @Test func `e and w ask for a connection of a file, and say why not for an interface`() {
    var state = screen(isFile: true)
    state.take(Self.three(at: 1))
    #expect(state.press(.character("e")) == .explain(2))
    _ = state.press(.down)
    #expect(state.press(.character("w")) == .write(1))
    var live = screen()
    live.take(Self.three(at: 1))
    #expect(live.press(.character("e")) == nil)
    #expect(live.message?.contains("not kept") == true)
  }

  @Test func `the keys of a file play it, and say so for an interface`() {
    var state = screen(isFile: true)
    var first = Self.three(at: 1)
    first.playback = Playback(speed: 2)
    state.take(first)
    #expect(state.press(.character("p")) == .pause)
    #expect(state.press(.character("n")) == .seek)
    #expect(state.press(.character(".")) == .step)
    #expect(state.press(.character("+")) == .speed(4))
    #expect(state.press(.character("-")) == .speed(1))
    var live = screen()
    live.take(Self.three(at: 1))
    #expect(live.press(.character("n")) == nil)
    #expect(live.message?.contains("-r FILE") == true)
    #expect(live.press(.character("p")) == .repaint)
    #expect(live.isFrozen)
    #expect(live.press(.interrupt) == .quit)
    #expect(live.press(.suspend) == .suspend)
  }
}
