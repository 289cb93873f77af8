import Foundation
import Testing

@testable import CaptureFormats

/// Bytes that repeat in part, as packets do; made once, because a debug build takes seconds for them.
private let bytes: [UInt8] = {
  var state: UInt32 = 7
  return (0..<3_000_000).map { index in
    state = state &* 1_664_525 &+ 1_013_904_223
    return index % 3 == 0 ? UInt8(truncatingIfNeeded: state >> 24) : UInt8(index % 7)
  }
}()

/// The first of these bytes.
private func content(_ count: Int) -> [UInt8] { Array(bytes[..<count]) }

/// The parts behind each other; `joined` takes a call for each byte.
private func joined(_ parts: ArraySlice<[UInt8]>) -> [UInt8] {
  parts.reduce(into: []) { $0 += $1 }
}

/// Compresses parts, each followed by a flush, and returns what was out after each part and the whole.
private func compress(
  _ parts: [[UInt8]], _ format: CompressionFormat
) throws -> (flushed: [[UInt8]], whole: [UInt8]) {
  guard var compressor = Compressor(format) else { throw FormatError(.system(12)) }
  var (output, flushed) = ([] as [UInt8], [] as [[UInt8]])
  func encode(_ bytes: [UInt8], _ step: Compressor.Step) {
    let isDone = compressor.encode(bytes.span, step) { piece in
      for index in piece.indices { output.append(piece[index]) }
    }
    #expect(isDone)
  }
  for part in parts {
    encode(part, .more)
    encode([], .flush)
    // A flush with nothing to put out ends, too.
    encode([], .flush)
    flushed.append(output)
  }
  encode([], .finish)
  return (flushed, output)
}

/// Decodes as much as there is; the error of a stream that was cut is left out.
private func decoded(_ bytes: [UInt8], _ format: CompressionFormat) throws -> [UInt8] {
  guard var stream = PackedStream(ByteArraySource(bytes), format: format) else {
    throw FormatError(.system(12))
  }
  var (output, buffer) = ([] as [UInt8], [UInt8](repeating: 0, count: 100_000))
  while true {
    guard case .bytes(let count) = stream.fill(&buffer, from: 0) else { return output }
    output += buffer[..<count]
  }
}

@Suite("compressed writing")
struct CompressionTests {
  @Test("what was flushed can be decoded, and the whole too", arguments: CompressionFormat.allCases)
  func flushes(format: CompressionFormat) throws {
    let parts = [content(10), content(3_000_000), [], content(70_000)]
    let (flushed, whole) = try compress(parts, format)
    for count in flushed.indices {
      let isSame = try decoded(flushed[count], format) == joined(parts[...count])
      #expect(isSame)
    }
    let isSame = try decoded(whole, format) == joined(parts[...])
    #expect(isSame)
  }

  @Test("the format's own program reads it", arguments: CompressionFormat.allCases)
  func isReadByItsProgram(format: CompressionFormat) throws {
    let parts = [content(500_000), content(1)]
    let file = FileManager.default.temporaryDirectory.appending(
      path: "packed-\(UUID().uuidString)\(format.fileNameEnding)")
    try Data(try compress(parts, format).whole).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [format.rawValue, "-q", "-d", "-c", file.path()]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let plain = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(format.rawValue) is needed")
    #expect(plain == Data(joined(parts[...])))
  }

  @Test("an empty stream is one", arguments: CompressionFormat.allCases)
  func isEmpty(format: CompressionFormat) throws {
    #expect(try decoded(try compress([], format).whole, format).isEmpty)
  }
}
