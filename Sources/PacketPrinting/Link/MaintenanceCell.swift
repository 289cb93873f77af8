import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a cell of operation and maintenance.
  mutating func printMaintenanceCell(_ cell: borrowing MaintenanceCell) throws(EarlyEnd) {
    do throws(EarlyEnd) {
      try printMaintenance(cell)
    } catch {
      try settle(error)
    }
  }

  private mutating func printMaintenance(_ cell: borrowing MaintenanceCell) throws(EarlyEnd) {
    let header = try cell.header
    let (type, function) = (try cell.type, try cell.function)
    let channel = UInt16(truncatingIfNeeded: header >> 4)
    switch channel {
    case 3: line.append("OAM F4 (segment)")
    case 4: line.append("OAM F4 (end)")
    default: line.append("OAM F5")
    }
    line.put(", vpi ", header >> 20 & 0xff, ", vci ", channel, ", payload [ ")
    line.put(Self.cellPayloadName(header >> 1 & 0x7), " ], clp ", header & 1, ", length ")
    line.put(cell.fields.length)
    guard options.verbosity > 0 else { return }
    let functionName: String
    switch type {
    case 1: functionName = Self.faultFunctionName(function)
    case 2: functionName = Self.performanceFunctionName(function)
    case 8:
      functionName =
        function == 0 ? "Performance Monitoring" : function == 1 ? "Continuity Check" : "none"
    default: functionName = "unknown"
    }
    line.put("\n\tcell-type ", Self.cellTypeName(type), " (", type, "), func-type ", functionName)
    line.put(" (", function, ")")
    if type == 1 { try printFault(function, cell.body) }
    let checksum = try cell.checksum
    line.put(
      "\n\tcksum 0x", Hex(checksum, 3), try cell.hasRightChecksum ? " (correct)" : " (incorrect)")
  }

  /// Prints the fields of a fault management cell: a loopback, or an alarm.
  private mutating func printFault(_ function: UInt8, _ body: Fields) throws(EarlyEnd) {
    switch function {
    case 0x8:
      try body.require(45)
      line.append("\n\tLoopback-Indicator ")
      line.append(try body.byte(at: 0) & 1 == 1 ? "Request" : "Reply")
      line.put(", Correlation-Tag 0x", Hex(try body.uint32(at: 1), 8))
      try printCellLocation("\n\tLocation-ID ", body, at: 5, count: 12)
      try printCellLocation("\n\tSource-ID   ", body, at: 17, count: 12)
    case 0x0, 0x1:
      try body.require(45)
      line.put("\n\tFailure-type 0x", Hex(try body.byte(at: 0), 2))
      try printCellLocation("\n\tLocation-ID ", body, at: 1, count: 16)
    default: break
    }
  }

  /// Prints a location; tcpdump reads its pairs of bytes from the second byte on, the last one behind it.
  private mutating func printCellLocation(
    _ label: String, _ body: Fields, at offset: Int, count: Int
  ) throws(EarlyEnd) {
    line.append(label)
    for index in stride(from: 1, to: count, by: 2) {
      line.put(Hex(try body.uint16(at: offset + index), 4), " ")
    }
  }

  private static func cellTypeName(_ type: UInt8) -> String {
    switch type {
    case 0x1: "Fault Management"
    case 0x2: "Performance Management"
    case 0x8: "activate/deactivate"
    case 0xf: "System Management"
    default: "unknown"
    }
  }

  private static func faultFunctionName(_ function: UInt8) -> String {
    switch function {
    case 0x0: "AIS"
    case 0x1: "RDI"
    case 0x4: "Continuity Check"
    case 0x8: "Loopback"
    default: "none"
    }
  }

  private static func performanceFunctionName(_ function: UInt8) -> String {
    switch function {
    case 0x0: "Forward Monitoring"
    case 0x1: "Backward Reporting"
    case 0x2: "Monitoring and Reporting"
    default: "none"
    }
  }

  private static func cellPayloadName(_ type: UInt32) -> String {
    switch type {
    case 0: "user data, uncongested, SDU 0"
    case 1: "user data, uncongested, SDU 1"
    case 2: "user data, congested, SDU 0"
    case 3: "user data, congested, SDU 1"
    case 4: "VCC OAM F5 flow segment"
    case 5: "VCC OAM F5 flow end-to-end"
    case 6: "Traffic Control and resource Mgmt"
    default: "Unknown"
    }
  }
}
