import PacketDissection
import TextOutput

extension PacketPrinter {
  /// The most bytes of a body that a single `-v` shows.
  private static let messageQueueDumpLimit = 128

  /// Prints the frames of ZeroMQ's transport protocol (ZMTP/1.0) in a TCP segment.
  mutating func printMessageQueue(_ bytes: Span<UInt8>) {
    line.append(": ZMTP/1.0")
    printMessageQueueFrames(ZMTPFrames(bytes))
  }

  /// Prints a datagram of ZeroMQ over PGM.
  mutating func printMessageQueueDatagram(_ datagram: borrowing ZMTPDatagram) {
    guard let first = datagram.messageOffset else {
      printTruncation("zmtp1")
      return
    }
    line.append("\n\t frame offset 0x", hex: first, digits: 4)
    let count: Int
    if first == 0xffff {
      count = max(datagram.length - 2, 0)
    } else if 2 + Int(first) > datagram.length {
      line.append(" (exceeds datagram declared length)")
      printTruncation("zmtp1")
      return
    } else {
      count = Int(first)
    }
    let captured = datagram.bytes.count - 2
    if count > 0 {
      line.append("\n\t frame intermediate part, ", decimal: count, " bytes")
      if count > captured { line.append(" (", decimal: captured, " captured)") }
      if options.verbosity > 0 {
        let shown = min(count, captured, dumpLimit)
        if shown > 1 {
          line.append(", first ", decimal: shown, " byte(s):")
          printMessageQueueBody(datagram.bytes.extracting(2..<(2 + shown)))
        }
      }
    }
    printMessageQueueFrames(ZMTPFrames(datagram.bytes, from: 2 + count))
  }

  private var dumpLimit: Int { options.verbosity == 1 ? Self.messageQueueDumpLimit : Int.max }

  private mutating func printMessageQueueFrames(_ all: consuming ZMTPFrames) {
    var frames = all
    while let frame = frames.nextFrame() {
      line.append("\n\t")
      if frame.length == 0 { continue }
      line.append(
        frame.lengthByteCount == 1
          ? " frame flags+body  (8-bit) length" : " frame flags+body (64-bit) length")
      if let length = frame.length { line.append(" ", decimal: length) }
      if let length = frame.length, let flags = frame.flags {
        if length > UInt64(frame.capturedLength) {
          line.append(" (", decimal: frame.capturedLength, " captured)")
        }
        line.append(", flags 0x", hex: flags, digits: 2)
        if options.verbosity > 0 {
          let shown = Int(min(length, UInt64(frame.capturedLength)))
          printMessageQueueFlags(flags)
          printMessageQueueBody(frames.bytes, frame, shown)
        }
      }
      if frames.isCut(frame) { printTruncation("zmtp1") }
    }
  }

  private mutating func printMessageQueueFlags(_ flags: UInt8) {
    line.append(" (")
    for bit in stride(from: UInt8(7), to: 0, by: -1) {
      line.append(flags >> bit & 1 != 0 ? "MBZ|" : "-|")
    }
    line.append(flags & 1 != 0 ? "MORE)" : "-)")
  }

  /// Dumps the body after the flags; `count` bytes of flags and body were captured.
  private mutating func printMessageQueueBody(
    _ bytes: Span<UInt8>, _ frame: ZMTPFrame, _ count: Int
  ) {
    let shown = options.verbosity == 1 ? min(count, Self.messageQueueDumpLimit + 1) : count
    guard shown > 1 else { return }
    line.append(", first ", decimal: shown - 1, " byte(s) of body:")
    let start = frame.offset + frame.lengthByteCount + 1
    printMessageQueueBody(bytes.extracting(start..<(start + shown - 1)))
  }

  private mutating func printMessageQueueBody(_ bytes: Span<UInt8>) {
    line.append(hexAndASCIIDump: bytes, indentation: 1)
  }
}
