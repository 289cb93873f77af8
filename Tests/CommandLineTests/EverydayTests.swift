import Foundation
import Testing

@testable import tcpinspect

/// What people and scripts meet in the first hour: statuses, signals, streams, formats.
@Suite struct EverydayTests {
  private static let echo = Package.fixture("echo-ipv4.pcap")
  private static let large = Package.fixture("cubic-loss.pcap")

  /// Runs a line of a shell in which `$T` is the command.
  private func shell(_ line: String, _ name: String = "/bin/sh") throws -> Outcome {
    try run(name, ["-c", "T='\(Package.command)'; " + line])
  }

  // MARK: Statuses and signals

  @Test(arguments: [["--help"], ["--version"], ["help", "connections"], ["schema"]])
  func `a text that cannot be written is an error`(words: [String]) throws {
    let outcome = try shell("$T \(words.joined(separator: " ")) > /dev/full")
    #expect(outcome.status == 1)
    #expect(
      outcome.complaints == ["tcpinspect: standard output: No space left on device"])
  }

  @Test func `a limit on the size of files is an error in one line`() throws {
    let folder = try TemporaryFolder()
    let outcome = try shell(
      "ulimit -f 1; $T -r '\(Self.large)' -w '\(folder.path("out"))'", "/bin/bash")
    #expect(outcome.status == 1 && outcome.complaints.count == 1)
    #expect(outcome.complaints[0].contains("File too large"))
  }

  @Test(arguments: [
    (["flood", "--exec", "/nonexistent"], "--exec /nonexistent: No such file or directory"),
    (["-z", "/nonexistent", "-C", "1", "-w", "/dev/null"], "-z /nonexistent: No such file"),
    (["-z", "gzip '-9", "-C", "1", "-w", "/dev/null"], "-z gzip '-9: must be a command"),
    (["-z", "/", "-C", "1", "-w", "/dev/null"], "-z /: Permission denied"),
  ])
  func `a command that cannot run is refused at the start`(words: [String], text: String) throws {
    let outcome = try run(Package.command, words + ["-r", Self.echo])
    #expect(outcome.status == 64)
    #expect(outcome.complaints.first?.hasPrefix("tcpinspect: " + text) == true)
  }

  @Test func `a command of -z gets its own arguments before the file`() throws {
    let folder = try TemporaryFolder()
    let outcome = try tcpinspect(
      "-r", Self.large, "-w", folder.path("part"), "-C", "20k", "-z", "gzip -1 --suffix .packed")
    #expect(outcome.status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(""))
    #expect(names.count > 2 && names.allSatisfy { $0.hasSuffix(".packed") })
  }

  @Test func `a connection that is not there is status 1, and one line says which there are`()
    throws
  {
    let outcome = try tcpinspect("connections", "--connection", "0,7-9", "-r", Self.echo)
    #expect(outcome.status == 1)
    #expect(
      outcome.complaints == [
        "tcpinspect: no connection 7 and 2 more of those named (1 connection: 0)"
      ])
    #expect(outcome.output.split(separator: "\n").count == 1)
  }

  // MARK: Streams

  @Test(arguments: ["-F /dev/stdin", "-F /dev/fd/0", "-F -"])
  func `a filter comes from a pipe`(words: String) throws {
    let outcome = try shell(
      "echo 'tcp[tcpflags] & tcp-syn != 0' | $T -nr '\(Self.echo)' \(words)")
    #expect(outcome.status == 0 && outcome.output.split(separator: "\n").count == 2)
  }

  @Test(arguments: ["-V /dev/stdin", "-V -"])
  func `a list of savefiles comes from a pipe`(words: String) throws {
    let outcome = try shell("echo '\(Self.echo)' | $T --count \(words)")
    #expect(outcome.status == 0 && outcome.output == "10 packets\n")
  }

  @Test(arguments: ["-V", "-F"])
  func `a savefile in the place of a text is refused in one line`(option: String) throws {
    let outcome = try tcpinspect(option, Self.echo, "-r", Self.echo)
    #expect(outcome.status != 0 && !outcome.errors.contains("\u{1b}"))
    let alone = try tcpinspect("-V", Self.echo)
    #expect(alone.status == 1)
    #expect(
      alone.complaints == [
        "tcpinspect: \(Self.echo): is not a text file; -r reads a savefile"
      ])
  }

  @Test func `an endless filter file is refused`() throws {
    let outcome = try tcpinspect("-r", Self.echo, "-F", "/dev/zero")
    #expect(outcome.status == 1)
    #expect(outcome.complaints == ["tcpinspect: /dev/zero: longer than 16 MiB of text"])
  }

  @Test func `a pipe that is followed ends where its writer closes it`() throws {
    let outcome = try shell("cat '\(Self.echo)' | timeout 20 $T --follow --count -r -")
    #expect(outcome.status == 0 && outcome.output == "10 packets\n")
  }

  @Test func `sixteen descriptors are enough for one file`() throws {
    let outcome = try shell("ulimit -n 16; $T connections -r '\(Self.echo)'", "/bin/bash")
    #expect(outcome.status == 0 && outcome.complaints.isEmpty)
    let files = (0..<12).map { _ in "-r '\(Self.echo)'" }.joined(separator: " ")
    let refused = try shell("ulimit -n 16; $T connections \(files)", "/bin/bash")
    #expect(
      refused.complaints == [
        "tcpinspect: the system allows 16 open files, too few to read 12 savefiles as one capture; "
          + "raise the limit with ulimit -n, or merge savefiles with -w first"
      ])
  }

  @Test func `control characters of a file's name are escaped`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a\u{1b}[31mb\nc.pcap")
    try FileManager.default.copyItem(atPath: Self.echo, toPath: path)
    let outcome = try tcpinspect("--count", "-r", path)
    #expect(outcome.output == "10 packets\n" && !outcome.errors.contains("\u{1b}"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test func `progress is reported, and SIGUSR1 reports it while a file is read`() throws {
    let outcome = try run(
      "/usr/bin/env",
      [
        "python3", "-c",
        """
        import signal, subprocess, sys, time
        run = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(0.5)
        run.send_signal(signal.SIGUSR1)
        run.send_signal(signal.SIGUSR2)
        out, err = run.communicate()
        sys.stderr.buffer.write(err)
        sys.exit(run.returncode)
        """, Package.command, "-xx", "-r", Self.large, "-r", Self.large,
      ])
    #expect(outcome.status == 0)
    #expect(outcome.complaints.count == 1)
    #expect(outcome.complaints.first?.contains(" packets, ") == true)
  }

  // MARK: tcpdump's habits

  @Test(arguments: [
    (["-i", "lo"], "-i lo is ignored: packets are read from files"),
    (["-b"], "-b is ignored: AS numbers are shown as one number"),
    (["-u"], "-u is ignored: NFS handles are always shown undecoded"),
    (["-H"], "-H is ignored: 802.11s headers are not looked for"),
    (["-a"], "-a is ignored: network and broadcast addresses are always shown as they are"),
    (["-m", "FILE"], "-m is ignored: MIB modules are not read"),
    (["-G", "10"], "-G is ignored: it needs -w"), (["-C", "10"], "-C is ignored: it needs -w"),
    (["-z", "true"], "-z is ignored: it needs -w"), (["-W", "3"], "-W is ignored: it needs -w"),
  ])
  func `what changes nothing is accepted with one line`(words: [String], line: String) throws {
    let plain = try tcpinspect("-n", "-r", Self.echo)
    let outcome = try run(Package.command, words + ["-n", "-r", Self.echo])
    #expect(outcome.status == 0 && outcome.output == plain.output)
    #expect(outcome.complaints.count == 1)
    #expect(outcome.complaints.first?.hasPrefix("tcpinspect: " + line) == true)
  }

  @Test(
    arguments: [
      (["-y", "FOO"], "FOO: no such link-layer header type; -L lists them", 1),
      (["-g"], "-g is not an option of print; see tcpinspect help print", 64),
      (["--top", "3"], "--top is not an option of print, but of connections, report", 64),
      (["--cuont"], "--cuont is not an option of print; is --count meant?", 64),
      (["--skip"], "--skip is not an option of print; see tcpinspect help print", 64),
      (
        ["-E", "key"],
        "option -E of tcpdump is not supported: ESP is not decrypted; swift-crypto lacks DES, "
          + "Triple DES, Blowfish and CAST, its ciphers", 64
      ),
    ] as [([String], String, Int32)])
  func `what is refused says why`(words: [String], line: String, status: Int32) throws {
    let outcome = try run(Package.command, words + ["-r", Self.echo])
    #expect(outcome.status == status && outcome.complaints == ["tcpinspect: " + line])
  }

  @Test(arguments: ["aodv", "cnfp", "lmp", "rpc", "rtp", "rtcp", "vat", "wb"])
  func `a type that a datagram is not of shows something of it`(type: String) throws {
    let outcome = try tcpinspect(
      "-nt", "-T", type, "-r", Package.fixture("udp-message.pcap"))
    #expect(outcome.status == 0)
    for line in outcome.output.split(separator: "\n") {
      let words = line.split(separator: ": ", maxSplits: 1)
      #expect(words.count == 2 && !words[1].isEmpty, "\(line)")
    }
  }

  @Test func `a completion script for another shell is refused in one line`() throws {
    let outcome = try tcpinspect("--generate-completion-script", "tcsh")
    #expect(outcome.status == 64)
    #expect(
      outcome.complaints == [
        "tcpinspect: --generate-completion-script tcsh: must be one of bash, zsh, fish"
      ])
  }

  // MARK: Formats

  @Test func `a table comes by -t and by the environment, and records by an option over it`() throws
  {
    let table = try tcpinspect("connections", "--format", "table", "-r", Self.echo).output
    #expect(try tcpinspect("connections", "-tr", Self.echo).output == table)
    let words = "connections -r '\(Self.echo)'"
    #expect(try shell("TCPINSPECT_FORMAT=table $T \(words)").output == table)
    #expect(try shell("TCPINSPECT_FORMAT=table $T \(words) --format ndjson").output.first == "{")
    #expect(try shell("TCPINSPECT_FORMAT=xml $T \(words)").status == 64)
    let bare = try tcpinspect("connections", "-t", "--no-header", "-r", Self.echo).output
    let row = try #require(bare.split(separator: "\n").first)
    #expect(bare.split(separator: "\n").count == 1 && row.contains(" 10.0.2.15:"))
  }

  @Test(arguments: [60, 80, 100, 120, 200, 250])
  func `lines have the width that is asked for`(width: Int) throws {
    for words in [["connections"], ["states"], ["events"], ["windows"], ["congestion"]] {
      let outcome = try run(
        Package.command, words + ["-t", "--width", "\(width)", "-r", Self.large])
      #expect(outcome.status == 0 && !outcome.output.isEmpty)
      for line in outcome.output.split(separator: "\n") where width >= 80 {
        #expect(line.unicodeScalars.count <= width, "\(words): \(line)")
      }
    }
  }

  @Test(
    arguments: [
      (nil, ["TERM": "xterm"], true, true), (nil, ["TERM": "xterm"], false, false),
      (nil, [:], true, false), (nil, ["TERM": "dumb"], true, false),
      (nil, ["TERM": "xterm", "NO_COLOR": "1"], true, false),
      (nil, ["TERM": "xterm", "NO_COLOR": ""], true, true),
      ("always", ["NO_COLOR": "1"], false, true), ("never", ["TERM": "xterm"], true, false),
    ] as [(String?, [String: String], Bool, Bool)])
  func `tables have colours on a terminal that takes them, or where they are asked for`(
    option: String?, environment: [String: String], isTerminal: Bool, isColored: Bool
  ) {
    #expect(
      TableOptions.isColored(option, environment: environment, isTerminal: isTerminal)
        == isColored)
  }

  @Test func `--color always colours a pipe, and nothing else does`() throws {
    let words = ["connections", "-t", "-r", Package.fixture("ports.pcap")]
    let colored = try run(Package.command, words + ["--color", "always"]).output
    let plain = try run(Package.command, words).output
    #expect(colored.contains("\u{1b}[31m") && !plain.contains("\u{1b}"))
  }

  @Test func `two runs of flood with one seed agree`() throws {
    let words = ["flood", "--seed", "7", "-r", Package.fixture("syn-flood.pcap")]
    let first = try run(Package.command, words)
    #expect(first.output.contains("\"alert\""))
    for _ in 0..<3 { #expect(try run(Package.command, words).output == first.output) }
  }
}
