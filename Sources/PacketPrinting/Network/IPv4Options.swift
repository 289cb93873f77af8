import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the options of the IPv4 header; false if they are cut.
  mutating func printIPv4Options(
    _ packet: Packet, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    // Up to the datagram's captured end, so that offsets of the frame hold.
    let bytes = frame.extracting(first: packet.end)
    var options = IPv4OptionIterator(packet)
    var isFirst = true
    while let step = options.next(in: frame) {
      if !isFirst { line.append(",") }
      isFirst = false
      switch step {
      case .cut(let kind):
        if let kind { printIPv4OptionName(kind) }
        throw EarlyEnd(name: "ip")
      case .badLength(let kind, let length):
        printIPv4OptionName(kind)
        printBadLength(length)
        return true
      case .option(let option):
        printIPv4OptionName(option.kind)
        guard option.range.upperBound <= packet.end else { return false }
        switch option.kind {
        case .endOfList: return true
        case .timestamp:
          guard printTimestampOption(option, bytes) else { return false }
        case .recordRoute, .looseSourceRoute, .strictSourceRoute:
          guard printRouteOption(option, bytes) else { return false }
        case .routerAlert: printRouterAlert(frame.extracting(option.range))
        default: break
        }
      }
    }
    return true
  }

  private mutating func printIPv4OptionName(_ kind: IPv4Option.Kind) {
    switch kind {
    case .endOfList: line.append("EOL")
    case .noOperation: line.append("NOP")
    case .timestamp: line.append("timestamp")
    case .security: line.append("security")
    case .recordRoute: line.append("RR")
    case .strictSourceRoute: line.append("SSRR")
    case .looseSourceRoute: line.append("LSRR")
    case .routerAlert: line.append("RA")
    case .traceroute: line.append("traceroute")
    default:
      line.append("unknown ")
      line.append(decimal: UInt32(kind.rawValue))
    }
  }

  private mutating func printBadLength(_ length: Int) {
    line.append(" [bad length ")
    line.append(decimal: length)
    line.append("]")
  }

  /// Prints the value of a router alert that is not 0, "every router examines the packet".
  private mutating func printRouterAlert(_ option: Span<UInt8>) {
    guard option.count >= 4 else {
      printBadLength(option.count)
      return
    }
    let value = option.uint16(at: 2)
    if value != 0 {
      line.append(" value ")
      line.append(decimal: UInt32(value))
    }
  }

  /// Prints a recorded or prescribed route: a comma follows the addresses before the pointer.
  ///
  /// An option whose length does not fit its entries is read on after its end, as tcpdump does; false if the capture
  /// ends there.
  private mutating func printRouteOption(_ option: IPv4Option, _ bytes: Span<UInt8>) -> Bool {
    let (start, length) = (option.range.lowerBound, option.length)
    guard length >= 3 else {
      printBadLength(length)
      return true
    }
    if (length + 1) % 4 != 0 { printBadLength(length) }
    // The field counts from 1; a pointer of 0 wraps around and is bad like any that is too large.
    let stated = bytes[start + 2]
    let pointer = stated == 0 ? Int.max - 1 : Int(stated) - 1
    if pointer < 3 || (pointer + 1) % 4 != 0 || pointer > length + 1 {
      line.append(" ")
      printBadPointer(stated)
    }
    for offset in stride(from: 3, to: length, by: 4) {
      guard start + offset + 4 <= bytes.count else { return false }
      line.append(" ")
      printAddress(IPv4Address(rawValue: bytes.uint32(at: start + offset)))
      if pointer > offset { line.append(",") }
    }
    return true
  }

  private mutating func printBadPointer(_ stated: UInt8) {
    line.append("[bad ptr ")
    line.append(decimal: UInt32(stated))
    line.append("]")
  }

  /// Prints an Internet timestamp option: the timestamps, with their hosts where they are recorded; false if the
  /// capture ends in it.
  private mutating func printTimestampOption(_ option: IPv4Option, _ bytes: Span<UInt8>) -> Bool {
    let (start, length) = (option.range.lowerBound, option.length)
    guard length >= 4 else {
      line.append("[bad length ")
      line.append(decimal: length)
      line.append("]")
      return true
    }
    line.append(" TS{")
    let flag = bytes[start + 3] & 0x0f
    let hopLength = flag == 0 ? 4 : 8
    if (length - 4) % hopLength != 0 {
      line.append("[bad length ")
      line.append(decimal: length)
      line.append("]")
    }
    let stated = bytes[start + 2]
    let pointer = stated == 0 ? Int.max - 1 : Int(stated) - 1
    if pointer < 4 || (pointer - 4) % hopLength != 0 || pointer > length + 1 {
      printBadPointer(stated)
    }
    // After the last hop; 0 if the flag has no meaning.
    var last = 0
    switch flag {
    case 0, 1, 3:
      line.append(flag == 0 ? "TSONLY" : flag == 1 ? "TS+ADDR" : "PRESPEC")
      for offset in stride(from: 4, to: length, by: hopLength) {
        let hop = start + offset
        guard hop + hopLength <= bytes.count else { return false }
        line.append(pointer == offset ? " ^ " : " ")
        line.append(decimal: bytes.uint32(at: hop + hopLength - 4))
        line.append("@")
        if hopLength == 8 { printAddress(IPv4Address(rawValue: bytes.uint32(at: hop))) }
        last = offset + hopLength
      }
      last = max(last, 4)
    default:
      line.append("[bad ts type ")
      line.append(decimal: UInt32(flag))
      line.append("]")
    }
    if pointer == last { line.append(" ^ ") }
    let missed = bytes[start + 3] >> 4
    if missed > 0 {
      line.append(" [")
      line.append(decimal: UInt32(missed))
      line.append(" hops not recorded]} ")
    } else {
      line.append("}")
    }
    return true
  }
}
