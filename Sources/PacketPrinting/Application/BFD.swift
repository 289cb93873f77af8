import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet of Bidirectional Forwarding Detection (RFC 5880), by its port control or echo.
  mutating func printBFD(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    let length = payload.length
    guard payload.destinationPort != 3785 else {
      line.put("BFD, Echo, length: ", length)
      if options.verbosity > 0 {
        printUnknownData(bytes, at: payload.start, length: length, indent: "\n\t")
      }
      return
    }
    let packet = try BFDControl(bytes, at: payload.start)
    guard packet.version <= 1 else {
      line.put("BFDv", packet.version, ", Control, length: ", length)
      if options.verbosity > 0 {
        printUnknownData(bytes, at: payload.start, length: length, indent: "\n\t")
      }
      return
    }
    line.put("BFDv", packet.version, ", ")
    if options.verbosity > 0 { line.put("length: ", length, "\n\t") }
    if packet.version == 0 {
      line.append("Control, Flags: [")
      printFlagNames(UInt32(packet.flags), Self.bfdFlags0, separator: ", ", none: "none")
    } else {
      switch payload.destinationPort {
      case 3784: line.append("Control")
      case 4784: line.append("Multihop")
      default: line.append("Lag")
      }
      line.put(", State ", Self.bfdState(packet.flags >> 6), ", Flags: [")
      printFlagNames(UInt32(packet.flags & 0x3f), Self.bfdFlags1, separator: ", ", none: "none")
    }
    line.append("]")
    guard options.verbosity > 0 else {
      line.put(", length: ", length)
      return
    }
    try printBFDDetails(packet, bytes, at: payload.start)
  }

  private mutating func printBFDDetails(
    _ packet: BFDControl, _ bytes: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) {
    line.put(", Diagnostic: ", Self.bfdDiagnostic(packet.diagnostic))
    line.put(" (0x", Hex(packet.diagnostic, 2), ")")
    let detection =
      UInt32(packet.detectionMultiplier) &* packet.desiredTransmitInterval / 1000
    line.put("\n\tDetection Timer Multiplier: ", packet.detectionMultiplier, " (", detection)
    line.put(" ms Detection time), BFD Length: ", packet.length)
    line.put("\n\tMy Discriminator: 0x", Hex(packet.myDiscriminator, 8))
    line.put(", Your Discriminator: 0x", Hex(packet.yourDiscriminator, 8))
    line.append("\n\t  Desired min Tx Interval:    ")
    line.put(Padded(packet.desiredTransmitInterval / 1000, 4, fill: " "), " ms")
    line.append("\n\t  Required min Rx Interval:   ")
    line.put(Padded(packet.requiredReceiveInterval / 1000, 4, fill: " "), " ms")
    line.append("\n\t  Required min Echo Interval: ")
    line.put(Padded(packet.requiredEchoInterval / 1000, 4, fill: " "), " ms")
    if packet.isAuthenticated {
      try printBFDAuthentication(bytes, at: start + BFDControl.byteCount)
    }
  }

  private mutating func printBFDAuthentication(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) {
    let section = try BFDAuthentication(bytes, at: offset)
    line.put("\n\tAuthentication: ", Self.bfdAuthentication(section.type), " (", section.type)
    line.put("), length: ", section.length, "\n\t  Auth Key ID: ", section.key)
    switch section.type {
    case 1:
      guard section.length >= 4 && section.length <= 19 else {
        line.put("[invalid length ", section.length, "]")
        return
      }
      line.append(", Password: ")
      try printText(bytes, section.password, in: BFDControl.name)
    case 2...5:
      guard section.length == section.expectedLength else {
        line.put("[invalid length ", section.length, "]")
        return
      }
      line.put(", Sequence Number: 0x", Hex(try section.sequence(bytes), 8))
      let digest = try section.digest(bytes)
      line.append(section.type < 4 ? "\n\t  Digest: " : "\n\t  Hash: ")
      line.append(hexBytes: bytes.extracting(digest))
    default: break
    }
  }

  private static let bfdFlags0: [(UInt32, String)] = [
    (0x80, "I Hear You"), (0x40, "Demand"), (0x20, "Poll"), (0x10, "Final"),
    (0x08, "Control Plane Independent"), (0x04, "Authentication Present"), (0x02, "Reserved"),
    (0x01, "Reserved"),
  ]

  private static let bfdFlags1: [(UInt32, String)] = [
    (0x20, "Poll"), (0x10, "Final"), (0x08, "Control Plane Independent"),
    (0x04, "Authentication Present"), (0x02, "Demand"), (0x01, "Multipoint"),
  ]

  private static func bfdState(_ state: UInt8) -> String {
    switch state {
    case 0: "AdminDown"
    case 1: "Down"
    case 2: "Init"
    default: "Up"
    }
  }

  private static func bfdDiagnostic(_ diagnostic: UInt8) -> String {
    switch diagnostic {
    case 0: "No Diagnostic"
    case 1: "Control Detection Time Expired"
    case 2: "Echo Function Failed"
    case 3: "Neighbor Signaled Session Down"
    case 4: "Forwarding Plane Reset"
    case 5: "Path Down"
    case 6: "Concatenated Path Down"
    case 7: "Administratively Down"
    case 8: "Reverse Concatenated Path Down"
    default: "unknown"
    }
  }

  private static func bfdAuthentication(_ type: UInt8) -> String {
    switch type {
    case 1: "Simple Password"
    case 2: "Keyed MD5"
    case 3: "Meticulous Keyed MD5"
    case 4: "Keyed SHA1"
    case 5: "Meticulous Keyed SHA1"
    default: "Unknown"
    }
  }
}
