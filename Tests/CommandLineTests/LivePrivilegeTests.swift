import Foundation
import Testing

/// Whose rights a live capture has, and what signals do to it.
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

  /// What sudo(8) leaves behind is not there, but for what a test puts there.
  private static let withoutSudo = ["-u", "SUDO_USER", "-u", "SUDO_UID"]

  @Test(arguments: [
    ([], [], "nobody"), ([], ["-Z", "nobody"], "nobody"), ([], ["-Z", "daemon"], "daemon"),
    ([], ["-Z", "root"], "root"),
    (["SUDO_USER=daemon", "SUDO_UID=1"], [], "daemon"), (["SUDO_UID=1"], [], "daemon"),
    (["SUDO_USER=no such user", "SUDO_UID=1"], [], "daemon"),
    (["SUDO_USER=daemon", "SUDO_UID=1"], ["-Z", "nobody"], "nobody"),
    (["SUDO_USER=daemon", "SUDO_UID=1"], ["-Z", "root"], "root"),
    // root by way of sudo is root no more than root by itself.
    (["SUDO_USER=root", "SUDO_UID=0"], [], "nobody"),
  ])
  func `a capture of root continues as another user without root's privileges`(
    environment: [String], options: [String], user: String
  ) throws {
    guard isTestable("the privileges of a capture as \(user)") else { return }
    let folder = try TemporaryFolder()
    let path = folder.path("live")
    let ours = try Running(
      try #require(program("env")),
      Self.withoutSudo + environment + [Package.command, "-i", "lo", "-w", path] + options)
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

  @Test func `files that follow, and the command for each, have the rights of the user`() throws {
    guard isTestable("a live rotation with a command as daemon"), let python = program("python3")
    else { return }
    let folder = try TemporaryFolder()
    let user = "daemon"
    let number = try #require(try numbers("-u", user).first)
    let owner: [FileAttributeKey: Any] = [.ownerAccountID: Int(number) ?? 0]
    try FileManager.default.setAttributes(
      owner, ofItemAtPath: folder.url.path(percentEncoded: false))
    let script = folder.path("script")
    try Data(
      "#!/bin/sh\ngrep -E '^(Uid|Gid|Groups|CapEff)' /proc/self/status >\"$1.status\"\n".utf8
    )
    .write(to: URL(filePath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    // Forty datagrams of 1,000 bytes to an open port, so that nothing answers.
    let port = """
      import socket, sys
      receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      receiver.bind(('127.0.0.1', 0))
      print(receiver.getsockname()[1], flush=True)
      sys.stdin.readline()
      for _ in range(40): receiver.sendto(bytes(1000), receiver.getsockname())
      sys.stdin.readline()
      """
    let sender = try Running(python, ["-c", port])
    let address = Running.read(sender.output, until: "\n").trimmingCharacters(in: .newlines)
    let ours = try Running(
      try #require(program("env")),
      Self.withoutSudo + [
        "SUDO_USER=\(user)", "SUDO_UID=\(number)", Package.command, "-i", "lo", "-c", "40",
        "-w", folder.path("f"), "-C", "10k", "-z", script, "udp port \(address)",
      ])
    _ = Running.read(ours.errors, until: "listening on lo")
    sender.input.fileHandleForWriting.write(Data("go\n".utf8))
    let end = String(
      decoding: ours.errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    ours.process.waitUntilExit()
    sender.input.fileHandleForWriting.write(Data("bye\n".utf8))
    sender.process.waitUntilExit()
    #expect(ours.process.terminationStatus == 0)
    #expect(end.contains("40 packets captured\n"), "\(end)")

    // A file is finished at the packet after it has more than 10,240 bytes: 24 + 10 * 1,058.
    var total = 0
    for name in ["f", "f1", "f2", "f3"] {
      let path = folder.path(name)
      let counted = try tcpinspect("--count", "-r", path)
      #expect(counted.status == 0, "\(name): \(counted.errors)")
      total += Int(counted.output.split(separator: " ").first ?? "") ?? 0
      try expectRights(of: user, number, path)
    }
    #expect(total == 40)
    #expect(!FileManager.default.fileExists(atPath: folder.path("f4")))
  }

  /// Expects that a file is a user's, and that its command had no more rights than that user.
  private func expectRights(of user: String, _ number: String, _ path: String) throws {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.ownerAccountID] as? Int).map(String.init) == number, "\(path)")
    let said = try String(contentsOfFile: "\(path).status", encoding: .utf8)
    let fields = said.split(separator: "\n").map {
      $0.split(whereSeparator: \.isWhitespace).map(String.init)
    }
    let users = (0..<4).flatMap { _ in [number] }
    #expect(fields.contains(["Uid:"] + users), "\(said)")
    #expect(fields.contains(["CapEff:", "0000000000000000"]), "\(said)")
    #expect(
      Set(fields.first { $0.first == "Groups:" }?.dropFirst() ?? [])
        == Set(try numbers("-G", user)), "\(said)")
  }

  @Test(arguments: [["-C", "1"], ["-G", "60"], ["-C", "1", "-W", "3"]])
  func `a live rotation where the files that follow exist as root's is refused`(
    options: [String]
  ) throws {
    guard isTestable("a rotation \(options) over a file of root's") else { return }
    let folder = try TemporaryFolder()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o777], ofItemAtPath: folder.url.path(percentEncoded: false))
    let name = options.contains("-W") ? "f0" : "f"
    try Data().write(to: URL(filePath: folder.path(name)))
    let outcome = try run(
      Package.command,
      ["-i", "lo", "-w", folder.path("f"), "-Z", "nobody", "--duration", "0.1"] + options)
    #expect(outcome.status == 1)
    #expect(outcome.complaints.count == 1)
    #expect(outcome.errors.contains("permit that user to write there"), "\(outcome.errors)")
    #expect(try Data(contentsOf: URL(filePath: folder.path(name))).isEmpty)
  }

  @Test func `names are looked up after root's privileges are dropped, without a message`() throws {
    guard isTestable("names in a capture as nobody"), let python = program("python3") else {
      return
    }
    // The name of the port's service comes from a file, that of the host from the resolver.
    let sender = """
      import socket, sys
      sys.stdin.readline()
      socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'', ('127.0.0.1', 9))
      """
    let sending = try Running(python, ["-c", sender])
    let ours = try Running(
      try #require(program("env")),
      Self.withoutSudo + [
        Package.command, "-i", "lo", "-c", "1", "-l", "--immediate-mode", "udp port 9",
      ])
    let start = Running.read(ours.errors, until: "snapshot length 262144 bytes\n")
    sending.input.fileHandleForWriting.write(Data("go\n".utf8))
    let line = String(
      decoding: ours.output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let end = String(
      decoding: ours.errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    ours.process.waitUntilExit()
    sending.process.waitUntilExit()
    #expect(ours.process.terminationStatus == 0)
    #expect(line.contains(" > ") && line.hasSuffix(".discard: UDP, length 0\n"), "\(line)")
    #expect(start.split(separator: "\n").count == 2, "\(start)")
    #expect(end.split(separator: "\n").count == 3, "\(end)")
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

  @Test func `SIGUSR1 prints statistics and the capture continues until SIGHUP`() throws {
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

  @Test func `a full disk ends a rotation with one line, and complete files`() throws {
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
