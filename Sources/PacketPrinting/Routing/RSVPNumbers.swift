import InternetTypes
import PacketDissection
import TextOutput

// Labels and numbers in RSVP's objects.
extension PacketPrinter {
  /// Prints labels, requests for labels and sets of them, each line after `indent`.
  mutating func printRSVPLabels(
    _ content: RSVPContent, _ value: Fields, _ indent: String
  ) throws(EarlyEnd) {
    switch content {
    case .labels:
      for index in 0..<(value.length / 4) {
        line.put(indent, "  Label: ", try value.uint32(at: index * 4))
      }
    case .generalizedLabel(let label): line.put(indent, "  Generalized Label: ", label)
    case .waveband(let band, let first, let last):
      line.put(indent, "  Waveband ID: ", band, indent, "  Start Label: ", first)
      line.put(", Stop Label: ", last)
    case .protocols:
      for index in 0..<(value.length / 4) {
        printRSVPProtocol(try value.uint16(at: index * 4 + 2), indent)
      }
    case .asynchronousLabels(let number, let first, let last):
      printRSVPProtocol(number, indent)
      line.append(first >> 31 != 0 ? ",no merge capability" : ", merge capability")
      line.put(indent, "  Minimum VPI/VCI: ", first >> 16 & 0xfff, "/", first & 0xfff)
      line.put(indent, "  Maximum VPI/VCI: ", last >> 16 & 0xfff, "/", last & 0xfff)
    case .frameRelayLabels(let number, let first, let last):
      printRSVPProtocol(number, indent)
      line.put(indent, "  Minimum/Maximum DLCI: ", first & 0x7f_ffff, "/", last & 0x7f_ffff, ", ")
      switch first >> 23 & 3 {
      case 0: line.append("10")
      case 2: line.append("23")
      default: break
      }
      line.append(" bit DLCI")
    case .generalizedRequest(let encoding, let switching, let payload):
      line.put(indent, "  LSP Encoding Type: ", Self.encodingName(encoding) ?? "Unknown")
      line.put(" (", encoding, ")", indent)
      line.put("  Switching Type: ", Self.switchingName(switching) ?? "Unknown")
      line.put(" (", switching, "), Payload ID: ")
      line.put(Self.generalizedPayloadName(payload), " (0x", Hex(payload, 4), ")")
    case .labelList(let action, let type):
      printRSVPLabelSet(action, type, indent)
      for index in 1..<max(value.length / 4, 1) {
        line.put(indent, "  Subchannel #", index, ": ", try value.uint32(at: index * 4))
      }
    case .labelRange(let action, let type, let first, let last):
      printRSVPLabelSet(action, type, indent)
      line.put(indent, "  Start range: ", first, ", End range: ", last)
    default: break
    }
  }

  private mutating func printRSVPProtocol(_ number: UInt16, _ indent: String) {
    line.put(indent, "  L3 Protocol ID: ")
    if let name = EtherType(rawValue: number).name {
      line.append(name)
    } else {
      line.put("Unknown Protocol (0x", Hex(number, 4), ")")
    }
  }

  private mutating func printRSVPLabelSet(_ action: UInt8, _ type: UInt8, _ indent: String) {
    line.put(indent, "  Action: ")
    switch action {
    case 0: line.append("Inclusive list")
    case 1: line.append("Exclusive list")
    case 2: line.append("Inclusive range")
    case 3: line.append("Exclusive range")
    default: line.append("Unknown")
    }
    line.put(" (", action, "), Label type: ", type)
  }

  /// Prints values that are numbers.
  mutating func printRSVPNumbers(
    _ content: RSVPContent, _ value: Fields, _ indent: String
  ) throws(EarlyEnd) {
    line.put(indent, "  ")
    switch content {
    case .style(let style, let flags):
      line.append("Reservation Style: ")
      switch style {
      case 10: line.append("Fixed Filter")
      case 17: line.append("Wildcard Filter")
      case 18: line.append("Shared Explicit")
      default: line.append("Unknown")
      }
      line.put(", Flags: [0x", Hex(flags, 2), "]")
    case .hello(let source, let destination):
      line.put("Source Instance: 0x", Hex(source, 8), ", Destination Instance: 0x")
      line.put(Hex(destination, 8))
    case .restart(let time, let recovery):
      line.put("Restart  Time: ", time, "ms, Recovery Time: ", recovery, "ms")
    case .timeValues(let period): line.put("Refresh Period: ", period, "ms")
    case .classType(let type): line.put("CT: ", type)
    case .capability(let flags): printRSVPCapability(flags, indent)
    case .administrativeStatus(let flags):
      line.append("Flags [")
      printFlagNames(
        flags,
        [
          (0x8000_0000, "Reflect"), (4, "Testing"), (2, "Admin-down"), (1, "Delete-in-progress"),
        ], separator: ", ", none: "none")
      line.append("]")
    case .sessionAttribute(let setup, let holding, let flags, let count):
      line.append("Session Name: ")
      line.append(visible: value.part(at: 4, length: count).bytes)
      line.put(indent, "  Setup Priority: ", setup, ", Holding Priority: ", holding)
      printRSVPSessionFlags(flags)
    case .fastReroute(let setup, let holding, let hops, let rate, let include, let exclude, let all):
      line.put("Setup Priority: ", setup, ", Holding Priority: ", holding, ", Hop-limit: ", hops)
      line.append(", Bandwidth: ")
      line.append(Double(rate * 8 / 1_000_000), significant: 10)
      line.put(" Mbps", indent, "  ")
      line.put(all == nil ? "Include Colors: 0x" : "Include-any: 0x", Hex(include, 8))
      line.put(all == nil ? ", Exclude Colors: 0x" : ", Exclude-any: 0x", Hex(exclude, 8))
      if let all { line.put(", Include-all: 0x", Hex(all, 8)) }
    case .messageIdentifiers(let flags, let epoch):
      line.put("Flags [0x", Hex(flags, 2), "], epoch: ", epoch)
      for index in 1..<max(value.length / 4, 1) {
        let identifier = try value.uint32(at: index * 4)
        line.put(indent, "    Message-ID 0x", Hex(identifier, 8), " (", identifier, ")")
      }
    case .integrity(let flags, let key, let sequence, let digest):
      line.put("Key-ID 0x", Hex(key, 12), ", Sequence 0x", Hex(sequence, 16), ", Flags [")
      line.put(flags & 0x80 != 0 ? "Handshake" : "none", "]", indent, "  MD5-sum 0x")
      line.put(Hex(digest >> 64, 16), Hex(digest & 0xffff_ffff_ffff_ffff, 16), "  (unchecked)")
    default: break
    }
  }

  private mutating func printRSVPCapability(_ flags: UInt32, _ indent: String) {
    if flags & ~7 != 0 {
      line.put("[reserved=0x", Hex(flags & ~7, 8), " must be zero]", indent, "  ")
    }
    line.append("Flags: [")
    printFlagNames(
      flags & 7,
      [
        (4, "RecoveryPath Transmit Enabled"), (2, "RecoveryPath Desired"),
        (1, "RecoveryPath Srefresh Capable"),
      ], separator: ", ", none: "none")
    line.append("]")
  }

  private mutating func printRSVPSessionFlags(_ flags: UInt8) {
    line.append(", Flags: [")
    printFlagNames(
      UInt32(flags),
      [
        (0x01, "Local Protection"), (0x02, "Label Recording"), (0x04, "SE Style"),
        (0x08, "Bandwidth protection"), (0x10, "Node protection"),
      ], separator: ", ", none: "none")
    line.append(flags == 0 ? "] (0" : "] (0x", hex: flags, ")")
  }

  /// Prints the detours of a path: the points of repair and the nodes that they avoid.
  mutating func printRSVPDetours(_ value: Fields, _ indent: String) throws(EarlyEnd) {
    for index in 0..<(value.length / 8) {
      line.put(indent, "  PLR-ID: ")
      printAddress(try value.ipv4Address(at: index * 8))
      line.append(", Avoid-Node-ID: ")
      printAddress(try value.ipv4Address(at: index * 8 + 4))
    }
  }
}
