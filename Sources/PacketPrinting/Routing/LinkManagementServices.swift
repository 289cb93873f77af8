import PacketDissection
import TextOutput

// Objects of the user network interface's service discovery (UNI 1.0), which LMP carries.
extension PacketPrinter {
  /// Prints the configuration of a service.
  mutating func printServiceConfiguration(
    _ object: LinkManagementObject, _ count: Int
  ) throws(EarlyEnd) -> LinkManagementResult {
    switch object.type {
    case 1:
      guard count == 4 else { return .wrongLength }
      printServiceFlags(
        "\n\t Flags: ", UInt32(try object.byte(0)), [(1, "RSVP Supported"), (2, "LDP Supported")])
      line.put("\n\t  UNI Version: ", try object.byte(1))
    case 2:
      guard count == 16 else { return .wrongLength }
      try printPortService(object)
    case 3:
      guard count == 8 else { return .wrongLength }
      printServiceFlags(
        "\n\t Transparency Flags: ", try object.number(0),
        [
          (1, "Standard SOH/RSOH Transparency Supported"),
          (2, "Standard LOH/MSOH Transparency Supported"),
        ])
      printServiceFlags(
        "\n\t TCM Monitoring Flags: ", UInt32(try object.byte(7)),
        [(1, "Transparent Tandem Connection Monitoring Supported")])
    case 4:
      guard count == 4 else { return .wrongLength }
      printServiceFlags(
        "\n\t Diversity: Flags: ", UInt32(try object.byte(3)),
        [
          (1, "Node Diversity Supported"), (2, "Link Diversity Supported"),
          (4, "SRLG Diversity Supported"),
        ])
    default: return .unknown
    }
    return .shown
  }

  /// Prints what a client's port can do.
  private mutating func printPortService(_ object: LinkManagementObject) throws(EarlyEnd) {
    let (kind, signal) = (try object.byte(0), try object.byte(1))
    line.append("\n\t Link Type: ")
    line.append(kind == 5 ? "SDH ITU-T G.707" : kind == 6 ? "SONET ANSI T1.105" : "Unknown")
    line.put(" (", kind, ")")
    if kind == 5 || kind == 6 {
      let name = Self.signalName(signal, isSDH: kind == 5) ?? "Unknown"
      line.put("\n\t Signal Type: ", name, " (", signal, ")")
    }
    printServiceFlags(
      "\n\t Transparency: ", UInt32(try object.byte(2)),
      [
        (1, "Path/VC Overhead Transparency Supported"),
        (2, "Line/MS Overhead Transparency Supported"),
        (4, "Section/RS Overhead Transparency Supported"),
      ])
    printServiceFlags(
      "\n\t Contiguous Concatenation Types: ", UInt32(try object.byte(3)),
      [(1, "Contiguous Concatenation Types Supported")])
    line.put("\n\t Minimum NCC: ", try object.half(4), "\n\t Maximum NCC: ", try object.half(6))
    line.put("\n\t Minimum NVC:", try object.half(8), "\n\t Maximum NVC:", try object.half(10))
    line.append("\n\t    Local Interface ID: ")
    printAddress(try object.ipv4Address(12))
    line.put(" (0x", Hex(try object.number(12), 8), ")")
  }

  private mutating func printServiceFlags(
    _ label: String, _ flags: UInt32, _ names: [(UInt32, String)]
  ) {
    line.append(label)
    printFlagNames(flags, names, separator: ", ", none: "none")
  }

  private static func signalName(_ signal: UInt8, isSDH: Bool) -> String? {
    switch signal {
    case 5: isSDH ? "VC-3" : "STS-1 SPE"
    case 6: isSDH ? "VC-4" : "STS-3c SPE"
    case 7: isSDH ? "STM-0" : "STS-1"
    case 8: isSDH ? "STM-1" : "STM-3"
    case 9: isSDH ? "STM-4" : "STM-12"
    case 10: isSDH ? "STM-16" : "STM-48"
    case 11: isSDH ? "STM-64" : "STM-192"
    case 12: isSDH ? "STM-256" : "STM-768"
    default: nil
    }
  }
}
