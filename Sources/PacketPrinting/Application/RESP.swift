import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the values of RESP, the protocol of Redis.
  mutating func printRESP(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    line.append(": RESP")
    var values = RESPValues(start: payload.start, length: payload.length)
    while let value = try values.next(in: bytes) {
      switch value {
      case .text(let range):
        line.append(" \"")
        line.append(visible: bytes.extracting(range))
        line.append("\"")
      case .null: line.append(" null")
      case .empty: line.append(" empty")
      case .negativeLength: line.append(" length negative and not -1")
      case .hugeLength: line.append(" length too large")
      case .invalidLength: line.append(" invalid")
      case .cut: printTruncation("resp")
      }
    }
  }
}
