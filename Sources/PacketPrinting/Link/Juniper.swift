import InternetTypes
import PacketDissection
import TextOutput

/// A frame behind Juniper's header: where its content begins, and what the header says about it.
struct JuniperFrame {
  let type: LinkType
  /// The protocol as a cut frame names it.
  let name: String
  /// Where the header begins.
  let header: Int
  /// Where the content begins.
  let start: Int
  /// Bytes of the content on the wire.
  let length: Int
  let isIncoming: Bool
  let cookie: JuniperCookie
  /// The number behind the cookie, or in it, that says what follows; 0 for interfaces without cookies.
  let protocolNumber: UInt16

  /// The header's size in bytes, that of the cookie included.
  var byteCount: Int { start - header }
}

extension PacketPrinter {
  /// Prints a frame with the header that Juniper's routers add to captured packets.
  mutating func printJuniper(
    _ type: LinkType, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    let interface = JuniperInterface(type)
    let header = JuniperHeader(
      Fields(bytes, from: start, length: length, in: interface.name))
    let flags = try header.flags
    guard try header.isMarked else {
      line.append("no magic-number found!")
      return
    }
    if options.showsLinkHeader { line.append(flags & 1 != 0 ? " In " : "Out ") }
    if options.verbosity > 1 {
      line.append("\n\tJuniper PCAP Flags [")
      printFlagNames(
        UInt32(flags),
        [(0x80, "Ext"), (0x40, "Filter"), (0x04, "IIF"), (0x02, "no-L2"), (0x01, "In")],
        separator: ", ", none: "none")
      line.append("]")
    }
    var size = JuniperHeader.byteCount
    if flags & 0x80 != 0 {
      let extensions = Int(try header.extensionLength)
      size += 2 + extensions
      guard try printJuniperExtensions(header, length: extensions) else { return }
    }
    if flags & 0x02 != 0 {
      if options.showsLinkHeader { line.append("no-L2-hdr, ") }
      try header.fields.check(1, at: size + 4)
      if try !printGuessedIP(bytes, at: start + size + 4, length: length - size - 4) {
        line.append("no IP-hdr found!")
      }
      dumpOffset += size + 4
      return
    }
    guard let frame = try readJuniperCookie(type, interface, header.fields, start, size)
    else { return }
    if options.showsLinkHeader {
      line.put("hlen ", frame.byteCount, ", proto 0x", Hex(frame.protocolNumber, 4), ", ")
    }
    let before = dumpOffset
    try printJuniperContent(frame, bytes)
    if type != .juniperEthernet { dumpOffset = before }
    dumpOffset += frame.byteCount
  }

  /// Prints the extensions; false if one of them is longer than they are together.
  private mutating func printJuniperExtensions(
    _ header: borrowing JuniperHeader, length: Int
  ) throws(EarlyEnd) -> Bool {
    let isShown = options.verbosity > 1
    if isShown { line.put(", PCAP Extension(s) total length ", length) }
    try header.fields.check(length, at: 6)
    var extensions = header.extensions(length: length)
    while let part = try extensions.next() {
      guard part.length + 2 <= extensions.left else {
        line.put(" [extension_length ", extensions.left, " < ", part.length + 2, "]")
        printInvalid()
        return false
      }
      if isShown { try printJuniperExtension(part) }
      extensions.skip(part.length)
    }
    if isShown { line.append("\n\t-----original packet-----\n\t") }
    return true
  }

  private mutating func printJuniperExtension(_ part: JuniperExtension) throws(EarlyEnd) {
    line.put("\n\t  ", JuniperName.of(extension: part.type), " Extension TLV #", part.type)
    line.put(", length ", part.length, ", value ")
    guard part.type != 2, let number = try part.number else { return }
    switch part.type {
    case 3, 7: line.put(JuniperName.of(medium: number), " (", number, ")")
    case 6, 8: line.put(JuniperName.of(encapsulation: number), " (", number, ")")
    default: line.put(number)
    }
  }

  /// Reads and prints the cookie of an interface that has one, and finds what follows; nil if it is too long.
  private mutating func readJuniperCookie(
    _ type: LinkType, _ interface: JuniperInterface, _ fields: borrowing Fields, _ header: Int,
    _ size: Int
  ) throws(EarlyEnd) -> JuniperFrame? {
    var cookie = JuniperCookie.none
    var number: UInt16 = 0
    if let card = interface.card {
      let first = try fields.byte(at: size)
      let (kind, stated) = JuniperCookie.kindAndLength(first, usual: interface.cookieByteCount)
      // The links of a bundle have no cookies, but a header of FRF.16.
      let count = type == .juniperMFR && first & 0xc0 == 0xc0 ? 0 : stated
      if options.showsLinkHeader { line.put(card, "-PIC, cookie-len ", count) }
      guard count <= JuniperCookie.maximumByteCount else {
        printInvalid()
        dumpOffset += size + count
        return nil
      }
      try fields.check(count, at: size)
      cookie = try JuniperCookie(fields, at: size, kind: kind, byteCount: count)
      if options.showsLinkHeader { printJuniperCookie(cookie) }
      number = try fields.uint16(at: size + count)
    }
    return try placeJuniperContent(type, interface, fields, cookie, number, header, size)
  }

  /// Appends the cookie's bytes, and a colon.
  private mutating func printJuniperCookie(_ cookie: JuniperCookie) {
    if cookie.byteCount > 0 { line.append(", cookie 0x") }
    for index in 0..<cookie.byteCount { line.put(Hex(cookie.byte(index), 2)) }
    line.append(words.colon)
  }

  /// Finds where the content begins behind a cookie, and the number that says what it is.
  private mutating func placeJuniperContent(
    _ type: LinkType, _ interface: JuniperInterface, _ fields: borrowing Fields,
    _ cookie: JuniperCookie, _ number: UInt16, _ header: Int, _ size: Int
  ) throws(EarlyEnd) -> JuniperFrame {
    var number = number
    // Bytes behind the cookie that belong to the header, and those that the content does not have on the wire.
    var (skipped, missing) = (0, 0)
    switch (type, cookie.kind) {
    case (.juniperMLPPP, .services), (.juniperMLFR, .services), (.juniperMFR, .services):
      number = cookie.servicesProtocol
    case (.juniperMLFR, _), (.juniperMFR, .link): (skipped, missing) = (2, 2)
    case (.juniperATM2, _):
      let word = try fields.uint32(at: size + cookie.byteCount)
      if cookie.byte(7) & 0x70 != 0 {
        // A cell relay's control word: none, that of JUNOS before 7.4, and that with the cell's length.
        if word == 0 || word == 0x0800_0000 || word == 0x0838_0000 { skipped = 4 }
        if options.showsLinkHeader { line.put("control-word 0x", Hex(word, 8), " ") }
      }
    default: break
    }
    let start = header + size + cookie.byteCount + skipped
    return JuniperFrame(
      type: type, name: interface.name, header: header, start: start,
      length: fields.length - size - cookie.byteCount - missing,
      isIncoming: try fields.byte(at: 3) & 1 != 0, cookie: cookie, protocolNumber: number)
  }

  /// Prints the IP packet at `start` if the first byte looks like one's; else false.
  mutating func printGuessedIP(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Bool {
    guard bytes.has(1, at: start) else { return false }
    switch bytes[start] {
    case 0x45...0x4f: try printInner(.ipv4, bytes, in: start..<bytes.count, length: length)
    case 0x60...0x6f: try printInner(.ipv6, bytes, in: start..<bytes.count, length: length)
    default: return false
    }
    return true
  }
}
