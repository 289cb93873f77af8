import PacketDissection
import TextOutput

/// Reads the fields of a radiotap header, each at a multiple of its size, lowest byte first.
private struct RadiotapFields {
  let start: Int
  let end: Int
  var offset: Int

  /// The number of `size` bytes that is next; nil if the header ends before it.
  mutating func next(_ size: Int, in bytes: Span<UInt8>) -> UInt64? {
    let place = start + (offset - start + size - 1) / size * size
    guard place + size <= end, end <= bytes.count else { return nil }
    var value: UInt64 = 0
    for index in 0..<size { value |= UInt64(bytes[place + index]) << UInt64(index * 8) }
    offset = place + size
    return value
  }
}

extension PacketPrinter {
  /// Prints a radiotap header and the IEEE 802.11 frame after it; returns the size of the headers.
  mutating func printRadiotap(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Int {
    let captured = bytes.count - start
    guard captured >= 8 else {
      printTruncation("802.11_radio")
      return max(captured, 0)
    }
    let size = Int(bytes.uint16(at: start + 2).byteSwapped)
    guard size >= 8, captured >= size else {
      printTruncation("802.11_radio")
      return captured
    }
    var words = 1
    while start + words * 4 + 8 <= start + size + 4, bytes.has(4, at: start + words * 4),
      bytes.uint32(at: start + words * 4).byteSwapped >> 31 == 1
    {
      words += 1
    }
    guard 4 + words * 4 <= size else {
      printTruncation("802.11_radio")
      return captured
    }
    var fields = RadiotapFields(
      start: start, end: start + size, offset: start + 4 + words * 4)
    var flags: UInt8 = 0
    var firstBit = 0
    var isVendors = false
    var skipped = 0
    for word in 0..<words {
      let present = bytes.uint32(at: start + 4 + word * 4).byteSwapped
      if isVendors {
        guard fields.offset + skipped <= fields.end else { break }
        fields.offset += skipped
        skipped = 0
      } else if !printRadiotapFields(present, firstBit, &flags, &fields, bytes) {
        break
      }
      switch present >> 29 & 3 {
      case 0: firstBit += 32
      case 1:
        firstBit = 0
        isVendors = false
      case 2:
        // A vendor namespace: OUI, sub-namespace, number of bytes to skip.
        firstBit = 0
        isVendors = true
        fields.offset += (fields.offset - start) & 1
        fields.offset = min(fields.offset + 4, fields.end)
        skipped = Int(fields.next(2, in: bytes) ?? 0)
      default: break
      }
    }
    return try size
      + printWireless(
        bytes, at: start + size, length: length - size, isPadded: flags & 0x20 != 0,
        checkByteCount: flags & 0x10 != 0 ? 4 : 0)
  }

  /// Prints the fields of one presence word; false if they are cut or unknown.
  private mutating func printRadiotapFields(
    _ present: UInt32, _ firstBit: Int, _ flags: inout UInt8, _ fields: inout RadiotapFields,
    _ bytes: Span<UInt8>
  ) -> Bool {
    for bit in 0..<29 where present >> UInt32(bit) & 1 != 0 {
      let number = firstBit + bit
      guard let isKnown = printRadiotapField(number, present, &flags, &fields, bytes) else {
        printTruncation("802.11_radio")
        return false
      }
      guard isKnown else {
        line.append("[bit ")
        line.append(decimal: number)
        line.append("] ")
        return false
      }
    }
    return true
  }

  /// Prints one field; false if it is unknown, nil if it is cut.
  private mutating func printRadiotapField(
    _ number: Int, _ present: UInt32, _ flags: inout UInt8, _ fields: inout RadiotapFields,
    _ bytes: Span<UInt8>
  ) -> Bool? {
    switch number {
    case 0:
      guard let value = fields.next(8, in: bytes) else { return nil }
      line.append(decimal: value)
      line.append("us tsft ")
    case 1:
      guard let value = fields.next(1, in: bytes) else { return nil }
      flags = UInt8(truncatingIfNeeded: value)
      printRadiotapFlags(flags)
    case 2:
      guard let value = fields.next(1, in: bytes) else { return nil }
      printRadiotapRate(value)
    case 3:
      guard let frequency = fields.next(2, in: bytes), let channel = fields.next(2, in: bytes)
      else { return nil }
      if present & 0x40000 == 0 { printChannel(frequency, channel, present) }
    case 4:
      guard let set = fields.next(1, in: bytes), let pattern = fields.next(1, in: bytes) else {
        return nil
      }
      line.append("fhset ")
      line.append(decimal: set)
      line.append(" fhpat ")
      line.append(decimal: pattern)
      line.append(" ")
    case 7:
      guard let value = fields.next(2, in: bytes) else { return nil }
      line.append(decimal: value)
      line.append(" sq ")
    case 8:
      guard let value = fields.next(2, in: bytes) else { return nil }
      line.append(decimal: -Int(Int16(truncatingIfNeeded: value)))
      line.append(" tx power ")
    case 5, 6, 9, 10, 11, 12, 13:
      guard let value = fields.next(1, in: bytes) else { return nil }
      printRadiotapLevel(number, value)
    case 14: return fields.next(2, in: bytes).map { _ in true }
    case 18:
      guard let channel = fields.next(4, in: bytes), let frequency = fields.next(2, in: bytes),
        fields.next(1, in: bytes) != nil, fields.next(1, in: bytes) != nil
      else { return nil }
      printChannel(frequency, channel, present)
    case 19:
      guard let known = fields.next(1, in: bytes), let flags = fields.next(1, in: bytes),
        let index = fields.next(1, in: bytes)
      else { return nil }
      printModulation(known, flags, index)
    case 20:
      guard fields.next(4, in: bytes) != nil, fields.next(2, in: bytes) != nil,
        fields.next(1, in: bytes) != nil, fields.next(1, in: bytes) != nil
      else { return nil }
    case 21: return printVeryHighThroughput(&fields, bytes) ? true : nil
    default: return false
    }
    return true
  }

  /// Appends a rate in units of 500 kb/s, or an index of IEEE 802.11n.
  private mutating func printRadiotapRate(_ value: UInt64) {
    if (0x80...0x8f).contains(value) {
      line.append("MCS ")
      line.append(decimal: value & 0x7f)
      line.append(" ")
    } else {
      line.append(decimal: value / 2)
      line.append(value & 1 == 0 ? ".0 Mb/s " : ".5 Mb/s ")
    }
  }

  private mutating func printRadiotapFlags(_ flags: UInt8) {
    let names: [(UInt8, String)] = [
      (0x01, "cfp "), (0x02, "short preamble "), (0x04, "wep "), (0x08, "fragmented "),
      (0x40, "bad-fcs "),
    ]
    for (bit, name) in names where flags & bit != 0 { line.append(name) }
  }

  /// Appends a level of one byte, signed for the most part.
  private mutating func printRadiotapLevel(_ number: Int, _ value: UInt64) {
    let signed = Int(Int8(truncatingIfNeeded: value))
    switch number {
    case 5:
      line.append(decimal: signed)
      line.append("dBm signal ")
    case 6:
      line.append(decimal: signed)
      line.append("dBm noise ")
    case 9:
      line.append(decimal: -signed)
      line.append("dB tx attenuation ")
    case 10:
      line.append(decimal: signed)
      line.append("dBm tx power ")
    case 11:
      line.append("antenna ")
      line.append(decimal: value)
      line.append(" ")
    default:
      line.append(decimal: value)
      line.append(number == 12 ? "dB signal " : "dB noise ")
    }
  }

  /// Appends a channel's frequency and what kind of channel it is.
  private mutating func printChannel(_ frequency: UInt64, _ flags: UInt64, _ present: UInt32) {
    line.append(decimal: frequency)
    line.append(" MHz")
    let width = flags & 0x4000 != 0 ? "/10Mhz" : flags & 0x8000 != 0 ? "/5Mhz" : ""
    if present & 0x80000 != 0 {
      line.append(" 11n")
    } else {
      if flags & 0x0800 != 0 { line.append(" FHSS") }
      if flags & 0x0140 == 0x0140 {
        line.append(" 11a")
        line.append(width)
      }
      if flags & 0x00c0 == 0x00c0 || flags & 0x0480 == 0x0480 {
        line.append(" 11g")
        line.append(width)
      } else if flags & 0x00a0 == 0x00a0 {
        line.append(" 11b")
      }
      if flags & 0x0010 != 0 { line.append(" Turbo") }
    }
    if flags & 0x10000 != 0 {
      line.append(" ht/20")
    } else if flags & 0x40000 != 0 {
      line.append(" ht/40-")
    } else if flags & 0x20000 != 0 {
      line.append(" ht/40+")
    }
    line.append(" ")
  }

  /// Appends the modulation and coding scheme of IEEE 802.11n.
  private mutating func printModulation(_ known: UInt64, _ flags: UInt64, _ index: UInt64) {
    if known & 0x02 != 0 {
      if known & 0x05 != 0, index < 32 {
        // Tenths of Mb/s in 20 MHz; a channel of 40 has 108 carriers instead of 52, a short interval saves a tenth.
        let base: [UInt64] = [65, 130, 195, 260, 390, 520, 585, 650]
        var rate = base[Int(index % 8)] * (index / 8 + 1)
        if flags & 3 == 1 { rate = rate * 108 / 52 }
        if flags & 4 != 0 { rate = (rate * 20 / 9 + 1) / 2 }
        line.append(decimal: rate / 10)
        line.append(".")
        line.append(decimal: rate % 10)
        line.append(" Mb/s ")
      }
      line.append("MCS ")
      line.append(decimal: index)
      line.append(" ")
    }
    if known & 0x01 != 0 {
      line.append(["20 MHz ", "40 MHz ", "20 MHz (L) ", "20 MHz (U) "][Int(flags & 3)])
    }
    if known & 0x04 != 0 { line.append(flags & 0x04 != 0 ? "short GI " : "long GI ") }
    if known & 0x08 != 0 { line.append(flags & 0x08 != 0 ? "greenfield " : "mixed ") }
    if known & 0x10 != 0 { line.append(flags & 0x10 != 0 ? "LDPC FEC " : "BCC FEC ") }
    if known & 0x20 != 0 {
      line.append("RX-STBC")
      line.append(decimal: flags >> 5 & 3)
      line.append(" ")
    }
  }

  /// Appends the modulation of IEEE 802.11ac for each user; false if the field is cut.
  private mutating func printVeryHighThroughput(
    _ fields: inout RadiotapFields, _ bytes: Span<UInt8>
  ) -> Bool {
    guard let known = fields.next(2, in: bytes), let flags = fields.next(1, in: bytes),
      let bandwidth = fields.next(1, in: bytes)
    else { return false }
    var users: [UInt64] = []
    for _ in 0..<4 {
      guard let user = fields.next(1, in: bytes) else { return false }
      users.append(user)
    }
    guard let coding = fields.next(1, in: bytes), fields.next(1, in: bytes) != nil,
      fields.next(2, in: bytes) != nil
    else { return false }
    for (index, user) in users.enumerated() where user & 0x0f != 0 {
      line.append("User ")
      line.append(decimal: index)
      line.append(" MCS ")
      line.append(decimal: user >> 4)
      line.append(coding >> UInt64(index) & 1 != 0 ? " LDPC FEC " : " BCC FEC ")
    }
    if known & 0x40 != 0 {
      let names = [
        "20 MHz", "40 MHz", "20 MHz (L)", "20 MHz (U)", "80 MHz", "80 MHz (L)", "80 MHz (U)",
        "80 MHz (LL)", "80 MHz (LU)", "80 MHz (UL)", "80 MHz (UU)", "160 MHz", "160 MHz (L)",
        "160 MHz (U)", "160 MHz (LL)", "160 MHz (LU)", "160 MHz (UL)", "160 MHz (UU)",
        "160 MHz (LLL)", "160 MHz (LLU)", "160 MHz (LUL)", "160 MHz (UUU)", "160 MHz (ULL)",
        "160 MHz (ULU)", "160 MHz (UUL)", "160 MHz (UUU)",
      ]
      let index = Int(bandwidth & 0x1f)
      line.append(index < names.count ? names[index] : "unknown (\(index))")
      line.append(" ")
    }
    if known & 0x04 != 0 { line.append(flags & 0x04 != 0 ? "short GI " : "long GI ") }
    return true
  }
}
