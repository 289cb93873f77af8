import Foundation
import Testing

/// tshark; says loudly when it is not there.
private let tshark: String? = {
  if let path = program("tshark") { return path }
  print("*** NOT COMPARED with tshark: it is not installed (apt-get install tshark)")
  return nil
}()

/// Savefiles in pcapng and compressed, written and annotated.
@Suite struct PcapngTests {
  static let echo = Package.fixture("echo-ipv4.pcap")
  static let transfer = Package.fixture("cubic-loss.pcap")
  static let cooked = Package.fixture("cooked.pcap")

  /// Time, interface, lengths and bytes of each packet, as tshark reads them.
  private func packets(_ path: String) throws -> String? {
    guard let tshark else { return nil }
    let fields = ["frame.time_epoch", "frame.len", "frame.cap_len", "frame.encap_type"]
    let outcome = try run(
      tshark, ["-n", "-r", path, "-T", "fields"] + fields.flatMap { ["-e", $0] })
    return outcome.output + (try run(tshark, ["-n", "-x", "-r", path])).output
  }

  @Test func `a pcapng copy has the packets of the original`() throws {
    let folder = try TemporaryFolder()
    for name in ["echo-ipv4", "cooked", "cooked2", "vlan"] {
      let (source, copy) = (Package.fixture("\(name).pcap"), folder.path("\(name).pcapng"))
      #expect(try tcpinspect("-r", source, "-w", copy).status == 0)
      #expect(
        try tcpinspect("-n", "-e", "-r", copy).output
          == tcpinspect("-n", "-e", "-r", source).output)
      #expect(try packets(copy) == packets(source))
    }
  }

  @Test func `files of different link types become one pcapng file`() throws {
    let folder = try TemporaryFolder()
    let copy = folder.path("copy.pcapng")
    let written = try tcpinspect("-r", Self.echo, "-r", Self.cooked, "-w", copy)
    #expect(written.status == 0)
    let both = try tcpinspect("-n", "-tt", "-r", Self.echo, "-r", Self.cooked).output
    #expect(try tcpinspect("-n", "-tt", "-r", copy).output == both)
    let refused = try tcpinspect("-r", copy, "-w", folder.path("copy.pcap"))
    #expect(refused.status == 1)
    #expect(refused.complaints.first?.contains("--pcapng") == true)
    let forced = try tcpinspect("-r", copy, "--pcapng", "-w", folder.path("forced"))
    #expect(forced.status == 0)
    #expect(try tcpinspect("-n", "-tt", "-r", folder.path("forced")).output == both)
  }

  @Test func `a filter that does not compile for a link type is reported`() throws {
    let folder = try TemporaryFolder()
    let copy = folder.path("copy.pcapng")
    _ = try tcpinspect("-r", Self.echo, "-r", Package.fixture("raw-ip.pcap"), "-w", copy)
    let outcome = try tcpinspect("-n", "-r", copy, "ether host 00:00:00:00:00:00 or ip")
    #expect(outcome.status == 0)
    #expect(outcome.complaints.count == 1, "\(outcome.errors)")
    #expect(outcome.complaints.first?.contains("passes the filter") == true)
  }

  @Test(arguments: ["gz", "zst", "lz4", "xz"])
  func `each file of a compressed rotation is whole`(ending: String) throws {
    let folder = try TemporaryFolder()
    for format in ["pcap", "pcapng"] {
      let name = "\(format).\(ending)"
      let outcome = try tcpinspect(
        "-r", Self.transfer, "-w", folder.path(name), "-C", "4k", "-U")
      #expect(outcome.complaints == [])
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("."))
        .filter { $0.hasPrefix(name) }.sorted()
      var lines = ""
      for file in files {
        let read = try tcpinspect("-n", "-S", "-r", folder.path(file))
        #expect(read.complaints == [])
        lines += read.output
      }
      #expect(files.count > 1)
      #expect(lines == (try tcpinspect("-n", "-S", "-r", Self.transfer)).output)
    }
  }

  @Test func `comments, names, interfaces and processes of a capture are shown`() throws {
    let folder = try TemporaryFolder()
    var file = Pcapng()
    file.interface(link: 101, name: "en0")
    file.block(
      4,
      Pcapng.word(1 as UInt16) + Pcapng.word(9 as UInt16)
        + Pcapng.padded([192, 0, 2, 1] + Array("host\0".utf8)) + [0, 0, 0, 0])
    file.block(0x8000_0001, Pcapng.word(77 as UInt32) + Pcapng.option(2, "curl"))
    file.block(0xbad, Pcapng.word(32_473 as UInt32) + [1, 2, 3, 4])
    file.packet(
      Pcapng.datagram,
      options: Pcapng.option(1, "one\nline") + Pcapng.option(1, "two")
        + Pcapng.option(0x8001, Pcapng.word(0 as UInt32)) + [0, 0, 0, 0])
    let path = folder.path("notes.pcapng")
    try Data(file.bytes).write(to: URL(filePath: path))
    let plain = try tcpinspect("-n", "-t", "-r", path).output
    #expect(
      plain == """
        custom block of organization 32473, length 4
        IP 192.0.2.1.7 > 192.0.2.2.9: UDP, length 0

        """)
    let named = try tcpinspect("-t", "--interfaces", "-r", path, "udp").output
    #expect(named.hasPrefix("en0(curl:77) IP host.echo > "), "\(named)")
    let verbose = try tcpinspect("-n", "-t", "-v", "-r", path, "udp").output
    #expect(verbose.hasSuffix("    comment: one\\nline\n    comment: two\n"), "\(verbose)")
    let copy = folder.path("copy.pcapng")
    _ = try tcpinspect("-r", path, "-w", copy)
    #expect(try Data(contentsOf: URL(filePath: copy)) == Data(file.bytes))
  }

  @Test func `names with control characters reach no terminal`() throws {
    let folder = try TemporaryFolder()
    let evil = "a\u{1b}]0;b\u{7}\r\n\u{9b}c"
    let shown = "a\\u{1B}]0;b\\u{07}\\r\\n\\u{009B}c"
    var file = Pcapng()
    file.interface(link: 101, name: evil)
    file.block(
      4,
      Pcapng.word(1 as UInt16) + Pcapng.word(UInt16(5 + evil.utf8.count))
        + Pcapng.padded([192, 0, 2, 1] + Array((evil + "\0").utf8)) + [0, 0, 0, 0])
    file.block(0x8000_0001, Pcapng.word(77 as UInt32) + Pcapng.option(2, evil))
    file.packet(
      Pcapng.datagram,
      options: Pcapng.option(1, evil) + Pcapng.option(0x8001, Pcapng.word(0 as UInt32))
        + [0, 0, 0, 0])
    let path = folder.path("evil.pcapng")
    try Data(file.bytes).write(to: URL(filePath: path))
    for options in [["-t"], ["-t", "--interfaces"], ["-n", "-v"], ["connections", "-t"]] {
      let output = try run(Package.command, options + ["-r", path]).output
      #expect(
        !output.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
    }
    let line = try tcpinspect("-t", "--interfaces", "-r", path).output
    #expect(line.hasPrefix("\(shown)(\(shown):77) IP \(shown).echo > "), "\(line)")
  }

  @Test func `savefiles behind each other are read with one line that says so`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("two.pcap")
    let one = try Data(contentsOf: URL(filePath: Self.echo))
    try (one + one).write(to: URL(filePath: path))
    let outcome = try tcpinspect("--count", "-r", path)
    #expect(outcome.status == 0)
    #expect(outcome.output == "20 packets\n")
    #expect(outcome.complaints.count == 1)
    #expect(outcome.complaints.first?.contains("1 savefile behind the first one") == true)
  }

  @Test func `an annotated copy has the same packets, and comments where events are`() throws {
    let folder = try TemporaryFolder()
    for name in ["echo-ipv4", "cooked", "cubic-loss"] {
      let source = Package.fixture("\(name).pcap")
      guard FileManager.default.fileExists(atPath: source) else { continue }
      let copy = folder.path("\(name).pcapng")
      #expect(try tcpinspect("annotate", "-r", source, "-w", copy).complaints == [])
      #expect(
        try tcpinspect("-n", "-e", "-r", copy).output
          == tcpinspect("-n", "-e", "-r", source).output)
      let lines = try tcpinspect("-n", "-v", "-r", copy).output
      #expect(lines.contains("    comment: tcpinspect: connection 0, "), "\(name)")
      let original = try packets(source)
      #expect(try packets(copy) == original)
      let again = folder.path("again.pcapng")
      #expect(try tcpinspect("annotate", "-r", copy, "-w", again).status == 0)
      #expect(try packets(again) == original)
    }
    // A simple packet block has no place for a comment: it goes to the section's header.
    var simple = Pcapng()
    simple.interface(link: 101, name: "en0")
    simple.block(3, Pcapng.word(28 as UInt32) + Pcapng.datagram)
    try Data(simple.bytes).write(to: URL(filePath: folder.path("simple.pcapng")))
    _ = try tcpinspect(
      "annotate", "-r", folder.path("simple.pcapng"), "-w", folder.path("again.pcapng"))
    let written = try Data(contentsOf: URL(filePath: folder.path("again.pcapng")))
    #expect(
      written.suffix(simple.bytes.count - 28) == Data(simple.bytes).suffix(simple.bytes.count - 28))
    #expect(String(decoding: written, as: UTF8.self).contains("tcpinspect: packet 1: connection 0"))
    let refused = try tcpinspect("annotate", "-r", "-", "-w", folder.path("x"))
    #expect(refused.status == 64)
    #expect(refused.complaints.first?.contains("twice") == true)
  }

  @Test func `what a killed compressed capture flushed can be read`() throws {
    if let obstacle = LiveTests.obstacle {
      print("*** NOT TESTED: kills of a live capture: \(obstacle)")
      return
    }
    let folder = try TemporaryFolder()
    // 25 captures of each format with traffic on loopback, each killed at another moment. What is shown was flushed before.
    let script = """
      while :; do echo packet > /dev/udp/127.0.0.1/9; done 2> /dev/null &
      sender=$!
      total=0
      for round in $(seq 25); do
        file=$1/$((round % 2)).pcapng.$2
        "$0" -i lo -n -U -l --print --immediate-mode -w "$file" udp port 9 > "$1/lines" 2> "$1/errors" &
        pid=$!
        for wait in $(seq 200); do grep -q listening "$1/errors" && break; sleep 0.02; done
        sleep 0.$((RANDOM % 30 + 10))
        kill -9 $pid; wait $pid 2> /dev/null
        shown=$(wc -l < "$1/lines"); read=$("$0" -n -r "$file" 2> "$1/errors" | wc -l)
        total=$((total + shown))
        [ "$read" -ge "$shown" ] || echo "round $round: $shown packets shown, $read read"
        grep -v -e '^reading from' -e truncated "$1/errors"
      done
      kill -9 $sender
      [ $total -gt 0 ] || echo "no packet was captured"
      """
    for ending in ["zst", "gz"] {
      let outcome = try run(
        "/bin/bash", ["-c", script, Package.command, folder.path("."), ending])
      #expect(outcome.output == "", "\(ending)")
    }
  }
}
