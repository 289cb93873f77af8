import InternetTypes
import PacketDissection
import PacketPrinting
import Testing
import TextOutput

/// A frame and the line that tcpdump prints for it.
///
/// A table of them is text: `# name`, `$ option bytes-on-the-wire link-type` (Ethernet where none is named),
/// `< hexadecimal frame`, `= line|` and `+ its continuation|`; a second `=` is a second line of the same packet,
/// and `\t` is a tab.
struct RecordedLine: CustomTestStringConvertible {
  var name = ""
  var verbosity = 0
  var quietness = 0
  var showsLinkHeader = false
  var dump = PacketDump.none
  var linkType = LinkType.ethernet
  var wireLength = 0
  var frame: [UInt8] = []
  var expected = ""

  var testDescription: String { name }

  static func parse(_ table: String) -> [RecordedLine] {
    var lines: [RecordedLine] = []
    for row in table.split(separator: "\n") {
      let text = row.dropFirst(2)
      guard let last = lines.indices.last, row.first != "#" else {
        lines.append(RecordedLine(name: String(text)))
        continue
      }
      let shown = text.dropLast().replacing("\\t", with: "\t")
      switch row.first {
      case "$":
        let words = text.split(separator: " ")
        lines[last].verbosity = words[0].filter { $0 == "v" }.count
        lines[last].quietness = words[0].filter { $0 == "q" }.count
        lines[last].showsLinkHeader = words[0].contains("e")
        lines[last].dump = words[0].contains("x") ? .hex : .none
        if words.count > 2, let number = Int32(words[2]) {
          lines[last].linkType = LinkType(rawValue: number)
        }
        lines[last].wireLength = Int(words[1]) ?? 0
      case "<": lines[last].frame += bytes(text)
      case "=": lines[last].expected += (lines[last].expected.isEmpty ? "" : "\n") + shown
      default: lines[last].expected += shown
      }
    }
    return lines
  }

  private static func bytes(_ text: Substring) -> [UInt8] {
    let digits = text.compactMap { $0.hexDigitValue.map(UInt8.init) }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// What the printer makes of the first `count` bytes of the frame, without time and newline.
  func printed(first count: Int, verbosity: Int) -> String {
    var options = PrintOptions()
    options.timestampStyle = .none
    options.verbosity = verbosity
    options.quietness = quietness
    options.showsLinkHeader = showsLinkHeader
    options.dump = dump
    var printer = PacketPrinter(options: options)
    let captured = frame.span.extracting(first: count)
    let packet = Packet(decoding: captured, wireLength: wireLength, linkType: linkType)
    printer.print(
      packet, frame: captured, statedLength: wireLength,
      time: Timestamp(seconds: 1, nanoseconds: 0), number: 1)
    let text = printer.line.withBytes { bytes in
      var copy: [UInt8] = []
      for index in bytes.indices { copy.append(bytes[index]) }
      return String(decoding: copy, as: UTF8.self)
    }
    return String(text.dropLast())
  }
}
