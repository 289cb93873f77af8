import PacketDissection
import PacketPrinting
import TextOutput

/// The threads that format lines.
typealias PrintCrew = TextCrew<PrintBlock>

/// Formats the lines of a run in several threads; input and output are in packet order.
struct ParallelLines: ~Copyable {
  private var text: OrderedText<PrintBlock>

  /// Lines formatted by a crew's threads.
  init(_ crew: PrintCrew) { text = OrderedText(crew) }

  /// Threads with a printer each.
  static func crew(_ makePrinter: @escaping @Sendable () -> PacketPrinter) -> PrintCrew {
    PrintCrew(
      makeBlock: { PrintBlock() },
      makeWork: {
        var printer = makePrinter()
        return { $0.makeLines(&printer) }
      })
  }

  /// Adds a packet; `printer` formats its line at once if the line depends on earlier packets.
  mutating func append(_ line: consuming PendingLine, _ printer: inout PacketPrinter) {
    let frame = line.frame
    if let context = printer.context(of: line.packet) {
      text.block.append(
        line.packet, frame, statedLength: line.statedLength, time: line.time, number: line.number,
        context: context)
    } else {
      printer.print(
        line.packet, frame: frame, statedLength: line.statedLength, time: line.time,
        number: line.number)
      let (packet, time) = (line.packet, line.time)
      printer.line.take { text.block.append(packet, line: $0, time: time) }
    }
  }

  /// Whether the current block must be handed over.
  var isFull: Bool { text.block.isFull }

  /// Hands over the current block and writes formatted ones; if too many are pending, formats lines itself.
  ///
  /// - Throws: if output fails.
  mutating func handOver<E: Error>(
    _ printer: inout PacketPrinter, _ write: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    text.handOver()
    try text.advance({ $0.makeLines(&printer) }, write)
  }

  /// Writes all lines of the packets added so far.
  ///
  /// - Throws: if output fails.
  mutating func drain<E: Error>(
    _ printer: inout PacketPrinter, _ write: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    try text.drain({ $0.makeLines(&printer) }, write)
  }
}
