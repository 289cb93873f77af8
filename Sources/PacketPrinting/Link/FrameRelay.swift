import InternetTypes
import PacketDissection
import TextOutput

/// A frame relay address (ITU-T Q.922, section 3.2) of two, three or four bytes.
private struct FrameRelayAddress {
  var byteCount = 2
  var connection: UInt32
  var flags: [String] = []

  /// The fault of the bytes at `start`.
  enum Problem: Error { case cut, invalid }

  init(_ bytes: Span<UInt8>, at start: Int, length: Int) throws(Problem) {
    guard length >= 1, bytes.has(1, at: start) else { throw .cut }
    guard bytes[start] & 1 == 0 else { throw .invalid }
    guard length >= 2, bytes.has(2, at: start) else { throw .cut }
    let (first, second) = (UInt32(bytes[start]), UInt32(bytes[start + 1]))
    connection = (first & 0xfc) << 2 | (second & 0xf0) >> 4
    if first & 2 != 0 { flags.append("C!") }
    if second & 2 != 0 { flags.append("DE") }
    if second & 4 != 0 { flags.append("BECN") }
    if second & 8 != 0 { flags.append("FECN") }
    if second & 1 != 0 { return }
    guard length >= 3, bytes.has(3, at: start) else { throw .cut }
    byteCount = 3
    var last = start + 2
    if bytes[last] & 1 == 0 {
      connection = connection << 7 | UInt32(bytes[last]) >> 1
      byteCount = 4
      last += 1
    }
    guard length >= byteCount, bytes.has(byteCount, at: start) else { throw .cut }
    guard bytes[last] & 1 != 0 else { throw .invalid }
    if bytes[last] & 2 != 0 { flags.append("sdlcore") }
    connection = connection << 6 | UInt32(bytes[last]) >> 2
  }
}

extension PacketPrinter {
  /// Prints a frame of a frame relay link.
  mutating func printFrameRelayFrame(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    guard bytes.count - start >= 4 else {
      printTruncation("fr")
      dumpOffset += max(bytes.count - start, 0)
      return
    }
    dumpOffset += try printFrameRelay(bytes, at: start, length: length)
  }

  /// Prints frame relay's header and its payload (RFC 2427, or Cisco's form); returns the header's size.
  mutating func printFrameRelay(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Int {
    var address: FrameRelayAddress
    do throws(FrameRelayAddress.Problem) {
      address = try FrameRelayAddress(bytes, at: start, length: length)
    } catch {
      switch error {
      case .cut: printTruncation("fr")
      case .invalid: line.append("Q.922, invalid address")
      }
      return 0
    }
    var offset = start + address.byteCount
    let size = address.byteCount
    guard length >= size + 1, bytes.has(1, at: offset) else {
      printTruncation("fr")
      return 0
    }
    if bytes[offset] != 0x03 && address.connection != 0 {
      if length >= size + 2, bytes.has(2, at: offset) {
        let type = bytes.uint16(at: offset)
        if options.showsLinkHeader { printFrameRelayHeader(address, type, length: length) }
        if try printPayload(
          EtherType(rawValue: type), bytes, at: offset + 2, length: length - size - 2)
        {
          return size + 2
        }
      }
      line.append("UI ")
      line.append(hex: UInt32(bytes[offset]), digits: 2)
      line.append("! ")
    }
    guard length >= size + 2, bytes.has(2, at: offset) else {
      printTruncation("fr")
      return 0
    }
    let isPadded = bytes[offset + 1] == 0
    if isPadded && size != 3 { line.append("Pad! ") }
    if !isPadded && size == 3 { line.append("No pad! ") }
    let header = size + (isPadded ? 3 : 2)
    guard length >= header, bytes.has(header, at: start) else {
      printTruncation("fr")
      return 0
    }
    offset = start + header
    let number = bytes[offset - 1]
    if options.showsLinkHeader { printFrameRelayHeader(address, UInt16(number), length: length) }
    let isKnown = try printFrameRelayPayload(
      number, bytes, at: offset, length: length - header)
    if !isKnown {
      // Of an unknown SNAP protocol tcpdump states the whole header's size as the address's.
      if number == 0x80 { address.byteCount = header }
      try printUnknownFrame(address, number, bytes, from: (start, offset), length: length)
    }
    return header
  }

  /// Prints the header of a frame whose payload is not decoded, and dumps the payload; of SNAP, the whole frame.
  private mutating func printUnknownFrame(
    _ address: FrameRelayAddress, _ number: UInt8, _ bytes: Span<UInt8>,
    from offsets: (frame: Int, payload: Int), length: Int
  ) throws(EarlyEnd) {
    if !options.showsLinkHeader { printFrameRelayHeader(address, UInt16(number), length: length) }
    if number == 0x80 {
      printUnknown(bytes.extracting(droppingFirst: offsets.frame))
      if options.dump == .none, bytes.count - offsets.frame < length {
        throw EarlyEnd(name: "snap")
      }
    } else if options.dump != .hex {
      let start = min(offsets.payload, bytes.count)
      line.append(hexAndASCIIDump: bytes.extracting(droppingFirst: start))
    }
  }

  /// Prints a payload by its network layer protocol identifier; false if it is not decoded.
  private mutating func printFrameRelayPayload(
    _ number: UInt8, _ bytes: Span<UInt8>, at offset: Int, length: Int
  ) throws(EarlyEnd) -> Bool {
    switch number {
    case 0xcc: try printInner(.ipv4, bytes, in: offset..<bytes.count, length: length)
    case 0x8e: try printInner(.ipv6, bytes, in: offset..<bytes.count, length: length)
    case 0xcf: try printPPP(bytes, at: offset, length: length)
    case 0x81, 0x82, 0x83: try printISOPayload(bytes, at: offset - 1, length: length + 1)
    case 0x08, 0xb1: try printFrameRelayControl(number, bytes, at: offset, length: length)
    case 0x80: return try printSNAP(bytes, at: offset, length: length)
    default: return false
    }
    return true
  }

  /// Prints a signalling message or a fragment.
  private mutating func printFrameRelayControl(
    _ number: UInt8, _ bytes: Span<UInt8>, at offset: Int, length: Int
  ) throws(EarlyEnd) {
    do throws(EarlyEnd) {
      if number == 0x08 {
        try printSignalling(
          FrameRelaySignalling(Fields(bytes, from: offset, length: length, in: "q.933")))
      } else {
        try printCircuitFragment(
          MultilinkFrameRelay(Fields(bytes, from: offset, length: length, in: "fr")))
      }
    } catch {
      try settle(error)
    }
  }

  private mutating func printFrameRelayHeader(
    _ address: FrameRelayAddress, _ type: UInt16, length: Int
  ) {
    line.append("Q.922, ")
    if options.quietness > 0 {
      line.append("DLCI ")
      line.append(decimal: address.connection)
      printFrameLength(length)
      return
    }
    line.append("hdr-len ")
    line.append(decimal: address.byteCount)
    line.append(", DLCI ")
    line.append(decimal: address.connection)
    line.append(", Flags [")
    line.append(address.flags.isEmpty ? "none" : address.flags.joined(separator: ", "))
    line.append(type <= 0xff ? "], NLPID " : "], cisco-ethertype ")
    let name =
      type <= 0xff
      ? Self.networkLayerProtocol(UInt8(truncatingIfNeeded: type)) : EtherType(rawValue: type).name
    line.append(name ?? "unknown")
    line.append(" (0x")
    line.append(hex: UInt32(type), digits: type <= 0xff ? 2 : 4)
    line.append(")")
    printFrameLength(length)
  }

  /// The name of a network layer protocol identifier (ISO/IEC TR 9577).
  private static func networkLayerProtocol(_ number: UInt8) -> String? {
    switch number {
    case 0x00: "NULL"
    case 0x08: "Q.933"
    case 0x09: "LMI"
    case 0x80: "SNAP"
    case 0x81: "CLNP"
    case 0x82: "ES-IS"
    case 0x83: "IS-IS"
    case 0x84: "CONS"
    case 0x85: "IDRP"
    case 0x8a: "X25 ES-IS"
    case 0x8e: "IPv6"
    case 0xb1: "FRF.15"
    case 0xc1: "ISIS_SPB"
    case 0xcc: "IPv4"
    case 0xcf: "PPP"
    default: nil
    }
  }
}
