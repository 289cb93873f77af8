import InternetTypes
import PacketDissection

extension PacketPrinter {
  /// Prints the options of a TCP segment; false when the list is broken or cut, which ends the line.
  mutating func printTCPOptions(
    _ packet: Packet, _ frame: Span<UInt8>, sackBase: UInt32
  ) throws(EarlyEnd) -> Bool {
    var iterator = TCPOptionIterator(packet)
    var isFirst = true
    while let step = iterator.next(in: frame) {
      if !isFirst { line.append(",") }
      let result: OptionResult
      switch step {
      case .cut: throw EarlyEnd(name: "tcp")
      case .badLength: result = .bad
      case .option(let option):
        result = try printTCPOption(option, packet, frame, sackBase)
        if option.kind == .endOfList { return true }
      }
      switch result {
      case .whole: isFirst = false
      case .bad:
        line.append(isFirst ? "[bad opt]" : "[bad opt]]")
        return false
      case .cut:
        printTruncation("tcp")
        if !isFirst { line.append(">") }
        return false
      }
    }
    return true
  }

  /// How an option's data turned out.
  enum OptionResult {
    case whole
    /// The data is shorter than the option needs.
    case bad
    /// The data was not captured.
    case cut
  }

  /// Prints one option.
  private mutating func printTCPOption(
    _ option: TCPOption, _ packet: Packet, _ frame: Span<UInt8>, _ sackBase: UInt32
  ) throws(EarlyEnd) -> OptionResult {
    let data = option.data
    switch option.kind {
    case .noOperation:
      line.append("nop")
    case .endOfList:
      line.append("eol")
    case .timestamps:
      line.append("TS")
      guard data.upperBound <= packet.end, data.count == 8 else { return .bad }
      line.append(" val ")
      line.append(decimal: frame.uint32(at: data.lowerBound))
      line.append(" ecr ")
      line.append(decimal: frame.uint32(at: data.lowerBound + 4))
    case .maximumSegmentSize:
      line.append("mss")
      guard data.upperBound <= packet.end, data.count == 2 else { return .bad }
      line.append(" ")
      line.append(decimal: UInt32(frame.uint16(at: data.lowerBound)))
    case .windowScale:
      line.append("wscale")
      guard data.upperBound <= packet.end, data.count == 1 else { return .bad }
      line.append(" ")
      line.append(decimal: UInt32(frame[data.lowerBound]))
    case .sackPermitted:
      line.append("sackOK")
    case .sack:
      line.append("sack")
      guard data.upperBound <= packet.end, data.count % 8 == 0 else { return .bad }
      line.append(" ")
      line.append(decimal: data.count / 8)
      line.append(" ")
      for edge in stride(from: data.lowerBound, to: data.upperBound, by: 8) {
        line.append("{")
        line.append(decimal: frame.uint32(at: edge) &- sackBase)
        line.append(":")
        line.append(decimal: frame.uint32(at: edge + 4) &- sackBase)
        line.append("}")
      }
    default:
      line.append("unknown-")
      line.append(decimal: UInt32(option.kind.rawValue))
    }
    return .whole
  }
}
