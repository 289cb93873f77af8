import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the fields of an IEEE 802.11 header that was captured in full.
  mutating func printWirelessHeader(_ header: borrowing WirelessHeader) throws(EarlyEnd) {
    if options.verbosity > 0 {
      let names: [(UInt8, String)] = [
        (0x20, "More Data "), (0x04, "More Fragments "), (0x10, "Pwr Mgmt "), (0x08, "Retry "),
        (0x80, "Strictly Ordered "), (0x40, "Protected "),
      ]
      for (bit, name) in names where header.flags & bit != 0 { line.append(name) }
      // A power-save poll has an association identifier instead of the duration.
      if header.type != .control || header.subtype != 10 {
        line.append(decimal: UInt32(try header.duration))
        line.append("us ")
      }
    }
    switch header.type {
    case .management:
      try printWirelessAddress("BSSID:", header, 3)
      try printWirelessAddress("DA:", header, 1)
      try printWirelessAddress("SA:", header, 2)
    case .control: try printWirelessControlHeader(header)
    case .data: try printWirelessDataHeader(header)
    case .extensions: break
    }
  }

  private mutating func printWirelessAddress(
    _ label: String, _ header: borrowing WirelessHeader, _ number: Int
  ) throws(EarlyEnd) {
    line.append(label)
    printAddress(try header.address(number))
    line.append(" ")
  }

  private mutating func printWirelessDataHeader(
    _ header: borrowing WirelessHeader
  ) throws(EarlyEnd) {
    let subtype = header.subtype
    if subtype & 0x0b != 0 {
      line.append("CF ")
      switch subtype & 3 {
      case 1: line.append("Ack")
      case 2: line.append("Poll")
      case 3: line.append("Ack/Poll")
      default: break
      }
      line.append(subtype & 8 != 0 ? "+QoS " : " ")
    }
    let names: [String]
    switch header.flags & 3 {
    case 0: names = ["DA:", "SA:", "BSSID:"]
    case 1: names = ["BSSID:", "SA:", "DA:"]
    case 2: names = ["DA:", "BSSID:", "SA:"]
    default: names = ["RA:", "TA:", "DA:", "SA:"]
    }
    for index in names.indices { try printWirelessAddress(names[index], header, index + 1) }
  }

  private mutating func printWirelessControlHeader(
    _ header: borrowing WirelessHeader
  ) throws(EarlyEnd) {
    switch header.subtype {
    case 8: try printBlockRequest(header)
    case 9, 12, 13: try printWirelessAddress("RA:", header, 1)
    case 10, 14, 15:
      try printWirelessAddress(header.subtype == 10 ? "BSSID:" : "RA:", header, 1)
      try printWirelessAddress(header.subtype == 10 ? "TA:" : "BSSID:", header, 2)
    case 11:
      try printWirelessAddress("RA:", header, 1)
      try printWirelessAddress("TA:", header, 2)
    default: break
    }
  }

  /// Prints the fields of a block acknowledgment request.
  private mutating func printBlockRequest(_ header: borrowing WirelessHeader) throws(EarlyEnd) {
    line.append(" ")
    try printWirelessAddress("RA:", header, 1)
    try printWirelessAddress("TA:", header, 2)
    line.append("CTL(", hex: try header.number(at: 16))
    line.append(") SEQ(", decimal: try header.number(at: 18), ") ")
  }

  /// Prints a control frame: its name, and its addresses unless the header showed them.
  mutating func printWirelessControl(_ header: borrowing WirelessHeader) throws(EarlyEnd) {
    switch header.subtype {
    case 7: line.append("Control Wrapper")
    case 8: line.append("BAR")
    case 9: line.append("BA")
    case 10:
      line.append("Power Save-Poll AID(", hex: try header.number(at: 2), ")")
      return
    case 11: line.append("Request-To-Send")
    case 12: line.append("Clear-To-Send")
    case 13: line.append("Acknowledgment")
    case 14: line.append("CF-End")
    default: line.append("CF-End+CF-Ack")
    }
    if options.showsLinkHeader { return }
    switch header.subtype {
    case 7: break
    case 8: try printBlockRequest(header)
    case 11: try printWirelessAddress(" TA:", header, 2)
    default: try printWirelessAddress(" RA:", header, 1)
    }
  }

  /// Prints the WEP initialization vector of encrypted data; false if it is cut.
  mutating func printWirelessVector(
    _ header: borrowing WirelessHeader, at offset: Int
  ) throws(EarlyEnd) -> Bool {
    guard header.fields.has(4, at: offset) else { return false }
    let vector = try header.fields.uint32(at: offset).byteSwapped
    line.append(" IV:")
    let digits = vector & 0x00ff_ffff
    line.append(blanks: digits < 0x10 ? 2 : digits < 0x100 ? 1 : 0)
    line.append(hex: digits)
    line.append(" Pad ")
    line.append(hex: vector >> 24 & 0x3f)
    line.append(" KeyID ")
    line.append(hex: vector >> 30)
    return true
  }
}
