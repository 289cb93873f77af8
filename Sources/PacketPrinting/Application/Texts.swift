import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the bytes of `range` as text, control characters in visible form; a cut ends the packet.
  mutating func printText(
    _ bytes: Span<UInt8>, _ range: Range<Int>, in name: String
  ) throws(EarlyEnd) {
    let stop = min(range.upperBound, bytes.count)
    for index in range.lowerBound..<max(stop, range.lowerBound) {
      line.append(visible: bytes[index])
    }
    if stop < range.upperBound { throw EarlyEnd(name: name) }
  }

  /// Prints the bytes of `range` as text up to the first zero; a cut before it ends the packet.
  mutating func printPaddedText(
    _ bytes: Span<UInt8>, _ range: Range<Int>, in name: String
  ) throws(EarlyEnd) {
    for index in range {
      let byte = try bytes.byte(at: index, in: name)
      if byte == 0 { return }
      line.append(visible: byte)
    }
  }
}
