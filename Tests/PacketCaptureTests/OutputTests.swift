import Foundation
import InternetTypes
import PacketCapture
import SystemServices
import Testing

struct OutputTests {
  let files: TestFiles

  init() throws { files = try TestFiles() }

  @Test func `a full device is reported and nothing more is written`() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else {
      print("NOT TESTED: this system has no /dev/full")
      return
    }
    let header = try SavefileHeader(linkType: .ethernet)
    #expect(
      throws: CaptureError(
        .outOfSpace, subject: "/dev/full", reason: "No space left on device")
    ) { _ = try CaptureWriter(path: "/dev/full", header: header) }
  }

  @Test func `a full disk leaves a whole savefile with as many packets as the error says`() throws {
    let directory = files.path("small")
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    func run(_ arguments: [String]) throws -> Bool {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = arguments
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus == 0
    }
    guard try run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", directory]) else {
      print("NOT TESTED: no right to mount a small file system, a full disk was left out")
      return
    }
    defer { _ = try? run(["umount", directory]) }
    for size in [100, 1_000, 262_144] {
      let path = directory + "/\(size).pcap"
      var writer = try CaptureWriter(path: path, header: SavefileHeader(linkType: .ethernet))
      let frame = [UInt8](repeating: 7, count: size)
      var failure: CaptureError?
      for number in 1...3_000 where failure == nil {
        let packet = Sample.packet(frame, number: number, seconds: Int64(number))
        do { try writer.append(packet.header, frame.span) } catch { failure = error }
      }
      let kept = 65_536 < size ? 0 : writer.packetCount
      let refusal = try #require(failure)
      #expect(refusal.kind == .outOfSpace)
      #expect(refusal.advice == "the savefile holds \(kept) packets")
      #expect(throws: refusal) { try writer.flush() }
      let length = writer.byteCount
      var file = try CaptureFile(path: path)
      let (packets, end) = readAll(&file)
      #expect(packets.count == kept)
      #expect(end == .endOfInput)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == length)
      _ = consume writer
      try FileManager.default.removeItem(atPath: path)
    }
  }

  @Test func `a closed pipe has an error kind of its own`() throws {
    signal(SIGPIPE, SIG_IGN)
    let pipe = Pipe()
    let output = OutputDescriptor(
      number: pipe.fileHandleForWriting.fileDescriptor, name: "the pipe")
    try output.write([UInt8]("one\n".utf8).span)
    #expect(String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self) == "one\n")
    try pipe.fileHandleForReading.close()
    #expect(throws: CaptureError(.closedPipe, subject: "the pipe", reason: "Broken pipe")) {
      try output.write([UInt8]("two\n".utf8).span)
    }
  }
}
