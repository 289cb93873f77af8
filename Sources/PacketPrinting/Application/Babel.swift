import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet of the Babel routing protocol (RFC 8966): the names of its TLVs, their values when verbose.
  mutating func printBabel(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    line.append("babel")
    guard let packet = BabelPacket(bytes, at: payload.start) else {
      printTruncation(BabelPacket.name)
      return
    }
    guard packet.magic == 42 else {
      line.append(" invalid header")
      return
    }
    line.put(" ", packet.version)
    guard packet.version == 2 else {
      line.append(" unknown version")
      return
    }
    guard payload.length >= BabelPacket.headerByteCount else {
      printInvalid()
      return
    }
    line.put(" (", packet.bodyLength, ")")
    let room = payload.length - BabelPacket.headerByteCount
    guard room >= packet.bodyLength else {
      printInvalid()
      return
    }
    let body = payload.start + BabelPacket.headerByteCount
    guard try printBabelParameters(bytes, body..<(body + packet.bodyLength)) else { return }
    guard room > packet.bodyLength else { return }
    line.append(options.verbosity > 0 ? "\n\t----" : " |")
    _ = try printBabelParameters(bytes, (body + packet.bodyLength)..<(body + room))
  }

  /// Prints the TLVs in `range`; false if one is cut or impossible, which it says.
  private mutating func printBabelParameters(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) -> Bool {
    var offset = range.lowerBound
    var prefixes = BabelPrefixes()
    let padding = options.verbosity > 0 ? words.babelPaddingLine : words.babelPadding
    while offset < range.upperBound {
      switch try BabelParameter.decode(bytes, at: offset, room: range.upperBound - offset) {
      case .padding:
        line.append(padding)
        offset += 1
      case .invalid:
        printInvalid()
        return false
      case .cut:
        printTruncation(BabelPacket.name)
        return false
      case .parameter(let parameter):
        let isValid =
          options.verbosity > 0
          ? try printBabelParameter(parameter, bytes, &prefixes)
          : printBabelName(parameter, bytes)
        guard isValid else {
          printInvalid()
          return false
        }
        offset = parameter.end
      }
    }
    return true
  }

  private mutating func printBabelName(_ parameter: BabelParameter, _ bytes: Span<UInt8>) -> Bool {
    guard parameter.type < 20 else {
      line.append(words.babelUnknown)
      return true
    }
    line.append(" ")
    line.append(Self.babelNames[Int(parameter.type)])
    guard parameter.type == 8 else { return true }
    guard parameter.length >= 10 else { return false }
    printBabelFlags(parameter.byte(at: 1, bytes))
    return true
  }

  private mutating func printBabelFlags(_ flags: UInt8) {
    if flags & 0x80 != 0 { line.append("/prefix") }
    if flags & 0x40 != 0 { line.append("/id") }
    if flags & 0x3f != 0 { line.append("/unknown") }
  }

  /// Prints a TLV on a line of its own; false if it is too short.
  private mutating func printBabelParameter(
    _ parameter: BabelParameter, _ bytes: Span<UInt8>, _ prefixes: inout BabelPrefixes
  ) throws(EarlyEnd) -> Bool {
    let length = parameter.length
    switch parameter.type {
    case 1: line.put("\n\tPad ", length + 2)
    case 2:
      line.append("\n\tAcknowledgment Request ")
      guard length >= 6 else { return false }
      line.put(Hex(parameter.uint16(at: 2, bytes), 4), " ")
      printBabelInterval(parameter.uint16(at: 4, bytes))
    case 3:
      line.append("\n\tAcknowledgment ")
      guard length >= 2 else { return false }
      line.put(Hex(parameter.uint16(at: 0, bytes), 4))
    case 4: return try printBabelHello(parameter, bytes)
    case 5: return try printBabelHeard(parameter, bytes, prefixes)
    case 6:
      line.append("\n\tRouter Id")
      guard length >= 10 else { return false }
      line.append(" ")
      printBabelIdentifier(bytes, at: parameter.start + 2)
    case 7: return printBabelNextHop(parameter, bytes, prefixes)
    case 8: return try printBabelUpdate(parameter, bytes, &prefixes)
    case 9, 10: return printBabelRequest(parameter, bytes, prefixes)
    case 11:
      line.append("\n\tTS/PC ")
      guard length >= 6 else { return false }
      line.put("timestamp ", parameter.uint32(at: 2, bytes), " packetcounter ")
      line.put(parameter.uint16(at: 0, bytes))
    case 12:
      line.append("\n\tHMAC ")
      guard length >= 18 else { return false }
      line.put("key-id ", parameter.uint16(at: 0, bytes), " digest-", length - 2, " ")
      for index in 2..<length { line.append(upperHexDigits: parameter.byte(at: index, bytes)) }
    case 13: return try printBabelSourceUpdate(parameter, bytes, prefixes)
    case 14, 15: return printBabelSourceRequest(parameter, bytes, prefixes)
    case 16: line.put("\n\tMAC len ", length)
    case 17:
      line.append("\n\tPC")
      guard length >= 4 else { return false }
      line.put(" value ", parameter.uint32(at: 0, bytes), " index len ", length - 4)
    case 18, 19:
      line.append(parameter.type == 18 ? "\n\tChallenge Request" : "\n\tChallenge Reply")
      guard length <= 192 else { return false }
      line.put(" len ", length)
    default: line.append(words.babelUnknownLine, decimal: UInt32(parameter.type))
    }
    return true
  }

  private mutating func printBabelHello(
    _ parameter: BabelParameter, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    line.append("\n\tHello ")
    guard parameter.length >= 6 else { return false }
    if parameter.uint16(at: 0, bytes) & 0x8000 != 0 { line.append("(Unicast) ") }
    line.put("seqno ", parameter.uint16(at: 2, bytes), " ")
    let interval = parameter.uint16(at: 4, bytes)
    if interval == 0 {
      line.append("unscheduled")
    } else {
      line.append("interval ")
      printBabelInterval(interval)
    }
    printBabelExtras(parameter, bytes, from: parameter.start + 6)
    return true
  }

  private mutating func printBabelHeard(
    _ parameter: BabelParameter, _ bytes: Span<UInt8>, _ prefixes: BabelPrefixes
  ) throws(EarlyEnd) -> Bool {
    line.append("\n\tIHU ")
    guard parameter.length >= 6 else { return false }
    let encoding = parameter.byte(at: 0, bytes)
    guard
      let address = prefixes.decode(
        bytes, at: parameter.start + 6, room: parameter.length - 6, encoding: encoding,
        length: nil)
    else {
      printTruncation(BabelPacket.name)
      return true
    }
    if encoding == 0 { line.append("any") } else { printBabelAddress(address.prefix) }
    line.put(" rxcost ", parameter.uint16(at: 2, bytes), " interval ")
    printBabelInterval(parameter.uint16(at: 4, bytes))
    printBabelExtras(parameter, bytes, from: parameter.start + 6 + address.byteCount)
    return true
  }

  private mutating func printBabelNextHop(
    _ parameter: BabelParameter, _ bytes: Span<UInt8>, _ prefixes: BabelPrefixes
  ) -> Bool {
    line.append("\n\tNext Hop")
    guard parameter.length >= 2 else { return false }
    let encoding = parameter.byte(at: 0, bytes)
    guard
      let address = prefixes.decode(
        bytes, at: parameter.start + 2, room: parameter.length - 2, encoding: encoding,
        length: nil)
    else { return false }
    line.append(" ")
    if encoding == 0 { line.append("invalid AE 0") } else { printBabelAddress(address.prefix) }
    return true
  }

  private static let babelNames = [
    "pad1", "padN", "ack-req", "ack", "hello", "ihu", "router-id", "nh", "update",
    "route-request", "seqno-request", "tspc", "hmac", "ss-update", "ss-request",
    "ss-mh-request", "mac", "pc", "challenge_request", "challenge_reply",
  ]
}
