import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an LSP ping message (RFC 8029).
  mutating func printLSPPing(_ message: borrowing LSPPing) throws(EarlyEnd) {
    let length = message.fields.length
    guard length >= LSPPing.headerByteCount else {
      line.append("\n\t\t packet is too short")
      return
    }
    try message.fields.require(LSPPing.headerByteCount)
    let (version, type) = (try message.version, try message.type)
    guard version == 1 else {
      line.append("LSP-PING version ", decimal: version, " packet not supported")
      return
    }
    let name = type == 1 ? "MPLS Echo Request" : type == 2 ? "MPLS Echo Reply" : nil
    guard options.verbosity > 0 else {
      line.append("LSP-PINGv1, ")
      if let name { line.append(name) } else { line.append("unknown (", decimal: type, ")") }
      line.put(", seq ", try message.sequence, ", length: ", length)
      return
    }
    line.put("\n\tLSP-PINGv1, msg-type: ", name ?? "unknown", " (", type, "), length: ", length)
    let (mode, code) = (try message.replyMode, try message.returnCode)
    line.put("\n\t  reply-mode: ", Self.pingReplyMode(mode), " (", mode, ")\n\t  Return Code: ")
    line.append(Self.pingReturnCode(code))
    let subcode = try message.returnSubcode
    switch code {
    case 3, 4, 8, 10, 11, 12: line.put(" ", subcode)
    default: break
    }
    line.put(" (", code, ")\n\t  Return Subcode: (", subcode, ")\n\t  Sender Handle: 0x")
    line.put(Hex(try message.handle, 8), ", Sequence: ", try message.sequence)
    line.append("\n\t  Sender Timestamp: ")
    printNTPTimestamp(try message.sent)
    line.append(" Receiver Timestamp: ")
    let received = try message.received
    if received == 0 { line.append("no timestamp") } else { printNTPTimestamp(received) }
    try printLSPPingElements(message.elements)
  }

  private mutating func printLSPPingElements(
    _ all: consuming LSPPingElements
  ) throws(EarlyEnd) {
    var elements = all
    while elements.rest.length > 0 {
      guard elements.rest.length >= 4 else {
        line.append("\n\t\t packet is too short")
        return
      }
      let isCut = try elements.isTooShort
      guard let element = try elements.next() else { return }
      let length = element.value.length
      line.put("\n\t  ", Self.pingElementName(element.type), " TLV (", element.type)
      line.put("), length: ", length)
      if length == 0 { continue }
      guard !isCut else {
        line.append("\n\t\t packet is too short")
        return
      }
      try element.value.require(length)
      var isDumped = options.verbosity > 1
      switch element.type {
      case 1:
        guard let isWhole = try printPingStack(element) else { return }
        if !isWhole { isDumped = true }
      case 2:
        try printPingDownstream(element)
        isDumped = true
      case 15 where length == 4:
        line.append("\n\t    BFD Discriminator 0x", hex: try element.value.uint32(at: 0), digits: 8)
      case 15:
        line.append("\n\t      invalid TLV length, should be 4")
        isDumped = true
      default:
        if options.verbosity <= 1 { printUnknownData(element.value, indent: "\n\t    ") }
      }
      if isDumped { printUnknownData(element.value, indent: "\n\t    ") }
    }
  }

  /// Prints the elements of a target FEC stack (RFC 8029, section 3.2).
  ///
  /// - Returns: false if one is too long; nil if the last one's padding is missing, where tcpdump ends the message.
  private mutating func printPingStack(_ stack: LSPPingElement) throws(EarlyEnd) -> Bool? {
    var elements = LSPPingElements(in: stack)
    while elements.rest.length > 0 {
      let room = elements.rest.length
      if try elements.isTooShort {
        line.append("\n\t      TLV is too short")
        return false
      }
      guard let element = try elements.next() else { return true }
      let length = element.value.length
      try element.value.require(length)
      line.put("\n\t    ", Self.pingClassName(element.type), " subTLV (", element.type)
      line.put("), length: ", length)
      var isDumped = options.verbosity > 1
      if let wanted = Self.pingClassLength(element.type) {
        if length == wanted {
          try printPingClass(element.type, element.value)
        } else {
          line.put("\n\t      invalid subTLV length, should be ", wanted)
          isDumped = true
        }
      } else {
        isDumped = true
      }
      if isDumped { printUnknownData(element.value, indent: "\n\t      ") }
      if (4 + length + 3) & ~3 > room {
        line.append("\n\t\t TLV is too short")
        return nil
      }
    }
    return true
  }

  /// The length of an element of a forwarding equivalence class (FEC); nil for unknown classes.
  private static func pingClassLength(_ type: UInt16) -> Int? {
    switch type {
    case 1, 12: 5
    case 2, 13: 17
    case 3: 20
    case 4: 56
    case 6: 13
    case 7: 25
    case 8, 10: 14
    case 9: 10
    default: nil
    }
  }

  private mutating func printPingClass(
    _ type: UInt16, _ value: borrowing Fields
  ) throws(EarlyEnd) {
    line.append("\n\t      ")
    switch type {
    case 1, 12: line.put(try value.ipv4Address(at: 0), "/", try value.byte(at: 4))
    case 2, 13: line.put(try value.ipv6Address(at: 0), "/", try value.byte(at: 16))
    case 3:
      line.put("tunnel end-point ", try value.ipv4Address(at: 0), ", tunnel sender ")
      line.put(try value.ipv4Address(at: 12), ", lsp-id 0x", Hex(try value.uint16(at: 18), 4))
      line.put("\n\t      tunnel-id 0x", Hex(try value.uint16(at: 6), 4), ", extended tunnel-id ")
      line.put(try value.ipv4Address(at: 8))
    case 4:
      line.put("tunnel end-point ", try value.ipv6Address(at: 0), ", tunnel sender ")
      line.put(try value.ipv6Address(at: 36), ", lsp-id 0x", Hex(try value.uint16(at: 54), 4))
      line.put("\n\t      tunnel-id 0x", Hex(try value.uint16(at: 18), 4), ", extended tunnel-id ")
      line.put(try value.ipv6Address(at: 20))
    case 6, 7, 8: try printPingDistinguished(type, value)
    case 9:
      line.put("Remote PE: ", try value.ipv4Address(at: 0))
      try printPseudowire(value, at: 4)
    default:
      line.put("Sender PE: ", try value.ipv4Address(at: 0), ", Remote PE: ")
      line.put(try value.ipv4Address(at: 4))
      try printPseudowire(value, at: 8)
    }
  }

  /// Prints a FEC that begins with a route distinguisher.
  private mutating func printPingDistinguished(
    _ type: UInt16, _ value: borrowing Fields
  ) throws(EarlyEnd) {
    line.append("RD: ")
    printBGPDistinguisher(try BGPRouteDistinguisher(value.bytes, at: 0))
    switch type {
    case 6: line.put(", ", try value.ipv4Address(at: 8), "/", try value.byte(at: 12))
    case 7: line.put(", ", try value.ipv6Address(at: 8), "/", try value.byte(at: 24))
    default:
      line.put(", Sender VE ID: ", try value.uint16(at: 8), ", Receiver VE ID: ")
      line.put(try value.uint16(at: 10), "\n\t      Encapsulation Type: ")
      printPseudowireType(try value.uint16(at: 12))
    }
  }

  private mutating func printPseudowire(
    _ value: borrowing Fields, at offset: Int
  ) throws(EarlyEnd) {
    line.put("\n\t      PW ID: 0x", Hex(try value.uint32(at: offset), 8), ", PW Type: ")
    printPseudowireType(try value.uint16(at: offset + 4))
  }

  private mutating func printPseudowireType(_ type: UInt16) {
    let name = type < 256 ? Self.layer2Encapsulation(UInt8(type)) : nil
    line.put(name ?? "unknown", " (", type, ")")
  }

  private mutating func printPingDownstream(
    _ element: borrowing LSPPingElement
  ) throws(EarlyEnd) {
    let value = element.value
    guard value.length >= 16 else {
      line.append("\n\t      TLV is too short")
      return
    }
    let type = try value.byte(at: 2)
    line.put("\n\t    MTU: ", try value.uint16(at: 0), ", Address-Type: ")
    line.append(type == 1 ? "IPv4" : type == 3 ? "IPv6" : type == 2 ? "Unnumbered" : "unknown")
    line.put(" (", type, ")")
    switch type {
    case 1, 2:
      line.put("\n\t    Downstream IP: ", try value.ipv4Address(at: 4))
      if type == 1 {
        line.put("\n\t    Downstream Interface IP: ", try value.ipv4Address(at: 8))
      } else {
        line.put("\n\t    Downstream Interface Index: 0x", Hex(try value.uint32(at: 8), 8))
      }
    case 3:
      guard value.length >= 40 else {
        line.append("\n\t      TLV is too short")
        return
      }
      line.put("\n\t    Downstream IP: ", try value.ipv6Address(at: 4))
      line.put("\n\t    Downstream Interface IP: ", try value.ipv6Address(at: 20))
    default: break
    }
  }
}
