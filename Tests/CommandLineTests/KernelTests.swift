import Foundation
import Testing

/// The kernel's own measures of live connections, against those that the sender reads with getsockopt(2).
@Suite(.serialized) struct KernelTests {
  /// Sends data in pieces, closes, and prints the client's port and what TCP_INFO said just before: cwnd, ssthresh, retransmissions,
  /// bytes acknowledged (offsets of linux/tcp.h).
  private static let transfer = """
    import socket, struct, threading, time
    listener = socket.socket(); listener.bind(('127.0.0.1', 0)); listener.listen()
    def receive():
        connection, _ = listener.accept()
        while connection.recv(65536): pass
        connection.close()
    receiver = threading.Thread(target=receive); receiver.start()
    client = socket.socket(); client.connect(listener.getsockname())
    for _ in range(100):
        client.send(bytes(100000)); time.sleep(0.01)
    time.sleep(0.2)
    info = client.getsockopt(socket.IPPROTO_TCP, 11, 512)
    word = lambda offset: struct.unpack_from('I', info, offset)[0]
    print(client.getsockname()[1], word(80), word(76), word(100), struct.unpack_from('Q', info, 120)[0])
    client.close(); receiver.join()
    """

  /// Runs a transfer while the command runs live as nobody; what the transfer printed, and the records of its connection.
  private func transfer(_ command: [String]) throws -> (truth: [Int], records: [[String: Any]])? {
    if let obstacle = LiveTests.obstacle {
      print("*** NOT TESTED: the kernel's measures of connections (\(obstacle))")
      return nil
    }
    let python = try #require(program("python3"))
    let folder = try TemporaryFolder()
    let script = """
      "$@" > "$0/records" 2> "$0/errors" & capture=$!
      until grep -q '^listening on' "$0/errors"; do kill -0 $capture; sleep 0.05; done
      \(python) -c "$TRANSFER" > "$0/truth"
      sleep 0.5; kill -INT $capture; wait $capture
      """
    let arguments = ["TRANSFER=\(Self.transfer)", "bash", "-c", script, folder.path("")]
    let outcome = try run(
      try #require(program("env")), arguments + [Package.command] + command + ["-i", "lo", "tcp"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let truth = try String(contentsOfFile: folder.path("truth"), encoding: .utf8).split(
      separator: " "
    ).map {
      try #require(Int($0.trimmingCharacters(in: .newlines)))
    }
    let records = try String(contentsOfFile: folder.path("records"), encoding: .utf8).split(
      separator: "\n"
    ).map { line in
      try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    return (truth, records)
  }

  private func port(_ record: [String: Any]) -> Int? {
    (record["client"] as? [String: Any])?["port"] as? Int
  }

  @Test func `the kernel's last word on a connection is what its sender read before it closed`()
    throws
  {
    guard
      let (truth, records) = try transfer(["connections", "--kernel", "--format", "ndjson"])
    else { return }
    let record = try #require(records.first { port($0) == truth[0] })
    let kernel = try #require(record["kernel"] as? [String: Any])
    #expect(kernel["side"] as? String == "client")
    #expect(kernel["final"] as? Bool == true)
    #expect(kernel["cwnd"] as? Int == truth[1])
    #expect(kernel["ssthresh"] as? Int == (truth[2] >= 0x7fff_ffff ? nil : truth[2]))
    #expect(kernel["retrans"] as? Int == truth[3])
    // The FIN counts as a byte.
    let acknowledged = try #require(kernel["bytes_acked"] as? Int)
    #expect((truth[4]...truth[4] + 1).contains(acknowledged))
    let peer = try #require(record["peer_kernel"] as? [String: Any])
    // The FIN counts as a byte, too.
    #expect(peer["bytes_received"] as? Int == 10_000_001)
  }

  @Test func `windows have the kernel's beside ours, from the beginning to the end`() throws {
    guard let (truth, records) = try transfer(["windows", "--kernel", "--format", "ndjson"]) else {
      return
    }
    let kernel = records.filter { $0["type"] as? String == "kernel" }
    let windows = records.filter { $0["type"] as? String == "window" }
    #expect(!windows.isEmpty)
    let last = try #require(
      kernel.last { $0["final"] as? Bool == true && $0["side"] as? String == "client" })
    #expect(last["cwnd"] as? Int == truth[1])
    let index = last["connection"] as? Int
    let samples = kernel.filter {
      $0["connection"] as? Int == index && $0["side"] as? String == "client"
    }
    // One every 10 ms for a second, where the machine is not loaded.
    #expect(samples.count > 5)
    #expect(samples.contains { ($0["inferred"] as? [String: Any])?["cwnd"] as? Int != nil })
    let times = samples.compactMap { $0["time"] as? Double }
    #expect(times == times.sorted())
  }

  @Test func `congestion counts how far its windows are from the kernel's`() throws {
    guard let (truth, records) = try transfer(["congestion", "--kernel", "--format", "ndjson"])
    else { return }
    let verdicts = records.compactMap { $0["kernel"] as? [String: Any] }
    let kernel = try #require(
      verdicts.max { left, right in
        (left["busy_time"] as? Double ?? 0) < (right["busy_time"] as? Double ?? 0)
      })
    #expect(kernel["retrans"] as? Int == truth[3])
    #expect(try #require(kernel["samples"] as? Int) > 3)
    let name = try String(
      contentsOfFile: "/proc/sys/net/ipv4/tcp_congestion_control", encoding: .utf8)
    #expect(kernel["congestion"] as? String == name.trimmingCharacters(in: .newlines))
    #expect(kernel["cwnd_within_one"] as? Double != nil)
  }
}
