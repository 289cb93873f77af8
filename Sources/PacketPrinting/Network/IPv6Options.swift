import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the options of a header, in detail when verbose; false if the list is broken.
  ///
  /// The payload length is that of the IPv6 header for hop-by-hop options, nil for others.
  mutating func printIPv6Options(
    in header: IPv6ExtensionHeader, payloadLength: UInt16?, _ bytes: Span<UInt8>
  ) -> Bool {
    var list = IPv6OptionIterator((header.offset + 2)..<(header.offset + header.byteCount))
    var sawJumboPayload = false
    while let option = list.next(in: bytes) {
      guard option.problem == nil else {
        printIPv6OptionProblem(option)
        return false
      }
      if option.kind == .jumboPayload {
        if options.verbosity > 0 {
          printJumboPayload(
            bytes.uint32(at: option.data.lowerBound), payloadLength, isFirst: !sawJumboPayload)
        }
        sawJumboPayload = true
      } else if options.verbosity > 0 {
        guard printIPv6Option(option, bytes) else { return false }
      }
    }
    if options.verbosity > 0 { line.append(" ") }
    return true
  }

  /// Reports an invalid option, where tcpdump does.
  private mutating func printIPv6OptionProblem(_ option: IPv6Option) {
    let name: String
    switch option.kind {
    case .routerAlert: name = "(rtalert: "
    case .jumboPayload: name = "(jumbo: "
    case .homeAddress: name = "(homeaddr: "
    default: return
    }
    switch option.problem {
    case .short?:
      line.append(name)
      line.append("trunc)")
    case .badLength?:
      line.append(name)
      line.append("invalid len ")
      line.append(decimal: UInt32(option.length))
      line.append(")")
    default: break
    }
  }

  /// Prints an option other than a jumbo payload; false if what is in it is broken.
  private mutating func printIPv6Option(_ option: IPv6Option, _ bytes: Span<UInt8>) -> Bool {
    switch option.kind {
    case .pad1: line.append("(pad1)")
    case .padN: line.append("(padn)")
    case .routerAlert:
      line.append("(rtalert: 0x")
      line.append(hex: UInt32(bytes.uint16(at: option.data.lowerBound)), digits: 4)
      line.append(") ")
    case .homeAddress:
      line.append("(homeaddr: ")
      let start = option.data.lowerBound
      printAddress(IPv6Address(rawValue: bytes.uint128(at: start)))
      guard printSuboptions((start + 16)..<option.data.upperBound, bytes) else { return false }
      line.append(")")
    default:
      line.append("(opt_type 0x")
      line.append(hex: UInt32(option.kind.rawValue), digits: 2)
      line.append(": len=")
      line.append(decimal: UInt32(option.length))
      line.append(")")
    }
    return true
  }

  /// Prints a jumbo payload option and why it does not count.
  private mutating func printJumboPayload(
    _ length: UInt32, _ payloadLength: UInt16?, isFirst: Bool
  ) {
    line.append("(jumbo: ")
    line.append(decimal: length)
    if !isFirst {
      line.append(" - already seen")
    } else if payloadLength == nil {
      line.append(" - not a hop-by-hop option")
    } else if payloadLength != 0 {
      line.append(" - payload len != 0")
    } else if length < 65_536 {
      line.append(" - < 65536")
    }
    line.append(") ")
  }

  /// Prints the options inside a home address option; false if they are broken.
  private mutating func printSuboptions(_ list: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    var offset = list.lowerBound
    while offset < list.upperBound {
      let type = bytes[offset]
      if type == IPv6Option.Kind.pad1.rawValue {
        line.append(", pad1")
        offset += 1
        continue
      }
      guard offset + 1 < list.upperBound else { return false }
      let length = Int(bytes[offset + 1])
      guard offset + 2 + length <= list.upperBound else { return false }
      if type == IPv6Option.Kind.padN.rawValue {
        line.append(", padn")
      } else {
        line.append(", sopt_type 0x")
        line.append(hex: UInt32(type), digits: 2)
        line.append(": len=")
        line.append(decimal: length)
      }
      offset += 2 + length
    }
    return true
  }
}
