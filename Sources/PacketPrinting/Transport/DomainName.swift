import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a domain name in wire format (RFC 1035, section 4.1.4), pointers counted from `base`.
  ///
  /// - Returns: the offset after the name; nil if it is cut or invalid, which is printed.
  mutating func printDomainName(
    _ bytes: Span<UInt8>, at start: Int, base: Int, in name: String
  ) throws(EarlyEnd) -> Int? {
    guard bytes.has(1, at: start), var length = printLabelLength(bytes, at: start) else {
      return nil
    }
    var first = bytes[start]
    var offset = start + 1
    var end = first & 0xc0 == 0xc0 ? offset : offset + length
    // Compared as tcpdump 4.99 does: a name before its base may point anywhere.
    var limit = UInt32(truncatingIfNeeded: start - base)
    let isPointer = first & 0xc0 == 0xc0
    var hasJumped = false
    var characters = 0
    if first == 0 {
      line.append(".")
      return end
    }
    while first != 0 && offset < bytes.count {
      switch first & 0xc0 {
      case 0xc0:
        if !hasJumped {
          end = offset + 1
          hasJumped = true
        }
        guard bytes.has(1, at: offset) else { return nil }
        let target = (Int(first) << 8 | Int(bytes[offset])) & 0x3fff
        // Pointers must lead backwards, so that a name ends; and their number is limited, so that the names of a
        // message do not take quadratic time.
        applications.nameJumps += 1
        guard target < limit, applications.nameJumps <= Self.maximumNameJumps else {
          line.append("<BAD PTR>")
          return nil
        }
        limit = UInt32(target)
        offset = base + target
        guard bytes.has(1, at: offset), let next = printLabelLength(bytes, at: offset) else {
          return nil
        }
        first = bytes[offset]
        length = next
        offset += 1
        continue
      case 0x40: guard try printBitLabel(bytes, at: offset, in: name) else { return nil }
      default:
        // Characters beyond the longest possible name are left out.
        let room = min(length, max(Self.maximumNameLength - characters, 0))
        let stop = min(offset + room, bytes.count)
        line.append(visible: bytes.extracting(offset..<max(stop, offset)))
        if room > 0 && offset + room > bytes.count { return nil }
        characters += length
      }
      offset += length
      if characters <= Self.maximumNameLength { line.append(".") }
      characters += 1
      guard bytes.has(1, at: offset), let next = printLabelLength(bytes, at: offset) else {
        return nil
      }
      first = bytes[offset]
      length = next
      offset += 1
      if !hasJumped { end += length + 1 }
    }
    if characters > Self.maximumNameLength { line.append("<DOMAIN NAME TOO LONG>") }
    // A pointer without its second byte is not followed.
    return isPointer && !hasJumped ? nil : end
  }

  /// The most pointers followed in one packet: more than a message of 65,535 bytes needs.
  private static var maximumNameJumps: Int { 16_384 }

  /// The longest domain name, in characters (RFC 1035, section 2.3.4).
  private static var maximumNameLength: Int { 255 }

  /// The length of the label at `offset`; nil, which is printed, if the label type is unknown.
  private mutating func printLabelLength(_ bytes: Span<UInt8>, at offset: Int) -> Int? {
    let byte = bytes[offset]
    switch byte & 0xc0 {
    case 0x80:
      line.append("<BAD LABEL TYPE>")
      return nil
    case 0x40:
      guard byte & 0x3f == 1 else {
        line.append("<ELT ")
        line.append(decimal: UInt32(byte & 0x3f))
        line.append(">")
        return nil
      }
      guard bytes.has(1, at: offset + 1) else { return nil }
      let bits = bytes[offset + 1] == 0 ? 256 : Int(bytes[offset + 1])
      return (bits + 7) / 8 + 1
    default: return Int(byte)
    }
  }

  /// Prints a bit string label (RFC 2673, withdrawn by RFC 6891), whose bit count is at `offset`.
  private mutating func printBitLabel(
    _ bytes: Span<UInt8>, at offset: Int, in name: String
  ) throws(EarlyEnd) -> Bool {
    guard bytes.has(1, at: offset) else { return false }
    let count = bytes[offset] == 0 ? 256 : Int(bytes[offset])
    line.append("\\[x")
    var bits = count
    var at = offset + 1
    while bits > 7 {
      line.append(hex: UInt32(try bytes.byte(at: at, in: name)), digits: 2)
      bits -= 8
      at += 1
    }
    if bits > 0 {
      let byte = UInt32(try bytes.byte(at: at, in: name))
      if bits > 4 {
        line.append(hex: byte & (0xff << UInt32(8 - bits)), digits: 2)
      } else {
        line.append(hex: byte >> 4 & 0x0f & (0x0f << UInt32(4 - bits)))
      }
    }
    line.append("/")
    line.append(decimal: count)
    line.append("]")
    return true
  }
}
