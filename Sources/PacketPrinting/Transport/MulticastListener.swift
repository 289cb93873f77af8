import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a multicast listener message (RFC 2710; version 2: RFC 3810).
  mutating func printMulticastListener(
    _ type: ICMPv6Header.MessageType, _ message: ICMPv6Message, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    switch type {
    case .multicastListenerReportV2: try printListenerReport(message, bytes)
    case .multicastListenerQuery where message.length >= 28:
      line.append(" v2")
      try printListenerQuery(message, bytes)
    case .multicastListenerQuery where message.length != 24:
      line.append(" unknown-version (len ")
      line.append(decimal: message.length)
      line.append(") ")
    default:
      guard bytes.has(24, at: message.start) else { return }
      line.append("max resp delay: ")
      line.append(decimal: UInt32(bytes.uint16(at: message.start + 4)))
      line.append(" addr: ")
      printAddress(IPv6Address(rawValue: bytes.uint128(at: message.start + 8)))
    }
  }

  /// Prints a query of version 2 (RFC 3810, section 5.1).
  private mutating func printListenerQuery(
    _ message: ICMPv6Message, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let start = message.start
    let delay = UInt32(try bytes.uint16(at: start + 4, in: ICMPv6Message.name))
    if options.verbosity > 0 {
      line.append(" [max resp delay=")
      // From 32768 on it is a float: four bits of exponent and sign of it, twelve of mantissa.
      line.append(
        decimal: delay < 32_768
          ? delay : (delay & 0xfff | 0x1000) << ((delay & 0x7000) >> 12 + 3))
      line.append("]")
    }
    let group = try bytes.uint128(at: start + 8, in: ICMPv6Message.name)
    line.append(" [gaddr ")
    printAddress(IPv6Address(rawValue: group))
    if options.verbosity > 0 { try printQuerierFields(bytes, at: start + 24) }
    let count = Int(try bytes.uint16(at: start + 26, in: ICMPv6Message.name))
    if count > 0 {
      if message.length < 28 + count * 16 {
        line.append(" [invalid number of sources]")
      } else {
        try printSources(count, bytes, at: start + 28)
      }
    }
    line.append("]")
  }

  /// Prints suppress flag, robustness and query interval.
  private mutating func printQuerierFields(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) {
    let flags = try bytes.byte(at: offset, in: ICMPv6Message.name)
    if flags & 8 != 0 { line.append(" sflag") }
    if flags & 7 != 0 {
      line.append(" robustness=")
      line.append(decimal: UInt32(flags & 7))
    }
    let code = UInt32(try bytes.byte(at: offset + 1, in: ICMPv6Message.name))
    line.append(" qqi=")
    line.append(
      decimal: code < 128 ? code : (code & 0xf | 0x10) << ((code & 0x70) >> 4 + 3))
  }

  /// Appends how many sources there are, or all of them when very verbose.
  private mutating func printSources(
    _ count: Int, _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) {
    guard options.verbosity > 1 else {
      line.append(", ")
      line.append(decimal: count)
      line.append(" source(s)")
      return
    }
    line.append(" {")
    for index in 0..<count {
      let source = try bytes.uint128(at: offset + index * 16, in: ICMPv6Message.name)
      line.append(" ")
      printAddress(IPv6Address(rawValue: source))
    }
    line.append(" }")
  }

  /// Prints a report of version 2 (RFC 3810, section 5.2).
  private mutating func printListenerReport(
    _ message: ICMPv6Message, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    guard message.length >= 8 else {
      line.append(" [invalid len ")
      line.append(decimal: message.length)
      line.append("]")
      return
    }
    let count = Int(try bytes.uint16(at: message.start + 6, in: ICMPv6Message.name))
    line.append(", ")
    line.append(decimal: count)
    line.append(" group record(s)")
    if options.verbosity == 0 { return }
    var offset = message.start + 8
    let end = message.start + message.length
    for _ in 0..<count {
      guard offset + 20 <= end else {
        line.append(" [invalid number of groups]")
        return
      }
      let sources = try printGroupRecord(bytes, at: offset)
      guard offset + 20 + sources * 16 <= end else {
        line.append(" [invalid number of sources ")
        line.append(decimal: sources)
        line.append("]")
        return
      }
      try printSources(sources, bytes, at: offset + 20)
      line.append("]")
      offset += 20 + sources * 16
    }
  }

  /// Prints the beginning of a group record and returns how many sources it has.
  private mutating func printGroupRecord(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) -> Int {
    let group = try bytes.uint128(at: offset + 4, in: ICMPv6Message.name)
    line.append(" [gaddr ")
    printAddress(IPv6Address(rawValue: group))
    line.append(" ")
    switch bytes[offset] {
    case 1: line.append("is_in")
    case 2: line.append("is_ex")
    case 3: line.append("to_in")
    case 4: line.append("to_ex")
    case 5: line.append("allow")
    case 6: line.append("block")
    case let type:
      line.append(" [v2-report-#")
      line.append(decimal: UInt32(type))
      line.append("]")
    }
    return Int(bytes.uint16(at: offset + 2))
  }
}
