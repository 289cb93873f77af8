import Foundation
import Testing

/// Whose rights a live capture has, and what signals and vanished interfaces do to it.
@Suite(.serialized) struct LivePrivilegeTests {
  private typealias Running = LiveTests.Running

  private func isTestable(_ what: String) -> Bool {
    if let obstacle = LiveTests.obstacle {
      print("*** NOT TESTED: \(what) (\(obstacle))")
      return false
    }
    return true
  }

  /// The fields of /proc/PID/status.
  private func status(_ running: LiveTests.Running) throws -> [String: [String]] {
    let path = "/proc/\(running.process.processIdentifier)/status"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return text.split(separator: "\n").reduce(into: [:]) { fields, line in
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      if let name = words.first { fields[name] = Array(words.dropFirst()) }
    }
  }

  /// The numbers that id(1) prints for a user.
  private func numbers(_ option: String, _ user: String) throws -> [String] {
    try run(try #require(program("id")), [option, user]).output
      .split(whereSeparator: \.isWhitespace).map(String.init)
  }

  @Test(arguments: [
    ([], "nobody"), (["-Z", "nobody"], "nobody"), (["-Z", "daemon"], "daemon"),
    (["-Z", "root"], "root"),
  ])
  func `a capture of root goes on as another user with nothing left of root`(
    options: [String], user: String
  ) throws {
    guard isTestable("the privileges of a capture as \(user)") else { return }
    let folder = try TemporaryFolder()
    let path = folder.path("live")
    let ours = try Running(
      try #require(program("env")),
      ["-u", "SUDO_USER", "-u", "SUDO_UID", Package.command, "-i", "lo", "-w", path] + options)
    _ = Running.read(ours.errors, until: "listening on lo")
    let fields = try status(ours)
    _ = ours.interrupt()
    let (number, group) = (try numbers("-u", user), try numbers("-g", user))
    #expect(fields["Uid:"] == (0..<4).flatMap { _ in number })
    #expect(fields["Gid:"] == (0..<4).flatMap { _ in group })
    if user != "root" {
      #expect(Set(fields["Groups:"] ?? []) == Set(try numbers("-G", user)))
      for set in ["CapEff:", "CapPrm:", "CapAmb:"] {
        #expect(fields[set] == ["0000000000000000"], "\(set)")
      }
    }
    let owner = try FileManager.default.attributesOfItem(atPath: path)[.ownerAccountID] as? Int
    #expect(owner.map(String.init) == number.first)
    #expect(ours.process.terminationStatus == 0)
  }

  @Test func `a rotation where the user cannot create files is refused and leaves nothing`() throws
  {
    guard isTestable("a rotation into a closed directory") else { return }
    let folder = try TemporaryFolder()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.url.path(percentEncoded: false))
    let outcome = try tcpinspect(
      "-i", "lo", "-w", folder.path("f"), "-C", "1", "-Z", "nobody", "--duration", "0.1")
    #expect(outcome.status == 1)
    #expect(outcome.complaints.count == 1)
    #expect(outcome.errors.contains("nobody"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("f")))
    let single = try tcpinspect(
      "-i", "lo", "-w", folder.path("f"), "-Z", "nobody", "--duration", "0.1")
    #expect(single.status == 0)
  }

  @Test func `files that exist are not given away`() throws {
    guard isTestable("the owner of an existing savefile") else { return }
    let folder = try TemporaryFolder()
    try Data().write(to: URL(filePath: folder.path("f")))
    let outcome = try tcpinspect(
      "-i", "lo", "-w", folder.path("f"), "-Z", "nobody", "--duration", "0.1")
    #expect(outcome.status == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("f"))
    #expect(attributes[.ownerAccountID] as? Int == 0)
    for path in ["/dev/null", "-"] {
      #expect(try tcpinspect("-i", "lo", "-w", path, "--duration", "0.1").status == 0, "\(path)")
    }
  }

  @Test func `SIGUSR1 prints statistics and the capture goes on until SIGHUP`() throws {
    guard isTestable("SIGUSR1 and SIGHUP") else { return }
    let ours = try Running(Package.command, ["-n", "-i", "lo", "tcp port 9"])
    _ = Running.read(ours.errors, until: "listening on lo")
    for _ in 0..<2 {
      kill(ours.process.processIdentifier, SIGUSR1)
      #expect(
        Running.read(ours.errors, until: "dropped by kernel\n").contains("0 packets captured\n"))
    }
    let (_, end) = ours.end(with: SIGHUP)
    #expect(end.contains("0 packets dropped by kernel\n"))
    #expect(ours.process.terminationStatus == 0)
    #expect(ours.process.terminationReason == .exit)
  }

  @Test(arguments: [["del", ""]])
  func `an interface that goes away gives statistics, one line and status 1`(
    change: [String]
  ) throws {
    guard isTestable("an interface that goes away") else { return }
    let ip = try #require(program("ip"))
    let space = "tcpinspect-\(UInt32.random(in: .min ... .max))"
    guard try run(ip, ["netns", "add", space]).status == 0 else {
      print("*** NOT TESTED: an interface that goes away (no right to make a network namespace)")
      return
    }
    defer { _ = try? run(ip, ["netns", "del", space]) }
    let inside = ["netns", "exec", space]
    for step in ["link add v0 type veth peer name v1", "link set v0 up", "link set v1 up"] {
      #expect(try run(ip, ["-n", space] + step.split(separator: " ").map(String.init)).status == 0)
    }
    let ours = try Running(ip, inside + [Package.command, "-n", "-i", "v0", "tcp port 9"])
    _ = Running.read(ours.errors, until: "listening on v0")
    let words = ["-n", space, "link", change[0], "v0", change[1]].filter { !$0.isEmpty }
    #expect(try run(ip, words).status == 0)
    let errors = String(
      decoding: ours.errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    ours.process.waitUntilExit()
    let lines = errors.split(separator: "\n")
    #expect(ours.process.terminationStatus == 1)
    #expect(lines.contains("0 packets captured"))
    #expect(lines.last?.hasPrefix("tcpinspect: v0: The interface") == true, "\(errors)")
  }

  @Test func `a full disk ends a rotation with one line, and what was written is whole`() throws {
    guard isTestable("a rotation on a full disk"), let mount = program("mount"),
      let unmount = program("umount")
    else { return }
    let folder = try TemporaryFolder()
    let input = try RotationTests.input(in: folder)
    let out = folder.path("out")
    guard try run(mount, ["-t", "tmpfs", "-o", "size=1m", "tmpfs", out]).status == 0 else {
      print("*** NOT TESTED: a rotation on a full disk (no right to mount a tmpfs)")
      return
    }
    defer { _ = try? run(unmount, [out]) }
    let outcome = try tcpinspect("-r", input, "-w", out + "/f", "-C", "400k")
    #expect(outcome.status == 1)
    #expect(outcome.complaints.count == 1)
    #expect(outcome.errors.contains("No space left on device"))
    var packets = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: out) {
      let counted = try tcpinspect("--count", "-r", "\(out)/\(name)")
      #expect(counted.status == 0, "\(name)")
      packets += Int(counted.output.split(separator: " ").first ?? "") ?? 0
    }
    #expect(packets > 900)
  }
}
