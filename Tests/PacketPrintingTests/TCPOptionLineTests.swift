import InternetTypes
import PacketDissection
import PacketPrinting
import Testing

/// A segment that no recorded capture has, and what tcpdump 4.99.3 prints of it behind the window with `-v -K`.
struct Row: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let flags: UInt8
  /// Bytes of the segment that the snapshot left out.
  let cut: Int
  let options: String
  let payload: String
  let expected: String

  init(
    _ name: String, flags: UInt8, cut: Int, options: String, payload: String, tcpdump: String
  ) {
    testDescription = name
    self.flags = flags
    self.cut = cut
    self.options = options
    self.payload = payload
    expected = tcpdump
  }

  /// The Ethernet frame of an IPv4 packet from 10.0.2.15.40986 to 10.0.2.4.50007.
  var frame: [UInt8] {
    let options = Self.bytes(options)
    let tcp: [UInt8] = [
      0xa0, 0x1a, 0xc3, 0x57, 0, 0, 0, 1, 0, 0, 0, 1, UInt8((20 + options.count) / 4) << 4, flags,
      0x01, 0xf6, 0, 0, 0, 0,
    ]
    let segment = tcp + options + Self.bytes(payload)
    let ip: [UInt8] = [
      0x45, 0, 0, UInt8(20 + segment.count), 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 2, 15, 10, 0, 2, 4,
    ]
    return [UInt8](repeating: 0, count: 12) + [0x08, 0x00] + ip + segment
  }

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }
}

struct TCPOptionLineTests {
  static let rows: [Row] = [
    Row(
      "the reason of a reset", flags: 0x14, cut: 0,
      options: "",
      payload: "676f20617761790a",
      tcpdump: ", length 8 [RST go away^J]"),
    Row(
      "more than thirty bytes of reason", flags: 0x04, cut: 0,
      options: "",
      payload: "78787878787878787878787878787878787878787878787878787878787879",
      tcpdump: ", length 31 [RST+ xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx]"),
    Row(
      "a reason cut by the snapshot", flags: 0x14, cut: 3,
      options: "",
      payload: "72656675736564",
      tcpdump: ", length 7 [!RST refu]"),
    Row(
      "bytes above ASCII in a reason", flags: 0x04, cut: 0,
      options: "",
      payload: "00807fc1ff20",
      tcpdump: ", length 6 [RST ^@M-^@^?M-AM-^? ]"),
    Row(
      "a digest over a payload that was cut", flags: 0x10, cut: 1,
      options: "13126b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b0101",
      payload: "4142",
      tcpdump: ", options [md5 snaplen too short, can't check -"
        + " 6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b,nop,nop], length 2"),
    Row(
      "a cut option behind a multipath one", flags: 0x10, cut: 6,
      options: "1e048000080a00000001000000020101",
      payload: "",
      tcpdump: ", options [mptcp 4 unknown,TS [|mptcp]>"),
    Row(
      "a cut length behind a multipath option", flags: 0x10, cut: 11,
      options: "1e048000080a00000001000000020101",
      payload: "",
      tcpdump: ", options [mptcp 4 unknown, [|mptcp]"),
    Row(
      "a header cut behind the end of its options", flags: 0x10, cut: 5,
      options: "1e04800000000000",
      payload: "4142",
      tcpdump: ", options [mptcp 4 unknown,eol], length 2 [remaining caplen(25) < header"
        + " length(28)] [|mptcp]"),
    Row(
      "a length that is wrong by one", flags: 0x10, cut: 0,
      options: "020305b401010101",
      payload: "",
      tcpdump: ", options [mss 1460[len 3],nop,nop,nop,nop], length 0"),
    Row(
      "a SACK of no whole blocks", flags: 0x10, cut: 0,
      options: "0101050600000001",
      payload: "",
      tcpdump: ", options [nop,nop,sack invalid sack], length 0"),
    Row(
      "a SACK cut in its second block", flags: 0x10, cut: 4,
      options: "010105120000000a000000140000001e00000028",
      payload: "",
      tcpdump: ", options [nop,nop,sack 2 {10:20} [|tcp]>"),
    Row(
      "the empty name of CC.ECHO", flags: 0x10, cut: 0,
      options: "0d06000000070101",
      payload: "",
      tcpdump: ", options [ 7,nop,nop], length 0"),
  ]

  @Test(arguments: rows)
  func `a segment's end is printed as tcpdump prints it`(_ row: Row) throws {
    var options = PrintOptions()
    options.timestampStyle = .none
    options.verbosity = 1
    options.ignoresChecksums = true
    let length = row.frame.count
    let frame = Array(row.frame.dropLast(row.cut))
    let packet = Packet(decoding: frame.span, wireLength: length, linkType: .ethernet)
    var printer = PacketPrinter(options: options)
    printer.print(
      packet, frame: frame.span, statedLength: length,
      time: Timestamp(seconds: 0, nanoseconds: 0), number: 1)
    let line = takeText(&printer.line)
    let window = try #require(line.firstRange(of: ", win 502"), "\(line)")
    #expect(line[window.upperBound...] == row.expected)
  }
}
