import Foundation
import Testing

/// Records of connections that threads make: those of a file after the first 512.
@Suite struct ParallelRecordsTests {
  /// A savefile of 4,000 SYNs, each of a connection of its own, and for each third of them the answer.
  private func input(in folder: TemporaryFolder) throws -> String {
    func big<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
      HostileSavefiles.word(number).reversed()
    }
    var savefile = HostileSavefiles.header()
    savefile.replaceSubrange(20..<24, with: HostileSavefiles.word(101 as UInt32))
    for index in 0..<4000 as Range<UInt32> {
      let host: [UInt8] = [10, 1, UInt8(index >> 8), UInt8(index & 255)]
      for isAnswer in index % 3 == 0 ? [false, true] : [false] {
        let (server, ports): ([UInt8], [UInt16]) = ([10, 0, 0, 2], [40_000, 80])
        let packet: [UInt8] =
          [0x45, 0] + big(40 as UInt16) + [0, 1, 0x40, 0, 64, 6, 0, 0]
          + (isAnswer ? server + host : host + server)
          + (isAnswer ? ports.reversed() : ports).flatMap(big)
          + big(isAnswer ? 0 : index) + big(isAnswer ? index + 1 : 0)
          + [0x50, isAnswer ? 0x12 : 0x02, 0x20, 0, 0, 0, 0, 0]
        for number in [index / 100, index % 100, 40, 40] {
          savefile += HostileSavefiles.word(number)
        }
        savefile += packet
      }
    }
    let path = folder.path("many.pcap")
    try Data(savefile).write(to: URL(filePath: path))
    return path
  }

  @Test(arguments: ["ndjson", "csv"])
  func `records of threads are those of one thread, in order`(format: String) throws {
    let folder = try TemporaryFolder()
    let words = ["connections", "--format", format, "-r", try input(in: folder)]
    // -l writes each record at once, which one thread does.
    let expected = try run(Package.command, words + ["-l"]).output
    let outcome = try run(Package.command, words)
    #expect(outcome.status == 0)
    #expect(outcome.output == expected)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == (format == "csv" ? 4001 : 4000))
  }

  @Test func `the longest connections of many are as with one thread`() throws {
    let folder = try TemporaryFolder()
    let words = [
      "connections", "--format", "ndjson", "--sort", "packets", "--top", "1500", "-r",
      try input(in: folder),
    ]
    let outcome = try run(Package.command, words)
    #expect(outcome.status == 0)
    #expect(outcome.output.split(separator: "\n").count == 1500)
    #expect(outcome.output == (try run(Package.command, words + ["-l"]).output))
  }
}
