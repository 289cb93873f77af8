import InternetTypes
import PacketDissection
import TextOutput

/// Control messages of RPL, the routing protocol for low-power and lossy networks (RFC 6550, section 6).
extension PacketPrinter {
  /// Prints a control message.
  mutating func printLowPowerRouting(
    _ code: UInt8, _ message: ICMPv6Message, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    guard code & 0x80 == 0 else {
      line.append(", (SEC) [worktodo]")
      return
    }
    line.append(", (CLR)")
    let start = message.start + 4
    let length = message.length - 4
    let isVerbose = options.verbosity > 0
    switch code {
    case 0: line.append("DODAG Information Solicitation")
    case 1:
      line.append("DODAG Information Object")
      if isVerbose { try printInformationObject(bytes, at: start, length: length) }
    case 2:
      line.append("Destination Advertisement Object")
      if isVerbose { try printAdvertisement(bytes, at: start, length: length) }
    case 3:
      line.append("Destination Advertisement Object Ack")
      if isVerbose { try printAcknowledgment(bytes, at: start, length: length) }
    default:
      line.append("RPL message, unknown code ")
      line.append(decimal: UInt32(code))
    }
  }

  /// Prints a DODAG information object (section 6.3).
  private mutating func printInformationObject(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    guard length >= 24 || length < 0 else {
      line.append(" [length ")
      line.append(decimal: length)
      line.append(" < 24]")
      printInvalid()
      return
    }
    try bytes.require(24, at: start, in: ICMPv6Message.name)
    line.append(" [dagid:")
    printAddress(IPv6Address(rawValue: bytes.uint128(at: start + 8)))
    line.append(",seq:")
    line.append(decimal: UInt32(bytes[start + 5]))
    line.append(",instance:")
    line.append(decimal: UInt32(bytes[start]))
    line.append(",rank:")
    line.append(decimal: UInt32(bytes.uint16(at: start + 2)))
    let mode = bytes[start + 4]
    line.append(mode & 0x80 != 0 ? ",grounded,mop:" : ",mop:")
    switch mode >> 3 & 7 {
    case 0: line.append("nonstoring")
    case 1: line.append("storing")
    case 2: line.append("nonstoring-multicast")
    case 3: line.append("storing-multicast")
    case let number:
      line.append("mop")
      line.append(decimal: UInt32(number))
    }
    line.append(",prf:")
    line.append(decimal: UInt32(mode & 7))
    line.append("]")
    if options.verbosity > 1 {
      try printRoutingOptions(bytes, at: start + 24, length: length - 24)
    }
  }

  /// Prints a destination advertisement (section 6.4).
  private mutating func printAdvertisement(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    // tcpdump requires the bytes of the optional identifier before it checks whether it is present.
    guard bytes.has(20, at: start) else {
      printTruncation(ICMPv6Message.name)
      return
    }
    let flags = bytes[start + 1]
    let hasIdentifier = flags & 0x40 != 0
    let size = hasIdentifier ? 20 : 4
    guard length >= size else {
      line.append(" [|length too short]")
      return
    }
    printIdentifier(hasIdentifier, bytes, at: start)
    line.append(",seq:")
    line.append(decimal: UInt32(bytes[start + 3]))
    line.append(",instance:")
    line.append(decimal: UInt32(bytes[start]))
    if flags & 0x80 != 0 { line.append(",acK") }
    if hasIdentifier { line.append(",Dagid") }
    line.append(",")
    line.append(hex: UInt32(flags), digits: 2)
    line.append("]")
    if options.verbosity > 1 {
      try printRoutingOptions(bytes, at: start + size, length: length - size)
    }
  }

  /// Prints the acknowledgment of a destination advertisement (section 6.5).
  private mutating func printAcknowledgment(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    guard bytes.has(4, at: start) else {
      printTruncation(ICMPv6Message.name)
      return
    }
    guard length >= 4 else {
      line.append(" [|dao-length too short]")
      return
    }
    let hasIdentifier = bytes[start + 1] & 0x80 != 0
    let size = hasIdentifier ? 20 : 4
    guard bytes.has(size, at: start) else {
      printTruncation(ICMPv6Message.name)
      return
    }
    guard length >= size else {
      line.append(" [|dao-length too short]")
      return
    }
    printIdentifier(hasIdentifier, bytes, at: start)
    line.append(",seq:")
    line.append(decimal: UInt32(bytes[start + 2]))
    line.append(",instance:")
    line.append(decimal: UInt32(bytes[start]))
    line.append(",status:")
    line.append(decimal: UInt32(bytes[start + 3]))
    line.append("]")
    if options.verbosity > 1 {
      try printRoutingOptions(bytes, at: start + size, length: length - size)
    }
  }

  /// Appends the DODAG identifier of a message, if it has one.
  private mutating func printIdentifier(
    _ hasIdentifier: Bool, _ bytes: Span<UInt8>, at start: Int
  ) {
    line.append(" [dagid:")
    if hasIdentifier {
      printAddress(IPv6Address(rawValue: bytes.uint128(at: start + 4)))
    } else {
      line.append("<elided>")
    }
  }

  /// Prints the options of a control message (section 6.7).
  private mutating func printRoutingOptions(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    var offset = start
    let end = start + length
    while offset < end {
      let type = try bytes.byte(at: offset, in: ICMPv6Message.name)
      if type == 0 {
        line.append(" opt:pad1")
        offset += 1
        continue
      }
      guard offset + 2 <= end else {
        printTruncation(ICMPv6Message.name)
        return
      }
      let size = Int(try bytes.byte(at: offset + 1, in: ICMPv6Message.name)) + 2
      line.append(" opt:")
      printRoutingOptionName(type)
      line.append(" len:")
      line.append(decimal: size)
      line.append(" ")
      guard bytes.has(size, at: offset), offset + size <= end else {
        printTruncation(ICMPv6Message.name)
        return
      }
      if options.verbosity > 2 {
        line.append(hexDump: bytes.extracting((offset + 2)..<(offset + size)), indent: " ")
      }
      offset += size
    }
  }

  private mutating func printRoutingOptionName(_ type: UInt8) {
    switch type {
    case 1: line.append("padN")
    case 2: line.append("metrics")
    case 3: line.append("routinginfo")
    case 4: line.append("config")
    case 5: line.append("rpltarget")
    case 6: line.append("transitinfo")
    case 8: line.append("destprefix")
    case 9: line.append("rpltargetdesc")
    default:
      line.append("subopt:")
      line.append(decimal: UInt32(type))
    }
  }
}
