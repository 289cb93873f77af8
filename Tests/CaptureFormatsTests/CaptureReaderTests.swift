import InternetTypes
import Testing

@testable import CaptureFormats

private let one: [UInt8] = Array(1...13)
private let two: [UInt8] = Array(40...80)
private let orders: [ByteOrder] = [.littleEndian, .bigEndian]

@Suite("pcap files")
struct PcapTests {
  @Test("microseconds and nanoseconds are read in both byte orders", arguments: orders)
  func readsBothOrders(order: ByteOrder) {
    for (magic, scale) in [(0xa1b2_c3d4 as UInt32, 1000 as Int64), (0xa1b2_3c4d, 1)] {
      var file = SavefileBuilder(order)
      file.pcapHeader(magic: magic)
      file.record(seconds: 7, fraction: 123_456, packet: one)
      file.record(seconds: 8, fraction: 999_999, packet: two, original: 1500)
      let reading = read(file.bytes)
      #expect(
        reading.packets == [
          ReadPacket(7, 123_456 * scale, one), ReadPacket(8, 999_999 * scale, two, original: 1500),
        ])
      #expect(reading.end == .endOfInput)
      #expect(reading.interfaces.map(\.linkType) == [.ethernet])
    }
  }

  @Test("seconds are unsigned: a packet of 2040 and one of 2106", arguments: orders)
  func secondsAreUnsigned(order: ByteOrder) {
    var file = SavefileBuilder(order)
    file.pcapHeader()
    file.record(seconds: 2_208_988_800, fraction: 500_000, packet: one)
    file.record(seconds: .max, fraction: 0, packet: one)
    #expect(
      read(file.bytes).packets == [
        ReadPacket(2_208_988_800, 500_000_000, one), ReadPacket(4_294_967_295, 0, one),
      ])
  }

  @Test("records of Kuznetsov's patch have eight more bytes", arguments: orders)
  func readsModifiedRecords(order: ByteOrder) {
    var file = SavefileBuilder(order)
    file.pcapHeader(magic: 0xa1b2_cd34)
    for second in 1...3 as ClosedRange<UInt32> {
      file.record(
        seconds: second, fraction: 5, packet: two, extra: [0, 0, 0, 2, 8, 0, 4, 0])
    }
    #expect(read(file.bytes).packets == (1...3).map { ReadPacket($0, 5000, two) })
  }

  @Test("versions before 2.3 state the original length first", arguments: orders)
  func readsExchangedLengths(order: ByteOrder) {
    var file = SavefileBuilder(order)
    file.pcapHeader(version: (2, 2))
    file.record(
      seconds: 1, fraction: 0, packet: one, original: UInt32(one.count), captured: 1500)
    #expect(read(file.bytes).packets == [ReadPacket(1, 0, one, original: 1500)])
  }

  @Test("the link type's upper bits say how long the frame check sequence is")
  func readsCheckSequenceLength() {
    var file = SavefileBuilder(.littleEndian)
    file.pcapHeader(link: 4 << 28 | 1 << 26 | 1)
    let reading = read(file.bytes)
    #expect(reading.interfaces.first?.linkType == .ethernet)
    #expect(reading.interfaces.first?.checkSequenceLength == 4)
  }

  @Test("a packet longer than the snapshot length is cut to it")
  func cutsToSnapshotLength() {
    var file = SavefileBuilder(.littleEndian)
    file.pcapHeader(snapshotLength: 5)
    file.record(seconds: 1, fraction: 0, packet: one)
    file.record(seconds: 2, fraction: 0, packet: two)
    #expect(
      read(file.bytes).packets == [
        ReadPacket(1, 0, Array(one.prefix(5)), original: one.count),
        ReadPacket(2, 0, Array(two.prefix(5)), original: two.count),
      ])
  }

  @Test(
    "headers that no version has are refused",
    arguments: [
      (1, 9, "archaic pcap savefile format"),
      (2, 5, "unsupported pcap savefile version 2.5"),
      (3, 0, "unsupported pcap savefile version 3.0"),
    ])
  func refusesVersions(major: UInt16, minor: UInt16, reason: String) {
    var file = SavefileBuilder(.littleEndian)
    file.pcapHeader(version: (major, minor))
    #expect(read(file.bytes).error == FormatError(.unsupported, reason))
  }

  @Test("savefiles behind each other are read as one, each with its own interface")
  func readsAppendedFiles() {
    var first = SavefileBuilder(.littleEndian)
    first.pcapHeader()
    first.record(seconds: 1, fraction: 0, packet: one)
    var second = SavefileBuilder(.bigEndian)
    second.pcapHeader(magic: 0xa1b2_3c4d, link: 113)
    second.record(seconds: 2, fraction: 3, packet: two)
    var third = SavefileBuilder(.bigEndian)
    third.section()
    third.interface(link: 228)
    third.enhancedPacket(ticks: 4_000_000, packet: one)
    let reading = read(first.bytes + second.bytes + third.bytes + first.bytes)
    #expect(
      reading.packets == [
        ReadPacket(1, 0, one), ReadPacket(2, 3, two, interface: 1),
        ReadPacket(4, 0, one, interface: 2), ReadPacket(1, 0, one, interface: 3),
      ])
    #expect(reading.interfaces.map(\.linkType) == [.ethernet, .linuxCooked, .ipv4, .ethernet])
    #expect(reading.appendedFileCount == 3)
    #expect(reading.end == .endOfInput)
  }
}

@Suite("pcapng files")
struct PcapngTests {
  @Test("all three packet blocks are read in both byte orders", arguments: orders)
  func readsPacketBlocks(order: ByteOrder) {
    var file = SavefileBuilder(order)
    file.section()
    file.interface(snapshotLength: 20)
    file.interface(link: 113, options: file.option(9, [9]))
    file.enhancedPacket(interface: 1, ticks: 5_000_000_123, packet: one, original: 99)
    file.simplePacket(Array(two.prefix(20)), original: UInt32(two.count))
    file.obsoletePacket(interface: 0, ticks: 6_000_007, packet: one)
    #expect(
      read(file.bytes).packets == [
        ReadPacket(5, 123, one, original: 99, interface: 1),
        // A simple packet block has no time: it gets that of the packet before it.
        ReadPacket(5, 123, Array(two.prefix(20)), original: two.count),
        ReadPacket(6, 7000, one),
      ])
  }

  @Test("an interface block says everything about its interface", arguments: orders)
  func readsInterfaceOptions(order: ByteOrder) {
    var file = SavefileBuilder(order)
    file.section()
    let texts: [(UInt16, String)] = [(2, "eth0"), (3, "uplink"), (12, "Linux 6.18"), (15, "e1000")]
    var options: [UInt8] = texts.flatMap { file.option($0.0, Array($0.1.utf8)) }
    options += file.option(9, [0x8a]) + file.option(11, [0] + Array("tcp port 80".utf8))
    options += file.option(13, [4]) + file.option(14, file.word(-3600 as Int64))
    options += file.option(0, [])
    file.interface(link: 101, snapshotLength: 96, options: options)
    file.enhancedPacket(ticks: 10_000 << 10 | 512, packet: one)
    let reading = read(file.bytes)
    var expected = CaptureInterface(
      linkType: .raw, snapshotLength: 96, resolution: TimestampResolution(rawValue: 0x8a))
    expected.name = "eth0"
    expected.description = "uplink"
    expected.operatingSystem = "Linux 6.18"
    expected.hardware = "e1000"
    expected.filter = "tcp port 80"
    expected.checkSequenceLength = 4
    expected.timestampOffset = -3600
    expected.isByteSwapped = order != .host
    #expect(reading.interfaces == [expected])
    #expect(reading.packets == [ReadPacket(6400, 500_000_000, one)])
  }

  @Test("each section has a byte order and interfaces of its own")
  func readsSections() {
    var bytes: [UInt8] = []
    for (order, link) in [(ByteOrder.bigEndian, 1), (.littleEndian, 1), (.bigEndian, 113)]
      as [(ByteOrder, UInt16)]
    {
      var section = SavefileBuilder(order)
      section.section(length: order == .bigEndian ? .max : 4096)
      section.interface(link: link, options: section.option(9, [0]))
      section.enhancedPacket(ticks: 9, packet: one)
      bytes += section.bytes
    }
    let reading = read(bytes)
    // Byte order is part of what an interface is: a third section that equals the first one's would share its entry.
    #expect(reading.packets.map(\.interface) == [0, 1, 2])
    #expect(reading.interfaces.map(\.linkType) == [.ethernet, .ethernet, .linuxCooked])
    #expect(reading.end == .endOfInput)
  }

  @Test("a thousand sections that describe the same interface keep one entry")
  func sharesInterfaces() {
    var file = SavefileBuilder(.littleEndian)
    for _ in 0..<1000 {
      file.section()
      file.interface()
      file.enhancedPacket(ticks: 1, packet: one)
    }
    let reading = read(file.bytes)
    #expect(reading.packets.count == 1000)
    #expect(reading.interfaces.count == 1)
  }

  @Test("blocks of other kinds are passed over, larger than memory allows them, too")
  func passesOverOtherBlocks() {
    var file = SavefileBuilder(.littleEndian)
    file.section()
    file.block(4, file.word(0 as UInt32))
    file.interface()
    file.block(0x0bad, [UInt8](repeating: 7, count: 20 << 20))
    file.enhancedPacket(ticks: 1_000_000, packet: one)
    file.block(5, file.word(0 as UInt32) + file.word(0 as UInt64))
    let reading = read(file.bytes)
    #expect(reading.packets == [ReadPacket(1, 0, one)])
    // Wireshark shows the custom block as the first frame.
    #expect(reading.numbers == [2])
  }

  @Test("options are lent with their packet")
  func lendsOptions() throws {
    var file = SavefileBuilder(.littleEndian)
    file.section()
    file.interface()
    file.enhancedPacket(
      ticks: 1, packet: one,
      options: file.option(1, Array("slow".utf8)) + file.option(2, [1, 0, 0, 0])
        + file.option(1, Array("later".utf8)) + file.option(0, []))
    file.enhancedPacket(ticks: 2, packet: two)
    var reader = try CaptureReader(ByteArraySource(file.bytes))
    #expect(reader.advance() == nil)
    let comments = reader.withOptions { bytes in
      var options = BlockOptionIterator(range: 0..<bytes.count, order: .littleEndian)
      var found: [String] = []
      while let option = options.next(in: bytes) {
        if option.code == BlockOption.comment { found.append(bytes.text(at: option.value)) }
      }
      return found
    }
    #expect(comments == ["slow", "later"])
    #expect(reader.advance() == nil)
    #expect(reader.withOptions { $0.count } == 0)
    #expect(reader.advance() == .endOfInput)
  }

  @Test("packets before any interface block are an error that names the interface")
  func refusesUndescribedInterfaces() {
    for interface in [0, 1, .max] as [UInt32] {
      var file = SavefileBuilder(.littleEndian)
      file.section()
      if interface > 0 { file.interface() }
      file.enhancedPacket(interface: interface, ticks: 1, packet: one)
      #expect(
        read(file.bytes).error
          == FormatError(
            .malformed, "a packet of interface \(interface), which no block describes"))
    }
  }
}
