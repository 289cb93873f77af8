import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of Cisco's VLAN trunking protocol.
  mutating func printTrunking(_ message: TrunkingMessage) throws(EarlyEnd) {
    let length = message.fields.length
    guard length >= TrunkingMessage.headerByteCount else {
      printInvalid()
      return
    }
    try message.fields.require(TrunkingMessage.headerByteCount)
    let type = try message.type
    begin("VTPv")
    line.append("", decimal: try message.version, ", Message ")
    switch type {
    case 1: line.append("Summary advertisement")
    case 2: line.append("Subset advertisement")
    case 3: line.append("Advertisement request")
    case 4: line.append("Join message")
    default: line.append("Unknown message type")
    }
    line.append(" (0x", hex: type, digits: 2, "), length ")
    line.append(decimal: length)
    if options.verbosity == 0 {
      try message.fields.require(length)
      return
    }
    let domainLength = try message.domainLength
    endStatement()
    if domainLength < 1 || domainLength > TrunkingMessage.domainByteCount {
      line.append(" [invalid MgmtD Len ", decimal: domainLength, "]")
      printInvalid()
      return
    }
    line.append("\n\tDomain name: ")
    try printText(message.domain)
    begin(", ")
    switch type {
    case 1: line.append("Followers")
    case 2: line.append("Seq number")
    case 3, 4: line.append("Rsvd")
    default: line.append("Unknown")
    }
    line.append(": ", decimal: try message.code)
    switch type {
    case 1: try printTrunkingSummary(message)
    case 2: try printTrunkingSubset(message)
    case 3:
      begin("\n\tStart value: ")
      line.append(decimal: try message.startValue)
    default: break
    }
  }

  private mutating func printTrunkingSummary(_ message: TrunkingMessage) throws(EarlyEnd) {
    begin("\n\t  Config Rev ")
    line.append("", hex: try message.revision, ", Updater ")
    printAddress(try message.updater)
    begin(", Timestamp 0x")
    line.append("", hex: try message.timestamp(0), digits: 8, " 0x")
    line.append("", hex: try message.timestamp(1), digits: 8, " 0x")
    line.append("", hex: try message.timestamp(2), digits: 8)
    begin(", MD5 digest: ")
    for index in 0..<4 { line.append(hex: try message.digest(index), digits: 8) }
  }

  private mutating func printTrunkingSubset(_ message: TrunkingMessage) throws(EarlyEnd) {
    begin(", Config Rev ")
    line.append(hex: try message.revision)
    var networks = message.networks
    while let network = try networks.next() {
      try network.fields.require(network.length)
      let isValid = network.length >= 12 ? try printTrunkingNetwork(network) : false
      guard isValid else {
        printInvalid()
        try message.fields.require(message.fields.length)
        return
      }
    }
  }

  /// Prints a VLAN; false if one of its elements is impossible.
  private mutating func printTrunkingNetwork(
    _ network: TrunkingNetwork
  ) throws(EarlyEnd) -> Bool {
    let type = try network.type
    begin("\n\tVLAN info status ")
    line.append(try network.status == 0 ? "Operational" : "Suspended")
    line.append(", type ")
    switch type {
    case 1: line.append("Ethernet")
    case 2: line.append("FDDI")
    case 3: line.append("TrCRF")
    case 4: line.append("FDDI-net")
    case 5: line.append("TrBRF")
    default: line.append("Unknown")
    }
    line.append(", VLAN-id ", decimal: try network.number, ", MTU ")
    line.append("", decimal: try network.maximumTransmissionUnit, ", SAID 0x")
    line.append("", hex: try network.securityIdentifier, digits: 8, ", Name ")
    var elements = try network.elements
    endStatement()
    guard elements.hasRoom else { return false }
    try printText(network.name)
    while let element = try elements.next() {
      guard try printTrunkingElement(element) else { return false }
    }
    return elements.rest.length == 0
  }

  /// Prints an element; false if its length is impossible.
  private mutating func printTrunkingElement(
    _ element: TrunkingElement
  ) throws(EarlyEnd) -> Bool {
    begin("\n\t\t")
    line.append(Self.trunkingElementName(element.type) ?? "Unknown")
    line.append(" (0x", hex: element.type, digits: 4, ") TLV")
    endStatement()
    guard element.isInsideNetwork else {
      line.append(" (TLV goes past the end of the packet)")
      return false
    }
    try element.value.require(element.value.length)
    if element.length != 1 {
      line.append(" (invalid TLV length ", decimal: element.length, " != 1)")
      return false
    }
    let value = try element.uint16
    switch element.type {
    case 3:
      let names: [4 of String] = ["Unknown", "SRT", "SRB", "Auto"]
      printTrunkingChoice(names[value < 4 ? Int(value) : 0], value)
    case 6: printTrunkingChoice(value == 1 ? "Enabled" : "Disabled", value)
    case 7: printTrunkingChoice(value == 1 ? "SRB" : "SRT", value)
    case 9: line.append(", ", decimal: value)
    case 10: printTrunkingChoice(value == 1 ? "Backup" : "Not backup", value)
    default: printUnknownData(element.whole, indent: "\n\t\t  ")
    }
    return true
  }

  /// Appends `, NAME (NUMBER)`.
  private mutating func printTrunkingChoice(_ name: String, _ value: UInt16) {
    line.append(", ")
    line.append(name)
    line.append(" (", decimal: value, ")")
  }

  private static func trunkingElementName(_ type: UInt8) -> String? {
    switch type {
    case 1: "Source-Routing Ring Number TLV"
    case 2: "Source-Routing Bridge Number TLV"
    case 3: "STP type TLV"
    case 4: "Parent VLAN TLV"
    case 5: "Translationally bridged VLANs TLV"
    case 6: "Pruning TLV"
    case 7: "Bridge Type TLV"
    case 8: "Max ARP Hop Count TLV"
    case 9: "Max STE Hop Count TLV"
    case 10: "Backup CRF Mode TLV"
    default: nil
    }
  }
}
