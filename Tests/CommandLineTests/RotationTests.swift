import Foundation
import Testing

@testable import tcpinspect

/// Savefiles that follow each other by size, by time and in rings.
@Suite struct RotationTests {
  /// 2,000 frames of 1,000 bytes, 100 a second from 22:13:20 UTC: 2,032,024 bytes.
  static func input(in folder: TemporaryFolder) throws -> String {
    func little(_ number: UInt32) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
    var file = Data(little(0xa1b2_c3d4) + [2, 0, 4, 0] + little(0) + little(0))
    file += Data(little(262_144) + little(1))
    for number in 0..<UInt32(2_000) {
      file += Data(little(1_700_000_000 + number / 100) + little(number) + little(1_000))
      file += Data(little(1_000))
      file += Data(repeating: UInt8(truncatingIfNeeded: number), count: 1_000)
    }
    try file.write(to: URL(filePath: folder.path("input")))
    try FileManager.default.createDirectory(
      atPath: folder.path("out"), withIntermediateDirectories: true)
    return folder.path("input")
  }

  private func files(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  /// The records of savefiles one after the other, without the files' headers.
  private func records(_ folder: String, _ names: [String]) throws -> Data {
    try names.reduce(into: Data()) { whole, name in
      let path = "\(folder)/\(name)"
      whole += try Data(contentsOf: URL(filePath: path)).dropFirst(24)
      if let tcpdump {
        let read = try run(tcpdump, ["-nr", path, "-w", "/dev/null"])
        #expect(read.status == 0, "\(name): \(read.errors)")
      }
    }
  }

  @Test(arguments: [
    (["-C1"], ["f", "f1", "f2"], true), (["-C", "1m"], ["f", "f1"], true),
    (["-C1000k", "-W2"], ["f0", "f1"], true),
    (["-C", "1", "-W", "2"], ["f0", "f1"], false),
    (["-C", "1", "-W", "12"], ["f00", "f01", "f02"], true),
  ])
  func `files by size are named as tcpdump names them and hold the input`(
    options: [String], names: [String], isWhole: Bool
  ) throws {
    let folder = try TemporaryFolder()
    let input = try Self.input(in: folder)
    let outcome = try run(
      Package.command, ["-r", input, "-w", folder.path("out/f")] + options)
    #expect(outcome.status == 0)
    #expect(try files(folder.path("out")) == names)
    let whole = try Data(contentsOf: URL(filePath: input)).dropFirst(24)
    let found = try records(folder.path("out"), names)
    if isWhole { #expect(found == whole) } else { #expect(found.count < whole.count) }
    guard let tcpdump, !options.joined().contains(where: \.isLowercase) else { return }
    try FileManager.default.createDirectory(
      atPath: folder.path("theirs"), withIntermediateDirectories: true)
    _ = try run(tcpdump, ["-Z", "root", "-r", input, "-w", folder.path("theirs/f")] + options)
    #expect(try files(folder.path("theirs")) == names)
    for name in names {
      #expect(
        FileManager.default.contentsEqual(
          atPath: folder.path("out/\(name)"), andPath: folder.path("theirs/\(name)")), "\(name)")
    }
  }

  @Test(arguments: [
    (["-G7"], ["221320", "221327", "221334"], 2_000),
    (["-G", "7", "-W", "2"], ["221320", "221327"], 1_400),
    (["-G", "60"], ["221320"], 2_000),
    (
      ["-G", "10", "-C", "500k"], ["221320", "2213201", "221330", "2213301"], 2_000
    ),
    (["-G", "10", "-C", "500k", "-W", "3"], ["2213201", "221330", "2213301"], 1_496),
  ])
  func `files by the time of packets are named after their begin`(
    options: [String], names: [String], packets: Int
  ) throws {
    let folder = try TemporaryFolder()
    let input = try Self.input(in: folder)
    let outcome = try run(
      Package.command, ["-r", input, "-w", folder.path("out/%H%M%S")] + options)
    #expect(outcome.status == 0)
    let found = try files(folder.path("out"))
    if options.contains("-C"), options.contains("-W") {
      #expect(found.count == 3)
      let whole = try Data(contentsOf: URL(filePath: input))
      let kept = try records(folder.path("out"), found)
      #expect(whole.suffix(kept.count) == kept)
    } else {
      #expect(found == names)
      #expect(try records(folder.path("out"), names).count == packets * 1_016)
    }
  }

  @Test func `a command gets each finished file as its one argument, and no shell sees the name`()
    throws
  {
    let folder = try TemporaryFolder()
    let input = try Self.input(in: folder)
    let script = folder.path("script")
    try Data("#!/bin/sh\n[ $# = 1 ] && echo done >\"$1.done\"\n".utf8)
      .write(to: URL(filePath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    let outcome = try tcpinspect(
      "-r", input, "-w", folder.path("out/a $(b);c"), "-C", "200k", "-z", script)
    #expect(outcome.status == 0)
    #expect(outcome.complaints == [])
    let names = try files(folder.path("out"))
    #expect(names.count == 20)
    for name in names where !name.hasSuffix(".done") {
      #expect(names.contains("\(name).done"), "\(name)")
    }
  }

  @Test(arguments: [[], ["--pcapng"]])
  func `no file of a rotation overwrites one that is read`(options: [String]) throws {
    let folder = try TemporaryFolder()
    let input = try Self.input(in: folder)
    let name = folder.path("out/f1")
    try FileManager.default.moveItem(atPath: input, toPath: name)
    let before = try Data(contentsOf: URL(filePath: name))
    let outcome = try run(
      Package.command, ["-r", name, "-w", folder.path("out/f"), "-C", "1"] + options)
    #expect(outcome.status == 1)
    #expect(
      outcome.complaints.last
        == "tcpinspect: \(name): is an input file; refusing to overwrite it")
    #expect(try Data(contentsOf: URL(filePath: name)) == before)
  }

  @Test func `a command is found as execvp finds it`() throws {
    let folder = try TemporaryFolder()
    let input = try Self.input(in: folder)
    // A file of that name that cannot be executed, and a file in the place of a folder.
    try Data().write(to: URL(filePath: folder.path("out/true")))
    let outcome = try run(
      "/usr/bin/env",
      [
        "PATH=\(folder.path("out")):\(input):/bin:/usr/bin", Package.command, "-r", input, "-w",
        folder.path("f"), "-C", "1", "-z", "true",
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func `a command that does not exist is refused before a file is written`() throws {
    let folder = try TemporaryFolder()
    let input = try Self.input(in: folder)
    let outcome = try tcpinspect(
      "-r", input, "-w", folder.path("out/f"), "-C", "1", "-z", "/no/such/command")
    #expect(outcome.status == 64)
    #expect(outcome.complaints.count == 1)
    #expect(try files(folder.path("out")) == [])
  }

  @Test(arguments: [
    ["-C", "0"], ["-C", "1x"], ["-C", "k"], ["-G", "0"], ["-C", "1", "-W", "0"],
    ["-C", "9223372036854775807"],
  ])
  func `a rotation that means nothing is wrong usage`(options: [String]) throws {
    let outcome = try run(
      Package.command, ["-r", Package.fixture("echo-ipv4.pcap"), "-w", "/dev/null"] + options)
    #expect(outcome.status == 64)
    #expect(outcome.complaints.count == 1)
  }

  @Test func `a number of files without a rotation is ignored in one line, as by tcpdump`() throws {
    let outcome = try run(
      Package.command, ["-r", Package.fixture("echo-ipv4.pcap"), "-w", "/dev/null", "-W", "2"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("tcpinspect: -W is ignored: it needs -C or -G"))
  }
}
