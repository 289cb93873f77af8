import InternetTypes
import PacketDissection
import TextOutput

// Protocols directly over Ethernet: loopback tests and disks.
extension PacketPrinter {
  /// Prints a frame of Ethernet's configuration testing protocol.
  mutating func printConfigurationTest(_ test: ConfigurationTest) throws(EarlyEnd) {
    line.append("Loopback")
    guard test.fields.length >= 2 else {
      printInvalid()
      try test.fields.require(test.fields.length)
      return
    }
    let skipCount = try test.skipCount
    begin(", skipCount ", decimal: skipCount)
    endStatement()
    if skipCount % 8 != 0 { line.append(" (bogus)") }
    guard try test.hasRoomForFunction else {
      printInvalid()
      try test.fields.require(test.fields.length)
      return
    }
    let function = try test.function
    line.append(", ")
    switch function {
    case 1: line.append("Reply")
    case 2: line.append("Forward Data")
    default: line.append(" invalid (", decimal: function, ")")
    }
    let arguments = try test.arguments
    switch function {
    case 1:
      guard arguments.length >= 2 else { break }
      begin(", receipt number ")
      line.append("", decimal: try arguments.uint16LittleEndian(at: 0))
      line.append(", data (", decimal: arguments.length - 2, " octets)")
      try test.fields.require(test.fields.length)
      return
    case 2:
      guard arguments.length >= 6 else { break }
      begin(", forwarding address ")
      printAddress(try arguments.macAddress(at: 0))
      line.append(", data (", decimal: arguments.length - 6, " octets)")
      try test.fields.require(test.fields.length)
      return
    default:
      try test.fields.require(test.fields.length)
      return
    }
    printInvalid()
    try test.fields.require(test.fields.length)
  }

  /// Prints a message of ATA over Ethernet.
  mutating func printDisk(_ message: DiskMessage) throws(EarlyEnd) {
    line.append("AoE length ", decimal: message.fields.length)
    guard message.fields.length >= 10 else {
      printInvalid()
      return
    }
    let version = try message.version
    line.append(", Ver ", decimal: version)
    guard version == 1 else { return }
    let flags = try message.flags
    line.append(", Flags: [")
    printFlagNames(
      UInt32(flags), [(8, "Response"), (4, "Error"), (2, "MBZ-1"), (1, "MBZ-0")],
      separator: ", ", none: "none")
    line.append("]")
    if options.verbosity == 0 { return }
    let error = try message.error
    if flags & 4 != 0 {
      line.append("\n\tError: ")
      line.append(name: Self.diskErrorName(error), or: "Invalid (", error, ")")
    }
    begin("\n\tMajor: 0x")
    line.append("", hex: try message.major, digits: 4)
    begin(", Minor: 0x")
    line.append("", hex: try message.minor, digits: 2)
    endStatement()
    let command = try message.command
    line.append(", Command: ")
    line.append(
      name: Self.diskCommandName(command), or: "Unknown (0x", hex: command, digits: 2, ")")
    begin(", Tag: 0x")
    line.append(hex: try message.tag, digits: 8)
    endStatement()
    switch command {
    case 0: try printDiskCommand(message)
    case 1: try printDiskConfiguration(message)
    case 2: try printDiskMasks(message)
    case 3: try printDiskReservation(message)
    default: break
    }
  }

  private static func diskErrorName(_ error: UInt8) -> String? {
    switch error {
    case 1: "Unrecognized command code"
    case 2: "Bad argument parameter"
    case 3: "Device unavailable"
    case 4: "Config string present"
    case 5: "Unsupported version"
    case 6: "Target is reserved"
    default: nil
    }
  }

  private static func diskCommandName(_ command: UInt8) -> String? {
    switch command {
    case 0: "Issue ATA Command"
    case 1: "Query Config Information"
    case 2: "MAC Mask List"
    case 3: "Reserve/Release"
    default: nil
    }
  }

  private mutating func printDiskCommand(_ message: DiskMessage) throws(EarlyEnd) {
    guard message.body.length >= 12 else {
      printInvalid()
      return
    }
    begin("\n\tAFlags: [")
    printFlagNames(
      UInt32(try message.byte(0)),
      [
        (0x80, "MBZ-7"), (0x40, "Ext48"), (0x20, "MBZ-5"), (0x10, "Device"), (0x08, "MBZ-3"),
        (0x04, "MBZ-2"), (0x02, "Async"), (0x01, "Write"),
      ], separator: ", ", none: "none")
    line.append("]")
    begin(", Err/Feature: ")
    line.append("", decimal: try message.byte(1))
    begin(", Sector Count: ")
    line.append("", decimal: try message.byte(2))
    begin(", Cmd/Status: ")
    line.append("", decimal: try message.byte(3))
    for index in 0..<6 {
      begin(index == 0 ? "\n\tlba" : ", lba", decimal: UInt32(index), ": ")
      line.append(decimal: UInt32(try message.byte(4 + index)))
    }
    if message.body.length > 12 {
      begin("\n\tData: ")
      line.append("", decimal: message.body.length - 12, " bytes")
    }
    endStatement()
  }

  private mutating func printDiskConfiguration(_ message: DiskMessage) throws(EarlyEnd) {
    guard message.body.length >= 8 else {
      printInvalid()
      return
    }
    begin("\n\tBuffer Count: ")
    line.append("", decimal: try message.bufferCount)
    begin(", Firmware Version: ")
    line.append("", decimal: try message.firmwareVersion)
    begin(", Sector Count: ")
    line.append("", decimal: try message.byte(4))
    begin(", AoE: ")
    line.append("", decimal: try message.byte(5) >> 4)
    let command = try message.byte(5) & 0xf
    line.append(", CCmd: ")
    switch command {
    case 0: line.append("read config string")
    case 1: line.append("test config string")
    case 2: line.append("test config string prefix")
    case 3: line.append("set config string")
    case 4: line.append("force set config string")
    default: line.append("Unknown (0x02x)")
    }
    endStatement()
    let length = Int(try message.configurationLength)
    guard length <= 1024, message.body.length - 8 >= length else {
      printInvalid()
      return
    }
    if length > 0 {
      line.append("\n\tConfig String (length ", decimal: length, "): ")
      try printAllText(message.configuration)
    }
  }

  private mutating func printDiskMasks(_ message: DiskMessage) throws(EarlyEnd) {
    guard message.body.length >= 4 else {
      printInvalid()
      return
    }
    let command = try message.byte(1)
    line.append("\n\tMCmd: ")
    switch command {
    case 0: line.append("Read Mac Mask List")
    case 1: line.append("Edit Mac Mask List")
    default: line.append("Unknown (", decimal: command, ")")
    }
    let error = try message.byte(2)
    line.append(", MError: ")
    switch error {
    case 1: line.append("Unspecified Error")
    case 2: line.append("Bad DCmd directive")
    case 3: line.append("Mask list full")
    default: line.append("Unknown (", decimal: error, ")")
    }
    let count = Int(try message.byte(3))
    line.append(", Dir Count: ", decimal: count)
    guard message.body.length - 4 >= count * 8 else {
      printInvalid()
      return
    }
    for index in 0..<count {
      let (directive, address) = try message.maskDirective(index)
      line.append("\n\t DCmd: ")
      switch directive {
      case 0: line.append("No Directive")
      case 1: line.append("Add mac address to mask list")
      case 2: line.append("Delete mac address from mask list")
      default: line.append("Unknown (", decimal: directive, ")")
      }
      line.append(", Ethernet Address: ")
      printAddress(address)
    }
  }

  private mutating func printDiskReservation(_ message: DiskMessage) throws(EarlyEnd) {
    guard message.body.length >= 2 else {
      printInvalid()
      return
    }
    let command = try message.byte(0)
    line.append("\n\tRCmd: ")
    switch command {
    case 0: line.append("Read reserve list")
    case 1: line.append("Set reserve list")
    case 2: line.append("Force set reserve list")
    default: line.append("Unknown (", decimal: command, ")")
    }
    let count = Int(try message.byte(1))
    line.append(", NMacs: ", decimal: count)
    guard message.body.length - 2 >= count * 6 else {
      printInvalid()
      return
    }
    for index in 0..<count {
      line.append("\n\tEthernet Address ", decimal: index, ": ")
      printAddress(try message.reservedAddress(index))
    }
  }
}
