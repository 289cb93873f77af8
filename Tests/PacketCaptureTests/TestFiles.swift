import Foundation
import InternetTypes
import PacketCapture
import SystemServices
import Testing

/// A directory of its own for one test, removed with the value.
final class TestFiles {
  let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("PacketCaptureTests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

  /// Writes bytes to a file and gives its path.
  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: directory.appendingPathComponent(name))
    return path(name)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: directory.appendingPathComponent(name)))
  }
}

/// A packet that was copied out of a source.
struct CopiedPacket: Hashable {
  var header: CapturedPacket
  var bytes: [UInt8]
}

/// Reads a source to its end, through its quiet moments.
func readAll<Source: PacketSource & ~Copyable>(
  _ source: inout Source
) -> (packets: [CopiedPacket], end: PacketLoopEnd) {
  var packets: [CopiedPacket] = []
  while true {
    let end = source.forEachPacket { header, bytes in
      packets.append(CopiedPacket(header: header, bytes: copy(bytes)))
      return true
    }
    if end != .quiet { return (packets, end) }
  }
}

func copy(_ bytes: Span<UInt8>) -> [UInt8] {
  var copied: [UInt8] = []
  for index in bytes.indices { copied.append(bytes[index]) }
  return copied
}

/// The number's bytes, the lowest first.
func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
  (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
}

/// The number's bytes, the highest first.
func big<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] { little(number).reversed() }

/// tcpdump's output for these arguments; nil with a printed note if it is not installed.
func tcpdump(_ arguments: [String], input: String? = nil) throws -> (
  output: String, errors: String
)? {
  guard
    let path = ["/usr/bin/tcpdump", "/usr/sbin/tcpdump"].first(where: {
      FileManager.default.isExecutableFile(atPath: $0)
    })
  else {
    print("NOT COMPARED: tcpdump is not installed, a comparison with it was left out")
    return nil
  }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: path)
  process.arguments = arguments
  let (output, errors) = (Pipe(), Pipe())
  process.standardOutput = output
  process.standardError = errors
  process.standardInput =
    try input.map { try FileHandle(forReadingFrom: URL(fileURLWithPath: $0)) }
    ?? FileHandle.nullDevice
  try process.run()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  return (text, complaint)
}
