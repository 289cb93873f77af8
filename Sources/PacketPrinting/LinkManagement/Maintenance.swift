import InternetTypes
import PacketDissection
import TextOutput

// OAM of Ethernet in the first mile.
extension PacketPrinter {
  /// Prints an OAM message (IEEE 802.3, clause 57).
  mutating func printMaintenance(_ message: MaintenanceMessage) throws(EarlyEnd) {
    guard message.fields.length >= 3 else {
      line.append("\n\t\t packet is too short")
      return
    }
    let code = try message.code
    let flags = try message.flags
    line.append("\n\tCode ")
    line.append(name: Self.maintenanceCodeName(code), or: "Unknown (", code, ")")
    line.append(" OAM PDU, Flags [")
    printFlagNames(
      UInt32(flags) & 0x7f,
      [
        (0x01, "Link Fault"), (0x02, "Dying Gasp"), (0x04, "Critical Event"),
        (0x08, "Local Evaluating"), (0x10, "Local Stable"), (0x20, "Remote Evaluating"),
        (0x40, "Remote Stable"),
      ], separator: ", ", none: "none")
    line.append("]")
    switch code {
    case 0: try printMaintenanceInformation(message)
    case 1: try printMaintenanceEvents(message)
    case 4:
      let command = try message.command
      line.append("\n\t  Command ")
      switch command {
      case 1: line.append("Enable OAM Remote Loopback")
      case 2: line.append("Disable OAM Remote Loopback")
      default: line.append("Unknown")
      }
      line.append(" (", decimal: command, ")")
    default:
      printUnknownData(message.fields.dropping(3), indent: "\n\t  ")
    }
  }

  private static func maintenanceCodeName(_ code: UInt8) -> String? {
    switch code {
    case 0: "Information"
    case 1: "Event Notification"
    case 2: "Variable Request"
    case 3: "Variable Response"
    case 4: "Loopback Control"
    case 0xfe: "Vendor Private"
    default: nil
    }
  }

  private mutating func printMaintenanceInformation(
    _ message: MaintenanceMessage
  ) throws(EarlyEnd) {
    var elements = message.elements
    while let element = try elements.next() {
      guard element.room >= 2 else {
        line.append("\n\t\t packet is too short")
        return
      }
      line.append("\n\t  ")
      switch element.type {
      case 0: line.append("End of TLV marker")
      case 1: line.append("Local")
      case 2: line.append("Remote")
      case 0xfe: line.append("Organization specific")
      default: line.append("Reserved")
      }
      line.append(" Information Type (", decimal: element.type, "), length ")
      line.append(decimal: UInt32(element.length))
      if element.type == 0 { return }
      guard element.length >= 2 else {
        line.append("\n\t    ERROR: illegal length - should be >= 2")
        return
      }
      guard Int(element.length) <= element.room else {
        line.append("\n\t\t packet is too short")
        return
      }
      try element.fields.require(Int(element.length))
      let isShown =
        element.type == 1 || element.type == 2 ? requireSlowLength(16, element) : false
      if isShown { try printMaintenanceState(element) }
      if !isShown || options.verbosity > 1 { printUnknownData(element.fields, indent: "\n\t  ") }
    }
  }

  private mutating func printMaintenanceState(_ element: SlowProtocolElement) throws(EarlyEnd) {
    line.append("\n\t    OAM-Version ", decimal: try element.maintenanceVersion, ", Revision ")
    line.append(decimal: UInt32(try element.revision))
    let state = try element.maintenanceState
    line.append("\n\t    State-Parser-Action ")
    let actions: [4 of String] = ["forwarding", "looping back", "discarding", "reserved"]
    line.append(actions[Int(state & 3)])
    line.append(", State-MUX-Action ")
    line.append(state & 4 == 0 ? "forwarding" : "discarding")
    line.append("\n\t    OAM-Config Flags [")
    printFlagNames(
      UInt32(try element.configuration) & 0x1f,
      [
        (0x01, "Active"), (0x02, "Unidirectional"), (0x04, "Remote-Loopback"),
        (0x08, "Link-Events"), (0x10, "Variable-Retrieval"),
      ], separator: ", ", none: "none")
    line.append("], OAM-PDU-Config max-PDU size ", decimal: try element.maximumMessageSize)
    let organization = try element.organization
    line.append("\n\t    OUI ")
    line.append(organizationName(organization) ?? "Unknown")
    line.append(" (0x", hex: organization, digits: 6, "), Vendor-Private 0x")
    line.append(hex: try element.vendorInformation, digits: 8)
  }

  private mutating func printMaintenanceEvents(_ message: MaintenanceMessage) throws(EarlyEnd) {
    guard message.fields.length >= 5 else {
      line.append("\n\t\t packet is too short")
      return
    }
    line.append("\n\t  Sequence Number ", decimal: try message.sequence)
    var events = message.events
    while let event = try events.next() {
      guard event.room >= 2 else {
        line.append("\n\t\t packet is too short")
        return
      }
      line.append("\n\t  ")
      switch event.type {
      case 0: line.append("End of TLV marker")
      case 1: line.append("Errored Symbol Period Event")
      case 2: line.append("Errored Frame Event")
      case 3: line.append("Errored Frame Period Event")
      case 4: line.append("Errored Frame Seconds Summary Event")
      case 0xfe: line.append("Organization specific")
      default: line.append("Reserved")
      }
      line.append(" Link Event Type (", decimal: event.type, "), length ")
      line.append(decimal: UInt32(event.length))
      if event.type == 0 { return }
      guard event.length >= 2 else {
        line.append("\n\t    ERROR: illegal length - should be >= 2")
        return
      }
      guard Int(event.length) <= event.room else {
        line.append("\n\t\t packet is too short")
        return
      }
      try event.fields.require(Int(event.length))
      let isShown = event.type < 5 ? try printErrors(event) : false
      if !isShown || options.verbosity > 1 { printUnknownData(event.fields, indent: "\n\t  ") }
    }
  }

  /// Prints the counters of an event; false if its length contradicts its type.
  private mutating func printErrors(_ event: SlowProtocolElement) throws(EarlyEnd) -> Bool {
    guard requireSlowLength(40, event) else { return false }
    line.append("\n\t    Timestamp ", decimal: UInt32(try event.timestamp) * 100, " ms")
    line.append(", Errored Window ", decimal: try event.window)
    line.append("\n\t    Errored Threshold ", decimal: try event.threshold)
    line.append("\n\t    Errors ", decimal: try event.errors)
    line.append("\n\t    Error Running Total ", decimal: try event.errorTotal)
    line.append("\n\t    Event Running Total ", decimal: try event.eventTotal)
    return true
  }
}
