import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an MPLS label stack (RFC 3032) and the packet below it, whose type is taken from its first byte.
  mutating func printMPLS(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    line.append("MPLS")
    var offset = start
    var rest = length
    var entry = MPLSLabel(rawValue: 0)
    repeat {
      guard rest >= 4 else {
        printInvalid()
        try bytes.require(rest, at: offset, in: "mpls")
        return
      }
      entry = MPLSLabel(rawValue: try bytes.uint32(at: offset, in: "mpls"))
      line.append(options.verbosity > 0 && offset > start ? "\n\t" : " ")
      printStackEntry(entry)
      offset += 4
      rest -= 4
    } while !entry.isBottom
    let type: EtherType
    switch entry.label {
    case 0, 3: type = .ipv4
    case 2: type = .ipv6
    default:
      if rest < 1 { return }
      switch try bytes.byte(at: offset, in: "mpls") {
      case 0x45...0x4f: type = .ipv4
      case 0x60...0x6f: type = .ipv6
      default:
        printUnknown(bytes.extracting(offset..<min(offset + rest, bytes.count)))
        // Printed bytes end at the cut with the protocol's name.
        if options.dump == .none && options.quietness == 0 {
          try bytes.require(rest, at: offset, in: "mpls")
        }
        return
      }
    }
    line.append(options.verbosity > 0 ? "\n\t" : " ")
    try printInner(type, bytes, in: offset..<bytes.count, length: rest)
  }

  /// Appends `(label N, tc N, [S], ttl N)`.
  private mutating func printStackEntry(_ entry: MPLSLabel) {
    line.append("(label ")
    line.append(decimal: entry.label)
    if options.verbosity > 0, let name = Self.reservedLabel(entry.label) {
      line.append(" (")
      line.append(name)
      line.append(")")
    }
    line.append(", tc ")
    line.append(decimal: entry.trafficClass)
    if entry.isBottom { line.append(", [S]") }
    line.append(", ttl ")
    line.append(decimal: entry.timeToLive)
    line.append(")")
  }

  /// The meaning of a label below 16 (RFC 3032, section 2.1).
  private static func reservedLabel(_ label: UInt32) -> String? {
    switch label {
    case 0: "IPv4 explicit NULL"
    case 1: "router alert"
    case 2: "IPv6 explicit NULL"
    case 3: "implicit NULL"
    case 4..<16: "rsvd"
    default: nil
    }
  }
}
