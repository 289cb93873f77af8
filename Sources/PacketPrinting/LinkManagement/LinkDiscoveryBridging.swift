import InternetTypes
import PacketDissection
import TextOutput

// The elements of IEEE 802.1 in LLDP, and those of data center bridging.
extension PacketPrinter {
  /// Prints an element of IEEE 802.1; false if only its bytes can be shown.
  mutating func printBridgingElement(_ element: OrganizationElement) throws(EarlyEnd) -> Bool {
    let length = element.fields.length
    guard length >= 4 else { return true }
    let subtype = try element.subtype
    printOrganizationSubtype(Self.bridgingName(subtype), subtype)
    switch subtype {
    case 1:
      guard length >= 6 else { break }
      line.append("\n\t    port vlan id (PVID): ", decimal: try element.network)
    case 2:
      guard length >= 7 else { break }
      let flags = try element.byte(0)
      line.append(
        "\n\t    port and protocol vlan id (PPVID): ", decimal: try element.protocolNetwork)
      line.append(", flags [")
      printFlagNames(
        UInt32(flags) & 6, [(2, "supported"), (4, "enabled")], separator: ", ", none: "none")
      line.append("] (0x", hex: flags, digits: 2, ")")
    case 3:
      guard length >= 6 else { break }
      line.append("\n\t    vlan id (VID): ", decimal: try element.network)
      guard let name = try element.networkName else { break }
      line.append("\n\t    vlan name: ")
      try printText(name)
    case 4:
      guard let identity = try element.protocolIdentity else { break }
      line.append("\n\t    protocol identity: ")
      try printText(identity)
    case 8:
      guard length >= 6 else { break }
      printPriorityBits("\n\t    Pre-Priority CNPV Indicator", try element.byte(0))
      printPriorityBits("\n\t    Pre-Priority Ready Indicator", try element.byte(1))
    case 9, 10:
      guard length >= 25 else { break }
      try printTransmissionSelection(element, isRecommendation: subtype == 10)
    case 11:
      guard length >= 6 else { break }
      let flags = try element.byte(0)
      line.append("\n\t    Willing: ", decimal: flags >> 7, ", MBC: ")
      line.append("", decimal: flags >> 6 & 1, ", RES: ")
      line.append("", decimal: flags >> 4 & 3, ", PFC cap:")
      line.append("", decimal: flags & 0xf, " ")
      printPriorityBits("\n\t    PFC Enable", try element.byte(1))
    case 12: try printApplicationPriorities(element)
    case 13:
      guard length >= 9 else { break }
      try printEdgeVirtualBridging(element)
    case 14:
      guard length >= 8 else { break }
      try printChannelDiscovery(element)
    default: return false
    }
    return true
  }

  /// Prints the channels of an edge virtual bridge (CDCP).
  private mutating func printChannelDiscovery(
    _ element: OrganizationElement
  ) throws(EarlyEnd) {
    let flags = try element.byte(0)
    line.append("\n\t    Role: ", decimal: flags >> 7, ", RES: ")
    line.append("", decimal: flags >> 4 & 7, ", Scomp: ")
    line.append("", decimal: flags >> 3 & 1, " ChnCap: ")
    line.append(decimal: UInt32(try element.channelCapacity))
    guard let count = element.channelCount else { return }
    for index in 0..<count {
      let channel = try element.channel(index)
      line.append("\n\t    SCID: ", decimal: channel >> 12, ", SVID: ")
      line.append(decimal: channel & 0xfff)
    }
  }

  private static func bridgingName(_ subtype: UInt8) -> String? {
    switch subtype {
    case 1: "Port VLAN Id"
    case 2: "Port and Protocol VLAN ID"
    case 3: "VLAN name"
    case 4: "Protocol Identity"
    case 8: "Congestion Notification"
    case 9: "ETS Configuration"
    case 10: "ETS Recommendation"
    case 11: "Priority Flow Control Configuration"
    case 12: "Application Priority"
    case 13: "EVB"
    case 14: "CDCP"
    default: nil
    }
  }

  /// Appends a bit for each of eight priorities.
  private mutating func printPriorityBits(_ label: String, _ bits: UInt8) {
    line.append(label)
    line.append("\n\t     Priority : 0  1  2  3  4  5  6  7\n\t     Value    : ")
    for index in 0..<8 { line.append("", decimal: bits >> UInt8(index) & 1, "  ") }
  }

  /// Appends numbers in fields of three columns, with a blank between.
  private mutating func printColumns(
    _ label: String, _ element: OrganizationElement, from start: Int, isNibbles: Bool
  ) throws(EarlyEnd) {
    line.append(label)
    for index in 0..<8 {
      let byte = try element.byte(start + (isNibbles ? index / 2 : index))
      let value = isNibbles ? (index % 2 == 0 ? byte >> 4 : byte & 0xf) : byte
      if index > 0 { line.append(" ") }
      line.append(decimal: UInt32(value))
      line.append(blanks: value < 10 ? 2 : value < 100 ? 1 : 0)
    }
  }

  /// Prints enhanced transmission selection (IEEE 802.1Qaz).
  private mutating func printTransmissionSelection(
    _ element: OrganizationElement, isRecommendation: Bool
  ) throws(EarlyEnd) {
    let flags = try element.byte(0)
    if isRecommendation {
      line.append("\n\t    RES: ", decimal: flags)
    } else {
      line.append("\n\t    Willing:", decimal: flags >> 7, ", CBS:")
      line.append("", decimal: flags >> 6 & 2, ", RES:")
      line.append("", decimal: flags >> 3 & 7, ", Max TCs:")
      line.append(decimal: UInt32(flags & 7))
    }
    line.append("\n\t    Priority Assignment Table")
    try printColumns(
      "\n\t     Priority : 0   1   2   3   4   5   6   7\n\t     Value    : ", element, from: 1,
      isNibbles: true)
    line.append("\n\t    TC Bandwidth Table")
    try printColumns(
      "\n\t     TC%   : 0   1   2   3   4   5   6   7\n\t     Value : ", element, from: 5,
      isNibbles: false)
    line.append("\n\t    TSA Assignment Table")
    try printColumns(
      "\n\t     Traffic Class: 0   1   2   3   4   5   6   7\n\t     Value        : ", element,
      from: 13, isNibbles: false)
  }

  private mutating func printApplicationPriorities(
    _ element: OrganizationElement
  ) throws(EarlyEnd) {
    guard element.fields.length >= 5 else { return }
    line.append("\n\t    RES: ", decimal: try element.byte(0))
    guard let count = element.applicationCount else { return }
    line.append("\n\t    Application Priority Table")
    for index in 0..<count {
      let flags = try element.applicationFlags(index)
      line.append("\n\t      Priority: ", decimal: flags >> 5, ", RES: ")
      line.append("", decimal: flags >> 3 & 3, ", Sel: ")
      line.append("", decimal: flags & 7, ", Protocol ID: ")
      line.append(decimal: UInt32(try element.applicationProtocol(index)))
    }
  }

  private mutating func printEdgeVirtualBridging(
    _ element: OrganizationElement
  ) throws(EarlyEnd) {
    let bridge = try element.byte(0)
    line.append("\n\t    EVB Bridge Status\n\t      RES: ", decimal: bridge >> 3, ", BGID: ")
    line.append("", decimal: bridge >> 2 & 1, ", RRCAP: ")
    line.append("", decimal: bridge >> 1 & 1, ", RRCTR: ")
    line.append(decimal: UInt32(bridge & 1))
    let station = try element.byte(1)
    line.append("\n\t    EVB Station Status\n\t      RES: ", decimal: station >> 4, ", SGID: ")
    line.append("", decimal: station >> 3 & 1, ", RRREQ: ")
    line.append("", decimal: station >> 2 & 1, ",RRSTAT: ")
    line.append(decimal: UInt32(station & 3))
    let retries = try element.byte(2)
    line.append("\n\t    R: ", decimal: retries >> 5, ", RTE: ")
    line.append("", decimal: retries & 0x1f, ", EVB Mode: ")
    let mode = try element.byte(3)
    let names: [4 of String] = [
      "Not Supported", "EVB Bridge", "EVB Station", "Reserved for future Standardization",
    ]
    line.append(names[Int(mode >> 6)])
    line.append(" [", decimal: mode >> 6, "]\n\t    ROL: ")
    line.append("", decimal: mode >> 5 & 1, ", RWD: ")
    line.append("", decimal: mode & 0x1f, ", RES: ")
    let keepAlive = try element.byte(4)
    line.append("", decimal: keepAlive >> 6, ", ROL: ")
    line.append("", decimal: keepAlive >> 5 & 1, ", RKA: ")
    line.append(decimal: UInt32(keepAlive & 0x1f))
  }

  /// Prints an element of DCBX; false if only its bytes can be shown.
  mutating func printExchangeElement(_ element: OrganizationElement) throws(EarlyEnd) -> Bool {
    guard element.fields.length >= 4 else { return true }
    let subtype = try element.subtype
    let names: [3 of String?] = [
      nil, "DCB Capability Exchange Protocol Rev 1", "DCB Capability Exchange Protocol Rev 1.01",
    ]
    printOrganizationSubtype(subtype < 3 ? names[Int(subtype)] : nil, subtype)
    if subtype == 1 { return false }
    var isShown = true
    var elements = element.exchangeElements
    while let part = try elements.next() {
      if part.type == 0 || part.length == 0 { return true }
      try part.value.require(part.length)
      guard part.isInsideMessage else { return isShown }
      switch part.type {
      case 1 where part.length >= 10: try printExchangeControl(part)
      case 2 where part.length >= 17: try printPriorityGroups(part)
      case 3 where part.length >= 6: try printPriorityFlowControl(part)
      case 4 where part.length >= 4: try printExchangeApplications(part)
      case 1...4: return true
      default: isShown = false
      }
      if options.verbosity > 1 || !isShown { printUnknownData(part.value, indent: "\n\t    ") }
    }
    return isShown
  }

  private mutating func printExchangeControl(_ part: LinkDiscoveryElement) throws(EarlyEnd) {
    line.append("\n\t    Control - Protocol Control (type 0x1, length ", decimal: part.length, ")")
    line.append("\n\t      Oper_Version: ", decimal: try part.byte(0))
    line.append("\n\t      Max_Version: ", decimal: try part.byte(1))
    line.append("\n\t      Sequence Number: ", decimal: try part.sequence)
    line.append("\n\t      Acknowledgement Number: ", decimal: try part.acknowledgment)
  }

  /// Prints the common part of DCBX features.
  private mutating func printExchangeFeature(
    _ name: String, _ part: LinkDiscoveryElement
  ) throws(EarlyEnd) {
    line.append("\n\t    Feature - ")
    line.append(name)
    line.append(" (type 0x", hex: part.type, ", length ")
    line.append("", decimal: part.length, ")")
    line.append("\n\t      Oper_Version: ", decimal: try part.byte(0))
    line.append("\n\t      Max_Version: ", decimal: try part.byte(1))
    let flags = try part.byte(2)
    line.append("\n\t      Info block(0x")
    line.append(upperHex: flags)
    line.append("): Enable bit: ", decimal: flags >> 7, ", Willing bit: ")
    line.append("", decimal: flags >> 6 & 1, ", Error Bit: ")
    line.append(decimal: UInt32(flags >> 5 & 1))
    line.append("\n\t      SubType: ", decimal: try part.byte(3))
  }

  private mutating func printPriorityGroups(_ part: LinkDiscoveryElement) throws(EarlyEnd) {
    try printExchangeFeature("Priority Group", part)
    line.append("\n\t      Priority Allocation")
    let groups = try part.priorityGroups
    for index in 0..<8 {
      line.append("\n\t          PgId_", decimal: index, ": ")
      line.append(decimal: groups >> UInt32(28 - 4 * index) & 0xf)
    }
    line.append("\n\t      Priority Group Allocation")
    for index in 0..<8 {
      line.append("\n\t          Pg percentage[", decimal: index, "]: ")
      line.append(decimal: UInt32(try part.byte(8 + index)))
    }
    line.append("\n\t      NumTCsSupported: ", decimal: try part.byte(16))
  }

  private mutating func printPriorityFlowControl(_ part: LinkDiscoveryElement) throws(EarlyEnd) {
    try printExchangeFeature("Priority Flow Control", part)
    let bits = try part.byte(4)
    line.append("\n\t      PFC Config (0x")
    line.append(upperHex: bits)
    line.append(")")
    for index in 0..<8 {
      line.append("\n\t          Priority Bit ", decimal: index, ": ")
      line.append(bits >> UInt8(index) & 1 == 1 ? "Enabled" : "Disabled")
    }
    line.append("\n\t      NumTCPFCSupported: ", decimal: try part.byte(5))
  }

  private mutating func printExchangeApplications(_ part: LinkDiscoveryElement) throws(EarlyEnd) {
    try printExchangeFeature("Application", part)
    for index in 0..<part.applicationCount {
      line.append("\n\t      Application Value")
      line.append(
        "\n\t          Application Protocol ID: 0x", hex: try part.applicationProtocol(index),
        digits: 4)
      let organization = try part.applicationOrganization(index)
      line.append("\n\t          SF (0x", hex: organization >> 22)
      line.append(
        organization >> 22 == 0
          ? ") Application Protocol ID is L2 EtherType"
          : ") Application Protocol ID is Socket Number")
      line.append("\n\t          OUI: 0x", hex: organization & 0x3f_ffff, digits: 6)
      line.append(
        "\n\t          User Priority Map: 0x", hex: try part.applicationPriorities(index),
        digits: 2)
    }
  }
}

extension TextBuffer {
  /// Appends a byte as two upper-case hexadecimal digits.
  mutating func append(upperHex value: UInt8) {
    append(upperHexDigit: value >> 4)
    append(upperHexDigit: value & 0xf)
  }

  private mutating func append(upperHexDigit digit: UInt8) {
    append(byte: digit < 10 ? digit + 0x30 : digit + 0x37)
  }
}
