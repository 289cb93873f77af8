import Foundation
import Testing

/// The processes and the kernel's measures of real connections on the live screen.
@Suite(.serialized) struct LiveProcessTests {
  /// Why that cannot be tried here, said loudly; nil if it can.
  private static let obstacle: String? = {
    let obstacle = LiveScreenTests.obstacle ?? LiveTests.obstacle
    if let obstacle { print("*** NOT TESTED: processes on the live screen (\(obstacle))") }
    return obstacle
  }()

  /// The echo of other tests, on a connection that lives for half a second: long enough to look into /proc.
  private static let echo = LiveTests.echo.replacing(
    "client.close()", with: "import time; time.sleep(0.5); client.close()")

  /// A session that captures beside a program that sends over loopback, which has sent when this returns.
  private static func session(
    _ options: String...
  ) throws -> (screen: LiveScreenTests.Session, program: LiveTests.Running) {
    let python = try #require(program("python3"))
    let server = try LiveTests.Running(python, ["-c", echo])
    let port = LiveTests.Running.read(server.output, until: "\n")
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let screen = try LiveScreenTests.Session(
      ["live"] + options + ["--processes", "--kernel", "tcp port \(port)"], columns: 130, rows: 30)
    _ = try screen.lines(with: "no packets yet")
    // On a busy machine the list may be read when the connection has been over for more than 5 seconds.
    try screen.press("a")
    try server.input.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
    _ = LiveTests.Running.read(server.output, until: "done")
    return (screen, server)
  }

  @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func `a connection has its process in the list, on its page and on the page of processes`() throws
  {
    let (screen, program) = try Self.session("-i", "lo")
    defer { program.process.terminate() }
    let number = program.process.processIdentifier
    let lines = try screen.lines(with: "/\(number)")
    #expect(lines[3].hasSuffix(" PROCESS"))
    #expect(lines[4].hasSuffix("/\(number)"))
    try screen.press("Enter")
    let page = try screen.lines(with: "at its end").joined(separator: "\n")
    // Both endpoints are the program's; the kernel's window is at least 2 segments (RFC 5681, 3.1).
    #expect(page.contains("/\(number) (root) is the client"))
    #expect(page.contains(/its kernel +cwnd ([2-9]|[0-9]{2,})/))
    try screen.press("Escape", "6")
    let processes = try screen.lines(with: " PROCESS ")
    #expect(processes[4].contains("/\(number) "))
    try screen.press("q")
    _ = try screen.lines(with: "status 0")
  }

  @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func `several interfaces are captured on, and counted each for itself`() throws {
    let (screen, program) = try Self.session("-i", "lo", "-i", "any")
    defer { program.process.terminate() }
    _ = try screen.lines(with: "/\(program.process.processIdentifier)")
    try screen.press("5")
    let lines = try screen.lines(with: " INTERFACE ")
    #expect(lines[0].hasPrefix(" lo, any "))
    #expect(lines[4].hasPrefix(" lo  "))
    #expect(lines[5].hasPrefix(" any  "))
    // SYN to the last ACK: at least eight packets, each seen by both.
    for line in lines[4...5] {
      let packets = line.split(separator: " ").compactMap { Int($0) }.first ?? 0
      #expect(packets >= 8, "\(line)")
    }
    try screen.press("q")
    _ = try screen.lines(with: "status 0")
  }
}
