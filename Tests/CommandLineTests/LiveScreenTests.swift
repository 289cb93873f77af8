import Foundation
import Testing

/// `live` in a terminal of tmux, whose screen is read as text.
@Suite(.serialized) struct LiveScreenTests {
  /// Why the screens cannot be tried here, said loudly; nil if they can.
  static let obstacle: String? = {
    guard program("tmux") != nil else {
      print("*** NOT TESTED: the screens of `live` (apt-get install tmux)")
      return "tmux is not installed"
    }
    return nil
  }()

  /// A terminal of its own, with the command in it.
  final class Session {
    private let tmux: String
    private let socket = "tcpinspect-\(UUID().uuidString)"

    /// Runs the command on a terminal of this size; its exit status is shown behind it.
    init(
      _ arguments: [String], columns: Int = 80, rows: Int = 24,
      environment: [String: String] = ["LC_ALL": "C.UTF-8", "TZ": "UTC"],
      folder: TemporaryFolder? = nil
    ) throws {
      tmux = program("tmux") ?? "tmux"
      // The Swift runtime's own report of a crash waits for a key.
      let environment = environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
      let variables = environment.map { "\($0)='\($1)'" }.joined(separator: " ")
      let words = arguments.map { "'\($0)'" }.joined(separator: " ")
      let place = folder?.url.path(percentEncoded: false) ?? "/"
      let command = "env \(variables) '\(Package.command)' \(words)"
      _ = try self(
        "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
        "cd '\(place)'; \(command); echo \"status $?\"; stty -a; sleep 60")
    }

    @discardableResult
    func callAsFunction(_ arguments: String...) throws -> String {
      // Foundation waits until a child's descriptors are closed, also where tmux's server has inherited them: Python
      // closes all but the first three. The runner blocks signals, and a server that inherits that is never killed.
      try run(
        "/usr/bin/env",
        [
          "-u", "TMUX", "python3", "-c",
          "import signal, subprocess, sys; signal.pthread_sigmask(signal.SIG_SETMASK, []); "
            + "sys.exit(subprocess.run(sys.argv[1:]).returncode)", tmux, "-u", "-L", socket,
        ] + arguments
      ).output
    }

    /// The lines of the screen.
    func lines() throws -> [String] {
      try self("capture-pane", "-p").split(separator: "\n", omittingEmptySubsequences: false)
        .map { String($0) }
    }

    /// Waits until the screen shows a text and stands still; returns the lines then.
    func lines(with text: String) throws -> [String] {
      var before: [String] = []
      for _ in 0..<100 {
        let lines = try lines()
        // A picture may be half drawn when it is read; the clock in the first line of a live capture goes on.
        if lines.dropFirst() == before.dropFirst(), lines.contains(where: { $0.contains(text) }) {
          return lines
        }
        before = lines
        Thread.sleep(forTimeInterval: 0.1)
      }
      Issue.record("the screen never shows \(text): \(try lines())")
      return try lines()
    }

    /// Presses keys as tmux names them.
    func press(_ keys: String...) throws {
      for key in keys { try self("send-keys", key) }
    }

    deinit { _ = try? self("kill-server") }
  }

  private static func play(
    _ fixture: String, _ options: String..., columns: Int = 80, rows: Int = 24
  ) throws -> Session {
    try Session(
      ["live", "-r", Package.fixture(fixture)] + options, columns: columns, rows: rows)
  }

  @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func `at the end of a file the totals are those of connections`() throws {
    let files = ["cubic-loss.pcap", "zero-window.pcap", "ports.pcap", "icmp-errors.pcap"]
    let words = files.flatMap { ["-r", Package.fixture($0)] }
    let records = try run(Package.command, ["connections", "--format", "csv"] + words)
    let rows = records.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let titles = try #require(rows.first)
    // No field of these captures' records holds a comma.
    func sum(_ name: String) throws -> Int {
      let column = try #require(titles.firstIndex { $0 == name })
      return rows.dropFirst().reduce(0) { $0 + (Int($1[column]) ?? 0) }
    }
    let packets = try sum("client_to_server.packets") + sum("server_to_client.packets")
    let bytes = try sum("client_to_server.ip_bytes") + sum("server_to_client.ip_bytes")
    let session = try Session(["live", "--speed", "1000000"] + words)
    let lines = try session.lines(with: "END OF FILE")
    #expect(lines[1].contains("\(rows.count - 1) connections, 0 live"))
    try session.press("5")
    let totals = try session.lines(with: "packets of connections").map {
      $0.replacing(",", with: "")
    }
    #expect(totals.contains { $0.contains(" \(packets) packets of connections \(bytes) bytes") })
  }

  @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func `the list at the end of a transfer with two losses`() throws {
    let session = try Self.play("cubic-loss.pcap", "--speed", "10")
    let lines = try session.lines(with: "END OF FILE")
    #expect(lines[0].hasSuffix("13:11:35.3"))
    #expect(lines[1].hasPrefix(" 606 packets  303/s"))
    #expect(lines[3].hasPrefix(" CLIENT → SERVER                    STATE   LIM  CWND   RTT RETR"))
    #expect(lines[4].hasPrefix(" 10.0.2.15:40986 → 10.0.2.4:50007   ended "))
    #expect(lines[4].hasSuffix("62ms    2   500kB    15kB"))
  }

  @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func `the page of a connection has its curves and events`() throws {
    let session = try Self.play("cubic-loss.pcap", "--speed", "10", columns: 120, rows: 40)
    _ = try session.lines(with: "END OF FILE")
    try session.press("Enter")
    // The curves come with the next snapshot.
    let lines = try session.lines(with: "acknowledged ")
    let text = lines.joined(separator: "\n")
    for part in [
      "cwnd ", "in flight ", "receive window ", "round trip ", "acknowledged ",
      "#190 fast_retransmission", "#390 fast_retransmission", "#604 client FIN-WAIT-1",
      "#606 server CLOSED", "connection 0  10.0.2.15:40986 → 10.0.2.4:50007",
    ] { #expect(text.contains(part), "no \(part) in \(text)") }
    // Braille dots of curves.
    #expect(text.unicodeScalars.filter { (0x2801...0x28ff).contains($0.value) }.count > 100)
    try session.press("Escape")
    _ = try session.lines(with: "CLIENT → SERVER")
  }

  /// The expected line is the beginning of what tcpdump 4.99 prints of packet 191.
  @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func `the page of a connection has its packets on demand`() throws {
    let session = try Self.play("cubic-loss.pcap", "--paused", columns: 120)
    _ = try session.lines(with: "PAUSED")
    try session.press("n")
    _ = try session.lines(with: " 190 packets")
    try session.press("Enter", "l")
    let none = try session.lines(with: "none, or they are in a tunnel")
    #expect(!none.contains { $0.contains("receive window") })
    try session.press(".")
    let lines = try session.lines(with: "13:11:34.895004")
    #expect(
      lines.contains {
        $0.hasPrefix(
          " 13:11:34.895004 IP 10.0.2.4.50007 > 10.0.2.15.40986: Flags [.], ack ")
      })
    try session.press("l")
    _ = try session.lines(with: "receive window")
  }

  @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func `a file pauses at its next problem`() throws {
    let session = try Self.play("cubic-loss.pcap", "--paused")
    _ = try session.lines(with: "PAUSED")
    // The first retransmission is packet 190.
    try session.press("n")
    #expect(try session.lines(with: " 190 packets")[0].contains("PAUSED"))
    try session.press(".")
    _ = try session.lines(with: " 191 packets")
    try session.press("n")
    _ = try session.lines(with: " 390 packets")
    try session.press("4")
    let lines = try session.lines(with: "PROBLEM")
    #expect(lines[4].contains("#390  fast_retransmission"))
    #expect(lines[5].contains("#190  fast_retransmission"))
    try session.press("p")
    _ = try session.lines(with: "END OF FILE")
  }

  @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func `a filter narrows the list as it is typed, and hosts and services sum up`() throws {
    let session = try Self.play("ports.pcap", "--speed", "1000000")
    _ = try session.lines(with: "END OF FILE")
    try session.press("a", "/", "port:50007")
    let lines = try session.lines(with: "/port:50007")
    #expect(lines[4].contains("10.0.2.15:40986 → 10.0.2.4:50007"))
    #expect(lines[5].isEmpty)
    try session.press("Enter", "Escape", "2")
    #expect(try session.lines(with: " HOST ")[4].hasPrefix(" 10.0.2.15         14     0    14"))
    try session.press("3")
    let services = try session.lines(with: " SERVICE ")
    #expect(services.contains { $0.hasPrefix(" 443/tcp            1") })
    try session.press("5")
    #expect(try session.lines(with: " INTERFACE ")[4].hasPrefix(" ports.pcap"))
    try session.press("?")
    _ = try session.lines(with: "draw again; suspend; quit")
  }

  @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func `the mouse selects rows and pages, and is the terminal's again at the end`() throws {
    let session = try Self.play("ports.pcap", "--speed", "1000000")
    _ = try session.lines(with: "END OF FILE")
    func isReported() throws -> Bool {
      try session("display-message", "-p", "#{mouse_any_flag}").hasPrefix("1")
    }
    #expect(try isReported())
    // The first button is pressed and released, as xterm reports it: button, column and row with 32 or 33 added.
    func click(_ row: Int, _ column: Int) throws {
      let place = [33 + column, 33 + row].map { String(UnicodeScalar(UInt8($0))) }.joined()
      try session("send-keys", "-l", "\u{1b}[M \(place)\u{1b}[M#\(place)")
    }
    let lines = try session.lines()
    let hosts = try #require(lines[2].firstRange(of: "Hosts"))
    try click(2, lines[2].distance(from: lines[2].startIndex, to: hosts.lowerBound))
    _ = try session.lines(with: " HOST ")
    try click(5, 3)
    try click(5, 3)
    _ = try session.lines(with: "/host:")
    try session.press("q")
    _ = try session.lines(with: "status 0")
    #expect(try !isReported())
  }

  @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func `q gives the terminal back, with status 0`() throws {
    let session = try Self.play("cubic-loss.pcap", "--speed", "1000000")
    _ = try session.lines(with: "END OF FILE")
    try session.press("q")
    let lines = try session.lines(with: "status 0")
    #expect(!lines.contains { $0.contains("END OF FILE") })
    let modes = try session.lines(with: "icanon").joined()
    #expect(!modes.contains("-icanon") && !modes.contains("-echo ") && !modes.contains("-isig"))
  }

  @Test(
    .enabled(if: obstacle == nil, "\(obstacle ?? "")"),
    arguments: [("SEGV", "status 139"), ("BUS", "status 135"), ("TERM", "status 143")])
  func `a signal that ends the process gives the terminal back`(
    signal: String, status: String
  ) throws {
    let session = try Self.play("cubic-loss.pcap", "--paused")
    _ = try session.lines(with: "PAUSED")
    let shell = try session("display-message", "-p", "#{pane_pid}")
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let children = try run("/usr/bin/env", ["ps", "--ppid", shell, "-o", "pid="]).output
    let child = try #require(children.split(whereSeparator: \.isWhitespace).first)
    _ = try run("/usr/bin/env", ["kill", "-\(signal)", String(child)])
    let lines = try session.lines(with: status)
    #expect(!lines.contains { $0.contains("CLIENT") })
    #expect(try session("display-message", "-p", "#{mouse_any_flag}").hasPrefix("0"))
    let modes = try session.lines(with: "icanon").joined()
    #expect(!modes.contains("-icanon") && !modes.contains("-echo ") && !modes.contains("-isig"))
  }

  @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func `e explains a connection, w writes its packets, and Enter goes back`() throws {
    let folder = try TemporaryFolder()
    let session = try Session(
      ["live", "-r", Package.fixture("zero-window.pcap"), "--speed", "1000000"], folder: folder)
    _ = try session.lines(with: "END OF FILE")
    try session.press("e")
    let lines = try session.lines(with: "[Enter goes back to the screen]")
    #expect(lines.contains { $0.hasPrefix("The server stopped reading") })
    try session.press("Enter")
    _ = try session.lines(with: "END OF FILE")
    try session.press("w")
    _ = try session.lines(with: "[Enter goes back to the screen]")
    try session.press("Enter", "w")
    _ = try session.lines(with: "[Enter goes back to the screen]")
    try session.press("Enter")
    _ = try session.lines(with: "END OF FILE")
    for name in ["connection-0.pcapng", "connection-0-2.pcapng"] {
      let copy = try run(Package.command, ["--count", "-r", folder.path(name)])
      #expect(copy.output.contains("87 packets"), "\(copy)")
    }
  }

  @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func `a new size is drawn at once, and one that is too small says so`() throws {
    let session = try Self.play("cubic-loss.pcap", "--paused")
    _ = try session.lines(with: "PAUSED")
    try session("resize-window", "-x", "40", "-y", "10")
    _ = try session.lines(with: "The terminal is too small")
    try session("resize-window", "-x", "100", "-y", "30")
    let lines = try session.lines(with: "CLIENT → SERVER")
    #expect(lines[29].contains("? help"))
  }

  @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func `without UTF-8 the screen is ASCII`() throws {
    let session = try Session(
      ["live", "-r", Package.fixture("cubic-loss.pcap"), "--speed", "1000000"],
      environment: ["LC_ALL": "C", "NO_COLOR": "1"])
    let lines = try session.lines(with: "END OF FILE")
    #expect(lines[3].hasPrefix(" CLIENT > SERVER"))
    #expect(lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x7f } })
  }

  @Test func `without a terminal one line says so`() throws {
    let outcome = try tcpinspect("live", "-r", Package.fixture("cubic-loss.pcap"))
    #expect(outcome.status == 1)
    #expect(
      outcome.errors
        == "tcpinspect: live: standard output is no terminal; "
        + "connections, events and windows write records\n"
    )
    #expect(outcome.output.isEmpty)
  }

  @Test(
    .enabled(if: obstacle == nil, "\(obstacle ?? "")"),
    arguments: [("dumb", "cannot show a screen"), ("no-such-type", "is not known")])
  func `a terminal that cannot show a screen is refused in one line`(
    type: String, reason: String
  ) throws {
    let session = try Session(
      ["live", "-r", Package.fixture("cubic-loss.pcap")],
      environment: ["TERM": type, "LC_ALL": "C"])
    let lines = try session.lines(with: "status 1")
    #expect(lines.joined().contains(reason))
  }

  @Test(arguments: [
    ["--speed", "0", "-r", "x"], ["--speed", "2"], ["--paused"], ["--speed", "1e9", "-r", "x"],
  ])
  func `options that make no sense are wrong usage`(options: [String]) throws {
    let outcome = try run(Package.command, ["live"] + options)
    #expect(outcome.status == 64)
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }
}
