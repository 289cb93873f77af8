import Foundation
import InternetTypes
import PacketCapture
import SystemServices
import Testing

struct CaptureWriterTests {
  let files: TestFiles

  init() throws { files = try TestFiles() }

  func write(_ packets: [CopiedPacket], to name: String, header: SavefileHeader) throws -> [UInt8] {
    var writer = try CaptureWriter(path: files.path(name), header: header)
    for packet in packets { try writer.append(packet.header, packet.bytes.span) }
    #expect(writer.packetCount == packets.count)
    let length = writer.byteCount
    try writer.close()
    let bytes = try files.bytes(name)
    #expect(bytes.count == length)
    return bytes
  }

  @Test func `a written savefile matches the specification, byte by byte`() throws {
    let header = try SavefileHeader(linkType: .ethernet)
    let bytes = try write(Sample.packets, to: "a.pcap", header: header)
    #expect(bytes == Sample.savefile(Sample.packets))

    let exact = try SavefileHeader(linkType: .ethernet, snapshotLength: 96, precision: .nanoseconds)
    let packets = [Sample.packet([1, 2], number: 1, seconds: 5, nanoseconds: 123_456_789)]
    #expect(
      try write(packets, to: "n.pcap", header: exact)
        == Sample.savefile(
          packets, magic: 0xa1b2_3c4d, nanosecondsPerUnit: 1, snapshotLength: 96))
  }

  @Test func `raw IP is written with its savefile number, and an unknown link type is refused`()
    throws
  {
    let bytes = try write([], to: "raw.pcap", header: SavefileHeader(linkType: .raw))
    #expect(Array(bytes.suffix(4)) == [101, 0, 0, 0])
    #expect(throws: CaptureError.self) { try SavefileHeader(linkType: LinkType(rawValue: 99_999)) }
  }

  @Test(arguments: [false, true])
  func `a copy is identical to tcpdump's`(isByteSwapped: Bool) throws {
    let original =
      isByteSwapped
      ? Sample.savefile(
        Sample.packets, snapshotLength: 65_535, bytes32: { big($0) }, bytes16: { big($0) })
      : Sample.savefile(Sample.packets, snapshotLength: 65_535)
    let path = try files.file("original.pcap", original)
    var file = try CaptureFile(path: path)
    let packets = readAll(&file).packets
    let copied = try write(packets, to: "ours.pcap", header: file.savefileHeader)
    guard try tcpdump(["-r", path, "-w", files.path("theirs.pcap")]) != nil else { return }
    #expect(try copied == files.bytes("theirs.pcap"))
    let ours = try tcpdump(["-nr", files.path("ours.pcap"), "-xx", "-tt"])
    let source = try tcpdump(["-nr", path, "-xx", "-tt"])
    #expect(ours?.output == source?.output)
    #expect(ours?.output.contains("192.0.2.1.50000 > 192.0.2.2.53") == true)
  }

  @Test func `many and large packets are read back as written`() throws {
    let packets =
      (1...3_000).map { number in
        Sample.packet(
          [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number % 1_515),
          number: number,
          seconds: Int64(number))
      } + [
        Sample.packet([UInt8](repeating: 1, count: 262_144), number: 3_001, seconds: 1),
        Sample.packet([2], number: 3_002, seconds: 1),
      ]
    _ = try write(packets, to: "many.pcap", header: SavefileHeader(linkType: .ethernet))
    var file = try CaptureFile(path: files.path("many.pcap"))
    #expect(readAll(&file).packets == packets)
  }

  @Test func `flushed packets are a whole savefile while the writer continues`() throws {
    var writer = try CaptureWriter(
      path: files.path("u.pcap"), header: SavefileHeader(linkType: .ethernet))
    #expect(try files.bytes("u.pcap").count == 24)
    for (index, packet) in Sample.packets.enumerated() {
      try writer.append(packet.header, packet.bytes.span)
      try writer.flush()
      var file = try CaptureFile(path: files.path("u.pcap"))
      #expect(readAll(&file) == (Array(Sample.packets.prefix(index + 1)), .endOfInput))
    }
  }

  @Test func `a savefile that cannot be created is refused with the reason`() throws {
    let header = try SavefileHeader(linkType: .ethernet)
    let path = files.path("no/such/directory.pcap")
    #expect(throws: CaptureError(.notFound, subject: path, reason: "No such file or directory")) {
      _ = try CaptureWriter(path: path, header: header)
    }
  }
}
