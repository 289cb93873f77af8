import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a router renumbering message (RFC 2894, section 3).
  mutating func printRouterRenumbering(
    _ code: UInt8, _ bytes: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) {
    guard bytes.has(16, at: start) else {
      printTruncation(ICMPv6Message.name)
      return
    }
    switch code {
    case 0: line.append(", command")
    case 1: line.append(", result")
    case 255: line.append(", sequence number reset")
    default:
      line.append(", code-#")
      line.append(decimal: UInt32(code))
    }
    line.append(", seq=")
    line.append(decimal: bytes.uint32(at: start + 4))
    if options.verbosity > 0 { printRenumberingFields(bytes, at: start) }
    guard code == 0 else { return }
    guard bytes.has(24, at: start + 16) else {
      printTruncation(ICMPv6Message.name)
      return
    }
    printMatchPrefix(bytes, at: start + 16)
    let length = Int(bytes[start + 17]) - 3
    guard length % 4 == 0 else {
      printTruncation(ICMPv6Message.name)
      return
    }
    var offset = start + 40
    for _ in 0..<max(length / 4, 0) {
      guard bytes.has(32, at: offset) else {
        printTruncation(ICMPv6Message.name)
        return
      }
      printUsePrefix(bytes, at: offset)
      offset += 32
    }
  }

  /// Prints flags, segment and delay in brackets.
  private mutating func printRenumberingFields(_ bytes: Span<UInt8>, at start: Int) {
    let flags = bytes[start + 9]
    line.append("[")
    if flags != 0 {
      printFlagNames(
        UInt32(flags), [(0x80, "T"), (0x40, "R"), (0x20, "A"), (0x10, "S"), (0x08, "P")],
        separator: "", none: "")
      line.append(",")
    }
    line.append("seg=")
    line.append(decimal: UInt32(bytes[start + 8]))
    line.append(",maxdelay=")
    line.append(decimal: UInt32(bytes.uint16(at: start + 10)))
    let reserved = bytes.uint32(at: start + 12)
    if reserved != 0 {
      line.append("rsvd=0x")
      line.append(hex: reserved)
    }
    line.append("]")
  }

  /// Prints the Match-Prefix part of a command: the prefixes that it selects.
  private mutating func printMatchPrefix(_ bytes: Span<UInt8>, at offset: Int) {
    line.append(options.verbosity > 1 ? "\n\t" : " ")
    line.append("match(")
    switch bytes[offset] {
    case 1: line.append("add")
    case 2: line.append("change")
    case 3: line.append("setglobal")
    case let code:
      line.append("#")
      line.append(decimal: UInt32(code))
    }
    if options.verbosity > 0 {
      line.append(",ord=")
      line.append(decimal: UInt32(bytes[offset + 2]))
      line.append(",min=")
      line.append(decimal: UInt32(bytes[offset + 4]))
      line.append(",max=")
      line.append(decimal: UInt32(bytes[offset + 5]))
    }
    line.append(",")
    line.append(IPv6Address(rawValue: bytes.uint128(at: offset + 8)))
    line.append("/")
    line.append(decimal: UInt32(bytes[offset + 3]))
    line.append(")")
  }

  /// Prints the Use-Prefix parts of a command: the new prefixes.
  private mutating func printUsePrefix(_ bytes: Span<UInt8>, at offset: Int) {
    line.append(options.verbosity > 1 ? "\n\t" : " ")
    line.append("use(")
    let flags = bytes[offset + 12]
    if flags != 0 {
      printFlagNames(UInt32(flags), [(0x80, "V"), (0x40, "P")], separator: "", none: "")
      line.append(",")
    }
    if options.verbosity > 0 {
      line.append("mask=0x")
      line.append(hex: UInt32(bytes[offset + 2]))
      line.append(",raflags=0x")
      line.append(hex: UInt32(bytes[offset + 3]))
      line.append(",vltime=")
      printRenumberingLifetime(bytes.uint32(at: offset + 4))
      line.append(",pltime=")
      printRenumberingLifetime(bytes.uint32(at: offset + 8))
      line.append(",")
    }
    line.append(IPv6Address(rawValue: bytes.uint128(at: offset + 16)))
    line.append("/")
    line.append(decimal: UInt32(bytes[offset]))
    line.append("/")
    line.append(decimal: UInt32(bytes[offset + 1]))
    line.append(")")
  }

  private mutating func printRenumberingLifetime(_ seconds: UInt32) {
    if seconds == UInt32.max { line.append("infty") } else { line.append(decimal: seconds) }
  }
}
