import ConnectionTracking
import InternetTypes
import SocketDiagnosis
import Testing

@testable import TerminalView

/// Processes and the kernel's measures on the screens, joined by a function in place of the host's sockets.
@Suite struct ProcessScreenTests {
  /// A screen for an interface, with what this host knows.
  private static func screen() -> ScreenState {
    var source = ScreenState.Source(name: "eth0", filter: "", isFile: false)
    (source.findsProcesses, source.readsKernel) = (true, true)
    return ScreenState(source)
  }

  private static func owner(_ name: String, _ process: Int32) -> SocketOwner {
    var owner = SocketOwner(.socket)
    (owner.name, owner.process, owner.user) = (name, process, "alice")
    return owner
  }

  private static func host(
    client: SocketOwner? = nil, server: SocketOwner? = nil, samples: [KernelSample] = []
  ) -> ConnectionHost {
    ConnectionHost(
      client: client.map { HostSocket(owner: $0, samples: samples) },
      server: server.map { HostSocket(owner: $0, samples: samples) }, hasOwners: true,
      hasKernel: true)
  }

  /// Connections 0 and 1 are those of curl and wget, also that of a server here; nothing is known of 2.
  private static func find(_ row: LiveRow) -> ConnectionHost? {
    switch row.index {
    case 0: host(client: owner("curl", 12))
    case 1: host(client: owner("wget", 123), server: owner("nginx", 45))
    default: nil
    }
  }

  private static func three(at time: Double) -> LiveSnapshot {
    snapshot(
      (0..<3).map { row($0, at: time, sent: 100, received: UInt64(Double($0 + 1) * 1000 * time)) },
      at: time)
  }

  @Test func `a wide list has processes, and a narrow one gives their room to addresses`() throws {
    var state = Self.screen()
    state.take(Self.three(at: 1), joining: Self.find)
    let wide = state.lines(columns: 120)
    #expect(wide[3].hasSuffix(" PROCESS"))
    let lines = (0..<3).map { number in wide.first { $0.contains(":4000\(number) ") } ?? "" }
    #expect(lines[0].hasSuffix(" curl/12"))
    #expect(lines[1].hasSuffix(" wget/123"))
    #expect(lines[2].hasSuffix(" -"))
    #expect(!state.lines(columns: 115)[3].contains("PROCESS"))
    #expect(state.lines(columns: 80)[2].hasSuffix("sorted by ↓"))
  }

  @Test func `a name that is too long gives way to the number, and cannot move the cursor`() throws
  {
    var state = Self.screen()
    state.take(snapshot([row(0, at: 1, received: 1)], at: 1)) { _ in
      Self.host(client: Self.owner("\u{1b}[2Jevil-process", 4_194_304))
    }
    let line = try #require(state.lines(columns: 120).first { $0.contains(":40000 ") })
    #expect(line.hasSuffix(" ?[2Jev…/4194304"))
    state.type("6")
    #expect(state.lines(columns: 80).contains { $0.hasPrefix(" ?[2J…/4194304 ") })
  }

  @Test func `processes have the sums of what their endpoints sent and received`() throws {
    var state = Self.screen()
    state.take(Self.three(at: 1), joining: Self.find)
    var ended = Self.three(at: 2)
    ended.rows = []
    ended.endedRows = [row(1, at: 2, sent: 500, received: 7000, isEnded: true)]
    state.take(ended, joining: Self.find)
    state.type("6")
    let lines = state.lines(columns: 120)
    #expect(lines[3].hasPrefix(" PROCESS"))
    func words(_ name: String) -> [Substring] {
      (lines.first { $0.hasPrefix(" \(name)") } ?? "").split(separator: " ")
    }
    // Connections that are in no picture any more, and did not end, are forgotten.
    #expect(words("wget/123").suffix(2) == ["500B", "7.0kB"])
    #expect(words("nginx/45").suffix(2) == ["7.0kB", "500B"])
    #expect(words("wget/123").dropFirst().prefix(2) == ["1", "0"])
  }

  @Test(arguments: [
    ("process:curl", [0]), ("process:g", [1]), ("process:nginx", [1]), ("process:/12", [0]),
    ("process:/123", [1]), ("process:/2", []), ("process:WGET/123", [1]), ("process:unknown", [2]),
    ("process:", [2, 1, 0]), ("process:curl port:40001", []),
  ])
  func `a filter finds processes by parts of names and whole numbers`(
    filter: String, expected: [UInt64]
  ) {
    var state = Self.screen()
    state.take(Self.three(at: 1), joining: Self.find)
    state.type("/" + filter)
    #expect(state.listedNumbers() == expected)
    #expect(state.message == nil)
  }

  @Test func `Enter on a process shows its connections`() {
    var state = Self.screen()
    state.take(Self.three(at: 1), joining: Self.find)
    state.type("6")
    let index = state.shownProcesses.firstIndex {
      state.connections.processes.text(of: $0.key) == "nginx/45"
    }
    state.move(to: index ?? 0)
    _ = state.press(.enter)
    #expect(state.page == .connections)
    #expect(state.filter == "process:/45")
    #expect(state.listedNumbers() == [1])
  }

  @Test func `without a search for processes there is no such page or column, and a key says why`()
  {
    var state = TerminalViewTests.screen()
    state.take(Self.three(at: 1))
    state.type("6")
    #expect(state.page == .connections)
    #expect(state.message?.contains("--processes") == true)
    #expect(!state.lines(columns: 200).joined().contains("PROCESS"))
    for _ in 0..<40 {
      state.type(">")
      #expect(state.column != .process)
    }
  }

  @Test func `the order by process has unknown ones last`() {
    var state = Self.screen()
    state.take(Self.three(at: 1), joining: Self.find)
    while state.column != .process { state.type(">") }
    #expect(state.listedNumbers() == [0, 1, 2])
  }

  @Test func `a process is looked up again until the server has accepted, and is not forgotten`() {
    var state = Self.screen()
    var count = 0
    for tick in 1...40 {
      state.take(snapshot([row(0, at: Double(tick) / 4, received: 10)], at: Double(tick) / 4)) {
        _ in
        count += 1
        return count == 2 ? Self.host(server: Self.owner("late", 7)) : nil
      }
    }
    // The first two seconds.
    #expect(count == 8)
    #expect(state.lines(columns: 120).contains { $0.hasSuffix(" late/7") })
  }

  @Test func `the page of a connection has the kernel's window below ours, and its time`() throws {
    // tcp_info as Linux lays it out: MSS at 16, srtt at 68, ssthresh at 76, cwnd at 80.
    var bytes = [UInt8](repeating: 0, count: 232)
    (bytes[16], bytes[17], bytes[80], bytes[76]) = (0xa8, 0x05, 23, 11)
    (bytes[68], bytes[69]) = (0x20, 0x4e)
    let information = TCPInformation(bytes.span)
    let time = moment(3.5).rawValue
    let sample = KernelSample(
      times: time...time, information: try #require(information), congestion: "cubic",
      isLast: false)
    let find: ConnectionsState.HostLookup = { _ in
      Self.host(server: Self.owner("nginx", 45), samples: [sample])
    }
    var state = Self.screen()
    state.take(Self.three(at: 1), joining: find)
    _ = state.press(.enter)
    state.take(Self.three(at: 4), joining: find)
    let lines = state.lines(columns: 100)
    #expect(
      lines.contains(
        " its kernel        cwnd 23, ssthresh 11, srtt 20ms, MSS 1448, cubic, 500ms ago"))
    #expect(lines.contains(" process           nginx/45 (alice) is the server"))
    state.type("d")
    let text = "the client is no socket of this host that was found"
    #expect(state.lines().contains { $0.contains(text) })
  }
}
