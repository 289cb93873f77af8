import Foundation
import InternetTypes
import PacketDissection
import PacketPrinting
import TextOutput

/// A recorded capture of the repository, read with as little as it takes: little-endian pcap with microseconds.
struct Savefile {
  struct Record {
    let time: Timestamp
    let wireLength: Int
    let frame: [UInt8]
  }

  let linkType: LinkType
  let records: [Record]

  /// Where the recorded captures are.
  static let directory = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

  init(_ name: String) throws {
    let bytes = [UInt8](try Data(contentsOf: Self.directory.appending(path: name)))
    func number(_ offset: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << ($1 * 8) }
    }
    linkType = LinkType(rawValue: Int32(number(20)))
    var records: [Record] = []
    var offset = 24
    while offset + 16 <= bytes.count {
      let captured = number(offset + 8)
      records.append(
        Record(
          time: Timestamp(
            seconds: Int64(number(offset)), nanoseconds: Int64(number(offset + 4)) * 1_000),
          wireLength: number(offset + 12),
          frame: Array(bytes[(offset + 16)..<(offset + 16 + captured)])))
      offset += 16 + captured
    }
    self.records = records
  }

  /// What is printed of each packet, without the newline at the end.
  func printed(_ options: PrintOptions) -> [String] {
    var printer = PacketPrinter(options: options)
    var texts: [String] = []
    for (index, record) in records.enumerated() {
      let packet = Packet(
        decoding: record.frame.span, wireLength: record.wireLength, linkType: linkType)
      printer.print(
        packet, frame: record.frame.span, statedLength: record.wireLength, time: record.time,
        number: UInt64(index) + 1)
      texts.append(takeText(&printer.line))
    }
    return texts
  }

  /// What tcpdump printed of each packet: a packet's further lines begin with a blank or a tab.
  static func golden(_ name: String) throws -> [String] {
    let text = try String(contentsOf: directory.appending(path: "golden/\(name)"), encoding: .utf8)
    var packets: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.first?.isNumber == true || packets.isEmpty {
        packets.append(String(line))
      } else {
        packets[packets.count - 1] += "\n" + line
      }
    }
    return packets
  }
}

/// The text in a buffer, which is empty afterwards, without the newline at its end.
func takeText(_ line: inout TextBuffer) -> String {
  let bytes = line.withBytes { span in
    var bytes: [UInt8] = []
    for index in span.indices { bytes.append(span[index]) }
    return bytes
  }
  line.removeAll()
  return String(decoding: bytes.last == 0x0a ? bytes.dropLast() : bytes[...], as: UTF8.self)
}

/// What `body` appends to an empty buffer.
func text(_ body: (inout TextBuffer) -> Void) -> String {
  var line = TextBuffer(capacity: 64)
  body(&line)
  return takeText(&line)
}
