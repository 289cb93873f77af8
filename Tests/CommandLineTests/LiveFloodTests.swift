import Foundation
import Testing

/// A server in a network namespace that hping3 floods from another one, while real clients use it.
@Suite(.serialized) struct LiveFloodTests {
  /// Serves on port 8080 with a small backlog: reads a line, answers it, closes.
  static let server = """
    import socket, threading
    waiting = socket.create_server(('10.9.0.1', 8080), backlog=64)
    print('ready', flush=True)
    def serve():
        while True:
            connection, _ = waiting.accept()
            with connection: connection.sendall(connection.recv(100))
    for _ in range(8): threading.Thread(target=serve).start()
    """

  /// Connects again and again, twenty times a second, and gives up after two seconds each.
  static let clients = """
    import socket, threading, time
    def ask():
        try:
            with socket.create_connection(('10.9.0.1', 8080), timeout=2) as near:
                near.sendall(b'Hello World'); near.recv(100)
        except OSError: pass
    print('ready', flush=True)
    while True:
        threading.Thread(target=ask).start(); time.sleep(0.05)
    """

  /// Runs a program with no signal blocked: hping3 sends at SIGALRM, which a test process may have blocked for its children.
  static let unblocking =
    "import os, signal, sys; signal.pthread_sigmask(signal.SIG_SETMASK, []); "
    + "os.execv(sys.argv[1], sys.argv[1:])"

  static let hping: String? = {
    guard let path = program("hping3") else {
      print("*** NOT TESTED: a live SYN flood (hping3 is not installed: apt-get install hping3)")
      return nil
    }
    guard program("python3") != nil else {
      print("*** NOT TESTED: a live SYN flood (python3 is not installed)")
      return nil
    }
    return path
  }()

  /// Runs a script with a server and its clients; it finds the command in `$1` and a folder in `$2`.
  private func script(_ text: String, _ folder: TemporaryFolder) throws -> Outcome? {
    guard let command = NamespaceTests.unshare.command else {
      print("*** NOT TESTED: a live SYN flood (\(NamespaceTests.unshare.reason))")
      return nil
    }
    try Self.server.write(toFile: folder.path("server.py"), atomically: true, encoding: .utf8)
    try Self.clients.write(toFile: folder.path("clients.py"), atomically: true, encoding: .utf8)
    let setup = """
      # What the server answers to forged sources ends at the other host, which does not forward.
      ip route add default via 10.9.0.2 dev va
      python3 "$2/server.py" > "$2/server.said" & server=$!
      trap 'kill -KILL $peer $server ${clients:-} ${flood:-} 2> /dev/null' EXIT
      until grep -q ready "$2/server.said"; do kill -0 $server; done
      "$1" flood -Z root -i va -l > "$2/alerts" 2> "$2/said" & capture=$!
      listening "$2/said"
      nsenter --target $peer --net python3 "$2/clients.py" > "$2/clients.said" & clients=$!
      until grep -q ready "$2/clients.said"; do kill -0 $clients; done

      """
    return try run(
      command[0],
      command.dropFirst() + [
        "bash", "-c", NamespaceTests.setup + setup + text, "bash", Package.command,
        folder.path("").dropLast() + "",
      ])
  }

  /// A counter of /proc/net/netstat.
  private func counter(_ name: String, _ folder: TemporaryFolder) throws -> Int {
    let rows = try String(contentsOfFile: folder.path("netstat"), encoding: .utf8)
      .split(separator: "\n").filter { $0.hasPrefix("TcpExt:") }.map { $0.split(separator: " ") }
    try #require(rows.count == 2)
    let column = try #require(rows[0].firstIndex(of: name[...]))
    return try #require(Int(rows[1][column]))
  }

  @Test(arguments: [0, 1])
  func `a flood is raised while it runs, named, and closed, with SYN cookies on and off`(
    cookies: Int
  ) throws {
    guard let hping = Self.hping else { return }
    let folder = try TemporaryFolder()
    let outcome = try script(
      """
      echo \(cookies) > /proc/sys/net/ipv4/tcp_syncookies
      echo 64 > /proc/sys/net/ipv4/tcp_max_syn_backlog
      nsenter --target $peer --net python3 -c "\(Self.unblocking)" \\
        \(hping) -q -n -S -p 8080 -i u2000 --rand-source 10.9.0.1 > /dev/null 2>&1 & flood=$!
      until grep -q '"kind":"syn-flood".*"end":null' "$2/alerts"; do kill -0 $flood $capture; done
      kill -0 $flood; kill -KILL $flood; wait $flood || true
      until grep -q '"kind":"syn-flood".*"end":[0-9]' "$2/alerts"; do kill -0 $capture; done
      cat /proc/net/netstat > "$2/netstat"
      kill -INT $capture; wait $capture
      """, folder)
    guard let outcome else { return }
    #expect(outcome.status == 0, "\(outcome.errors)")
    let records = try FloodTests.records(
      String(contentsOfFile: folder.path("alerts"), encoding: .utf8))
    let floods = records.filter { $0["kind"] as? String == "syn-flood" }
    #expect(floods.count == 2, "\(records)")
    let first = try #require(floods.first)
    #expect(first["severity"] as? String == "alert")
    let victim = try #require(first["victim"] as? [String: Any])
    #expect(victim["address"] as? String == "10.9.0.1" && victim["port"] as? Int == 8080)
    #expect((first["sources"] as? [String: Any])?["kind"] as? String == "spoofed")
    // The kernel's counters show what happened: cookies were sent, or SYNs were dropped before the queue was full.
    if cookies == 1 {
      #expect(try counter("SyncookiesSent", folder) > 100)
      #expect((floods.last?["handshakes_completed"] as? Int ?? 0) > 0)
    } else {
      #expect(try counter("ListenDrops", folder) > 100)
      #expect(try counter("SyncookiesSent", folder) == 0)
    }
    let said = try String(contentsOfFile: folder.path("said"), encoding: .utf8)
    #expect(said.contains(" packets received by filter"))
    #expect(said.contains("\n0 packets dropped by kernel"))
  }

  @Test func `a rush of real clients raises nothing, a scan is named`() throws {
    guard Self.hping != nil else { return }
    let folder = try TemporaryFolder()
    let outcome = try script(
      """
      other python3 - <<'PROGRAM'
      import socket
      for number in range(2000):
          with socket.create_connection(('10.9.0.1', 8080)) as near:
              near.sendall(b'Hello World'); near.recv(100)
      for port in range(1, 60): socket.socket().connect_ex(('10.9.0.1', port))
      PROGRAM
      until grep -q port-scan "$2/alerts"; do kill -0 $capture; done
      kill -INT $capture; wait $capture
      """, folder)
    guard let outcome else { return }
    #expect(outcome.status == 0, "\(outcome.errors)")
    let records = try FloodTests.records(
      String(contentsOfFile: folder.path("alerts"), encoding: .utf8))
    #expect(Set(records.map { $0["kind"] as? String }) == ["port-scan"])
    let sources = try #require(records.first?["sources"] as? [String: Any])
    let top = try #require(sources["top"] as? [[String: Any]])
    #expect(top.first?["address"] as? String == "10.9.0.2")
  }
}
