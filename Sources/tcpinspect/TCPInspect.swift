// Temporary harness until the real command lands: tcpinspect [flags] -r FILE (classic pcap only).
import FoundationEssentials
import Glibc
import InternetTypes
import PacketDissection
import PacketPrinting

@main
struct TCPInspect {
  static func main() throws {
    var options = PrintOptions()
    var path = ""
    var arguments = CommandLine.arguments.dropFirst().makeIterator()
    while let argument = arguments.next() {
      if argument == "--nano" { options.hasNanoseconds = true; continue }
      if argument == "--explain-checksums" { options.explainsChecksums = true; continue }
      let letters = argument.dropFirst()
      for (i, letter) in letters.enumerated() {
        switch letter {
        case "r":
          let rest = String(letters.dropFirst(i + 1))
          path = rest.isEmpty ? arguments.next() ?? "" : rest
        case "n": break
        case "v": options.verbosity += 1
        case "e": options.showsLinkHeader = true
        case "q": options.quietness += 1
        case "S": options.usesAbsoluteSequenceNumbers = true
        case "K": options.ignoresChecksums = true
        case "#": options.showsPacketNumbers = true
        case "x": options.dumpsLinkHeader = options.dump == .hex; options.dump = .hex
        case "X": options.dumpsLinkHeader = options.dump == .hexAndASCII; options.dump = .hexAndASCII
        case "A": options.dumpsLinkHeader = options.dump == .ascii; options.dump = .ascii
        case "t":
          let styles: [TimestampStyle] = [.timeOfDay, .none, .epoch, .sincePrevious, .dateAndTime, .sinceFirst]
          options.timestampStyle = styles[letters.filter { $0 == "t" }.count]
        default: break
        }
        if letter == "r" { break }
      }
    }
    let data = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let big = data[0] == 0xa1
    func u32(_ o: Int) -> Int {
      let b = (0..<4).map { Int(data[o + (big ? 3 - $0 : $0)]) }
      return b[0] | b[1] << 8 | b[2] << 16 | b[3] << 24
    }
    let nano = [u32(0)] == [0xa1b2_3c4d]
    let linkNumber = u32(20) & 0x3ff_ffff
    let link = LinkType(rawValue: Int32(truncatingIfNeeded: linkNumber == 101 ? 12 : linkNumber))
    let snapshot = u32(16) == 0 ? 262_144 : u32(16)
    var printer = PacketPrinter(
      options: options,
      interfaceName: { index in
        var name = [CChar](repeating: 0, count: 17)
        return unsafe name.withUnsafeMutableBufferPointer { buffer in
          guard unsafe if_indextoname(index, buffer.baseAddress) != nil else { return nil }
          return unsafe String(cString: buffer.baseAddress!)
        }
      })
    var at = 24
    var number: UInt64 = 0
    var out: [UInt8] = []
    while at + 16 <= data.count {
      let size = u32(at + 8)
      guard at + 16 + size <= data.count else { break }
      number += 1
      let frame = data.span.extracting((at + 16)..<(at + 16 + min(size, snapshot)))
      let packet = Packet(decoding: frame, wireLength: u32(at + 12), linkType: link)
      printer.print(
        packet, frame: frame, statedLength: u32(at + 12),
        time: Timestamp(seconds: Int64(u32(at)), nanoseconds: Int64(u32(at + 4)) * (nano ? 1 : 1000)),
        number: number)
      printer.line.withBytes { bytes in for i in bytes.indices { out.append(bytes[i]) } }
      printer.line.removeAll()
      at += 16 + size
    }
    Swift.print(String(decoding: out, as: UTF8.self), terminator: "")
  }
}
