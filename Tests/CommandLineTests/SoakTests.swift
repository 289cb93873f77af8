import Foundation
import Testing

/// A day in a minute: a long run on packet time, with more connections than any table holds.
@Suite struct SoakTests {
  /// Of each connection one segment with an ACK; the table of relative sequence numbers holds 1,048,576 pairs.
  static let connections = 2_400_000

  @Test func `memory is flat once the tables are full`() throws {
    guard FileManager.default.fileExists(atPath: "/proc/self/status") else {
      print("*** NOT TESTED: memory over a day of packets (needs /proc)")
      return
    }
    let process = Process()
    process.executableURL = URL(filePath: Package.command)
    process.arguments = ["-n", "-r", "-"]
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let writer = input.fileHandleForWriting
    writer.write(Data(Self.fileHeader))

    var atFull = 0
    for start in stride(from: 0, to: Self.connections, by: 8_000) {
      writer.write(Data(Self.records(start..<(start + 8_000))))
      // A third more than the table holds: it is full, and pairs have been forgotten.
      if start == 1_400_000 - 1_400_000 % 8_000 {
        atFull = try residentKilobytes(process.processIdentifier)
      }
    }
    let atEnd = try residentKilobytes(process.processIdentifier)
    try writer.close()
    let said = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(atFull > 0)
    #expect(atEnd < atFull + 2_048, "\(atFull) KiB when full, \(atEnd) KiB at the end")
    #expect(atEnd < 160_000)
    let forgotten = Self.connections - 1_048_576
    #expect(
      said.contains("relative sequence numbers of \(forgotten) connections were forgotten"),
      "\(said)")
  }

  private func residentKilobytes(_ process: Int32) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.filter(\.isNumber)))
  }

  /// A pcap file header: microseconds, raw IP.
  private static let fileHeader: [UInt8] =
    [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0] + [UInt8](repeating: 0, count: 8)
    + [0, 0, 4, 0, 101, 0, 0, 0]

  /// One TCP segment for each number, 36 milliseconds apart: 2.4 million of them are a day.
  private static func records(_ numbers: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count * 56)
    for number in numbers {
      let time = 1_700_000_000_000_000 + number * 36_000
      for value in [time / 1_000_000, time % 1_000_000, 40, 40] {
        for shift in stride(from: 0, to: 32, by: 8) {
          bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
      }
      bytes += [0x45, 0, 0, 40, 0, 0, 0x40, 0, 64, 6, 0, 0, 10]
      bytes += [16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
      bytes += [192, 0, 2, 1, 0x9c, 0x40, 0, 80, 0, 0, 0, 1, 0, 0, 0, 1]
      bytes += [0x50, 0x10, 1, 0, 0, 0, 0, 0]
    }
    return bytes
  }
}
