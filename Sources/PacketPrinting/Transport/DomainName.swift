import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a domain name in wire format (RFC 1035, section 4.1.4), pointers counted from `base`.
  ///
  /// - Returns: the offset after the name; nil if it is cut or invalid, which is printed.
  mutating func printDomainName(
    _ bytes: Span<UInt8>, at start: Int, base: Int, in name: String
  ) throws(EarlyEnd) -> Int? {
    var parts = DNSNameParts(at: start, base: base)
    var characters = 0
    while true {
      switch parts.next(in: bytes, work: &applications.nameWork) {
      case .label(let range):
        // Characters beyond the longest possible name are left out.
        let room = min(range.count, max(Self.maximumNameLength - characters, 0))
        let stop = range.lowerBound + room
        line.append(visible: bytes.extracting(range.lowerBound..<min(stop, bytes.count)))
        if room > 0 && stop > bytes.count { return nil }
        characters += range.count
      case .bits(let count, let range):
        try printBitLabel(count, bytes, at: range.lowerBound, in: name)
      case .root:
        if bytes[start] == 0 { line.append(".") }
        printNameTooLong(characters)
        return parts.end
      case .endOfBytes:
        printNameTooLong(characters)
        return parts.end
      case let last:
        printBadName(last)
        return nil
      }
      if characters <= Self.maximumNameLength { line.append(byte: UInt8(ascii: ".")) }
      characters += 1
    }
  }

  private mutating func printNameTooLong(_ characters: Int) {
    if characters > Self.maximumNameLength { line.append("<DOMAIN NAME TOO LONG>") }
  }

  /// Appends why a name ends before its root.
  private mutating func printBadName(_ part: DNSNameParts.Part) {
    switch part {
    case .badPointer: line.append("<BAD PTR>")
    case .unknownType: line.append("<BAD LABEL TYPE>")
    case .unknownExtendedType(let type): line.put("<ELT ", type, ">")
    default: break
    }
  }

  /// The longest domain name, in characters (RFC 1035, section 2.3.4).
  private static var maximumNameLength: Int { 255 }

  /// Prints a bit string label (RFC 2673, withdrawn by RFC 6891).
  private mutating func printBitLabel(
    _ count: Int, _ bytes: Span<UInt8>, at start: Int, in name: String
  ) throws(EarlyEnd) {
    line.append("\\[x")
    for index in 0..<(count / 8) {
      line.append(hex: UInt32(try bytes.byte(at: start + index, in: name)), digits: 2)
    }
    let bits = count % 8
    if bits > 0 {
      let byte = UInt32(try bytes.byte(at: start + count / 8, in: name))
      if bits > 4 {
        line.append(hex: byte & (0xff << UInt32(8 - bits)), digits: 2)
      } else {
        line.append(hex: byte >> 4 & 0x0f & (0x0f << UInt32(4 - bits)))
      }
    }
    line.put("/", count, "]")
  }
}
