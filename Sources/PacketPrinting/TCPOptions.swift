import InternetTypes
import PacketDissection

extension PacketPrinter {
  /// Prints the options of a TCP segment; false when the list is broken or cut, which ends the line.
  mutating func printTCPOptions(
    _ packet: Packet, _ frame: Span<UInt8>, sackBase: UInt32
  ) throws(EarlyEnd) -> Bool {
    if printTimestampsAlone(packet, frame) { return true }
    var iterator = TCPOptionIterator(packet)
    var isFirst = true
    while let step = iterator.next(in: frame) {
      if !isFirst { line.append(words.comma) }
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

  /// Prints the one option list that nearly every segment has, aligned time stamps (RFC 7323, appendix A); false when
  /// it is another.
  @inline(__always)
  private mutating func printTimestampsAlone(_ packet: Packet, _ frame: Span<UInt8>) -> Bool {
    let range = packet.tcpOptions
    guard range.count == 12, case .tcp(let header) = packet.transport, header.headerByteCount == 32
    else { return false }
    let options = frame.extracting(range)
    guard options.count == 12, options.uint32(at: 0) == 0x0101_080a else { return false }
    line.append(words.timestamps)
    line.append(decimal: options.uint32(at: 4), words.echo)
    line.append(decimal: options.uint32(at: 8))
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
      line.append(words.noOperation)
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
      line.append(words.sackPermitted)
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
