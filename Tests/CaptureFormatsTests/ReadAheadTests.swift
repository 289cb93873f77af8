import Testing

@testable import CaptureFormats

@Suite("reading ahead")
struct ReadAheadTests {
  /// Packets of 0 to 250,000 bytes: shorter and longer than a piece, and than the room in front of its bytes.
  private static let savefile: [UInt8] = {
    var file = SavefileBuilder(.littleEndian)
    file.pcapHeader(snapshotLength: 262_144)
    var state: UInt32 = 7
    func random(_ limit: Int) -> Int {
      state = state &* 1_664_525 &+ 1_013_904_223
      return Int(state >> 8) % limit
    }
    for index in 0..<400 {
      let length = index % 20 == 0 ? random(250_000) : random(3000)
      let first = UInt8(truncatingIfNeeded: random(256))
      let packet = (0..<length).map { first &+ UInt8(truncatingIfNeeded: $0 &* 31) }
      file.record(seconds: UInt32(index), fraction: 0, packet: packet)
    }
    return file.bytes
  }()

  @Test(
    "a thread that reads ahead gives the same packets as the input itself",
    arguments: [Int.max, 262_144, 100_000, 4097, 500])
  func givesTheSamePackets(pieceByteCount: Int) {
    let expected = read(Self.savefile)
    #expect(expected.packets.count == 400 && expected.end == .endOfInput)
    let ahead = read(
      ReadAheadSource(ByteArraySource(Self.savefile, pieceByteCount: pieceByteCount)))
    #expect(ahead == expected)
  }

  @Test("a file that was cut gives its whole packets, and the same error, wherever it was cut")
  func readsCutFiles() {
    for cut in stride(from: 1, to: Self.savefile.count, by: 173_251) {
      let bytes = Array(Self.savefile[..<cut])
      #expect(read(ReadAheadSource(ByteArraySource(bytes))) == read(bytes))
    }
  }

  @Test("savefiles behind each other are read as from the input itself")
  func readsAppendedFiles() {
    let two = Self.savefile + Self.savefile
    let ahead = read(ReadAheadSource(ByteArraySource(two)))
    #expect(ahead.appendedFileCount == 1 && ahead.packets.count == 800)
    #expect(ahead == read(two))
  }

  @Test("the reader may leave at any time")
  func readerLeavesEarly() {
    for count in [0, 1, 100_000, 300_000, 2_000_000] {
      let source = ReadAheadSource(ByteArraySource(Self.savefile))
      var buffer = [UInt8](repeating: 0, count: max(count, 1))
      var filled = 0
      while filled < count, case .bytes(let added) = source.read(into: &buffer, from: filled) {
        filled += added
      }
      #expect(buffer[..<count] == Self.savefile[..<count])
    }
  }
}
