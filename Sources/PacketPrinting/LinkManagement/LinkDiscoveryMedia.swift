import InternetTypes
import PacketDissection
import TextOutput

// The elements of LLDP for media endpoints (TIA-1057).
extension PacketPrinter {
  /// Prints an element of TIA; false if only its bytes can be shown.
  mutating func printMediaElement(_ element: OrganizationElement) throws(EarlyEnd) -> Bool {
    let length = element.fields.length
    guard length >= 4 else { return true }
    let subtype = try element.subtype
    printOrganizationSubtype(Self.mediaName(subtype), subtype)
    switch subtype {
    case 1:
      guard length >= 7 else { break }
      let capabilities = try element.mediaCapabilities
      line.append("\n\t    Media capabilities [")
      printFlagNames(
        UInt32(capabilities) & 0x3f,
        [
          (0x01, "LLDP-MED capabilities"), (0x02, "network policy"),
          (0x04, "location identification"), (0x08, "extended power via MDI-PSE"),
          (0x10, "extended power via MDI-PD"), (0x20, "Inventory"),
        ], separator: ", ", none: "none")
      line.append("] (0x", hex: capabilities, digits: 4, ")")
      let device = try element.byte(2)
      let names: [5 of String] = [
        "unknown", "endpoint class 1", "endpoint class 2", "endpoint class 3",
        "network connectivity",
      ]
      line.append("\n\t    Device type [")
      line.append(names[device < 5 ? Int(device) : 0])
      line.append("] (0x", hex: device, digits: 2, ")")
    case 2:
      guard length >= 8 else { break }
      try printNetworkPolicy(element)
    case 3:
      guard length >= 5 else { break }
      try printLocation(element)
    case 4:
      guard length >= 7 else { break }
      try printExtendedPower(element)
    case 5...11:
      let names: [7 of String] = [
        "Hardware revision", "Firmware revision", "Software revision", "Serial number",
        "Manufacturer name", "Model name", "Asset ID",
      ]
      line.append("\n\t  ")
      line.append(names[Int(subtype) - 5])
      line.append(" ")
      try printText(element.text(from: 0))
    default: return false
    }
    return true
  }

  private static func mediaName(_ subtype: UInt8) -> String? {
    switch subtype {
    case 1: "LLDP-MED Capabilities"
    case 2: "Network policy"
    case 3: "Location identification"
    case 4: "Extended power-via-MDI"
    case 5: "Inventory - hardware revision"
    case 6: "Inventory - firmware revision"
    case 7: "Inventory - software revision"
    case 8: "Inventory - serial number"
    case 9: "Inventory - manufacturer name"
    case 10: "Inventory - model name"
    case 11: "Inventory - asset ID"
    default: nil
    }
  }

  private mutating func printNetworkPolicy(_ element: OrganizationElement) throws(EarlyEnd) {
    let application = try element.byte(0)
    let names: [9 of String] = [
      "none", "voice", "voice signaling", "guest voice", "guest voice signaling",
      "softphone voice", "video conferencing", "streaming video", "video signaling",
    ]
    line.append("\n\t    Application type [")
    line.append(names[application < 9 ? Int(application) : 0])
    line.append("] (0x", hex: application, digits: 2, "), Flags [")
    printFlagNames(
      UInt32(try element.byte(1)) & 0xe0,
      [(0x80, "Unknown"), (0x40, "Tagged"), (0x20, "reserved")], separator: ", ",
      none: "none")
    line.append("]\n\t    Vlan id ", decimal: try element.policyNetwork, ", L2 priority ")
    line.append("", decimal: try element.policyPriority, ", DSCP value ")
    line.append(decimal: UInt32(try element.policyCodePoint))
  }

  private mutating func printLocation(_ element: OrganizationElement) throws(EarlyEnd) {
    let length = element.fields.length
    let format = try element.byte(0)
    line.append("\n\t    Location data format ")
    switch format {
    case 1: line.append("coordinate-based LCI")
    case 2: line.append("civic address LCI")
    case 3: line.append("ECS ELIN")
    default: line.append("unknown")
    }
    line.append(" (0x", hex: format, digits: 2, ")")
    switch format {
    case 1:
      guard length >= 21 else { return }
      try printCoordinates(element)
    case 2:
      guard length >= 6 else { return }
      let civicLength = Int(try element.civicLength)
      guard civicLength >= 3, length >= 7 + civicLength else { return }
      try printCivicAddress(element)
    case 3:
      line.append("\n\t    ECS ELIN id ")
      try printText(element.text(from: 1))
    default:
      line.append("\n\t    Location ID ")
      printUnknownData(element.text(from: 1), indent: "\n\t      ")
    }
  }

  private mutating func printCoordinates(_ element: OrganizationElement) throws(EarlyEnd) {
    line.append("\n\t    Latitude resolution ", decimal: try element.byte(1) >> 2)
    line.append(", latitude value ", decimal: try element.coordinate(1))
    line.append("\n\t    Longitude resolution ", decimal: try element.byte(6) >> 2)
    line.append(", longitude value ", decimal: try element.coordinate(6))
    let altitudeType = try element.byte(11) >> 4
    line.append("\n\t    Altitude type ")
    line.append(altitudeType == 1 ? "meters" : altitudeType == 2 ? "floors" : "unknown")
    line.append(" (", decimal: altitudeType, ")")
    line.append("\n\t    Altitude resolution ", decimal: try element.altitudeResolution)
    line.append(", altitude value 0x", hex: try element.altitude)
    let datum = try element.byte(16)
    let names: [4 of String] = [
      "unknown", "World Geodesic System 1984", "North American Datum 1983 (NAVD88)",
      "North American Datum 1983 (MLLW)",
    ]
    line.append("\n\t    Datum ")
    line.append(names[datum < 4 ? Int(datum) : 0])
    line.append(" (0x", hex: datum, digits: 2, ")")
  }

  private mutating func printCivicAddress(_ element: OrganizationElement) throws(EarlyEnd) {
    let what = try element.byte(2)
    let names: [4 of String] = [
      "location of DHCP server",
      "location of the network element believed to be closest to the client",
      "location of the client", "unknown",
    ]
    line.append("\n\t    LCI length ", decimal: try element.civicLength, ", LCI what ")
    line.append(names[what < 3 ? Int(what) : 3])
    line.append(" (0x", hex: what, digits: 2, "), Country-code ")
    try printText(element.country)
    var parts = try element.civicElements
    while let part = try parts.next() {
      line.append("\n\t      CA type '")
      line.append(Self.civicName(part.type) ?? "unknown")
      line.append("' (", decimal: part.type, "), length ")
      line.append("", decimal: part.length, ": ")
      guard part.type != 0, part.length != 0, part.isInsideAddress else { return }
      try printText(part.text)
    }
  }

  /// The name of a part of a civic address (RFC 4776, section 3.4).
  private static func civicName(_ type: UInt8) -> String? {
    switch type {
    case 0: "language"
    case 1: "national subdivisions (state,canton,region,province,prefecture)"
    case 2: "county, parish, gun, district"
    case 3: "city, township, shi"
    case 4: "city division, borough, city district, ward chou"
    case 5: "neighborhood, block"
    case 6: "street"
    case 18: "state"
    case 19: "house number"
    default: nil
    }
  }

  private mutating func printExtendedPower(_ element: OrganizationElement) throws(EarlyEnd) {
    let flags = try element.byte(0)
    line.append("\n\t    Power type [")
    line.append(flags & 3 != 0 ? "PD device" : "PSE device")
    line.append("], Power source [")
    let sources: [4 of String] = [
      "none", "PSE - primary power source", "local - backup power source",
      "PSE+local - reserved",
    ]
    line.append(sources[Int(flags >> 4 & 3)])
    line.append("]\n\t    Power priority [")
    switch flags & 0xf {
    case 1: line.append("critical")
    case 2: line.append("high")
    case 3: line.append("low")
    default: line.append("none")
    }
    line.append("] (0x", hex: flags & 0xf, digits: 2, ")")
    let power = try element.power
    if power < 1024 {
      line.append(", Power ", decimal: power / 10, ".")
      line.append("", decimal: power % 10, " Watts")
    } else {
      line.append(", Power ", decimal: power, " (Reserved)")
    }
  }
}
