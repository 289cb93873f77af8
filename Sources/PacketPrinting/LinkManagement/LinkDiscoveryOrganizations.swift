import InternetTypes
import PacketDissection
import TextOutput

// The elements that organizations define for LLDP: IEEE 802.3 and IANA here; others have their own files.
extension PacketPrinter {
  /// Prints an organization's element; false if only its bytes can be shown.
  mutating func printOrganization(_ element: LinkDiscoveryElement) throws(EarlyEnd) -> Bool {
    let organization = try element.organization
    line.append(": OUI ")
    line.append(organizationName(organization) ?? "Unknown")
    line.append(" (0x", hex: organization, digits: 6, ")")
    let own = OrganizationElement(element)
    switch organization {
    case 0x0080c2: return try printBridgingElement(own)
    case 0x00120f: return try printEthernetElement(own)
    case 0x00005e: return try printIANAElement(own)
    case 0x0012bb: return try printMediaElement(own)
    case 0x001b21: return try printExchangeElement(own)
    default: return false
    }
  }

  /// Prints the subtype of an organization's element; false if there is none.
  mutating func printOrganizationSubtype(_ name: String?, _ subtype: UInt8) {
    line.append("\n\t  ")
    line.append(name ?? "unknown")
    line.append(" Subtype (", decimal: subtype, ")")
  }

  private mutating func printIANAElement(_ element: OrganizationElement) throws(EarlyEnd) -> Bool {
    guard element.fields.length >= 8 else { return true }
    let subtype = try element.subtype
    printOrganizationSubtype(subtype == 1 ? "MUD-URL" : nil, subtype)
    guard subtype == 1 else { return false }
    line.append("\n\t  MUD-URL=")
    try printText(element.text(from: 0))
    return true
  }

  private mutating func printEthernetElement(
    _ element: OrganizationElement
  ) throws(EarlyEnd) -> Bool {
    let length = element.fields.length
    guard length >= 4 else { return true }
    let subtype = try element.subtype
    let names: [5 of String?] = [
      nil, "MAC/PHY configuration/status", "Power via MDI", "Link aggregation", "Max frame size",
    ]
    printOrganizationSubtype(subtype < 5 ? names[Int(subtype)] : nil, subtype)
    switch subtype {
    case 1:
      guard length >= 9 else { break }
      let flags = try element.byte(0)
      line.append("\n\t    autonegotiation [")
      printFlagNames(
        UInt32(flags), [(1, "supported"), (2, "enabled")], separator: ", ", none: "none")
      line.append("] (0x", hex: flags, digits: 2, ")")
      let capabilities = try element.advertisedCapabilities
      line.append("\n\t    PMD autoneg capability [")
      printFlagNames(
        UInt32(capabilities) & 0x7fff, Self.mediumCapabilities, separator: ", ", none: "unknown")
      line.append("] (0x", hex: capabilities, digits: 4, ")")
      let medium = try element.mediumType
      line.append("\n\t    MAU type ")
      line.append(Self.mediumName(medium) ?? "unknown")
      line.append(" (0x", hex: medium, digits: 4, ")")
    case 2:
      guard length >= 7 else { break }
      line.append("\n\t    MDI power support [")
      printFlagNames(
        UInt32(try element.byte(0)) & 0xf,
        [(1, "PSE"), (2, "supported"), (4, "enabled"), (8, "can be controlled")],
        separator: ", ", none: "none")
      let pair = try element.byte(1)
      line.append("], power pair ")
      line.append(pair == 1 ? "signal" : pair == 2 ? "spare" : "unknown")
      let powerClass = try element.byte(2)
      line.append(", power class ")
      if powerClass >= 1 && powerClass <= 5 {
        line.append("class", decimal: powerClass - 1)
      } else {
        line.append("unknown")
      }
    case 3:
      guard length >= 9 else { break }
      line.append("\n\t    aggregation status [")
      printFlagNames(
        UInt32(try element.byte(0)) & 3, [(1, "supported"), (2, "enabled")], separator: ", ",
        none: "none")
      line.append("], aggregation port ID ", decimal: try element.aggregationPort)
    case 4:
      guard length >= 6 else { break }
      line.append("\n\t    MTU size ", decimal: try element.maximumFrameSize)
    default: return false
    }
    return true
  }

  private static var mediumCapabilities: [(UInt32, String)] {
    [
      (0x4000, "10BASE-T hdx"), (0x2000, "10BASE-T fdx"), (0x1000, "100BASE-T4"),
      (0x0800, "100BASE-TX hdx"), (0x0400, "100BASE-TX fdx"), (0x0200, "100BASE-T2 hdx"),
      (0x0100, "100BASE-T2 fdx"), (0x0080, "Pause for fdx links"), (0x0040, "Asym PAUSE for fdx"),
      (0x0020, "Sym PAUSE for fdx"), (0x0010, "Asym and Sym PAUSE for fdx"),
      (0x0008, "1000BASE-{X LX SX CX} hdx"), (0x0004, "1000BASE-{X LX SX CX} fdx"),
      (0x0002, "1000BASE-T hdx"), (0x0001, "1000BASE-T fdx"),
    ]
  }

  /// The name of a type of medium attachment (RFC 3636, dot3MauType).
  private static func mediumName(_ type: UInt16) -> String? {
    switch type {
    case 0: "Unknown"
    case 1: "AUI"
    case 2: "10BASE_5"
    case 3: "FOIRL"
    case 4: "10BASE2"
    case 5: "10BASET duplex mode unknown"
    case 6: "10BASEFP"
    case 7: "10BASEFB"
    case 8: "10BASEFL duplex mode unknown"
    case 9: "10BROAD36"
    case 10: "10BASET hdx"
    case 11: "10BASET fdx"
    case 12: "10BASEFL hdx"
    case 13: "10BASEFL fdx"
    case 14: "100BASET4"
    case 15: "100BASETX hdx"
    case 16: "100BASETX fdx"
    case 17: "100BASEFX hdx"
    case 18: "100BASEFX fdx"
    case 19: "100BASET2 hdx"
    case 20: "100BASET2 fdx"
    case 21: "1000BASEX hdx"
    case 22: "1000BASEX fdx"
    case 23: "1000BASELX hdx"
    case 24: "1000BASELX fdx"
    case 25: "1000BASESX hdx"
    case 26: "1000BASESX fdx"
    case 27: "1000BASECX hdx"
    case 28: "1000BASECX fdx"
    case 29: "1000BASET hdx"
    case 30: "1000BASET fdx"
    case 31: "10GBASEX"
    case 32: "10GBASELX4"
    case 33: "10GBASER"
    case 34: "10GBASEER"
    case 35: "10GBASELR"
    case 36: "10GBASESR"
    case 37: "10GBASEW"
    case 38: "10GBASEEW"
    case 39: "10GBASELW"
    case 40: "10GBASESW"
    default: nil
    }
  }
}
