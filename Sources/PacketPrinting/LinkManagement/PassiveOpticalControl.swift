import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of the multi-point control protocol (IEEE 802.3, clause 64).
  mutating func printPassiveOpticalControl(_ message: PassiveOpticalControl) throws(EarlyEnd) {
    let opcode = try message.opcode
    line.append("MPCP, Opcode ")
    line.append(name: Self.opticalOpcodeName(opcode), or: "Unknown (", opcode, ")")
    if opcode != 1 { line.append(", Timestamp ", decimal: try message.timestamp, " ticks") }
    line.append(", length ", decimal: message.fields.length)
    if options.verbosity == 0 { return }
    switch opcode {
    case 1: break
    case 2: try printGate(message)
    case 3: try printQueueReport(message)
    case 4:
      begin("\n\tFlags [ ")
      printFlagNames(
        UInt32(try message.firstByte) & 3, [(1, "Register"), (3, "De-Register")],
        separator: ", ", none: "Reserved")
      line.append(" ], Pending-Grants ", decimal: try message.secondByte)
    case 5:
      begin("\n\tAssigned-Port ")
      line.append("", decimal: try message.port, ", Flags [ ")
      printRegistrationFlags(try message.registrationFlags)
      line.append(" ]\n\tSync-Time ", decimal: try message.registrationTime)
      line.append(" ticks, Echoed-Pending-Grants ", decimal: try message.echoedGrants)
    case 6:
      begin("\n\tEchoed-Assigned-Port ")
      line.append("", decimal: try message.port, ", Flags [ ")
      switch try message.registrationFlags {
      case 0: line.append("NACK")
      case 1: line.append("ACK")
      default: line.append("Reserved")
      }
      line.append(" ]\n\tEchoed-Sync-Time ", decimal: try message.registrationTime, " ticks")
    default:
      if options.verbosity <= 1 { printUnknownData(message.fields.dropping(6), indent: "\n\t ") }
    }
    endStatement()
  }

  private static func opticalOpcodeName(_ opcode: UInt16) -> String? {
    switch opcode {
    case 1: "Pause"
    case 2: "Gate"
    case 3: "Report"
    case 4: "Register Request"
    case 5: "Register"
    case 6: "Register ACK"
    default: nil
    }
  }

  private mutating func printRegistrationFlags(_ flags: UInt8) {
    printFlagNames(
      UInt32(flags) & 7, [(1, "Re-Register"), (2, "De-Register"), (3, "ACK"), (4, "NACK")],
      separator: ", ", none: "Reserved")
  }

  private mutating func printGate(_ message: PassiveOpticalControl) throws(EarlyEnd) {
    let flags = try message.firstByte
    let count = Int(flags & 7)
    line.append("\n\tGrant Numbers ", decimal: count, ", Flags [ ")
    printFlagNames(
      UInt32(flags) & 0xf8,
      [
        (0x08, "Discovery"), (0x10, "Force Grant #1"), (0x20, "Force Grant #2"),
        (0x40, "Force Grant #3"), (0x80, "Force Grant #4"),
      ], separator: ", ", none: "?")
    line.append(" ]")
    for index in 0..<count {
      begin("\n\tGrant #", decimal: UInt32(index + 1), ", Start-Time ")
      line.append("", decimal: try message.grantStart(index), " ticks, duration ")
      line.append("", decimal: try message.grantDuration(index), " ticks")
    }
    begin("\n\tSync-Time ")
    line.append("", decimal: try message.synchronizationTime(behind: count), " ticks")
  }

  private mutating func printQueueReport(_ message: PassiveOpticalControl) throws(EarlyEnd) {
    let count = Int(try message.firstByte)
    line.append("\n\tTotal Queue-Sets ", decimal: count)
    var rest = message.queues
    for number in 1..<max(count, 1) {
      let bits = try rest.byte(at: 0)
      line.append("\n\t  Queue-Set #", decimal: number + 1, ", Report-Bitmap [ ")
      printFlagNames(
        UInt32(bits),
        [
          (0x01, "Q0"), (0x02, "Q1"), (0x04, "Q2"), (0x08, "Q3"), (0x10, "Q4"), (0x20, "Q5"),
          (0x40, "Q6"), (0x80, "Q7"),
        ], separator: ", ", none: "none")
      line.append(" ]")
      rest = rest.dropping(1)
      for queue in 0..<8 where bits >> UInt8(queue) & 1 == 1 {
        begin("\n\t    Q", decimal: UInt32(queue + 1), " Report, Duration ")
        line.append("", decimal: try rest.uint16(at: 0), " ticks")
        rest = rest.dropping(2)
      }
      endStatement()
    }
  }
}
