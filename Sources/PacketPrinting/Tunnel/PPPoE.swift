import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a PPPoE header (RFC 2516, section 4) and the tags or the PPP frame after it; returns the bytes of headers.
  @discardableResult
  mutating func printPPPoE(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Int {
    guard length >= PPPoEHeader.byteCount else {
      line.append(" (length ")
      line.append(decimal: length)
      line.append(" < 6)")
      printInvalid()
      return 0
    }
    try bytes.require(PPPoEHeader.byteCount, at: start, in: "pppoe")
    if bytes[start] >> 4 != 1 {
      line.append(" [ver ")
      line.append(decimal: UInt32(bytes[start] >> 4))
      line.append("]")
    }
    if bytes[start] & 0x0f != 1 {
      line.append(" [type ")
      line.append(decimal: UInt32(bytes[start] & 0x0f))
      line.append("]")
    }
    let code = bytes[start + 1]
    line.append("PPPoE ")
    printPPPoECode(code)
    var stated = Int(bytes.uint16(at: start + 4))
    let rest = length - PPPoEHeader.byteCount
    if code == 0x09 && stated > 1478 {
      line.append(" [len ")
      line.append(decimal: stated)
      line.append("!]")
    }
    if stated > rest {
      line.append(" [len ")
      line.append(decimal: stated)
      line.append(" > ")
      line.append(decimal: rest)
      line.append("!]")
      stated = rest
    }
    let session = bytes.uint16(at: start + 2)
    if session != 0 {
      line.append(" [ses 0x")
      line.append(hex: UInt32(session))
      line.append("]")
    }
    let payload = start + PPPoEHeader.byteCount
    if code != 0 {
      try printPPPoETags(bytes, at: payload, length: stated)
      return PPPoEHeader.byteCount
    }
    line.append(" ")
    return try PPPoEHeader.byteCount + printPPP(bytes, at: payload, length: stated)
  }

  /// Appends the name of a discovery packet; nothing for a session's.
  private mutating func printPPPoECode(_ code: UInt8) {
    switch code {
    case 0x00: break
    case 0x07: line.append("PADO")
    case 0x09: line.append("PADI")
    case 0x19: line.append("PADR")
    case 0x65: line.append("PADS")
    case 0xa7: line.append("PADT")
    default:
      line.append("PAD-")
      line.append(hex: UInt32(code))
    }
  }

  /// Prints the tags of a discovery packet.
  private mutating func printPPPoETags(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    var offset = start
    var type: UInt16 = 0xffff
    while type != 0 && offset < start + length {
      type = try bytes.uint16(at: offset, in: "pppoe")
      let size = Int(try bytes.uint16(at: offset + 2, in: "pppoe"))
      offset += 4
      if size > 0 { try bytes.require(size, at: offset, in: "pppoe") }
      line.append(" [")
      if let name = Self.pppoeTag(type) {
        line.append(name)
      } else {
        line.append("TAG-0x")
        line.append(hex: UInt32(type))
      }
      if size > 0 { printPPPoETagValue(bytes.extracting(offset..<(offset + size))) }
      line.append("]")
      offset += size
    }
  }

  /// Appends a tag's value: as text where most of it is printable, otherwise in hexadecimal.
  private mutating func printPPPoETagValue(_ value: Span<UInt8>) {
    let shown = min(value.count, 79)
    var graphic = 0
    for index in 0..<shown where value[index] >= 0x20 && value[index] < 0x7f { graphic += 1 }
    guard graphic > shown - graphic else {
      line.append(" 0x")
      for index in value.indices {
        for digit in [value[index] >> 4, value[index] & 0x0f] {
          line.append(byte: digit < 10 ? 0x30 + digit : 0x37 + digit)
        }
      }
      return
    }
    line.append(" \"")
    for index in 0..<shown {
      let isGraphic = value[index] >= 0x20 && value[index] < 0x7f
      line.append(byte: isGraphic ? value[index] : UInt8(ascii: "."))
    }
    line.append("\"")
  }

  /// The name of a tag (RFC 2516, appendix A; RFC 4638).
  private static func pppoeTag(_ type: UInt16) -> String? {
    switch type {
    case 0x0000: "EOL"
    case 0x0101: "Service-Name"
    case 0x0102: "AC-Name"
    case 0x0103: "Host-Uniq"
    case 0x0104: "AC-Cookie"
    case 0x0105: "Vendor-Specific"
    case 0x0110: "Relay-Session-ID"
    case 0x0120: "PPP-Max-Payload"
    case 0x0201: "Service-Name-Error"
    case 0x0202: "AC-System-Error"
    case 0x0203: "Generic-Error"
    default: nil
    }
  }
}
