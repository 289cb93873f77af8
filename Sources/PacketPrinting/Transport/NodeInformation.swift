import InternetTypes
import PacketDissection
import TextOutput

/// Node information messages (RFC 4620): header of 16 bytes, then a subject or an answer.
extension PacketPrinter {
  /// Prints a node information query.
  mutating func printNodeInformationQuery(
    _ code: UInt8, _ bytes: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) {
    let size = bytes.count - start
    if size == 12 {
      line.append(" who-are-you request")
      return
    }
    line.append(" node information query")
    guard size >= 16 else {
      printTruncation(ICMPv6Message.name)
      return
    }
    line.append(" (")
    let type = bytes.uint16(at: start + 4)
    printQueryType(type, flags: bytes.uint16(at: start + 6))
    if type <= 1 {
      if size != 16 && options.verbosity > 0 { line.append(", invalid len") }
    } else if size == 16 {
      line.append(", 03 draft")
    } else {
      try printSubject(code, bytes, at: start + 16)
    }
    line.append(")")
  }

  /// Prints the query type and its flags.
  private mutating func printQueryType(_ type: UInt16, flags: UInt16) {
    switch type {
    case 0: line.append("noop")
    case 1: printSupportedTypes(flags)
    case 2: line.append("DNS name")
    case 3:
      line.append("node addresses")
      // The truncation flag has no meaning in a query.
      printAddressFlags(flags, isReply: false)
    default: line.append("unknown")
    }
  }

  private mutating func printSupportedTypes(_ flags: UInt16) {
    line.append("supported qtypes")
    if flags != 0 { line.append(flags & 1 != 0 ? " [C]" : " []") }
  }

  /// Appends the letters of the flags of node addresses, if any are set.
  private mutating func printAddressFlags(_ flags: UInt16, isReply: Bool) {
    guard flags != 0 else { return }
    line.append(" [")
    printFlagNames(
      UInt32(isReply ? flags : flags & ~1),
      [
        (0x40, "a"), (0x20, "G"), (0x10, "S"), (0x08, "L"), (0x04, "C"), (0x02, "A"), (0x01, "T"),
      ], separator: "", none: "")
    line.append("]")
  }

  /// Prints the subject of a query.
  private mutating func printSubject(
    _ code: UInt8, _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) {
    let size = bytes.count - offset
    switch code {
    case 0, 2:
      let needed = code == 0 ? 16 : 4
      guard size >= needed else { return }
      guard size == needed else {
        if options.verbosity > 0 { line.append(", invalid subject len") }
        return
      }
      line.append(", subject=")
      if code == 0 {
        printAddress(IPv6Address(rawValue: bytes.uint128(at: offset)))
      } else {
        printAddress(IPv4Address(rawValue: bytes.uint32(at: offset)))
      }
    case 1:
      line.append(", subject=DNS name")
      try printNodeName(bytes, at: offset)
    default: line.append(", unknown subject")
    }
  }

  /// Prints a name: with one length, as in an old draft, or as labels.
  private mutating func printNodeName(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) {
    let length = Int(try bytes.byte(at: offset, in: ICMPv6Message.name))
    guard length == bytes.count - offset - 1 else {
      printLabels(bytes, at: offset)
      return
    }
    if options.verbosity > 0 { line.append(", 03 draft") }
    line.append(", \"")
    for index in (offset + 1)..<bytes.count { line.append(visible: bytes[index]) }
    line.append("\"")
  }

  /// Prints the labels of an uncompressed name.
  private mutating func printLabels(_ bytes: Span<UInt8>, at start: Int) {
    var offset = start
    line.append(", \"")
    while offset < bytes.count {
      let length = Int(bytes[offset])
      offset += 1
      if length == 0 {
        if offset == bytes.count {
          line.append(".")
        } else if offset + 1 != bytes.count || bytes[offset] != 0 {
          line.append("???")
        }
        break
      }
      guard length <= bytes.count - offset else {
        line.append("???")
        break
      }
      for index in offset..<(offset + length) { line.append(visible: bytes[index]) }
      offset += length
      if offset + 1 < bytes.count && bytes[offset] != 0 { line.append(".") }
    }
    line.append("\"")
  }

  /// Prints a node information reply.
  mutating func printNodeInformationReply(
    _ code: UInt8, _ message: ICMPv6Message, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let start = message.start
    let size = bytes.count - start
    guard message.length <= size, size >= 16 else {
      printTruncation(ICMPv6Message.name)
      return
    }
    line.append(" node information reply (")
    let isVerbose = options.verbosity > 0
    switch code {
    case 0:
      if isVerbose { line.append("success, ") }
      try printAnswer(message, bytes)
    case 1, 2:
      line.append(code == 1 ? "refused" : "unknown")
      if size != 16 && isVerbose { line.append(", invalid length") }
    default: break
    }
    line.append(")")
  }

  /// Prints the answer of a reply.
  private mutating func printAnswer(
    _ message: ICMPv6Message, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let start = message.start
    let flags = bytes.uint16(at: start + 6)
    switch bytes.uint16(at: start + 4) {
    case 0:
      line.append("noop")
      if bytes.count - start != 16 && options.verbosity > 0 { line.append(", invalid length") }
    case 1: printSupportedTypes(flags)
    case 2:
      line.append("DNS name")
      try printNodeName(bytes, at: start + 20)
      if flags & 1 != 0 {
        let lifetime = try bytes.uint32(at: start + 16, in: ICMPv6Message.name)
        line.append(" [TTL=")
        line.append(decimal: lifetime)
        line.append("]")
      }
    case 3:
      line.append("node addresses")
      var offset = start + 16
      while offset + 20 <= bytes.count {
        line.append(" ")
        printAddress(IPv6Address(rawValue: bytes.uint128(at: offset + 4)))
        line.append("(")
        line.append(decimal: bytes.uint32(at: offset))
        line.append(")")
        offset += 20
      }
      printAddressFlags(flags, isReply: true)
    default: line.append("unknown")
    }
  }
}
