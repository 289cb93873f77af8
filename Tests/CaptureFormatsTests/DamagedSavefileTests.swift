import InternetTypes
import Testing

@testable import CaptureFormats

/// Savefiles of each layout with three packets, and where each packet ends.
private func samples() -> [(name: String, bytes: [UInt8], ends: [Int])] {
  var found: [(String, [UInt8], [Int])] = []
  let packets: [[UInt8]] = [Array(1...14), Array(20...90), [9]]
  for order in [ByteOrder.littleEndian, .bigEndian] {
    for magic in [0xa1b2_c3d4, 0xa1b2_3c4d, 0xa1b2_cd34] as [UInt32] {
      var file = SavefileBuilder(order)
      file.pcapHeader(magic: magic)
      var ends: [Int] = []
      for packet in packets {
        file.record(
          seconds: 1, fraction: 2, packet: packet,
          extra: magic == 0xa1b2_cd34 ? [0, 0, 0, 0, 0, 0, 0, 0] : [])
        ends.append(file.bytes.count)
      }
      found.append(("pcap \(order) \(magic)", file.bytes, ends))
    }
    var file = SavefileBuilder(order)
    file.section()
    file.interface(options: file.option(2, Array("lo".utf8)))
    var ends: [Int] = []
    file.enhancedPacket(ticks: 1, packet: packets[0], options: file.option(1, [65]))
    ends.append(file.bytes.count)
    file.simplePacket(packets[1])
    ends.append(file.bytes.count)
    file.obsoletePacket(interface: 0, ticks: 3, packet: packets[2])
    ends.append(file.bytes.count)
    found.append(("pcapng \(order)", file.bytes, ends))
  }
  return found
}

@Suite("damaged savefiles")
struct DamagedSavefileTests {
  @Test("a file that was cut anywhere yields every whole packet, then says so")
  func everyPrefixYieldsItsPackets() {
    for (name, bytes, ends) in samples() {
      let whole = read(bytes).packets
      #expect(whole.count == 3)
      for count in 0...bytes.count {
        let reading = read(Array(bytes.prefix(count)))
        let due = ends.count { $0 <= count }
        #expect(reading.packets == Array(whole.prefix(due)), "\(name) cut after \(count) bytes")
        if reading.end != .endOfInput {
          #expect(reading.error?.kind == .truncated, "\(name) cut after \(count) bytes")
        }
      }
    }
  }

  @Test("bytes that come one by one give the same packets")
  func piecesGiveTheSame() {
    for (name, bytes, _) in samples() {
      for size in [1, 7, 100] {
        #expect(read(bytes, pieceByteCount: size) == read(bytes), "\(name) by \(size)")
      }
    }
  }

  @Test("any byte with any value neither traps nor yields more than the file holds")
  func everyByteMayBeWrong() {
    for (_, bytes, _) in samples() {
      for index in bytes.indices {
        for value in [0, 1, 0x7f, 0x80, 0xff, bytes[index] ^ 4] as [UInt8] {
          var damaged = bytes
          damaged[index] = value
          let reading = read(damaged)
          #expect(reading.packets.reduce(0) { $0 + $1.bytes.count } <= bytes.count)
        }
      }
    }
  }

  @Test(
    "block lengths that lie end the file in one error",
    arguments: [0, 1, 4, 8, 11, 13, 14, 27, 0x8000_0000, .max - 3, .max] as [UInt32])
  func refusesLyingLengths(length: UInt32) {
    for type in [1, 2, 3, 6, 0x0a0d_0d0a] as [UInt32] {
      var file = SavefileBuilder(.littleEndian)
      file.section()
      file.interface()
      file.enhancedPacket(ticks: 1, packet: [1, 2, 3])
      file.block(
        type, file.word(0x1a2b_3c4d as UInt32) + [UInt8](repeating: 0, count: 40), length: length)
      let reading = read(file.bytes)
      #expect(reading.packets.count == 1)
      #expect(reading.error != nil)
    }
  }

  @Test("a trailing length that differs is an error")
  func refusesDifferentTrailer() {
    var file = SavefileBuilder(.littleEndian)
    file.section()
    file.block(99, [1, 2, 3, 4], trailer: 20)
    #expect(
      read(file.bytes).error
        == FormatError(.malformed, "the two lengths of a block differ: 16 before it"))
  }

  @Test("more interfaces than are kept end the file in one error")
  func boundsInterfaces() {
    var file = SavefileBuilder(.littleEndian)
    file.section()
    for _ in 0...65_536 { file.interface() }
    #expect(read(file.bytes).error?.kind == .unsupported)
    #expect(read(file.bytes).interfaces.count == 65_536)
  }

  @Test(
    "formats of other programs are named, with what converts them",
    arguments: [
      ("snoop\0\0\0", "a snoop capture, which is not read"),
      ("GMBU\0\0", "a Microsoft Network Monitor 2 capture, which is not read"),
      ("TRSNIFF data    \u{1a}", "a Network General Sniffer capture, which is not read"),
    ])
  func namesForeignFormats(start: String, reason: String) {
    let error = read(Array(start.utf8) + [UInt8](repeating: 0, count: 40)).error
    #expect(error?.reason == reason)
    #expect(error?.advice?.contains("editcap") == true)
  }
}

@Suite("time stamp resolutions")
struct TimestampResolutionTests {
  /// Expected values by exact arithmetic: ticks * 10^9 * unit, rounded down.
  @Test(
    "ticks of every resolution are whole nanoseconds",
    arguments: [
      (0, 7, 7, 0), (3, 1_234, 1, 234_000_000), (6, 1_000_001, 1, 1_000), (9, 1, 0, 1),
      (12, 1_999_999_999_999, 1, 999_999_999), (18, .max, 18, 446_744_073),
      (19, .max, 1, 844_674_407), (20, .max, 0, 184_467_440), (28, .max, 0, 1),
      (29, .max, 0, 0), (127, .max, 0, 0), (0x80, 5, 5, 0), (0x81, 3, 1, 500_000_000),
      (0x8a, 1_536, 1, 500_000_000), (0x8a, 1, 0, 976_562), (0xbf, .max, 1, 999_999_999),
      (0xc0, .max, 0, 999_999_999), (0xff, .max, 0, 0),
    ] as [(UInt8, UInt64, Int64, Int64)])
  func ticksAreNanoseconds(rawValue: UInt8, ticks: UInt64, seconds: Int64, nanoseconds: Int64) {
    let resolution = TimestampResolution(rawValue: rawValue)
    #expect(
      resolution.timestamp(ticks: ticks, offset: 0)
        == RecordedTime(seconds: seconds, nanoseconds: nanoseconds))
    #expect(resolution.timestamp(ticks: ticks, offset: -5).seconds == seconds - 5)
  }
}
