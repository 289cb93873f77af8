import Foundation
import Testing

/// Tables of a live capture on a terminal.
@Suite(.serialized) struct LiveTableTests {
  /// Runs a command on a terminal of 80 columns and 12 lines, connects 25 times to a server of its own a second later,
  /// and prints what the terminal received; the server's port is the command's last word.
  private static let terminal = """
    import fcntl, os, pty, socket, struct, sys, termios, time
    server = socket.create_server(('127.0.0.1', 0))
    port = server.getsockname()[1]
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 12, 80, 0, 0))
        os.environ.update(TERM='xterm', TZ='UTC')
        os.execv(sys.argv[1], sys.argv[1:] + [str(port)])
    time.sleep(1)
    for _ in range(25):
        client = socket.create_connection(('127.0.0.1', port))
        peer, _ = server.accept()
        client.close()
        peer.close()
    received = b''
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        received += data
    os.waitpid(child, 0)
    sys.stdout.buffer.write(received)
    """

  @Test(.enabled(if: LiveTests.obstacle == nil, "\(LiveTests.obstacle ?? "")"))
  func `titles are there before the first row, and come again with each screen`() throws {
    let outcome = try run(
      "/usr/bin/env",
      [
        "python3", "-c", Self.terminal, Package.command, "connections", "-ni", "lo",
        "--duration", "4", "--color", "never", "tcp", "port",
      ])
    let lines = outcome.output.split(whereSeparator: \.isNewline).map { String($0) }
    let start = try #require(lines.firstIndex { $0.contains("PROT ") })
    let end = try #require(lines.lastIndex { $0.contains(" 127.0.0.1:") })
    let table = lines[start...end]
    let titles = table.indices.filter { table[$0].contains("PROT ") }
    #expect(table.count - titles.count == 25, "\(outcome.output)")
    // Twelve lines: the titles are always on the screen.
    #expect(titles.count >= 3)
    for (first, next) in zip(titles, titles.dropFirst()) { #expect(next - first <= 12) }
    #expect(table.allSatisfy { $0.unicodeScalars.count <= 80 })
  }
}
