import Foundation
import InternetTypes
import Testing

@testable import CaptureFormats

/// Packs bytes by the format's own program.
private func pack(_ bytes: [UInt8], _ format: CompressionFormat) throws -> [UInt8] {
  let file = FileManager.default.temporaryDirectory.appending(
    path: "pack-\(UUID().uuidString)")
  try Data(bytes).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments =
    [format.rawValue, "-q", "-c"] + (format == .lz4 ? ["-B4"] : []) + [file.path()]
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let packed = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  try #require(process.terminationStatus == 0, "\(format.rawValue) is needed")
  return Array(packed)
}

/// A savefile of so many packets whose bytes do not repeat.
private func savefile(packets: Int) -> [UInt8] {
  var file = SavefileBuilder(.littleEndian)
  file.pcapHeader()
  var state: UInt32 = 1
  for index in 0..<packets {
    let packet = (0..<100).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(truncatingIfNeeded: state >> 24)
    }
    file.record(seconds: UInt32(index), fraction: 0, packet: packet)
  }
  return file.bytes
}

/// Reads a savefile that may be packed.
private func readPacked(
  _ bytes: [UInt8], pieceByteCount: Int = .max
) throws(FormatError) -> (count: Int, sum: UInt64, end: CaptureReader.End?) {
  let source = try InputRecognition.unpacked(
    ByteArraySource(bytes, pieceByteCount: pieceByteCount))
  var reader = try CaptureReader(source.source)
  var (count, sum) = (0, 0 as UInt64)
  let end = reader.forEachPacket { _, packet in
    count += 1
    for index in packet.indices { sum = sum &* 31 &+ UInt64(packet[index]) }
    return true
  }
  return (count, sum, end)
}

@Suite("packed savefiles")
struct DecompressionTests {
  @Test("every format gives the packets of the plain file", arguments: CompressionFormat.allCases)
  func readsEveryFormat(format: CompressionFormat) throws {
    let plain = savefile(packets: 4000)
    let expected = try readPacked(plain)
    #expect(expected.count == 4000 && expected.end == .endOfInput)
    let packed = try pack(plain, format)
    #expect(CompressionFormat(packed.span) == format)
    for size in [Int.max, 5000] {
      let found = try readPacked(packed, pieceByteCount: size)
      #expect(found == expected)
    }
  }

  @Test(
    "a reader may leave while bytes are decompressed ahead", arguments: CompressionFormat.allCases)
  func readerLeavesEarly(format: CompressionFormat) throws {
    let packed = try pack([UInt8](repeating: 10, count: 3_000_000), format)
    for length in [0, 1, 24, 200_000, 600_000] {
      for _ in 0..<20 {
        let source = try InputRecognition.unpacked(ByteArraySource(packed, pieceByteCount: .max))
        var bytes = [UInt8](repeating: 0, count: max(1, length))
        var count = 0
        while count < length, case .bytes(let added) = source.source.read(into: &bytes, from: count)
        {
          count += added
        }
        #expect(count == length)
      }
    }
  }

  @Test("a file that was packed twice is read", arguments: CompressionFormat.allCases)
  func readsPackedTwice(format: CompressionFormat) throws {
    let plain = savefile(packets: 500)
    let expected = try readPacked(plain)
    for inner in CompressionFormat.allCases {
      let twice = try pack(try pack(plain, inner), format)
      let read = try readPacked(twice, pieceByteCount: 1000)
      #expect(read.count == expected.count && read.sum == expected.sum)
      #expect(read.end == .endOfInput)
      // A file may unpack to itself without end.
      #expect(throws: FormatError.self) { try readPacked(try pack(twice, inner)) }
    }
  }

  @Test("a zstd file may begin with a skippable frame, as those of pzstd do")
  func skipsFrames() throws {
    let plain = savefile(packets: 10)
    let skipped: [UInt8] = [0x5a, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]
    let found = try readPacked(skipped + pack(plain, .zstd))
    #expect(found == (try readPacked(plain)))
  }

  @Test(
    "members behind each other are one input, zeros between them padding",
    arguments: CompressionFormat.allCases)
  func readsMembers(format: CompressionFormat) throws {
    let plain = savefile(packets: 1000)
    let cuts = [0, 10, 24, 5000, plain.count]
    var packed: [UInt8] = []
    for (start, end) in zip(cuts, cuts.dropFirst()) {
      packed += try pack(Array(plain[start..<end]), format)
    }
    #expect(try readPacked(packed) == readPacked(plain))
    #expect(try readPacked(packed + [0, 0, 0, 0]) == readPacked(plain))
  }

  @Test(
    "a packed file that was cut yields whole packets, then one error that says where",
    arguments: CompressionFormat.allCases)
  func cutFilesSayWhere(format: CompressionFormat) throws {
    let plain = savefile(packets: 8000)
    let packed = try pack(plain, format)
    for share in [3, 2] {
      let found = try readPacked(Array(packed.prefix(packed.count / share)))
      #expect(found.count > 0 && found.count < 8000)
      guard case .failed(let error) = found.end else {
        Issue.record("no error")
        continue
      }
      #expect(error.kind == .truncated)
      #expect(
        error.reason
          == "truncated dump file; its \(format.rawValue) data ends in the middle, after \(packed.count / share) bytes"
      )
    }
  }

  @Test("damaged packed data is an error, never a trap", arguments: CompressionFormat.allCases)
  func damagedDataIsAnError(format: CompressionFormat) throws {
    let packed = try pack(savefile(packets: 200), format)
    for index in stride(from: 6, to: packed.count, by: packed.count / 25) {
      var damaged = packed
      damaged[index] ^= 0x55
      do throws(FormatError) {
        let found = try readPacked(damaged)
        #expect(found.count <= 200)
      } catch {
        #expect(error.kind != .interrupted)
      }
    }
  }

  @Test(
    "zeros without end are read in constant memory", arguments: CompressionFormat.allCases)
  func bombsGrowNothing(format: CompressionFormat) throws {
    // A header and 32 MiB of zeros: records of no bytes at the epoch, of which each is a packet.
    var file = SavefileBuilder(.littleEndian)
    file.pcapHeader()
    let packed = try pack(file.bytes + [UInt8](repeating: 0, count: 32 << 20), format)
    let before = residentByteCount()
    let found = try readPacked(packed)
    #expect(found.count == (32 << 20) / 16)
    // xz's window is 8 MiB.
    #expect(residentByteCount() - before < 12 << 20)
  }

  /// Bytes of memory that the process holds now (proc(5), `statm`).
  private func residentByteCount() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    return (Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0) * 4096
  }
}
