import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an update (RFC 8966, section 4.6.9); false if it is too short.
  mutating func printBabelUpdate(
    _ parameter: BabelParameter, _ bytes: Span<UInt8>, _ prefixes: inout BabelPrefixes
  ) throws(EarlyEnd) -> Bool {
    line.append("\n\tUpdate")
    guard parameter.length >= 10 else { return false }
    let encoding = parameter.byte(at: 0, bytes)
    let flags = parameter.byte(at: 1, bytes)
    let length = parameter.byte(at: 2, bytes)
    guard
      let prefix = prefixes.decode(
        bytes, at: parameter.start + 10, room: parameter.length - 10, encoding: encoding,
        length: length, omitted: Int(parameter.byte(at: 3, bytes)))
    else { return false }
    if flags & 0x80 != 0 { line.append("/prefix") }
    if flags & 0x40 != 0 { line.append("/id") }
    if flags & 0x3f != 0 { line.append("/unknown") }
    line.append(" ")
    if encoding == 0 {
      line.append("any")
    } else {
      printBabelPrefix(prefix.prefix, length, encoding: encoding)
    }
    line.put(" metric ", parameter.uint16(at: 8, bytes), " seqno ")
    line.put(parameter.uint16(at: 6, bytes), " interval ")
    printBabelUpdateInterval(parameter.uint16(at: 4, bytes))
    if flags & 0x80 != 0 { prefixes.remember(prefix.prefix, encoding: encoding) }
    printBabelExtras(parameter, bytes, from: parameter.start + 10 + prefix.byteCount)
    return true
  }

  /// Prints a request for a route, or for a newer one (RFC 8966, sections 4.6.10 and 4.6.11).
  mutating func printBabelRequest(
    _ parameter: BabelParameter, _ bytes: Span<UInt8>, _ prefixes: BabelPrefixes
  ) -> Bool {
    let isForSequence = parameter.type == 10
    line.append(isForSequence ? "\n\tSeqno Request " : "\n\tRoute Request ")
    let header = isForSequence ? 14 : 2
    guard parameter.length >= header else { return false }
    let encoding = parameter.byte(at: 0, bytes)
    let length = parameter.byte(at: 1, bytes)
    guard
      let prefix = prefixes.decode(
        bytes, at: parameter.start + header, room: parameter.length - header, encoding: encoding,
        length: length)
    else { return false }
    if isForSequence { line.put("(", parameter.byte(at: 4, bytes), " hops) ") }
    line.append("for ")
    if encoding == 0 {
      line.append(isForSequence ? "invalid AE 0" : "any")
    } else {
      printBabelPrefix(prefix.prefix, length, encoding: encoding)
    }
    if isForSequence {
      line.put(" seqno ", parameter.uint16(at: 2, bytes), " id ")
      printBabelIdentifier(bytes, at: parameter.start + 6)
    }
    return true
  }

  /// Prints an update of a route that depends on the source (draft-boutier-babel-source-specific-01).
  mutating func printBabelSourceUpdate(
    _ parameter: BabelParameter, _ bytes: Span<UInt8>, _ prefixes: BabelPrefixes
  ) throws(EarlyEnd) -> Bool {
    line.append("\n\tSS-Update")
    guard parameter.length >= 10 else { return false }
    let encoding = parameter.byte(at: 0, bytes)
    let sourceLength = parameter.byte(at: 1, bytes)
    let length = parameter.byte(at: 2, bytes)
    guard
      let prefix = prefixes.decode(
        bytes, at: parameter.start + 10, room: parameter.length - 10, encoding: encoding,
        length: length, omitted: Int(parameter.byte(at: 3, bytes)))
    else { return false }
    let next = 10 + prefix.byteCount
    guard
      let source = prefixes.decode(
        bytes, at: parameter.start + next, room: parameter.length - next, encoding: encoding,
        length: sourceLength)
    else { return false }
    line.append(" ")
    printBabelPrefix(prefix.prefix, length, encoding: encoding)
    line.append(" from ")
    printBabelPrefix(source.prefix, sourceLength, encoding: encoding)
    line.put(" metric ", parameter.uint16(at: 8, bytes), " seqno ")
    line.put(parameter.uint16(at: 6, bytes), " interval ")
    printBabelUpdateInterval(parameter.uint16(at: 4, bytes))
    printBabelExtras(parameter, bytes, from: parameter.start + next + source.byteCount)
    return true
  }

  /// Prints a request for a route that depends on the source.
  mutating func printBabelSourceRequest(
    _ parameter: BabelParameter, _ bytes: Span<UInt8>, _ prefixes: BabelPrefixes
  ) -> Bool {
    let isForSequence = parameter.type == 15
    line.append(isForSequence ? "\n\tSS-MH-Request " : "\n\tSS-Request ")
    let header = isForSequence ? 14 : 3
    guard parameter.length >= header else { return false }
    let encoding = parameter.byte(at: 0, bytes)
    let length = parameter.byte(at: 1, bytes)
    let sourceLength = parameter.byte(at: isForSequence ? 5 : 2, bytes)
    guard
      let prefix = prefixes.decode(
        bytes, at: parameter.start + header, room: parameter.length - header, encoding: encoding,
        length: length)
    else { return false }
    let next = header + prefix.byteCount
    guard
      let source = prefixes.decode(
        bytes, at: parameter.start + next, room: parameter.length - next, encoding: encoding,
        length: sourceLength)
    else { return false }
    if isForSequence {
      line.put("(", parameter.byte(at: 4, bytes), " hops) ")
    } else if encoding == 0 {
      line.append("for any")
      return true
    }
    line.append("for (")
    printBabelPrefix(prefix.prefix, length, encoding: encoding)
    line.append(", ")
    printBabelPrefix(source.prefix, sourceLength, encoding: encoding)
    line.append(")")
    if isForSequence {
      line.put(" seqno ", parameter.uint16(at: 2, bytes), " id ")
      printBabelIdentifier(bytes, at: parameter.start + 6)
    }
    return true
  }

  /// Prints the TLVs inside a TLV (RFC 8966, section 4.7).
  mutating func printBabelExtras(
    _ parameter: BabelParameter, _ bytes: Span<UInt8>, from start: Int
  ) {
    var offset = start
    while offset < parameter.end {
      let type = bytes[offset]
      offset += 1
      if type == 0 {
        line.append(" sub-pad1")
        continue
      }
      if type & 0x80 != 0 { line.append(" (M)") }
      guard offset < parameter.end, offset + 1 + Int(bytes[offset]) <= parameter.end else {
        printInvalid()
        return
      }
      let value = (offset + 1)..<(offset + 1 + Int(bytes[offset]))
      switch type {
      case 1: line.append(" sub-padn")
      case 2: printBabelDiversity(parameter, bytes.extracting(value))
      case 3:
        guard printBabelTimestamps(parameter, bytes.extracting(value)) else {
          printInvalid()
          return
        }
      default: line.put(" sub-unknown-0x", Hex(type, 2))
      }
      offset = value.upperBound
    }
  }

  private mutating func printBabelDiversity(_ parameter: BabelParameter, _ value: Span<UInt8>) {
    line.append(" sub-diversity")
    guard value.count > 0 else {
      line.append(" empty")
      return
    }
    for index in value.indices {
      line.append(index == 0 ? " " : "-")
      switch value[index] {
      case 0: line.append("reserved")
      case 255: line.append("all")
      case let channel: line.put(channel)
      }
    }
    if parameter.type != 8 && parameter.type != 13 { line.append(" (bogus)") }
  }

  /// Prints when a hello was sent, and when one was received; false if the times are missing.
  private mutating func printBabelTimestamps(
    _ parameter: BabelParameter, _ value: Span<UInt8>
  ) -> Bool {
    line.append(" sub-timestamp")
    let count = parameter.type == 4 ? 1 : parameter.type == 5 ? 2 : 0
    guard count > 0 else {
      line.append(" (bogus)")
      return true
    }
    guard value.count >= count * 4 else { return false }
    for index in 0..<count {
      let time = value.uint32(at: index * 4)
      line.put(index == 0 ? " " : "|", time / 1_000_000, ".", Padded(time % 1_000_000, 6), "s")
    }
    return true
  }

  mutating func printBabelIdentifier(_ bytes: Span<UInt8>, at offset: Int) {
    for index in 0..<8 {
      if index > 0 { line.append(":") }
      line.put(Hex(bytes[offset + index], 2))
    }
  }

  mutating func printBabelInterval(_ interval: UInt16) {
    if interval == 0 {
      line.append("0.0s (bogus)")
    } else {
      line.put(interval / 100, ".", Padded(interval % 100, 2), "s")
    }
  }

  private mutating func printBabelUpdateInterval(_ interval: UInt16) {
    if interval == 0xffff { line.append("infinity") } else { printBabelInterval(interval) }
  }

  mutating func printBabelAddress(_ address: UInt128) {
    if address >> 32 == 0xffff {
      printAddress(IPv4Address(rawValue: UInt32(truncatingIfNeeded: address)))
    } else {
      printAddress(IPv6Address(rawValue: address))
    }
  }

  private mutating func printBabelPrefix(_ prefix: UInt128, _ length: UInt8, encoding: UInt8) {
    let bits = encoding == 1 ? length &+ 96 : length
    if bits >= 96 && prefix >> 32 == 0xffff {
      printAddress(IPv4Address(rawValue: UInt32(truncatingIfNeeded: prefix)))
      line.put("/", bits - 96)
    } else {
      printAddress(IPv6Address(rawValue: prefix))
      line.put("/", bits)
    }
  }
}
