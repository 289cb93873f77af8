import BasicContainers
import InternetTypes
import PacketDissection
import PacketPrinting
import TextOutput

/// A block of packets to be formatted together, and then their lines.
struct PrintBlock: TextBlock, ~Copyable {
  /// The number of packets, and of their bytes, at which a block is full.
  private static let limits = (packets: 512, bytes: 1 << 18)

  /// A packet with the context of its line, or the formatted line.
  struct Entry: Sendable {
    let packet: Packet
    let bytes: Range<Int>
    let statedLength: Int
    let time: RecordedTime
    let number: UInt64
    /// The context of the line; nil if the line was formatted in packet order and `bytes` are its text.
    let context: LineContext?
  }

  private var entries = UniqueArray<Entry>()
  private var bytes = UniqueArray<UInt8>()

  /// The lines, once they were made.
  private var text = UniqueArray<UInt8>()

  var number = 0

  var isFull: Bool { entries.count >= Self.limits.packets || bytes.count >= Self.limits.bytes }

  var isEmpty: Bool { entries.count == 0 }

  func write<E: Error>(_ output: (Span<UInt8>) throws(E) -> Void) throws(E) {
    try output(text.span)
  }

  /// Adds a packet whose line can be made later.
  mutating func append(
    _ packet: Packet, _ frame: Span<UInt8>, statedLength: Int, time: RecordedTime, number: UInt64,
    context: LineContext
  ) {
    let start = bytes.count
    bytes.append(copying: frame)
    entries.append(
      Entry(
        packet: packet, bytes: start..<bytes.count, statedLength: statedLength, time: time,
        number: number, context: context))
  }

  /// Adds a formatted line.
  mutating func append(_ packet: Packet, line: Span<UInt8>, time: RecordedTime) {
    let start = bytes.count
    bytes.append(copying: line)
    entries.append(
      Entry(
        packet: packet, bytes: start..<bytes.count, statedLength: 0, time: time, number: 0,
        context: nil))
  }

  /// Formats the lines of all packets, in their order; the printer's buffer is empty before and after.
  mutating func makeLines(_ printer: inout PacketPrinter) {
    for index in 0..<entries.count {
      let entry = entries[index]
      let frame = bytes.span.extracting(entry.bytes)
      if let context = entry.context {
        printer.print(
          entry.packet, frame: frame, statedLength: entry.statedLength, time: entry.time,
          number: entry.number, context: context)
      } else {
        printer.line.append(bytes: frame)
      }
    }
    printer.line.take { text.append(copying: $0) }
  }

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
  }
}
