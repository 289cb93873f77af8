import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a management or control frame with a header of `size` bytes; false if it is cut.
  mutating func printWirelessMessage(
    _ header: borrowing WirelessHeader, _ size: Int
  ) throws(EarlyEnd) -> Bool {
    if header.type == .control {
      try printWirelessControl(header)
      return true
    }
    guard let name = Self.managementName(header.subtype) else {
      line.append("Unhandled Management subtype(", hex: header.subtype, ")")
      return header.isProtected ? try printWirelessVector(header, at: size) : true
    }
    line.append(name)
    if header.isProtected { return try printWirelessVector(header, at: size) }
    let body = header.fields.dropping(size)
    switch header.subtype {
    case 0: return try printAssociationRequest(body, skipping: 4)
    case 2: return try printReassociationRequest(body)
    case 1, 3: return try printAssociationResponse(body)
    case 4:
      let elements = try WirelessElements(body, from: 0)
      printNameAndRates(elements, body)
      return elements.isWhole
    case 5, 8: return try printBeacon(body, isBeacon: header.subtype == 8)
    case 10:
      guard Self.has(2, in: body) else { return false }
      line.append(": ")
      line.append(Self.reason(try body.uint16LittleEndian(at: 0)))
    case 11: return try printAuthentication(body)
    case 12:
      guard Self.has(2, in: body) else { return false }
      try printSender(header)
      line.append(Self.reason(try body.uint16LittleEndian(at: 0)))
    case 13:
      guard Self.has(2, in: body) else { return false }
      try printSender(header)
      printAction(try body.byte(at: 0), try body.byte(at: 1))
    default: break
    }
    return true
  }

  /// Whether a body is at least `count` bytes long, and these were captured.
  private static func has(_ count: Int, in body: borrowing Fields) -> Bool {
    body.length >= count && body.has(count)
  }

  /// Appends the sender in parentheses, unless the header showed it, and a colon.
  private mutating func printSender(_ header: borrowing WirelessHeader) throws(EarlyEnd) {
    if !options.showsLinkHeader {
      line.append(" (")
      printAddress(try header.address(2))
      line.append(")")
    }
    line.append(": ")
  }

  private mutating func printNameAndRates(
    _ elements: WirelessElements, _ body: borrowing Fields, hasRates: Bool = true
  ) {
    if let name = elements.name {
      line.append(" (")
      line.append(visibleUpToZero: body.bytes.extracting(name))
      line.append(")")
    }
    guard hasRates, let rates = elements.rates else { return }
    var separator = " ["
    for index in rates {
      let rate = body.bytes[index]
      line.append(separator)
      line.append(decimal: UInt32(rate & 0x7f) / 2)
      line.append(rate & 1 == 0 ? ".0" : ".5")
      if rate & 0x80 != 0 { line.append("*") }
      separator = " "
    }
    line.append(" Mbit]")
  }

  private mutating func printBeacon(
    _ body: borrowing Fields, isBeacon: Bool
  ) throws(EarlyEnd) -> Bool {
    guard Self.has(12, in: body) else { return false }
    let capabilities = try body.uint16LittleEndian(at: 10)
    let elements = try WirelessElements(body, from: 12)
    printNameAndRates(elements, body)
    if isBeacon { line.append(capabilities & 1 != 0 ? " ESS" : " IBSS") }
    if let channel = elements.channel { line.append(" CH: ", decimal: channel) }
    if capabilities & 0x10 != 0 { line.append(", PRIVACY") }
    return elements.isWhole
  }

  private mutating func printAssociationRequest(
    _ body: borrowing Fields, skipping count: Int
  ) throws(EarlyEnd) -> Bool {
    guard Self.has(count, in: body) else { return false }
    let elements = try WirelessElements(body, from: count)
    printNameAndRates(elements, body)
    return elements.isWhole
  }

  private mutating func printReassociationRequest(
    _ body: borrowing Fields
  ) throws(EarlyEnd) -> Bool {
    guard Self.has(10, in: body) else { return false }
    let elements = try WirelessElements(body, from: 10)
    printNameAndRates(elements, body, hasRates: false)
    line.append(" AP : ")
    printAddress(try body.macAddress(at: 4))
    return elements.isWhole
  }

  private mutating func printAssociationResponse(
    _ body: borrowing Fields
  ) throws(EarlyEnd) -> Bool {
    guard Self.has(6, in: body) else { return false }
    let elements = try WirelessElements(body, from: 6)
    // The two highest bits of the association identifier are always set.
    line.append(" AID(", hex: try body.uint16LittleEndian(at: 4) & 0x3fff, ") :")
    if try body.uint16LittleEndian(at: 0) & 0x10 != 0 { line.append(" PRIVACY ") }
    line.append(": ")
    line.append(Self.status(try body.uint16LittleEndian(at: 2)))
    return elements.isWhole
  }

  private mutating func printAuthentication(_ body: borrowing Fields) throws(EarlyEnd) -> Bool {
    guard Self.has(6, in: body) else { return false }
    let elements = try WirelessElements(body, from: 6)
    let algorithm = try body.uint16LittleEndian(at: 0)
    let sequence = try body.uint16LittleEndian(at: 2)
    switch algorithm {
    case 0: line.append(" (Open System)-")
    case 1: line.append(" (Shared Key)-")
    case 2: line.append(" (EAP)-")
    default: line.append(" (Reserved)-")
    }
    line.append(hex: UInt32(sequence))
    line.append(algorithm == 1 && (2...3).contains(sequence) ? " [Challenge Text] " : ": ")
    if sequence % 2 == 1 { line.append(Self.status(try body.uint16LittleEndian(at: 4))) }
    return elements.isWhole
  }

  /// Appends the category of an action frame and its action.
  private mutating func printAction(_ category: UInt8, _ action: UInt8) {
    switch category {
    case 0: line.append("Spectrum Management ")
    case 1: line.append("QoS ")
    case 2: line.append("DLS ")
    case 3: line.append("BA ")
    case 7: line.append("HT ")
    case 13: line.append("MeshAction ")
    case 14: line.append("MultiohopAction ")
    case 15: line.append("SelfprotectAction ")
    case 127: line.append("Vendor ")
    default: line.append("Reserved(", decimal: category, ") ")
    }
    line.append(name: Self.actionName(category, action), or: "Act#", action)
  }

  private static func actionName(_ category: UInt8, _ action: UInt8) -> String? {
    switch (category, action) {
    case (3, 0): "ADDBA Request"
    case (3, 1): "ADDBA Response"
    case (3, 2): "DELBA"
    case (7, 0): "TxChWidth"
    case (7, 1): "MIMOPwrSave"
    case (13, 0): "MeshLink"
    case (13, 1): "HWMP"
    case (13, 2): "Gate Announcement"
    case (13, 3): "Congestion Control"
    case (13, 4): "MCCA Setup Request"
    case (13, 5): "MCCA Setup Reply"
    case (13, 6): "MCCA Advertisement Request"
    case (13, 7): "MCCA Advertisement"
    case (13, 8): "MCCA Teardown"
    case (13, 9): "TBTT Adjustment Request"
    case (13, 10): "TBTT Adjustment Response"
    case (14, 0): "Proxy Update"
    case (14, 1): "Proxy Update Confirmation"
    case (15, 1): "Peering Open"
    case (15, 2): "Peering Confirm"
    case (15, 3): "Peering Close"
    case (15, 4): "Group Key Inform"
    case (15, 5): "Group Key Acknowledge"
    default: nil
    }
  }

  private static func managementName(_ subtype: UInt8) -> String? {
    switch subtype {
    case 0: "Assoc Request"
    case 1: "Assoc Response"
    case 2: "ReAssoc Request"
    case 3: "ReAssoc Response"
    case 4: "Probe Request"
    case 5: "Probe Response"
    case 8: "Beacon"
    case 9: "ATIM"
    case 10: "Disassociation"
    case 11: "Authentication"
    case 12: "DeAuthentication"
    case 13: "Action"
    default: nil
    }
  }
}
