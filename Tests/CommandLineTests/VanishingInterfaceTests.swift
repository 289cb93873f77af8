import Foundation
import Testing

/// Interfaces that go down, come up again or disappear while they are captured on, in a network namespace.
@Suite(.serialized) struct VanishingInterfaceTests {
  private typealias Running = LiveTests.Running

  /// A network namespace with a pair of interfaces, v0 and v1, that are up; it is gone with its owner.
  private final class PairSpace {
    let name = "tcpinspect-\(UInt32.random(in: .min ... .max))"
    let ip: String
    var inside: [String] { ["netns", "exec", name] }

    init?() throws {
      ip = try #require(program("ip"))
      guard try run(ip, ["netns", "add", name]).status == 0 else { return nil }
      for step in ["link add v0 type veth peer name v1", "link set v0 up", "link set v1 up"] {
        try change(step)
      }
    }

    func change(_ words: String) throws {
      let outcome = try run(ip, ["-n", name] + words.split(separator: " ").map(String.init))
      #expect(outcome.status == 0, "\(words): \(outcome.errors)")
    }

    deinit { _ = try? run(ip, ["netns", "del", name]) }
  }

  private func pairSpace(_ what: String) throws -> PairSpace? {
    if let obstacle = LiveTests.obstacle {
      print("*** NOT TESTED: \(what) (\(obstacle))")
      return nil
    }
    let space = try PairSpace()
    if space == nil { print("*** NOT TESTED: \(what) (no right to make a network namespace)") }
    return space
  }

  @Test func `an interface that disappears gives statistics, one line and status 1`() throws {
    guard let space = try pairSpace("an interface that goes away") else { return }
    let ours = try Running(
      space.ip, space.inside + [Package.command, "-n", "-i", "v0", "tcp port 9"])
    _ = Running.read(ours.errors, until: "listening on v0")
    try space.change("link del v0")
    let errors = String(
      decoding: ours.errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    ours.process.waitUntilExit()
    let lines = errors.split(separator: "\n")
    #expect(ours.process.terminationStatus == 1)
    #expect(lines.contains("0 packets captured"))
    #expect(lines.last == "tcpinspect: v0: The interface disappeared")
    #expect(lines.count { $0.contains("The interface") } == 1, "\(errors)")
  }

  @Test func `an interface that goes down gives one line, and the capture continues when it is up`()
    throws
  {
    guard let space = try pairSpace("an interface that goes down") else { return }
    let folder = try TemporaryFolder()
    // The capture continues as the user `nobody`, and reports as that user.
    let ours = try Running(
      space.ip,
      space.inside + [
        try #require(program("timeout")), "60", Package.command, "-i", "v0", "-c", "1",
        "-w", folder.path("f"), "udp port 9",
      ])
    _ = Running.read(ours.errors, until: "listening on v0")
    try space.change("link set v0 down")
    let down = "v0: The interface went down"
    #expect(Running.read(ours.errors, until: "up again\n").contains("tcpinspect: \(down)"))
    try space.change("link set v0 up")
    #expect(
      Running.read(ours.errors, until: "\n") == "tcpinspect: v0: The interface is up again\n")
    // What comes now is captured.
    try space.change("addr add 10.9.0.1/24 dev v0")
    try space.change("neigh replace 10.9.0.2 lladdr 02:00:00:00:00:02 dev v0")
    let bash = try #require(program("bash"))
    let sent = try run(space.ip, space.inside + [bash, "-c", "echo > /dev/udp/10.9.0.2/9"])
    #expect(sent.status == 0, "\(sent.errors)")
    let end = String(
      decoding: ours.errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    ours.process.waitUntilExit()
    #expect(end.hasPrefix("1 packet captured\n"), "\(end)")
    #expect(ours.process.terminationStatus == 0)
    let counted = try tcpinspect("--count", "-r", folder.path("f"))
    #expect(counted.output == "1 packet\n")
    #expect(counted.status == 0)
  }
}
