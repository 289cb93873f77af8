import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of a slow protocol (IEEE 802.3, annex 57A).
  mutating func printSlowProtocol(_ message: SlowProtocolMessage) throws(EarlyEnd) {
    let length = message.fields.length
    guard length >= 1 else {
      line.append(" (packet is too short)")
      return
    }
    let subtype = try message.subtype
    var name: String? = nil
    var hasVersion = false
    switch subtype {
    case 1, 2:
      name = subtype == 1 ? "LACP" : "MARKER"
      hasVersion = true
      guard length >= 2 else {
        line.append(" (packet is too short)")
        return
      }
      let version = try message.version
      guard version == 1 else {
        line.append(name ?? "")
        line.append(" version ", decimal: version, " packet not supported")
        return
      }
    case 3: name = "OAM"
    default: break
    }
    line.append(name: name, or: "unknown (", subtype, ")")
    if hasVersion { line.append("v1") }
    line.append(", length ", decimal: length)
    guard name != nil else {
      printUnknownData(message.fields, indent: "\n\t")
      return
    }
    if options.verbosity == 0 { return }
    if subtype == 3 {
      try printMaintenance(message.maintenance)
    } else {
      try printSlowProtocolElements(message, subtype)
    }
  }

  private mutating func printSlowProtocolElements(
    _ message: SlowProtocolMessage, _ subtype: UInt8
  ) throws(EarlyEnd) {
    var elements = message.elements
    while let element = try elements.next() {
      guard element.room >= 2 else {
        line.append("\n\t\t packet is too short")
        return
      }
      line.append("\n\t")
      line.append(Self.slowElementName(subtype, element.type))
      line.append(" TLV (0x", hex: element.type, digits: 2, "), length ")
      line.append(decimal: UInt32(element.length))
      if element.type == 0 { return }
      guard element.length >= 2, Int(element.length) <= element.room else {
        line.append("\n\t\t packet is too short")
        return
      }
      try element.fields.require(Int(element.length))
      try printSlowProtocolElement(element, subtype)
      if options.verbosity > 1 { printUnknownData(element.value, indent: "\n\t  ") }
    }
  }

  private static func slowElementName(_ subtype: UInt8, _ type: UInt8) -> String {
    switch (subtype, type) {
    case (_, 0): "Terminator"
    case (1, 1): "Actor Information"
    case (1, 2): "Partner Information"
    case (1, 3): "Collector Information"
    case (2, 1): "Marker Information"
    default: "Unknown"
    }
  }

  /// Prints an element of LACP or the marker protocol.
  private mutating func printSlowProtocolElement(
    _ element: SlowProtocolElement, _ subtype: UInt8
  ) throws(EarlyEnd) {
    switch (subtype, element.type) {
    case (1, 1), (1, 2):
      guard requireSlowLength(20, element) else { return }
      line.append("\n\t  System ")
      printAddress(try element.system)
      line.append(", System Priority ", decimal: try element.systemPriority, ", Key ")
      line.append("", decimal: try element.key, ", Port ")
      line.append("", decimal: try element.port, ", Port Priority ")
      line.append(decimal: UInt32(try element.portPriority))
      line.append("\n\t  State Flags [")
      printFlagNames(
        UInt32(try element.state),
        [
          (1, "Activity"), (2, "Timeout"), (4, "Aggregation"), (8, "Synchronization"),
          (0x10, "Collecting"), (0x20, "Distributing"), (0x40, "Default"), (0x80, "Expired"),
        ], separator: ", ", none: "none")
      line.append("]")
    case (1, 3):
      guard requireSlowLength(16, element) else { return }
      line.append("\n\t  Max Delay ", decimal: try element.maximumDelay)
    case (2, 1):
      guard requireSlowLength(16, element) else { return }
      line.append("\n\t  Request System ")
      printAddress(try element.markerSystem)
      line.append(", Request Port ", decimal: try element.markerPort)
      line.append(", Request Transaction ID 0x", hex: try element.transaction, digits: 8)
    default:
      if options.verbosity <= 1 { printUnknownData(element.value, indent: "\n\t  ") }
    }
  }

  /// Checks that an element has the length that its type requires; reports another length and returns false.
  mutating func requireSlowLength(_ count: UInt8, _ element: SlowProtocolElement) -> Bool {
    if element.length == count { return true }
    line.append("\n\t    ERROR: illegal length - should be ", decimal: count)
    return false
  }
}
