import Testing

@testable import PacketPrinting

struct HexDumpTests {
  /// `Hello World` and what is around it, as tcpdump -X shows it of a packet.
  let bytes = [UInt8]("Hello\tWorld!\r\n\u{7f}~ abc".utf8)

  @Test func `hexadecimal is sixteen bytes a line in pairs, the offset before them`() {
    let expected =
      "\n\t0x0000:  4865 6c6c 6f09 576f 726c 6421 0d0a 7f7e" + "\n\t0x0010:  2061 6263"
    #expect(text { $0.append(hexDump: bytes.span) } == expected)
  }

  @Test func `text begins in the same column for every line length`() {
    let expected =
      "\n\t0x0000:  4865 6c6c 6f09 576f 726c 6421 0d0a 7f7e  Hello.World!...~"
      + "\n\t0x0010:  2061 6263                                .abc"
    #expect(text { $0.append(hexAndASCIIDump: bytes.span) } == expected)
  }

  @Test(arguments: 1...16)
  func `a line of any number of bytes ends with its text in column 51`(_ count: Int) throws {
    let part = Array(bytes[..<count])
    let line = text { $0.append(hexAndASCIIDump: part.span) }
    #expect(line.count == 2 + 9 + 40 + 1 + count)
    let hex = text { $0.append(hexDump: part.span) }
    #expect(hex.count == 2 + 8 + count * 2 + (count + 1) / 2)
    #expect(line.hasPrefix(hex + " "))
  }

  @Test func `an odd byte is a group of its own`() {
    let three: [UInt8] = [1, 2, 3]
    #expect(text { $0.append(hexDump: three.span) } == "\n\t0x0000:  0102 03")
  }

  @Test func `nothing is dumped of nothing`() {
    let none: [UInt8] = []
    #expect(text { $0.append(hexDump: none.span) }.isEmpty)
    #expect(text { $0.append(hexAndASCIIDump: none.span) }.isEmpty)
  }

  @Test func `ASCII keeps blanks, tabs and newlines, and leaves out the return before one`() {
    #expect(text { $0.append(asciiDump: bytes.span) } == "\nHello\tWorld!\n.~ abc")
    let lone = [UInt8]("a\rb\r".utf8)
    #expect(text { $0.append(asciiDump: lone.span) } == "\na.b")
  }

  @Test func `offsets grow to five digits when they have to`() {
    let large = [UInt8](repeating: 0, count: 65_552)
    let dump = text { $0.append(hexDump: large.span) }
    #expect(dump.hasSuffix("\n\t0x10000:  0000 0000 0000 0000 0000 0000 0000 0000"))
  }
}
