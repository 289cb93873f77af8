import Foundation
import Testing

/// Savefiles that the command writes, and what it lists and counts.
@Suite struct WritingTests {
  static let echo = Package.fixture("echo-ipv4.pcap")
  static let udp = Package.fixture("udp-message.pcap")

  private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

  @Test func `a copy is the original`() throws {
    let folder = try TemporaryFolder()
    let copy = folder.path("copy.pcap")
    let outcome = try tcpinspect("-r", Self.echo, "-w", copy)
    #expect(outcome.status == 0)
    #expect(outcome.output == "")
    #expect(try bytes(copy) == bytes(Self.echo))
  }

  @Test func `a copy to standard output is the original`() throws {
    let folder = try TemporaryFolder()
    let copy = folder.path("copy.pcap")
    let outcome = try run(
      "/bin/bash", ["-c", "\"$0\" -r \"$1\" -w - > \"$2\"", Package.command, Self.echo, copy])
    #expect(outcome.status == 0)
    #expect(try bytes(copy) == bytes(Self.echo))
  }

  @Test func `with --print the packets are printed, too`() throws {
    let folder = try TemporaryFolder()
    let outcome = try tcpinspect("-n", "-r", Self.echo, "-w", folder.path("copy.pcap"), "--print")
    #expect(outcome.output == (try tcpinspect("-n", "-r", Self.echo)).output)
    #expect(outcome.output.split(separator: "\n").count == 10)
    #expect(try bytes(folder.path("copy.pcap")) == bytes(Self.echo))
  }

  @Test(arguments: ["", "tcp[tcpflags] & tcp-syn != 0", "udp", "ip6"])
  func `a filtered copy is tcpdump's`(filter: String) throws {
    guard let tcpdump else { return }
    let folder = try TemporaryFolder()
    for name in ["echo-ipv4", "echo-ipv6", "udp-message", "vlan", "cooked2"] {
      let source = Package.fixture("\(name).pcap")
      _ = try tcpinspect("-r", source, "-w", folder.path("ours"), filter)
      _ = try run(tcpdump, ["-r", source, "-w", folder.path("theirs"), filter])
      #expect(try bytes(folder.path("ours")) == bytes(folder.path("theirs")), "\(name)")
    }
  }

  @Test func `several files are one capture in order of time`() throws {
    // Both orders on the command line give the same lines, sorted by their time.
    let one = try tcpinspect("-n", "-tt", "-r", Self.udp, "-r", Self.echo)
    let other = try tcpinspect("-n", "-tt", "-r", Self.echo, "-r", Self.udp)
    #expect(one.status == 0)
    #expect(one.output == other.output)
    let times = one.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
      .compactMap { Double($0) }
    #expect(times == times.sorted())
    let parts = [Self.echo, Self.udp].map { path in
      (try? tcpinspect("-n", "-tt", "-r", path))?.output.split(separator: "\n").count ?? 0
    }
    #expect(times.count == parts.reduce(0, +))
  }

  @Test func `files of different link types are not written into one`() throws {
    let folder = try TemporaryFolder()
    let cooked = Package.fixture("cooked.pcap")
    let written = try tcpinspect("-r", Self.echo, "-r", cooked, "-w", folder.path("copy"))
    #expect(written.status == 1)
    #expect(written.complaints.count == 1)
    let printed = try tcpinspect("-n", "-r", Self.echo, "-r", cooked)
    #expect(printed.status == 0)
  }

  @Test func `a list of files is read like the files`() throws {
    let folder = try TemporaryFolder()
    try Data("\(Self.echo)\n\(Self.udp)\n".utf8).write(to: URL(filePath: folder.path("list")))
    let listed = try tcpinspect("-n", "-V", folder.path("list"))
    #expect(listed.output == (try tcpinspect("-n", "-r", Self.echo, "-r", Self.udp)).output)
  }

  @Test func `more files than the shell allows are read, or refused with advice before the first`()
    throws
  {
    let folder = try TemporaryFolder()
    let names = try (1...150).map { number in
      let path = folder.path("\(number)")
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: Self.echo)
      return path
    }
    try Data(names.joined(separator: "\n").utf8).write(to: URL(filePath: folder.path("list")))
    let script = "$2 && exec \"$0\" --count -V \"$1\""
    func counted(_ limit: String) throws -> Outcome {
      try run("/bin/bash", ["-c", script, Package.command, folder.path("list"), limit])
    }
    #expect(try counted("ulimit -Sn 64").output == "1500 packets\n")
    let refused = try counted("ulimit -n 64")
    #expect(refused.status == 1)
    #expect(refused.output == "")
    #expect(refused.errors.split(separator: "\n").count == 1, "\(refused.errors)")
    #expect(refused.errors.contains("ulimit -n"))
  }

  @Test func `a filter comes from a file as well`() throws {
    let folder = try TemporaryFolder()
    try Data("tcp port 50007\nand tcp[tcpflags] & tcp-syn != 0\n".utf8)
      .write(to: URL(filePath: folder.path("filter")))
    let outcome = try tcpinspect("-n", "-F", folder.path("filter"), "-r", Self.echo)
    #expect(outcome.output.split(separator: "\n").count == 2)
  }

  @Test(arguments: [(["-c3"], 3), (["-c", "99"], 10), (["tcp[13] & 2 != 0"], 2), (["udp"], 0)])
  func `packets are counted as they pass the filter`(arguments: [String], count: Int) throws {
    let lines = try run(Package.command, ["-n", "-r", Self.echo] + arguments).output
    #expect(lines.split(separator: "\n").count == count)
    let counted = try run(Package.command, ["--count", "-r", Self.echo] + arguments).output
    #expect(counted == "\(count) packets\n")
  }

  @Test(arguments: ["-d", "-dd", "-ddd"])
  func `the filter's program is tcpdump's`(form: String) throws {
    guard let tcpdump else { return }
    for filter in ["", "tcp port 80", "ip6 and udp", "vlan 7 and host 192.0.2.1"] {
      #expect(
        try tcpinspect(form, filter).output == run(tcpdump, [form, filter]).output, "\(filter)")
    }
  }

  @Test func `the list of interfaces is tcpdump's`() throws {
    guard let tcpdump else { return }
    let theirs = try run(tcpdump, ["-D"]).output
    #expect(try tcpinspect("-D").output == theirs)
    #expect(try tcpinspect("interfaces").output == theirs)
  }

  @Test(arguments: ["-L", "-J"])
  func `what an interface has is not listed where a file is read`(option: String) throws {
    let outcome = try tcpinspect("-n", option, "-r", Self.echo)
    #expect(outcome.output == (try tcpinspect("-n", "-r", Self.echo)).output)
    guard let tcpdump else { return }
    #expect(outcome.output == (try run(tcpdump, ["-n", option, "-r", Self.echo])).output)
  }

  @Test func `names come from the system's databases`() throws {
    guard let tcpdump else { return }
    // Addresses without a name and a port with one; what the resolver says is the same for both.
    let ports = Package.fixture("ports.pcap")
    #expect(
      try tcpinspect("-t", "-r", ports).output == run(tcpdump, ["-t", "-r", ports]).output)
    #expect(try tcpinspect("-t", "-r", ports).output.contains(".http"))
  }

  @Test func `times are shown in UTC, in RFC 3339 and in a zone`() throws {
    let utc = try tcpinspect("-n", "-c1", "-tttt", "-r", Self.echo).output.prefix(26)
    let shown = try tcpinspect("-n", "-c1", "--time-format", "rfc3339", "-r", Self.echo).output
    #expect(shown.hasPrefix(utc.replacing(" ", with: "T") + "Z IP "))
    let zone = try run(
      "/usr/bin/env", ["TZ=XYZ-05:30", Package.command, "-nc1", "-tttt", "-r", Self.echo])
    let inUTC = try run(
      "/usr/bin/env",
      ["TZ=XYZ-05:30", Package.command, "-nc1", "-tttt", "--utc", "-r", Self.echo])
    #expect(inUTC.output.hasPrefix(utc))
    #expect(!zone.output.hasPrefix(utc))
    if let tcpdump {
      let theirs = try run(
        "/usr/bin/env", ["TZ=XYZ-05:30", tcpdump, "-nc1", "-tttt", "-r", Self.echo])
      #expect(zone.output == theirs.output)
    }
  }
}
