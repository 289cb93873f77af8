import Foundation
import Testing

/// A real echo session over loopback, captured beside tcpdump.
@Suite(.serialized) struct LiveTests {
  /// A TCP echo server and its client in one program: prints the server's port, waits for a line, then echoes once.
  static let echo = """
    import socket, sys
    server = socket.create_server(('127.0.0.1', 0))
    print(server.getsockname()[1], flush=True)
    sys.stdin.readline()
    client = socket.create_connection(server.getsockname())
    connection, _ = server.accept()
    client.sendall(b'Hello World\\n')
    connection.sendall(connection.recv(100))
    assert client.recv(100) == b'Hello World\\n'
    client.close()
    assert connection.recv(100) == b''
    connection.close()
    print('done', flush=True)
    sys.stdin.readline()
    """

  /// Why live captures cannot be tested here, or nil.
  static let obstacle: String? = {
    if geteuid() != 0 { return "needs root" }
    if program("python3") == nil { return "needs python3" }
    if tcpdump == nil { return "needs tcpdump 4.99.3" }
    return nil
  }()

  /// A program whose output is read while it runs.
  final class Running {
    let process = Process()
    let output = Pipe()
    let errors = Pipe()
    let input = Pipe()

    init(_ program: String, _ arguments: [String]) throws {
      process.executableURL = URL(filePath: program)
      process.arguments = arguments
      process.environment = ProcessInfo.processInfo.environment.merging(
        ["TZ": "UTC", "LC_ALL": "C"]) { $1 }
      process.standardOutput = output
      process.standardError = errors
      process.standardInput = input
      try process.run()
    }

    /// Reads a pipe up to and with the first text of that kind.
    static func read(_ pipe: Pipe, until text: String) -> String {
      var read = Data()
      while !String(decoding: read, as: UTF8.self).contains(text) {
        let more = pipe.fileHandleForReading.availableData
        if more.isEmpty { break }
        read += more
      }
      return String(decoding: read, as: UTF8.self)
    }

    /// Sends SIGINT and returns what came on standard output and standard error until the end.
    func interrupt() -> (output: String, errors: String) { end(with: SIGINT) }

    /// Sends a signal and returns what came on standard output and standard error until the end.
    func end(with signal: Int32) -> (output: String, errors: String) {
      kill(process.processIdentifier, signal)
      let output = self.output.fileHandleForReading.readDataToEndOfFile()
      let errors = self.errors.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return (String(decoding: output, as: UTF8.self), String(decoding: errors, as: UTF8.self))
    }
  }

  /// Lines without the time of their reception, which differs between two captures.
  private func packets(_ text: String) -> [String] {
    text.split(separator: "\n").map { String($0.drop { $0 != " " }) }
  }

  @Test func `a live echo session prints as tcpdump prints it beside us`() throws {
    if let obstacle = Self.obstacle {
      print("*** NOT TESTED: a live capture of an echo session (\(obstacle))")
      return
    }
    let python = try #require(program("python3"))
    let echo = try Running(python, ["-c", Self.echo])
    let port = Running.read(echo.output, until: "\n").trimmingCharacters(in: .newlines)
    let arguments = ["-n", "-l", "-i", "lo", "--immediate-mode", "tcp", "port", port]
    let ours = try Running(Package.command, arguments)
    let theirs = try Running(try #require(tcpdump), arguments)
    _ = Running.read(ours.errors, until: "listening on lo")
    _ = Running.read(theirs.errors, until: "listening on lo")
    echo.input.fileHandleForWriting.write(Data("go\n".utf8))
    _ = Running.read(echo.output, until: "done")
    // Both have printed the session when its last ACK is there.
    let lastLine = "Flags [.], ack 14,"
    let ourLines = Running.read(ours.output, until: lastLine)
    let theirLines = Running.read(theirs.output, until: lastLine)
    let (ourRest, ourEnd) = ours.interrupt()
    // The test runner blocks signals, and tcpdump inherits that; its lines are written out already (-l).
    let (theirRest, _) = theirs.end(with: SIGKILL)
    echo.input.fileHandleForWriting.write(Data("bye\n".utf8))
    echo.process.waitUntilExit()

    #expect(ours.process.terminationStatus == 0)
    let captured = packets(ourLines + ourRest)
    #expect(captured.count >= 8)
    #expect(captured == packets(theirLines + theirRest))
    #expect(ourEnd.contains("\(captured.count) packets captured\n"))
    #expect(ourEnd.contains("0 packets dropped by kernel\n"))
  }

  @Test func `an interrupted capture leaves a whole savefile and its statistics as JSON`() throws {
    if let obstacle = Self.obstacle {
      print("*** NOT TESTED: an interrupted capture (\(obstacle))")
      return
    }
    let python = try #require(program("python3"))
    let folder = try TemporaryFolder()
    let echo = try Running(python, ["-c", Self.echo])
    let port = Running.read(echo.output, until: "\n").trimmingCharacters(in: .newlines)
    let ours = try Running(
      Package.command,
      [
        "-i", "lo", "-w", folder.path("live.pcap"), "--statistics-format", "json",
        "tcp port \(port)",
      ])
    _ = Running.read(ours.errors, until: "listening on lo")
    echo.input.fileHandleForWriting.write(Data("go\n".utf8))
    _ = Running.read(echo.output, until: "done")
    let (_, end) = ours.interrupt()
    echo.input.fileHandleForWriting.write(Data("bye\n".utf8))
    #expect(ours.process.terminationStatus == 0)
    let lines = try tcpinspect("-n", "-r", folder.path("live.pcap")).output
      .split(separator: "\n")
    #expect(lines.count >= 8)
    let line = try #require(end.split(separator: "\n").last)
    let statistics = try #require(
      JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(statistics["type"] as? String == "statistics")
    #expect(statistics["captured"] as? Int == lines.count)
    #expect(statistics["dropped_by_kernel"] as? Int == 0)
  }

  @Test func `an idle connection is reported while no packet arrives`() throws {
    if let obstacle = Self.obstacle {
      print("*** NOT TESTED: a live connection that is idle (\(obstacle))")
      return
    }
    let port = UInt16.random(in: 20_000..<30_000)
    let capture = try Running(
      Package.command,
      [
        "connections", "-i", "lo", "--format", "ndjson", "--idle-timeout", "1", "udp port \(port)",
      ])
    _ = Running.read(capture.errors, until: "listening on")
    let sender =
      "import socket; s = socket.socket(type=socket.SOCK_DGRAM); "
      + "s.sendto(b'x', ('127.0.0.1', \(port)))"
    _ = try run(program("python3") ?? "", ["-c", sender])
    // The record is written before the capture is requested to end.
    let record = Running.read(capture.output, until: "\n")
    #expect(record.contains("\"ending\":\"idle\"") && record.contains("\"port\":\(port)}"))
    #expect(capture.interrupt().output.isEmpty)
  }

  @Test func `a capture ends after its duration although no packet arrives`() throws {
    if let obstacle = Self.obstacle {
      print("*** NOT TESTED: the duration of a quiet capture (\(obstacle))")
      return
    }
    // Port 9 of TCP: nothing on this host speaks to it.
    let outcome = try tcpinspect("-n", "-i", "lo", "--duration", "0.3", "tcp port 9")
    #expect(outcome.status == 0)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("0 packets captured"))
  }
}
