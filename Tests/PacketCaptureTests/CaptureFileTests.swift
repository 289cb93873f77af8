import CaptureFormats
import Foundation
import InternetTypes
import PacketCapture
import SystemServices
import Testing

struct CaptureFileTests {
  let files: TestFiles

  init() throws { files = try TestFiles() }

  /// One savefile in every form that pcap files have.
  @Test(arguments: ["microseconds", "nanoseconds", "swapped", "swapped nanoseconds", "old lengths"])
  func `every form of pcap file yields the same packets`(_ form: String) throws {
    let bytes: [UInt8] =
      switch form {
      case "nanoseconds":
        Sample.savefile(Sample.packets, magic: 0xa1b2_3c4d, nanosecondsPerUnit: 1)
      case "swapped":
        Sample.savefile(Sample.packets, bytes32: { big($0) }, bytes16: { big($0) })
      case "swapped nanoseconds":
        Sample.savefile(
          Sample.packets, magic: 0xa1b2_3c4d, nanosecondsPerUnit: 1, bytes32: { big($0) },
          bytes16: { big($0) })
      case "old lengths":
        Sample.savefile(Sample.packets, minorVersion: 3)
      default: Sample.savefile(Sample.packets)
      }
    for precision in [TimestampPrecision.microseconds, .nanoseconds] {
      var file = try CaptureFile(path: files.file("a.pcap", bytes), precision: precision)
      #expect(file.linkType == .ethernet)
      #expect(file.snapshotLength == 262_144)
      #expect(file.isByteSwapped == form.hasPrefix("swapped"))
      #expect(file.version == (2, form == "old lengths" ? 3 : 4))
      let (packets, end) = readAll(&file)
      #expect(packets == Sample.packets)
      #expect(end == .endOfInput)
    }
  }

  @Test func `nanoseconds are kept or cut to microseconds by the reader's precision`() throws {
    let packet = Sample.packet(Sample.udpFrame, number: 1, seconds: 7, nanoseconds: 123_456_789)
    let path = try files.file(
      "n.pcap", Sample.savefile([packet], magic: 0xa1b2_3c4d, nanosecondsPerUnit: 1))
    var exact = try CaptureFile(path: path, precision: .nanoseconds)
    #expect(readAll(&exact).packets == [packet])
    var coarse = try CaptureFile(path: path)
    #expect(readAll(&coarse).packets.map(\.header.timestamp.nanoseconds) == [123_456_000])
  }

  @Test func `a fraction of more than a second is kept as stated`() throws {
    let packet = Sample.packet(Sample.udpFrame, number: 1, seconds: 7, nanoseconds: 2_000_001_000)
    var file = try CaptureFile(path: files.file("f.pcap", Sample.savefile([packet])))
    #expect(readAll(&file).packets == [packet])
  }

  @Test func `advance and withBytes read the same as forEachPacket`() throws {
    var file = try CaptureFile(path: files.file("a.pcap", Sample.savefile(Sample.packets)))
    #expect(file.withBytes { $0.count } == 0)
    var packets: [CopiedPacket] = []
    while try file.advance() == .packet {
      packets.append(CopiedPacket(header: file.current, bytes: file.withBytes { copy($0) }))
    }
    #expect(packets == Sample.packets)
    #expect(try file.advance() == .endOfInput)
  }

  @Test func `a body that returns false stops the loop, and the next loop continues after it`()
    throws
  {
    var file = try CaptureFile(path: files.file("a.pcap", Sample.savefile(Sample.packets)))
    var numbers: [Int] = []
    let end = file.forEachPacket { header, _ in
      numbers.append(header.number)
      return header.number < 2
    }
    #expect(end == .stopped)
    #expect(numbers == [1, 2])
    #expect(readAll(&file).packets == Array(Sample.packets.dropFirst(2)))
  }

  @Test func `the body's error is thrown with its own type`() throws {
    struct Refusal: Error, Equatable { var number: Int }
    var file = try CaptureFile(path: files.file("a.pcap", Sample.savefile(Sample.packets)))
    #expect(throws: Refusal(number: 1)) {
      _ = try file.forEachPacket { header, _ throws(Refusal) in throw Refusal(number: header.number)
      }
    }
  }

  /// Cut at every byte: whole packets first, then libpcap's error (texts from sf-pcap.c).
  @Test func `a savefile cut at any byte yields its whole packets, then the error`() throws {
    let packets = Array(Sample.packets.prefix(2))
    let bytes = Sample.savefile(packets)
    let firstEnd = 24 + 16 + packets[0].bytes.count
    for length in 24..<bytes.count {
      let path = try files.file("cut.pcap", Array(bytes.prefix(length)))
      var file = try CaptureFile(path: path)
      let (read, end) = readAll(&file)
      #expect(read == Array(packets.prefix(length < firstEnd ? 0 : 1)))
      let rest = length < firstEnd ? length - 24 : length - firstEnd
      if rest == 0 {
        #expect(end == .endOfInput)
        continue
      }
      let wanted = packets[length < firstEnd ? 0 : 1].bytes.count
      let reason =
        rest < 16
        ? "truncated dump file; tried to read 16 header bytes, only got \(rest)"
        : "truncated dump file; tried to read \(wanted) captured bytes, only got \(rest - 16)"
      #expect(end == .failed(CaptureError(.truncated, subject: path, reason: reason)))
    }
  }

  @Test func `records longer than the file's limit are cut to it, and absurd ones are refused`()
    throws
  {
    let path = try files.file("s.pcap", Sample.savefile(Sample.packets, snapshotLength: 30))
    var file = try CaptureFile(path: path)
    let (packets, end) = readAll(&file)
    #expect(packets.map(\.bytes) == Sample.packets.map { Array($0.bytes.prefix(30)) })
    #expect(end == .endOfInput)

    let absurd =
      Sample.savefile(Sample.packets) + little(UInt32(1)) + little(UInt32(2))
      + little(UInt32(0xffff_fff0)) + little(UInt32(60)) + Sample.udpFrame
    var hostile = try CaptureFile(path: files.file("h.pcap", absurd))
    let (before, failure) = readAll(&hostile)
    #expect(before == Sample.packets)
    #expect(
      failure
        == .failed(
          CaptureError(
            .malformed, subject: files.path("h.pcap"),
            reason: "invalid packet capture length 4294967280, bigger than snaplen of 262144")))
  }

  @Test func `records of every length are read across the end of the read buffer`() throws {
    var random = SystemRandomNumberGenerator()
    let packets =
      (1...400).map { number in
        let length = number % 7 == 0 ? 65_535 : Int.random(in: 0...3_000, using: &random)
        return Sample.packet(
          (0..<length).map { UInt8(truncatingIfNeeded: $0 &* number) }, number: number,
          seconds: Int64(number))
      } + [Sample.packet([UInt8](repeating: 7, count: 262_144), number: 401, seconds: 401)]
    var file = try CaptureFile(path: files.file("l.pcap", Sample.savefile(packets)))
    let (read, end) = readAll(&file)
    #expect(read == packets)
    #expect(end == .endOfInput)
  }

  @Test(
    arguments: [(LinkType.ethernet, 1), (.raw, 101), (.linuxCooked2, 276)] as [(LinkType, UInt32)])
  func `every packet has the link type and the interface of its file`(
    linkType: LinkType, number: UInt32
  ) throws {
    // In place by this machine's byte order, and by libpcap in the other one.
    for isSwapped in [false, true] {
      func field(_ value: UInt32) -> [UInt8] { isSwapped ? big(value) : little(value) }
      func half(_ value: UInt16) -> [UInt8] { isSwapped ? big(value) : little(value) }
      var bytes = field(0xa1b2_c3d4) + half(2) + half(4) + field(0) + field(0) + field(65_535)
      bytes += field(number)
      for _ in 0..<3 { bytes += field(1) + field(0) + field(4) + field(4) + [0x45, 0, 0, 4] }
      var file = try CaptureFile(path: files.file("types.pcap", bytes))
      #expect(file.interfaces.map(\.linkType) == [linkType])
      let (packets, end) = readAll(&file)
      #expect(packets.count == 3 && end == .endOfInput)
      for packet in packets {
        #expect(packet.header.linkType == linkType && packet.header.interface == 0)
      }
    }
  }

  /// A section header, an interface description and an enhanced packet, as pcapng's specification has them.
  @Test func `a pcapng file is read`() throws {
    let stamp: UInt64 = 1_700_000_000_000_001
    let section: [UInt8] =
      little(UInt32(0x0a0d_0d0a)) + little(UInt32(28))
      + little(UInt32(0x1a2b_3c4d)) + little(UInt16(1)) + little(UInt16(0))
      + little(UInt64.max) + little(UInt32(28))
    let interface: [UInt8] =
      little(UInt32(1)) + little(UInt32(20)) + little(UInt16(1))
      + little(UInt16(0)) + little(UInt32(65_535)) + little(UInt32(20))
    let frame = Sample.udpFrame
    let padding = [UInt8](repeating: 0, count: (4 - frame.count % 4) % 4)
    let length = UInt32(32 + frame.count + padding.count)
    var block: [UInt8] = little(UInt32(6)) + little(length) + little(UInt32(0))
    block += little(UInt32(stamp >> 32)) + little(UInt32(truncatingIfNeeded: stamp))
    block += little(UInt32(frame.count)) + little(UInt32(frame.count)) + frame + padding
    block += little(length)
    var file = try CaptureFile(path: files.file("a.pcapng", section + interface + block))
    #expect(file.linkType == .ethernet)
    #expect(file.snapshotLength == 65_535)
    #expect(
      readAll(&file).packets
        == [Sample.packet(frame, number: 1, seconds: 1_700_000_000, nanoseconds: 1_000)])
  }

  @Test(
    arguments: [
      ("empty", [], "truncated dump file; tried to read 4 file header bytes, only got 0"),
      ("three", [1, 2, 3], "truncated dump file; tried to read 4 file header bytes, only got 3"),
      ("magic", Array("this is no savefile at all\0".utf8), "unknown file format"),
      (
        "short", [0xd4, 0xc3, 0xb2, 0xa1, 2, 0],
        "truncated dump file; tried to read 24 file header bytes, only got 2"
      ),
    ] as [(String, [UInt8], String)])
  func `a file that is no savefile is refused with libpcap's text`(
    _ name: String, _ bytes: [UInt8], _ reason: String
  ) throws {
    let path = try files.file(name, bytes)
    #expect(
      throws: CaptureError(name == "magic" ? .malformed : .truncated, subject: path, reason: reason)
    ) {
      _ = try CaptureFile(path: path)
    }
    if let reference = try tcpdump(["-r", path]) {
      #expect(reference.errors == "tcpdump: \(reason)\n")
    }
  }

  @Test func `a missing file and a directory give one clear line`() throws {
    let missing = files.path("none")
    #expect(throws: CaptureError(.notFound, subject: missing, reason: "No such file or directory"))
    {
      _ = try CaptureFile(path: missing)
    }
    let directory = files.directory.path
    #expect(throws: CaptureError(.system, subject: directory, reason: "Is a directory")) {
      _ = try CaptureFile(path: directory)
    }
    #expect(
      CaptureError(.notFound, subject: "none", reason: "No such file or directory").description
        == "none: No such file or directory")
  }
}
