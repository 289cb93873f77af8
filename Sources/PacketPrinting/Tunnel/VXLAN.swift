import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a VXLAN header (RFC 7348, section 5), and the Ethernet frame after it on a line of its own.
  mutating func printVXLAN(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    line.append("VXLAN")
    guard length >= VXLANHeader.byteCount else {
      printInvalid()
      return
    }
    let flags = try bytes.byte(at: start, in: "vxlan")
    line.append(", flags [")
    line.append(flags & 0x08 != 0 ? "I" : "invalid")
    line.append("] (0x")
    line.append(hex: UInt32(flags), digits: 2)
    line.append("), ")
    try bytes.require(3, at: start + 4, in: "vxlan")
    line.append("vni ")
    line.append(decimal: bytes.uint24(at: start + 4))
    line.append("\n")
    try bytes.require(1, at: start + 7, in: "vxlan")
    try printInnerEthernet(
      bytes, at: start + VXLANHeader.byteCount, length: length - VXLANHeader.byteCount)
  }

  /// Prints a header of VXLAN's Generic Protocol Extension (draft-ietf-nvo3-vxlan-gpe) and its payload.
  mutating func printGenericVXLAN(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    line.append("VXLAN-GPE, ")
    guard length >= VXLANHeader.byteCount else {
      line.append(" (len ")
      line.append(decimal: length)
      line.append(" < 8)")
      printInvalid()
      return
    }
    let flags = try bytes.byte(at: start, in: "vxlan_gpe")
    line.append("flags [")
    printFlagNames(
      UInt32(flags), [(8, "I"), (4, "P"), (2, "B"), (1, "O")], separator: "", none: "none")
    line.append("], ")
    let next = try bytes.byte(at: start + 3, in: "vxlan_gpe")
    try bytes.require(4, at: start + 4, in: "vxlan_gpe")
    line.append("vni ")
    line.append(decimal: bytes.uint24(at: start + 4))
    line.append(options.verbosity > 0 ? "\n    " : ": ")
    let inner = start + VXLANHeader.byteCount
    let size = length - VXLANHeader.byteCount
    switch next {
    case 1: try printInner(.ipv4, bytes, in: inner..<bytes.count, length: size)
    case 2: try printInner(.ipv6, bytes, in: inner..<bytes.count, length: size)
    case 3: try printInnerEthernet(bytes, at: inner, length: size)
    case 4: try printNetworkService(bytes, at: inner, length: size)
    default:
      line.append("ERROR: unknown-next-protocol")
      printInvalid()
    }
  }
}
