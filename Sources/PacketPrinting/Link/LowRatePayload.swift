import PacketDissection
import TextOutput

// Payloads of IEEE 802.15.4: beacons of the first versions, and commands.
extension PacketPrinter {
  /// Prints the payload of a beacon, data, an acknowledgment or a command.
  mutating func printLowRatePayload(
    _ control: LowRateControl, _ payload: Fields
  ) throws(EarlyEnd) {
    var rest = payload
    switch control.type {
    case 0 where control.version < 2: guard try printBeacon(&rest) else { return }
    case 3: try printCommand(&rest)
    default: break
    }
    printLowRateRest(rest)
  }

  /// Prints superframe, guaranteed time slots and pending addresses of a beacon; false if it is cut.
  private mutating func printBeacon(_ rest: inout Fields) throws(EarlyEnd) -> Bool {
    guard rest.length >= 2 else { return printError("Truncated before beacon information") }
    printSuperframe(try rest.uint16LittleEndian(at: 0))
    rest = rest.dropping(2)
    guard rest.length >= 1 else { return printError("Truncated before GTS info") }
    guard let slots = try printTimeSlots(rest) else { return false }
    rest = rest.dropping(slots)
    guard rest.length >= 1 else { return printError("Truncated before pending addresses") }
    guard let addresses = try printPendingAddresses(rest, room: rest.length) else { return false }
    rest = rest.dropping(addresses)
    return true
  }

  /// Prints the structure of a superframe, when verbose.
  mutating func printSuperframe(_ value: UInt16) {
    guard options.verbosity > 0 else { return }
    line.put("\n\tBeacon order = ", value & 0xf, ", Superframe order = ", value >> 4 & 0xf)
    line.put(", Final CAP Slot = ", value >> 8 & 0xf)
    if value & 0x1000 != 0 { line.append(", BLE enabled") }
    if value & 0x4000 != 0 { line.append(", PAN Coordinator") }
    if value & 0x8000 != 0 { line.append(", Association Permit") }
  }

  /// Prints guaranteed time slots, and returns their size; nil if they are cut.
  private mutating func printTimeSlots(_ fields: Fields) throws(EarlyEnd) -> Int? {
    let count = Int(try fields.byte(at: 0) & 7)
    guard count > 0 else {
      if options.verbosity > 0 { line.append("\n\tGTS Descriptor Count = 0, ") }
      return 1
    }
    let size = 2 + count * 3
    guard fields.length >= size else {
      line.append(" [ERROR: Truncated GTS Info List]")
      return nil
    }
    guard options.verbosity > 1 else { return size }
    line.put("GTS Descriptor Count = ", count, ", GTS Directions Mask = ")
    line.put(Hex(try fields.byte(at: 1) & 0x7f, 2), ", [ ")
    for index in 0..<count {
      line.append("[ ")
      try printLowRateAddress(fields, at: 2 + index * 3, length: 2)
      // tcpdump takes the address's second byte for the slot.
      let slot = try fields.byte(at: 3 + index * 3)
      line.put(", Start slot = ", slot & 0xf, ", Length = ", slot >> 4, " ] ")
    }
    line.append("]")
    return size
  }

  /// Prints addresses for which frames are pending, and returns their size; nil if they are cut.
  mutating func printPendingAddresses(
    _ fields: Fields, room: Int
  ) throws(EarlyEnd) -> Int? {
    let counts = try fields.byte(at: 0)
    let (short, long) = (Int(counts & 7), Int(counts >> 4 & 7))
    let size = 1 + short * 2 + long * 8
    if options.verbosity > 0 {
      line.put("\n\tPending address list, # short addresses = ", short)
      line.put(", # extended addresses = ", long)
    }
    guard room >= size else {
      line.append(" [ERROR: Pending address list truncated]")
      return nil
    }
    guard options.verbosity > 1 else { return size }
    for (label, count, length, start) in [
      (", Short address list = [ ", short, 2, 1),
      (", Extended address list = [ ", long, 8, 1 + short * 2),
    ] where count > 0 {
      line.append(label)
      for index in 0..<count {
        try printLowRateAddress(fields, at: start + index * length, length: length)
        line.append(" ")
      }
      line.append("]")
    }
    return size
  }

  /// Prints a command, and drops what of it was understood.
  private mutating func printCommand(_ rest: inout Fields) throws(EarlyEnd) {
    guard rest.length >= 1 else {
      _ = printError("Truncated before Command ID")
      return
    }
    let number = try rest.byte(at: 0)
    line.append("Command ID = ")
    if let name = LowRateName.of(command: number) {
      line.put(name, " ")
    } else {
      line.put("Reserved 0x", Hex(number, 2), " ")
    }
    rest = rest.dropping(1)
    guard rest.length > 0 else { return }
    if try printCommandData(number, rest) { rest = rest.dropping(rest.length) }
  }

  /// Prints the data of a command; false if it is left for a dump.
  private mutating func printCommandData(
    _ number: UInt8, _ data: Fields
  ) throws(EarlyEnd) -> Bool {
    let (lengths, name): (ClosedRange<Int>, String)
    switch number {
    case 1: (lengths, name) = (1...1, "Association request")
    case 2: (lengths, name) = (3...3, "Association response")
    case 3: (lengths, name) = (1...1, "Disassociation Notification")
    case 4...7: return false
    case 8: (lengths, name) = (7...8, "Coordinator Realignment")
    case 9: (lengths, name) = (1...1, "GTS Request")
    default:
      line.append("Command Data = ")
      try printLowRateBytes(data, from: 0, to: data.length)
      return false
    }
    guard lengths.contains(data.length) else {
      line.put("Invalid ", name, " command length")
      return false
    }
    switch number {
    case 1: printAssociationRequest(try data.byte(at: 0))
    case 2: try printAssociationResponse(data)
    case 3: try printDisassociation(data)
    case 8: try printRealignment(data)
    default:
      let slots = try data.byte(at: 0)
      line.put("GTS Length = ", slots & 0xf)
      line.append(slots & 0x10 != 0 ? ", Receive-only GTS, " : ", Transmit-only GTS, ")
      line.append(slots & 0x20 != 0 ? "GTS allocation" : "GTS deallocations")
    }
    return true
  }

  private mutating func printAssociationRequest(_ capabilities: UInt8) {
    line.append(capabilities & 0x02 != 0 ? "FFD, " : "RFD, ")
    let names: [(UInt8, String)] = [
      (0x04, "AC powered, "), (0x08, "Receiver on when idle, "), (0x10, "Fast association, "),
      (0x40, "Security supported, "), (0x80, "Allocate address, "),
    ]
    for (bit, name) in names where capabilities & bit != 0 { line.append(name) }
  }

  private mutating func printAssociationResponse(_ data: Fields) throws(EarlyEnd) {
    line.append("Short address = ")
    try printLowRateAddress(data, at: 0, length: 2)
    let status = try data.byte(at: 2)
    switch status {
    case 0x00: line.append(", Association successful")
    case 0x01: line.append(", PAN at capacity")
    case 0x02: line.append(", PAN access denied")
    case 0x03: line.append(", Hooping sequence offset duplication")
    case 0x80: line.append(", Fast association successful")
    default: line.put(", Status = 0x", Hex(status, 2))
    }
  }

  private mutating func printDisassociation(_ data: Fields) throws(EarlyEnd) {
    switch try data.byte(at: 0) {
    case 0: line.append("Reserved")
    case 1: line.append("Reason = The coordinator wishes the device to leave PAN")
    case 2: line.append("Reason = The device wishes to leave the PAN")
    // tcpdump shows the second byte behind it.
    default: line.put("Reason = 0x", Hex(try data.byte(at: 2), 2))
    }
  }

  private mutating func printRealignment(_ data: Fields) throws(EarlyEnd) {
    line.put("Pan ID = 0x", Hex(try data.uint16LittleEndian(at: 0), 4))
    line.append(", Coordinator short address = ")
    try printLowRateAddress(data, at: 2, length: 2)
    let page = data.length == 8 ? try data.byte(at: 7) : 0x80
    var channel = UInt16(try data.byte(at: 4))
    if page & 0x80 != 0 { channel |= UInt16(page & 0x7f) << 8 }
    line.put(", Channel Number = ", channel)
    if page & 0x80 == 0 { line.put(", page = ", page) }
    line.append(", Short address = ")
    try printLowRateAddress(data, at: 5, length: 2)
  }

  /// Appends bytes in hexadecimal, each with a blank behind it.
  mutating func printLowRateBytes(
    _ fields: borrowing Fields, from start: Int, to end: Int
  ) throws(EarlyEnd) {
    guard start < end else { return }
    for index in start..<end { line.put(Hex(try fields.byte(at: index), 2), " ") }
  }
}
