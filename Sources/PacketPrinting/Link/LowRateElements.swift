import PacketDissection
import TextOutput

// Information elements of IEEE 802.15.4-2015, section 7.4: lists, and which of their elements are printed how.
extension PacketPrinter {
  /// Prints the information elements of the header; returns whether some of the payload follow, nil after an error.
  mutating func printHeaderElements(_ rest: inout Fields) throws(EarlyEnd) -> Bool? {
    repeat {
      guard rest.length >= 2 else {
        _ = printError("Truncated header IE")
        return nil
      }
      let header = try rest.uint16LittleEndian(at: 0)
      let (count, kind) = (Int(header & 0x7f), UInt8(header >> 7 & 0xff))
      if header & 0x8000 != 0 { line.append("[ERROR: Header IE with type 1] ") }
      if kind > 127 {
        line.put("Reserved Element ID ", Hex(kind, 2), ", length = ", count, " ")
      } else {
        line.put("\n\t", LowRateName.of(headerElement: kind), " [")
        if count > 0 { line.put(" length = ", count, ", ") }
      }
      guard rest.length >= count else {
        _ = printError("Truncated IE data")
        return nil
      }
      let value = rest.dropping(2).limited(to: count)
      if count > 0 {
        if options.verbosity > 3 {
          try printHeaderElement(kind, value)
        } else {
          line.append("IE Data = ")
          try printLowRateBytes(value, from: 0, to: count)
        }
      }
      line.append("] ")
      rest = rest.droppingElement(2 + count)
      if kind == 0x7e { return true }
      if kind == 0x7f { return false }
    } while rest.length > 0
    return false
  }

  /// Prints the information elements of the payload; false after an error.
  mutating func printPayloadElements(_ rest: inout Fields) throws(EarlyEnd) -> Bool {
    repeat {
      guard rest.length >= 2 else { return printError("Truncated header IE") }
      let header = try rest.uint16LittleEndian(at: 0)
      let (count, kind) = (Int(header & 0x3ff), UInt8(header >> 11 & 0x0f))
      if header & 0x8000 == 0 { line.append("[ERROR: Payload IE with type 0] ") }
      line.put("\n\t", LowRateName.of(payloadElement: kind), " [")
      if count > 0 { line.put(" length = ", count, ", ") }
      guard rest.length - 2 >= count else { return printError("Truncated IE data") }
      let value = rest.dropping(2).limited(to: count)
      if count > 0 { try printPayloadElement(kind, value) }
      line.append("]\n\t")
      rest = rest.droppingElement(2 + count)
      if kind == 0xf { return true }
    } while rest.length > 0
    return true
  }

  private mutating func printPayloadElement(_ kind: UInt8, _ value: Fields) throws(EarlyEnd) {
    guard options.verbosity > 3 else {
      line.append("IE Data = ")
      return try printLowRateBytes(value, from: 0, to: value.length)
    }
    switch kind {
    case 0x1: try printNestedElements(value)
    case 0x2: try printVendorElement(value)
    case 0x3: try printMultiplexed(value)
    case 0x5:
      line.put("Subtype ID = 0x", Hex(try value.byte(at: 0), 2), ", Subtype content = ")
      try printLowRateBytes(value, from: 1, to: value.length)
    default:
      line.append("IE Data = ")
      try printLowRateBytes(value, from: 0, to: value.length)
    }
  }

  /// Prints an element of a vendor.
  mutating func printVendorElement(_ value: Fields) throws(EarlyEnd) {
    guard value.length >= 3 else {
      _ = printError("Vendor OUI missing")
      return
    }
    line.put("OUI = 0x", Hex(try value.uint24(at: 0), 6), ", Data = ")
    try printLowRateBytes(value, from: 3, to: value.length)
  }

  /// Prints the elements that an element of the MAC sublayer management nests.
  private mutating func printNestedElements(_ list: Fields) throws(EarlyEnd) {
    var rest = list
    repeat {
      guard rest.length >= 2 else {
        _ = printError("Truncated MLME IE")
        return
      }
      let header = try rest.uint16LittleEndian(at: 0)
      let isLong = header & 0x8000 != 0
      let count = Int(header & (isLong ? 0x3ff : 0xff))
      let kind = UInt8(isLong ? header >> 11 & 0x0f : header >> 8 & 0x7f)
      line.append("\n\t\t")
      line.append(isLong ? LowRateName.of(longElement: kind) : LowRateName.of(shortElement: kind))
      line.put(" [ length = ", count, ", ")
      guard rest.length >= count else {
        _ = printError("Truncated IE data")
        return
      }
      if count > 0 { try printNestedElement(kind, rest.dropping(2).limited(to: count)) }
      line.append("] ")
      // tcpdump's count has 16 bits.
      let left = UInt16(truncatingIfNeeded: rest.length - 2 - count)
      rest = rest.dropping(2 + count).limited(to: Int(left))
    } while rest.length > 0
  }

  /// Prints an element of IEEE 802.15.9, which carries frames of other protocols in parts.
  private mutating func printMultiplexed(_ value: Fields) throws(EarlyEnd) {
    let first = try value.byte(at: 0)
    let (type, transaction) = (first & 7, first >> 3)
    var start = 1
    switch type {
    case 0:
      line.append("Type = Full upper layer fragment, ")
      guard value.length >= 3 else {
        _ = printError("Multiplex ID missing")
        return
      }
      start = 3
      line.put("tid = 0x", Hex(transaction, 2), ", Multiplex ID = 0x")
      line.put(Hex(try value.uint16LittleEndian(at: 1), 4), ", ")
    case 1:
      line.append("Type = Full upper layer fragment with small Multiplex ID, Multiplex ID = 0x")
      line.put(Hex(transaction, 4), ", ")
    case 2, 4:
      guard value.length >= 2 else {
        _ = printError("fragment number missing")
        return
      }
      let number = try value.byte(at: 1)
      line.append(type == 4 ? "Type = Last" : number == 0 ? "Type = First" : "Type = Middle")
      line.put(" fragment, tid = 0x", Hex(transaction, 2), ", fragment = 0x", Hex(number, 2), ", ")
      start = 2
      if number == 0 {
        guard value.length >= 6 else {
          _ = printError("Total upper layer size or multiplex ID missing")
          return
        }
        line.put("Total upper layer size = 0x", Hex(try value.uint16LittleEndian(at: 2), 4))
        line.put(", Multiplex ID = 0x", Hex(try value.uint16LittleEndian(at: 4), 4), ", ")
        start = 6
      }
    case 6: return try printAbort(value, transaction)
    default: line.put("Type = ", type, " (Reserved), tid = 0x", Hex(transaction, 2), ", ")
    }
    line.append("Upper layer data = ")
    try printLowRateBytes(value, from: start, to: value.length)
  }

  private mutating func printAbort(_ value: Fields, _ transaction: UInt8) throws(EarlyEnd) {
    line.put("Type = Abort, tid = 0x", Hex(transaction, 2), ", ")
    switch value.length {
    case 1: line.append("no max size given")
    case 3: line.put("max size = 0x", Hex(try value.uint16LittleEndian(at: 1), 4))
    default:
      line.put("invalid length = ", value.length, " (not 1 or 3)Abort data = ")
      try printLowRateBytes(value, from: 1, to: value.length)
    }
  }
}

extension Fields {
  /// The rest behind an element; tcpdump's count of 32 bits goes around where an element is longer than the rest.
  @_lifetime(copy self)
  fileprivate func droppingElement(_ count: Int) -> Fields {
    dropping(count).limited(to: Int(UInt32(truncatingIfNeeded: length - count)))
  }
}
