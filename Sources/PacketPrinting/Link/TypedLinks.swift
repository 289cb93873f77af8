import InternetTypes
import PacketDissection
import TextOutput

// Link layers whose header ends in an EtherType.
extension PacketPrinter {
  /// Prints a frame of IP over InfiniBand (RFC 4391).
  mutating func printInfiniBand(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    let captured = bytes.count - start
    guard captured >= 44, length >= 44 else {
      printTruncation("ipoib")
      dumpOffset += min(max(captured, 0), length)
      return
    }
    let type = EtherType(rawValue: bytes.uint16(at: start + 40))
    if options.showsLinkHeader {
      line.append("IPOIB")
      printTypeAndLength(type, length: length)
    }
    dumpOffset += 44
    if try !printPayload(type, bytes, at: start + 44, length: length - 44) {
      if !options.showsLinkHeader { printTypeAndLength(type, length: length) }
      printUnknown(bytes.extracting(droppingFirst: start + 44))
    }
  }

  /// Prints a frame of IP over IEEE 1394 (RFC 2734) as Apple's systems capture it.
  mutating func printFireWire(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    try bytes.require(18, at: start, in: "ap1394")
    dumpOffset += 18
    let type = EtherType(rawValue: bytes.uint16(at: start + 16))
    if options.showsLinkHeader { printFireWireHeader(bytes, at: start, type, length: length) }
    if try !printPayload(type, bytes, at: start + 18, length: length - 18) {
      if !options.showsLinkHeader { printFireWireHeader(bytes, at: start, type, length: length) }
      printUnknown(bytes.extracting(droppingFirst: start + 18))
    }
  }

  private mutating func printFireWireHeader(
    _ bytes: Span<UInt8>, at start: Int, _ type: EtherType, length: Int
  ) {
    for (place, ending) in [(start + 8, " > "), (start, "")] {
      for index in 0..<8 {
        if index > 0 { line.append(":") }
        line.append(hex: UInt32(bytes[place + index]), digits: 2)
      }
      line.append(ending)
    }
    if options.quietness == 0 {
      printTypeAndLength(type, length: length)
    } else {
      line.append(", ")
      printEtherType(type)
      printFrameLength(length)
    }
  }

  /// Prints a frame from Symantec's firewall.
  mutating func printSymantec(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    try bytes.require(44, at: start, in: "symantec")
    dumpOffset += 44
    let type = EtherType(rawValue: bytes.uint16(at: start + 6))
    if options.showsLinkHeader { printSymantecHeader(type, length: length) }
    if type.rawValue > EtherType.maximumLength,
      try printPayload(type, bytes, at: start + 44, length: length - 44)
    {
      return
    }
    if !options.showsLinkHeader { printSymantecHeader(type, length: length) }
    printUnknown(bytes.extracting(droppingFirst: start + 44))
  }

  private mutating func printSymantecHeader(_ type: EtherType, length: Int) {
    if type.rawValue <= EtherType.maximumLength {
      line.append("invalid ethertype ")
      line.append(decimal: UInt32(type.rawValue))
    } else {
      printEtherType(type)
    }
    printFrameLength(length)
  }
}
