import InternetTypes
import Testing

@testable import CaptureFormats

private let one: [UInt8] = Array(1...13)
private let two: [UInt8] = Array(40...80)
private let orders: [ByteOrder] = [.littleEndian, .bigEndian]

/// Copies savefiles into one pcapng file, each packet with the comments that its number has.
private func copy(
  _ files: [[UInt8]], comments: [Int: [String]] = [:], headerComments: [String] = []
) throws -> [UInt8] {
  var written: [UInt8] = []
  func append(_ bytes: Span<UInt8>) { for index in bytes.indices { written.append(bytes[index]) } }
  var first: [[UInt8]] = []
  for file in files {
    var reader = try CaptureReader(ByteArraySource(file), keeping: .always)
    first.append(reader.takeBlocks())
  }
  var composer = try PcapngComposer(
    sources: first, application: "test", system: nil, comments: headerComments)
  for (index, file) in files.enumerated() {
    var reader = try CaptureReader(ByteArraySource(file), keeping: .always)
    _ = reader.takeBlocks()
    reading: while true {
      let end = reader.fillBatch()
      composer.take(interfaces: reader.interfaces, of: index)
      try composer.take(blocks: reader.takeBlocks(), of: index)
      if end == .quiet { continue }
      if end != nil { break reading }
      while reader.hasRecord {
        let record = reader.takeRecord()
        let added = comments[record.number] ?? []
        try reader.withBytes { bytes throws(FormatError) in
          try reader.withBlock { block throws(FormatError) in
            if let order = reader.blockOrder {
              composer.add(
                block: block, order: order, packet: bytes, time: record.timestamp,
                interface: record.interface, source: index, comments: added)
            } else {
              try composer.add(
                bytes, time: record.timestamp, originalLength: record.originalLength,
                interface: record.interface, source: index, comments: added)
            }
          }
        }
      }
    }
  }
  append(composer.pending)
  return written
}

/// A pcapng file with every kind of block.
private func everyBlock(_ order: ByteOrder) -> [UInt8] {
  var file = SavefileBuilder(order)
  let comment = file.option(1, Array("a comment".utf8))
  file.block(
    0x0a0d_0d0a,
    file.word(0x1a2b_3c4d as UInt32) + file.word(1 as UInt16) + file.word(0 as UInt16)
      + file.word(UInt64.max) + comment + file.option(0, []))
  file.interface(snapshotLength: 65_535, options: file.option(2, Array("eth0".utf8)))
  file.block(
    4,
    file.word(1 as UInt16) + file.word(9 as UInt16) + [10, 0, 0, 1] + Array("host\0".utf8)
      + [0, 0, 0] + file.word(0 as UInt32))
  file.interface(
    link: 113, options: file.option(9, [9]) + file.option(14, file.word(3600 as UInt64)))
  file.enhancedPacket(
    interface: 1, ticks: 5_000_123_000, packet: one, original: 99,
    options: comment + file.option(2, file.word(2 as UInt32))
      + file.option(4, file.word(7 as UInt64)) + file.option(3, [2, 1, 2, 3, 4])
      + file.option(0, []))
  file.block(0x0bad, file.word(32_473 as UInt32) + [1, 2, 3, 4])
  file.simplePacket(two)
  file.obsoletePacket(interface: 0, ticks: 6_000_007, packet: one)
  file.block(10, file.word(0x544c_534b as UInt32) + file.word(4 as UInt32) + Array("keys".utf8))
  file.block(0x8000_0001, file.word(77 as UInt32) + file.option(2, Array("curl".utf8)))
  file.block(
    5,
    file.word(1 as UInt32) + file.word(0 as UInt32) + file.word(9 as UInt32)
      + file.option(5, file.word(3 as UInt64)) + file.option(0, []))
  return file.bytes
}

@Suite("pcapng written")
struct PcapngComposerTests {
  @Test("the copy of one file is the file, with all blocks and options", arguments: orders)
  func copiesEveryBlock(order: ByteOrder) throws {
    let file = everyBlock(order)
    #expect(try copy([file]) == file)
    var second = SavefileBuilder(order == .littleEndian ? .bigEndian : .littleEndian)
    second.section()
    second.interface(link: 228)
    second.enhancedPacket(ticks: 4_000_000, packet: one)
    #expect(try copy([file + second.bytes]) == file + second.bytes)
  }

  @Test("a block swapped twice is the block", arguments: orders)
  func swapsBlocks(order: ByteOrder) {
    let file = everyBlock(order)
    let other: ByteOrder = order == .littleEndian ? .bigEndian : .littleEndian
    var (walker, theirs) = (BlockWalker(), BlockWalker())
    let otherFile = everyBlock(other)
    while let block = walker.next(in: file.span), let same = theirs.next(in: otherFile.span) {
      guard block.type != .sectionHeader else { continue }
      let swapped = BlockSwap(file.span.extracting(block.range), from: order).bytes
      // Custom data and names stay as they are; both files were built field by field.
      #expect(swapped == Array(otherFile[same.range]), "\(block.type)")
    }
  }

  @Test("comments come behind those that a packet has; everything else stays", arguments: orders)
  func addsComments(order: ByteOrder) throws {
    let file = everyBlock(order)
    let written = try copy(
      [file], comments: [1: ["new", "newer"], 3: ["simple"], 4: ["old"]],
      headerComments: ["whole"])
    #expect(read(written).packets == read(file).packets)
    var reader = try CaptureReader(ByteArraySource(written), keeping: .always)
    var comments: [[String]] = []
    let blocks = reader.takeBlocks()
    var options = BlockOptionIterator(range: 24..<blocks.count, order: order)
    var ofHeader: [String] = []
    while let option = options.next(in: blocks.span) {
      if option.code == 1 { ofHeader.append(blocks.span.text(at: option.value)) }
    }
    #expect(ofHeader.first == "a comment")
    #expect(ofHeader.dropFirst().first == "whole")
    while true {
      let end = reader.advance()
      _ = reader.takeBlocks()
      if end == .quiet { continue }
      if end != nil { break }
      comments.append(
        reader.withOptions { options in
          var walk = BlockOptionIterator(range: 0..<options.count, order: order)
          var found: [String] = []
          while let option = walk.next(in: options) {
            if option.code == BlockOption.comment { found.append(options.text(at: option.value)) }
          }
          return found
        })
    }
    #expect(comments == [["a comment", "new", "newer"], ["simple"], ["old"]])
  }

  @Test("several files become one section, each packet with its own interface")
  func joinsFiles() throws {
    var pcap = SavefileBuilder(.bigEndian)
    pcap.pcapHeader(link: 101)
    pcap.record(seconds: 1, fraction: 9, packet: two, original: 1500)
    let files = [everyBlock(.littleEndian), pcap.bytes, everyBlock(.bigEndian)]
    let reading = read(try copy(files))
    #expect(reading.end == .endOfInput)
    #expect(
      reading.packets.map(\.bytes) == files.flatMap { read($0).packets.map(\.bytes) })
    #expect(
      reading.packets.map { reading.interfaces[$0.interface].linkType }
        == files.flatMap { file in
          let one = read(file)
          return one.packets.map { one.interfaces[$0.interface].linkType }
        })
    #expect(
      reading.packets.map(\.nanoseconds) == files.flatMap { read($0).packets.map(\.nanoseconds) })
    #expect(reading.packets.map(\.seconds) == files.flatMap { read($0).packets.map(\.seconds) })
  }

  @Test("a pcap file keeps times, lengths and its frame check sequence", arguments: orders)
  func copiesPcap(order: ByteOrder) throws {
    var pcap = SavefileBuilder(order)
    pcap.pcapHeader(magic: 0xa1b2_3c4d, link: 4 << 28 | 1 << 26 | 1)
    pcap.record(seconds: .max, fraction: 999_999_999, packet: two, original: 1500)
    let (copied, original) = (read(try copy([pcap.bytes])), read(pcap.bytes))
    #expect(copied.packets == original.packets)
    #expect(copied.interfaces.map(\.checkSequenceLength) == [4])
  }

  @Test("a section cut off in its blocks is copied up to there")
  func copiesUpToDamage() throws {
    let file = everyBlock(.littleEndian)
    for count in stride(from: 80, to: file.count, by: 4) {
      let cut = Array(file[..<count])
      #expect(read(try copy([cut])).packets == read(cut).packets)
    }
  }

  @Test("what one tick is gives the ticks back", arguments: [0, 3, 6, 9, 12, 0x80, 0x8a, 0xa0])
  func ticks(resolution: UInt8) {
    let resolution = TimestampResolution(rawValue: resolution)
    for ticks in [0, 1, 999, 1_700_000] as [UInt64] {
      let time = resolution.timestamp(ticks: ticks, offset: -7)
      let again = resolution.timestamp(ticks: resolution.ticks(time, offset: -7), offset: -7)
      let difference = abs(again.nanoseconds - time.nanoseconds)
      #expect(again.seconds == time.seconds && difference <= 1_000_000_000 / 1_024)
    }
  }

  @Test(
    "a packet longer than the snapshot length of its pcap file is copied whole", arguments: orders)
  func copiesExcess(order: ByteOrder) throws {
    var pcap = SavefileBuilder(order)
    pcap.pcapHeader(snapshotLength: 20, link: 101)
    for packet in [one, two, one] { pcap.record(seconds: 1, fraction: 2, packet: packet) }
    let lengths = read(pcap.bytes).packets.map { $0.bytes.count }
    #expect(lengths == [13, 20, 13])
    let copied = read(try copy([pcap.bytes]))
    #expect(copied.packets.map(\.bytes) == [one, two, one])
    // libpcap refuses a packet beyond the snapshot length of its interface.
    let limits = copied.packets.map { copied.interfaces[$0.interface].snapshotLength }
    #expect(limits == [20, 0, 0])
  }

  /// A netfilter log packet with two attributes, whose lengths and types are in the capturing host's order
  /// (LINKTYPE_NFLOG), and a USB packet of an isochronous transfer with one descriptor (LINKTYPE_USB_LINUX_MMAPPED).
  private static func hostOrderPackets(_ file: SavefileBuilder) -> (log: [UInt8], usb: [UInt8]) {
    var log: [UInt8] = [2, 0, 0, 5]
    log += file.word(8 as UInt16)
    log += file.word(11 as UInt16)
    log += [0, 0, 0, 7] as [UInt8]
    log += file.word(7 as UInt16)
    log += file.word(9 as UInt16)
    log += [1, 2, 3, 0] as [UInt8]
    var usb: [UInt8] = file.word(0x1122_3344_5566_7788 as UInt64)
    usb += [83, 0, 0x81, 3] as [UInt8]
    usb += file.word(5 as UInt16)
    usb += [45, 0] as [UInt8]
    usb += file.word(70_000 as UInt64)
    let numbers: [UInt32] = [123_456, 0, 64, 32, 0, 1, 8, 9, 512, 1, 0, 16, 32]
    for number in numbers { usb += file.word(number) }
    usb += [0, 0, 0, 0, 7, 7, 7, 7] as [UInt8]
    return (log, usb)
  }

  @Test(
    "fields in the capturing host's byte order are read alike from files of both orders, and from what joins them"
  )
  func hostOrderFields() throws {
    var files: [[UInt8]] = []
    for order in orders {
      var (log, usb, ng) = (SavefileBuilder(order), SavefileBuilder(order), SavefileBuilder(order))
      let packets = Self.hostOrderPackets(log)
      log.pcapHeader(link: 239)
      log.record(seconds: 1, fraction: 2, packet: packets.log)
      usb.pcapHeader(link: 220)
      usb.record(seconds: 1, fraction: 2, packet: packets.usb)
      ng.section()
      ng.interface(link: 239)
      ng.interface(link: 220)
      ng.enhancedPacket(ticks: 7, packet: packets.log)
      ng.enhancedPacket(interface: 1, ticks: 8, packet: packets.usb)
      ng.simplePacket(packets.log)
      files += [log.bytes, usb.bytes, ng.bytes]
    }
    let expected = Self.hostOrderPackets(SavefileBuilder(.host))
    let one = [expected.log, expected.usb, expected.log, expected.usb, expected.log]
    #expect(files.flatMap { read($0).packets.map(\.bytes) } == one + one)
    #expect(read(try copy(files)).packets.map(\.bytes) == one + one)
    // A copy of one file has its byte order; that of a pcap file behind a pcapng file has that of its section.
    for ng in [files[2], files[5]] {
      #expect(try copy([ng]) == ng)
      for pcap in [files[0], files[1], files[3], files[4]] {
        let both = ng + pcap
        #expect(read(try copy([both])).packets.map(\.bytes) == read(both).packets.map(\.bytes))
      }
    }
  }

  @Test("sections that describe one interface become one with one interface")
  func joinsEqualInterfaces() throws {
    var many = SavefileBuilder(.littleEndian)
    for time in 0..<500 as Range<UInt64> {
      many.section()
      many.interface(options: many.option(2, Array("eth0".utf8)))
      many.enhancedPacket(ticks: time, packet: one)
    }
    var other = SavefileBuilder(.bigEndian)
    other.section()
    other.interface(link: 101)
    other.enhancedPacket(ticks: 3, packet: two)
    let joined = read(try copy([many.bytes, other.bytes]))
    #expect(joined.packets.count == 501)
    #expect(joined.interfaces.map(\.name) == ["eth0", nil])
  }

  @Test("what every file of a rotation begins with is bounded, and packets can be read with it")
  func boundsHead() throws {
    var file = SavefileBuilder(.bigEndian)
    file.section()
    let text = file.option(3, [UInt8](repeating: 65, count: 60_000))
    for index in 0..<100 {
      file.interface(link: 101, options: text + file.option(9, [UInt8(index % 10)]))
    }
    var composer = try PcapngComposer(sources: [[]], application: "test", system: nil)
    try composer.take(blocks: file.bytes, of: 0)
    #expect(composer.head.count < 1 << 20)
    // 17 descriptions of 60,028 bytes fit into a MiB.
    #expect(composer.omittedFromHead == 83)
    file.enhancedPacket(interface: 99, ticks: 1_500_000_000, packet: one)
    let packet = file.bytes.suffix(32 + 16)
    let reading = read(composer.head + packet)
    #expect(reading.interfaces.count == 100)
    #expect(reading.packets.map(\.seconds) == [1])
  }
}
