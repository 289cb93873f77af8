import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a Geneve header (RFC 8926, section 3.4) with its options, and its payload.
  mutating func printGeneve(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    line.append("Geneve")
    guard length >= GeneveHeader.minimumByteCount else {
      line.append(" [length ")
      line.append(decimal: length)
      line.append(" < 8]")
      printInvalid()
      return
    }
    guard bytes.has(GeneveHeader.minimumByteCount, at: start) else {
      printTruncation("geneve")
      return
    }
    guard bytes[start] >> 6 == 0 else {
      line.append(" ERROR: unknown-version ")
      line.append(decimal: UInt32(bytes[start] >> 6))
      return
    }
    printGeneveFields(bytes, at: start)
    let type = EtherType(rawValue: bytes.uint16(at: start + 2))
    if options.showsLinkHeader { printTunnelProtocol(type.rawValue) }
    let optionBytes = Int(bytes[start] & 0x3f) * 4
    let rest = length - GeneveHeader.minimumByteCount
    guard rest >= optionBytes else {
      line.append(" truncated-geneve - ")
      line.append(decimal: optionBytes - rest)
      line.append(" bytes missing")
      return
    }
    let optionStart = start + GeneveHeader.minimumByteCount
    guard bytes.has(optionBytes, at: optionStart) else {
      printTruncation("geneve")
      return
    }
    if optionBytes > 0 {
      line.append(", options [")
      if options.verbosity > 0 {
        let end = optionStart + optionBytes
        printGeneveOptions(bytes.extracting(optionStart..<end))
      } else {
        line.append(decimal: optionBytes)
        line.append(" bytes")
      }
      line.append("]")
    }
    line.append(options.verbosity < 1 ? ": " : "\n\t")
    try printGenevePayload(type, bytes, at: optionStart + optionBytes, length: rest - optionBytes)
  }

  /// Prints the flags and the network identifier.
  private mutating func printGeneveFields(_ bytes: Span<UInt8>, at start: Int) {
    line.append(", Flags [")
    printFlagNames(
      UInt32(bytes[start + 1]),
      [
        (0x80, "O"), (0x40, "C"), (0x20, "R1"), (0x10, "R2"), (0x08, "R3"), (0x04, "R4"),
        (0x02, "R5"), (0x01, "R6"),
      ], separator: "", none: "none")
    line.append("], vni 0x")
    line.append(hex: bytes.uint24(at: start + 4))
    if bytes[start + 7] != 0 {
      line.append(", rsvd 0x")
      line.append(hex: UInt32(bytes[start + 7]))
    }
  }

  /// Prints the payload of Geneve.
  private mutating func printGenevePayload(
    _ type: EtherType, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    if type == .transparentEthernet {
      try printInnerEthernet(bytes, at: start, length: length)
    } else if try !printPayload(type, bytes, at: start, length: length) {
      line.append("geneve-proto-0x")
      line.append(hex: UInt32(type.rawValue))
    }
  }

  /// Prints each option's class, type and length, and its data when very verbose.
  private mutating func printGeneveOptions(_ bytes: Span<UInt8>) {
    var offset = 0
    while bytes.has(4, at: offset) {
      if offset > 0 { line.append(", ") }
      let optionClass = bytes.uint16(at: offset)
      let type = bytes[offset + 2]
      let length = 4 + Int(bytes[offset + 3] & 0x1f) * 4
      line.append("class ")
      line.append(Self.geneveOptionClass(optionClass))
      line.append(" (0x")
      line.append(hex: UInt32(optionClass))
      line.append(") type 0x")
      line.append(hex: UInt32(type))
      if type & 0x80 != 0 { line.append("(C)") }
      line.append(" len ")
      line.append(decimal: length)
      guard bytes.has(length, at: offset) else {
        line.append(" [bad length]")
        return
      }
      if options.verbosity > 1 && length > 4 {
        line.append(" data")
        for place in stride(from: offset + 4, to: offset + length, by: 4) {
          line.append(" ")
          line.append(hex: bytes.uint32(at: place), digits: 8)
        }
      }
      offset += length
    }
  }

  /// The owner of an option class (IANA registry).
  private static func geneveOptionClass(_ number: UInt16) -> String {
    switch number {
    case 0x0100: "Linux"
    case 0x0101: "Open vSwitch"
    case 0x0102: "Open Virtual Networking (OVN)"
    case 0x0103: "In-band Network Telemetry (INT)"
    case 0x0104: "VMware"
    case ...0x00ff: "Standard"
    case 0xfff0...: "Experimental"
    default: "Unknown"
    }
  }
}
