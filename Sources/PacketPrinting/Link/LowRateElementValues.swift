import PacketDissection
import TextOutput

// Values of information elements of IEEE 802.15.4-2015: synchronization, listening, superframes, channel hopping.
extension PacketPrinter {
  /// Prints the value of an element of the header.
  mutating func printHeaderElement(_ kind: UInt8, _ value: Fields) throws(EarlyEnd) {
    switch kind {
    case 0x00: try printVendorElement(value)
    case 0x1a: try printSampledListening(value)
    case 0x1b:
      guard value.length >= 4 else {
        _ = printError("Truncated RIT IE")
        return
      }
      line.put("Time to First Listen = ", try value.byte(at: 0), ", # of Repeat Listen = ")
      line.put(try value.byte(at: 1), ", Repeat Listen Interval = ")
      line.put(try value.uint16LittleEndian(at: 2))
    case 0x1c, 0x21: try printMultiSuperframe(value, isExtended: kind == 0x21)
    case 0x1d:
      guard value.length == 4 else {
        _ = printError("Length != 2")
        return
      }
      line.put("Rendezvous time = ", try value.uint16LittleEndian(at: 0))
      line.put(", Wake-up Interval = ", try value.uint16LittleEndian(at: 2))
    case 0x1e:
      guard value.length == 2 else {
        _ = printError("Length != 2")
        return
      }
      let time = try value.uint16LittleEndian(at: 0)
      if time & 0x8000 != 0 { line.append("Negative ") }
      // Twelve bits with a sign.
      line.put("Ack time correction = ", Int(Int16(bitPattern: time << 4) >> 4), ", ")
    default:
      line.append("IE Data = ")
      try printLowRateBytes(value, from: 0, to: value.length)
    }
  }

  private mutating func printSampledListening(_ value: Fields) throws(EarlyEnd) {
    guard value.length >= 4 else {
      _ = printError("Truncated CSL IE")
      return
    }
    line.put("CSL Phase = ", try value.uint16LittleEndian(at: 0), ", CSL Period = ")
    line.put(try value.uint16LittleEndian(at: 2))
    if value.length >= 6 { line.put(", Rendezvous time = ", try value.uint16LittleEndian(at: 4)) }
    if value.length != 4 && value.length != 6 { line.append(" [ERROR: CSL IE length wrong]") }
  }

  /// Prints the description of a network with several superframes (DSME).
  private mutating func printMultiSuperframe(
    _ value: Fields, isExtended: Bool
  ) throws(EarlyEnd) {
    guard value.length >= 2 else {
      _ = printError("Truncated DSME PAN IE")
      return
    }
    printSuperframe(try value.uint16LittleEndian(at: 0))
    guard value.length >= 3 else {
      _ = printError("Truncated before pending addresses field")
      return
    }
    guard
      let pending = try printPendingAddresses(value.dropping(2), room: value.length - 2)
    else { return }
    var rest = value.dropping(2 + pending)
    guard let hasSequence = try printMultiSuperframeFlags(&rest, isExtended: isExtended) else {
      return
    }
    guard try printMultiSuperframeTimes(&rest) else { return }
    guard rest.length >= 5 else {
      return line.append(" [ERROR: Truncated before Channel hopping specification]")
    }
    // tcpdump reads the length from the fifth byte on, but goes on behind that one.
    let count = Int(try rest.uint16LittleEndian(at: 4))
    line.put("Hopping Seq ID = ", try rest.byte(at: 0), ", PAN Coordinator BSN = ")
    line.put(try rest.byte(at: 1), ", Channel offset = ", try rest.uint16LittleEndian(at: 2))
    line.put(", Bitmap length = ", count, ", ")
    rest = rest.dropping(5)
    guard rest.length >= count else {
      return line.append(" [ERROR: Truncated in Channel offset bitmap]")
    }
    line.append(" Channel offset bitmap = ")
    try printLowRateBytes(rest, from: 0, to: count)
    rest = rest.dropping(count)
    if hasSequence { try printHoppingSequence(rest) }
  }

  /// Prints order and modes of superframes; returns whether a hopping sequence is there, nil after an error.
  private mutating func printMultiSuperframeFlags(
    _ rest: inout Fields, isExtended: Bool
  ) throws(EarlyEnd) -> Bool? {
    let size = isExtended ? 2 : 1
    guard rest.length >= size else {
      _ = printError("Truncated before DSME Superframe Specification")
      return nil
    }
    let flags = isExtended ? try rest.uint16LittleEndian(at: 0) : UInt16(try rest.byte(at: 0))
    rest = rest.dropping(size)
    // The shorter form has the same flags four bits lower.
    let modes = isExtended ? flags >> 4 : flags
    line.put("Multi-superframe Order = ", flags & (isExtended ? 0xff : 0x0f))
    line.append(modes & 0x10 != 0 ? ", Channel hopping mode" : ", Channel adaptation mode")
    if modes & 0x40 != 0 { line.append(", CAP reduction enabled") }
    if modes & 0x80 != 0 { line.append(", Deferred beacon enabled") }
    guard isExtended, modes & 0x100 != 0 else { return false }
    line.append(", Hopping Sequence Present")
    return true
  }

  /// Prints time and slots of beacons; false after an error.
  private mutating func printMultiSuperframeTimes(_ rest: inout Fields) throws(EarlyEnd) -> Bool {
    guard rest.length >= 8 else {
      line.append(" [ERROR: Truncated before Time syncronization specification]")
      return false
    }
    let time = UInt64(try rest.uint32(at: 0).byteSwapped)
    line.put("Beacon timestamp = ", time | UInt64(try rest.uint16LittleEndian(at: 4)) << 32)
    line.put(", offset = ", try rest.uint16LittleEndian(at: 6))
    rest = rest.dropping(8)
    guard rest.length >= 4 else {
      line.append(" [ERROR: Truncated before Beacon Bitmap]")
      return false
    }
    let count = Int(try rest.uint16LittleEndian(at: 2))
    line.put("SD Index = ", try rest.uint16LittleEndian(at: 0), ", Bitmap len = ", count, ", ")
    rest = rest.dropping(4)
    guard rest.length >= count else {
      line.append(" [ERROR: Truncated in SD bitmap]")
      return false
    }
    line.append(" SD Bitmap = ")
    try printLowRateBytes(rest, from: 0, to: count)
    rest = rest.dropping(count)
    return true
  }

  private mutating func printHoppingSequence(_ fields: Fields) throws(EarlyEnd) {
    guard fields.length >= 1 else {
      return line.append(" [ERROR: Truncated in Hopping Sequence length]")
    }
    let count = Int(try fields.byte(at: 0))
    line.put("Hopping Seq length = ", count, " [ ")
    guard fields.length >= 1 + count * 2 else {
      return line.append(" [ERROR: Truncated in Channel offset bitmap]")
    }
    for index in 0..<count {
      line.put(Hex(try fields.uint16LittleEndian(at: 1 + index * 2), 2), " ")
    }
    line.append("]")
  }

  /// Prints the value of an element of the MAC sublayer management; the numbers of both forms do not overlap.
  mutating func printNestedElement(_ kind: UInt8, _ value: Fields) throws(EarlyEnd) {
    switch kind {
    case 0x08: try printVendorElement(value)
    case 0x09: try printChannelHopping(value)
    case 0x1a:
      if value.length < 6 { _ = printError("Length != 6") }
      let low = UInt64(try value.uint32(at: 0).byteSwapped)
      line.put("ASN = ", Hex(low | UInt64(try value.byte(at: 4)) << 32, 10), ", Join Metric = ")
      line.put(try value.byte(at: 5), " ")
    case 0x1b: try printSlotFrames(value)
    case 0x1c: try printTimeSlot(value)
    default:
      line.append("IE Data = ")
      try printLowRateBytes(value, from: 0, to: value.length)
    }
  }

  private mutating func printChannelHopping(_ value: Fields) throws(EarlyEnd) {
    line.put("Hopping Sequence ID = ", try value.byte(at: 0))
    guard value.length > 1 else { return }
    var rest = value.dropping(1)
    guard rest.length >= 7 else {
      _ = printError("IE truncated")
      return
    }
    let (page, channels) = (try rest.byte(at: 0), Int(try rest.uint16LittleEndian(at: 1)))
    line.put(
      "Channel Page = ", page, ", Number of Channels = ", channels, ", Phy Configuration = 0x")
    line.put(Hex(try rest.uint32(at: 3).byteSwapped, 8), ", ")
    rest = rest.dropping(7)
    if page == 9 || page == 10 {
      let count = (channels + 7) / 8
      guard rest.length >= count else {
        _ = printError("IE truncated")
        return
      }
      line.append("Extended bitmap = 0x")
      for index in 0..<count { line.put(Hex(try rest.byte(at: index), 2)) }
      line.append(", ")
      rest = rest.dropping(count)
    }
    guard rest.length >= 2 else {
      _ = printError("IE truncated")
      return
    }
    let count = Int(try rest.uint16LittleEndian(at: 0))
    rest = rest.dropping(2)
    line.put("Hopping Seq length = ", count, " [ ")
    guard rest.length >= count * 2 else { return line.append(" [ERROR: IE truncated]") }
    for index in 0..<count {
      line.put(Hex(try rest.uint16LittleEndian(at: index * 2), 2), " ")
    }
    line.append("]")
    rest = rest.dropping(count * 2)
    guard rest.length >= 2 else {
      _ = printError("IE truncated")
      return
    }
    line.put("Current hop = ", try rest.uint16LittleEndian(at: 0))
  }

  private mutating func printSlotFrames(_ value: Fields) throws(EarlyEnd) {
    let frames = try value.byte(at: 0)
    line.put("Slotframes = ", frames, " ")
    var rest = value.dropping(1)
    for _ in 0..<frames {
      guard rest.length >= 4 else {
        _ = printError("Truncated IE before slotframes")
        return
      }
      let links = try rest.byte(at: 3)
      line.put("\n\t\t\t[ Handle ", try rest.byte(at: 0), ", size = ")
      line.put(try rest.uint16LittleEndian(at: 1), ", links = ", links, " ")
      rest = rest.dropping(4)
      for _ in 0..<links {
        guard rest.length >= 5 else {
          _ = printError("Truncated IE links")
          break
        }
        line.put("\n\t\t\t\t[ Timeslot =  ", try rest.uint16LittleEndian(at: 0), ", Offset = ")
        line.put(try rest.uint16LittleEndian(at: 2), ", Options = ")
        let flags = try rest.byte(at: 4)
        let names: [(UInt8, String)] = [
          (0x01, "TX "), (0x02, "RX "), (0x04, "Shared "), (0x08, "Timekeeping "),
          (0x10, "Priority "),
        ]
        for (bit, name) in names where flags & bit != 0 { line.append(name) }
        line.append("] ")
        rest = rest.dropping(5)
      }
      line.append("] ")
    }
  }

  private mutating func printTimeSlot(_ value: Fields) throws(EarlyEnd) {
    guard value.length == 25 || value.length == 27 else {
      guard value.length == 1 else {
        _ = printError("Length not 1, 25, or 27")
        line.append("\n\t\t\tIE Data = ")
        return try printLowRateBytes(value, from: 0, to: value.length)
      }
      return line.put("Time slot ID = ", try value.byte(at: 0), " ")
    }
    line.put("Time slot ID = ", try value.byte(at: 0))
    let names: [10 of String] = [
      "CCA Offset", "CCA", "TX Offset", "RX Offset", "RX Ack Delay", "TX Ack Delay", "RX Wait",
      "Ack Wait", "RX TX", "Max Ack",
    ]
    for index in 0..<10 {
      line.put(", ", names[index], " = ", try value.uint16LittleEndian(at: 1 + index * 2))
    }
    let isLong = value.length == 27
    line.put(", Max TX = ", try timeSlotLength(value, at: 21, isLong: isLong))
    line.put(
      ", Time slot Length = ", try timeSlotLength(value, at: isLong ? 24 : 23, isLong: isLong), " ")
  }

  /// A time of two or three bytes.
  private func timeSlotLength(
    _ value: borrowing Fields, at offset: Int, isLong: Bool
  ) throws(EarlyEnd) -> UInt32 {
    let low = UInt32(try value.uint16LittleEndian(at: offset))
    return isLong ? low | UInt32(try value.byte(at: offset + 2)) << 16 : low
  }
}
