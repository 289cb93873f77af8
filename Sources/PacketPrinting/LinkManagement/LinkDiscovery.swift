import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of LLDP (IEEE 802.1AB).
  mutating func printLinkDiscovery(_ fields: Fields) throws(EarlyEnd) {
    line.append("LLDP, length ", decimal: fields.length)
    var elements = LinkDiscoveryElements(fields)
    while let element = try elements.next() {
      if options.verbosity > 0 {
        begin("\n\t")
        line.append(Self.linkDiscoveryName(element.type) ?? "Unknown")
        line.append(" TLV (", decimal: element.type, "), length ")
        line.append(decimal: element.length)
        endStatement()
      }
      if element.type == 0 || element.length == 0 { return }
      try element.value.require(element.length)
      guard element.isInsideMessage else { throw fields.end }
      let isShown = try printLinkDiscoveryElement(element)
      if options.verbosity > 1 || options.verbosity == 1 && !isShown {
        printUnknownData(element.value, indent: "\n\t  ")
      }
    }
  }

  private static func linkDiscoveryName(_ type: UInt8) -> String? {
    switch type {
    case 0: "End"
    case 1: "Chassis ID"
    case 2: "Port ID"
    case 3: "Time to Live"
    case 4: "Port Description"
    case 5: "System Name"
    case 6: "System Description"
    case 7: "System Capabilities"
    case 8: "Management Address"
    case 127: "Organization specific"
    default: nil
    }
  }

  /// Prints the value of an element; false if only its bytes can be shown.
  private mutating func printLinkDiscoveryElement(
    _ element: LinkDiscoveryElement
  ) throws(EarlyEnd) -> Bool {
    if element.type == 5 {
      line.append(": ")
      try printText(element.value)
      return true
    }
    guard options.verbosity > 0 else { return true }
    switch element.type {
    case 1, 2: return try printIdentifier(element)
    case 3:
      if element.length < 2 { throw element.value.end }
      line.append(": TTL ", decimal: try element.timeToLive, "s")
    case 4:
      line.append(": ")
      try printText(element.value)
    case 6:
      line.append("\n\t  ")
      try printText(element.value)
    case 7:
      if element.length < 4 { throw element.value.end }
      printSystemCapabilities("\n\t  System  Capabilities [", try element.capabilities)
      printSystemCapabilities("\n\t  Enabled Capabilities [", try element.enabledCapabilities)
    case 8: try printManagementAddress(element.managementAddress, element)
    case 127:
      if element.length < 3 { throw element.value.end }
      return try printOrganization(element)
    default: return false
    }
    return true
  }

  private mutating func printSystemCapabilities(_ label: String, _ capabilities: UInt16) {
    line.append(label)
    printFlagNames(
      UInt32(capabilities) & 0xff,
      [
        (0x01, "Other"), (0x02, "Repeater"), (0x04, "Bridge"), (0x08, "WLAN AP"),
        (0x10, "Router"), (0x20, "Telephone"), (0x40, "Docsis"), (0x80, "Station Only"),
      ], separator: ", ", none: "none")
    line.append("] (0x", hex: capabilities, digits: 4, ")")
  }

  /// Prints the identifier of a chassis or a port; false if only its bytes can be shown.
  private mutating func printIdentifier(_ element: LinkDiscoveryElement) throws(EarlyEnd) -> Bool {
    if element.length < 2 { throw element.value.end }
    let subtype = try element.subtype
    let name =
      element.type == 1 ? Self.chassisIdentifierName(subtype) : Self.portIdentifierName(subtype)
    line.append("\n\t  Subtype ")
    line.append(name ?? "Unknown")
    line.append(" (", decimal: subtype, "): ")
    switch (element.type, subtype) {
    case (1, 4), (2, 3):
      if element.length < 7 { throw element.value.end }
      printAddress(try element.macAddress)
    case (1, 5), (2, 4):
      guard let address = try element.networkAddress else { throw element.value.end }
      printFamilyAddress(address)
    case (_, 1), (_, 2), (_, 7), (1, 3), (1, 6), (2, 5), (2, 6):
      try printText(element.identifier)
    default: return false
    }
    return true
  }

  private static func chassisIdentifierName(_ subtype: UInt8) -> String? {
    switch subtype {
    case 1: "Chassis component"
    case 2: "Interface alias"
    case 3: "Port component"
    case 4: "MAC address"
    case 5: "Network address"
    case 6: "Interface name"
    case 7: "Local"
    default: nil
    }
  }

  private static func portIdentifierName(_ subtype: UInt8) -> String? {
    switch subtype {
    case 1: "Interface alias"
    case 2: "Port component"
    case 3: "MAC address"
    case 4: "Network Address"
    case 5: "Interface Name"
    case 6: "Agent circuit ID"
    case 7: "Local"
    default: nil
    }
  }

  /// Appends `AFI IPv4 (1): ADDRESS`.
  private mutating func printFamilyAddress(_ address: FamilyAddress) {
    line.append("AFI ")
    line.append(Self.addressFamilyName(UInt16(address.family)) ?? "Unknown")
    line.append(" (", decimal: address.family, ")")
    switch address {
    case .ipv4(let address):
      line.append(": ")
      printAddress(address)
    case .ipv6(let address):
      line.append(": ")
      printAddress(address)
    case .mac(let address):
      line.append(": ")
      printAddress(address)
    case .other: line.append(", no AF printer !")
    }
  }

  private mutating func printManagementAddress(
    _ management: ManagementAddress, _ element: LinkDiscoveryElement
  ) throws(EarlyEnd) {
    guard let address = try management.address else { throw element.value.end }
    line.append("\n\t  Management Address length ", decimal: try management.length, ", ")
    printFamilyAddress(address)
    guard try management.hasInterface else { throw element.value.end }
    let numbering = try management.numbering
    line.append("\n\t  ")
    switch numbering {
    case 2: line.append("Interface Index")
    case 3: line.append("System Port Number")
    default: line.append("Unknown")
    }
    line.append(" Interface Numbering (", decimal: numbering, "): ")
    line.append(decimal: try management.interface)
    guard let identifier = try management.objectIdentifier else { return }
    guard try management.hasRoomForObjectIdentifier else { throw element.value.end }
    if identifier.length > 0 {
      line.append("\n\t  OID length ", decimal: identifier.length)
      try printText(identifier)
    }
  }
}
