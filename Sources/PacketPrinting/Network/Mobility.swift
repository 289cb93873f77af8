import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a mobility header (RFC 6275, section 6.1), which is the last of a packet.
  mutating func printMobility(_ bytes: Span<UInt8>, at start: Int) throws(EarlyEnd) {
    guard bytes.has(1, at: start + 1) else {
      printTruncation(Self.mobility)
      return
    }
    let length = bytes[start + 1]
    let byteCount = (Int(length) + 1) * 8
    let type = try bytes.byte(at: start + 2, in: Self.mobility)
    if type < 8 && byteCount < Self.mobilityByteCount(type) {
      line.append("(header length ")
      line.append(decimal: byteCount)
      line.append(" is too small for type ")
      line.append(decimal: UInt32(type))
      line.append(")")
      printTruncation(Self.mobility)
      return
    }
    line.append("mobility: ")
    guard type < 8 else {
      line.append("type-#")
      line.append(decimal: UInt32(type))
      line.append(" len=")
      line.append(decimal: UInt32(length))
      return
    }
    line.append(Self.mobilityName(type))
    guard try printMobilityMessage(type, bytes, at: start) else {
      printTruncation(Self.mobility)
      return
    }
    if options.verbosity > 0 {
      let list = (start + Self.mobilityByteCount(type))..<(start + byteCount)
      guard try printMobilityOptions(list, bytes) else {
        printTruncation(Self.mobility)
        return
      }
    }
  }

  private static var mobility: String { "mobility" }

  /// Bytes of each message type before its options.
  private static func mobilityByteCount(_ type: UInt8) -> Int {
    switch type {
    case 0: 8
    case 1, 2: 16
    case 5, 6: 12
    default: 24
    }
  }

  private static func mobilityName(_ type: UInt8) -> String {
    switch type {
    case 0: "BRR"
    case 1: "HoTI"
    case 2: "CoTI"
    case 3: "HoT"
    case 4: "CoT"
    case 5: "BU"
    case 6: "BA"
    default: "BE"
    }
  }

  /// Prints the fields of a message; false if it is cut.
  private mutating func printMobilityMessage(
    _ type: UInt8, _ bytes: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) -> Bool {
    let body = start + 8
    switch type {
    case 1, 2:
      try printCookie(type == 1, "Init Cookie", bytes, at: body)
    case 3, 4:
      let nonce = try bytes.uint16(at: start + 6, in: Self.mobility)
      line.append(" nonce id=0x")
      line.append(hex: UInt32(nonce))
      try printCookie(type == 3, "Init Cookie", bytes, at: body)
      try printCookie(type == 3, "Keygen Token", bytes, at: body + 8)
    case 5:
      let sequence = try bytes.uint16(at: start + 6, in: Self.mobility)
      line.append(" seq#=")
      line.append(decimal: UInt32(sequence))
      guard bytes.has(2, at: body) else { return false }
      let flags = UInt32(bytes[body] >> 4)
      if flags != 0 {
        line.append(" ")
        printFlagNames(
          flags, [(8, "A"), (4, "H"), (2, "L"), (1, "K")], separator: "", none: "")
      }
      try printLifetime(bytes, at: body + 2)
    case 6:
      try printStatus(bytes, at: start + 6)
      if try bytes.byte(at: start + 7, in: Self.mobility) & 0x80 != 0 { line.append(" K") }
      let sequence = try bytes.uint16(at: body, in: Self.mobility)
      line.append(" seq#=")
      line.append(decimal: UInt32(sequence))
      try printLifetime(bytes, at: body + 2)
    case 7:
      try printStatus(bytes, at: start + 6)
      let address = try bytes.uint128(at: body, in: Self.mobility)
      line.append(" homeaddr ")
      printAddress(IPv6Address(rawValue: address))
    default: break
    }
    return true
  }

  private mutating func printStatus(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    let status = try bytes.byte(at: offset, in: Self.mobility)
    line.append(" status=")
    line.append(decimal: UInt32(status))
  }

  /// Appends a lifetime, which is sent in units of four seconds.
  private mutating func printLifetime(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    let lifetime = try bytes.uint16(at: offset, in: Self.mobility)
    line.append(" lifetime=")
    line.append(decimal: UInt32(lifetime) << 2)
  }

  /// Appends eight bytes of the return routability procedure, when verbose.
  private mutating func printCookie(
    _ isHome: Bool, _ name: String, _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) {
    guard options.verbosity > 0 else { return }
    try bytes.require(8, at: offset, in: Self.mobility)
    line.append(isHome ? " Home " : " Care-of ")
    line.append(name)
    line.append("=")
    line.append(hex: bytes.uint32(at: offset), digits: 8)
    line.append(":")
    line.append(hex: bytes.uint32(at: offset + 4), digits: 8)
  }

  /// Prints mobility options; false if they are broken or cut.
  ///
  /// As in tcpdump one byte more than an option has to be there, so that one that ends the packet counts as cut.
  private mutating func printMobilityOptions(
    _ list: Range<Int>, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    var offset = list.lowerBound
    while offset < list.upperBound {
      let type = try bytes.byte(at: offset, in: Self.mobility)
      var byteCount = 1
      if type != 0 {
        guard offset + 1 < list.upperBound else { return false }
        byteCount = Int(try bytes.byte(at: offset + 1, in: Self.mobility)) + 2
      }
      guard offset + byteCount <= list.upperBound, bytes.has(1, at: offset + byteCount) else {
        return false
      }
      guard
        try printMobilityOption(
          type, byteCount, bytes, at: offset, room: list.upperBound - offset)
      else { return false }
      offset += byteCount
    }
    return true
  }

  /// Prints one mobility option; false if the list leaves too little room for its type.
  private mutating func printMobilityOption(
    _ type: UInt8, _ byteCount: Int, _ bytes: Span<UInt8>, at offset: Int, room: Int
  ) throws(EarlyEnd) -> Bool {
    let data = offset + 2
    switch type {
    case 0: line.append("(pad1)")
    case 1: line.append("(padn)")
    case 2:
      guard room >= 4 else { return printShortOption("refresh") }
      let interval = try bytes.uint16(at: data, in: Self.mobility)
      line.append("(refresh: ")
      line.append(decimal: UInt32(interval) << 2)
      line.append(")")
    case 3:
      guard room >= 18 else { return printShortOption("altcoa") }
      let address = try bytes.uint128(at: data, in: Self.mobility)
      line.append("(alt-CoA: ")
      printAddress(IPv6Address(rawValue: address))
      line.append(")")
    case 4:
      guard room >= 6 else { return printShortOption("ni") }
      try bytes.require(4, at: data, in: Self.mobility)
      line.append("(ni: ho=0x")
      line.append(hex: UInt32(bytes.uint16(at: data)), digits: 4)
      line.append(" co=0x")
      line.append(hex: UInt32(bytes.uint16(at: data + 2)), digits: 4)
      line.append(")")
    case 5:
      guard room >= 12 else { return printShortOption("auth") }
      line.append("(auth)")
    default:
      line.append("(type-0x")
      line.append(hex: UInt32(type), digits: 2)
      line.append(": len=")
      line.append(decimal: byteCount - 2)
      line.append(")")
    }
    return true
  }

  private mutating func printShortOption(_ name: String) -> Bool {
    line.append("(")
    line.append(name)
    line.append(": trunc)")
    return false
  }
}
