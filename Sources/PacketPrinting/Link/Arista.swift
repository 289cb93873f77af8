import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a frame that an Arista switch copied: the switch's header, then the packet by the EtherType after it.
  mutating func printArista(
    _ header: EthernetHeader, _ bytes: Span<UInt8>, at start: Int, length frameLength: Int
  ) throws(EarlyEnd) {
    let type = EtherType(rawValue: 0xd28b)
    guard bytes.has(2, at: start) else { throw EarlyEnd(name: "arista") }
    if !options.showsLinkHeader {
      printEtherType(type)
      printFrameLength(frameLength)
    }
    let fields = Fields(bytes, from: start, length: bytes.count - start, in: "arista")
    guard let size = try printAristaHeader(AristaHeader(fields)) else {
      if !options.showsLinkHeader {
        printEthernetAddresses(header)
        printEtherType(type)
        printFrameLength(frameLength)
      }
      printUnknown(bytes.extracting(droppingFirst: start))
      return
    }
    line.append(": ")
    // A frame without addresses follows: it is decoded as one whose addresses are the header's last bytes.
    guard bytes.has(2, at: start + size), depth < Self.maximumDepth else {
      throw EarlyEnd(name: "arista")
    }
    depth += 1
    defer { depth -= 1 }
    // Where the frame ends on the wire.
    let end = max(start - EthernetHeader.byteCount + frameLength, bytes.count)
    try printAristaContent(header, bytes, at: start + size, end: end, length: frameLength)
  }

  private mutating func printAristaContent(
    _ header: EthernetHeader, _ bytes: Span<UInt8>, at start: Int, end: Int,
    length frameLength: Int
  ) throws(EarlyEnd) {
    var offset = start
    var type = EtherType(rawValue: bytes.uint16(at: offset))
    offset += 2
    var isFirst = true
    while type.isVLANTag, bytes.has(4, at: offset) {
      let tag = VLANTag(rawValue: bytes.uint16(at: offset))
      if options.showsLinkHeader {
        printEtherType(type)
        if isFirst { printFrameLength(frameLength) } else { line.append(", ") }
        printTag(tag)
      }
      isFirst = false
      type = EtherType(rawValue: bytes.uint16(at: offset + 2))
      offset += 4
    }
    if options.showsLinkHeader {
      printEtherType(type)
      if isFirst { printFrameLength(frameLength) } else { line.append(", ") }
    }
    // A dump leaves out all headers of the frame, but not those of a frame in a tunnel.
    if depth == 1 { dumpOffset = offset }
    if try printPayload(type, bytes, at: offset, length: end - offset) { return }
    if !options.showsLinkHeader {
      printEthernetAddresses(header)
      printEtherType(type)
      printFrameLength(frameLength)
    }
    printUnknown(bytes.extracting(droppingFirst: offset))
  }

  /// Prints the header's fields, and returns its size; nil if its format is unknown.
  private mutating func printAristaHeader(
    _ header: borrowing AristaHeader
  ) throws(EarlyEnd) -> Int? {
    let subtype = try header.subtype
    line.append(subtype == 1 ? "SubType Timestamp (0x" : "SubType Unknown (0x")
    line.append(hex: UInt32(subtype), digits: 4)
    line.append("), ")
    guard subtype == 1 else { return nil }
    let timescale = try header.timescale
    line.append("Timescale ")
    line.append(timescale == 0 ? "TAI" : timescale == 1 ? "UTC" : "Unknown")
    line.append(" (", decimal: timescale, "), ")
    let (form, hardware) = (try header.form, try header.hardware)
    line.append("Format ")
    line.append(form == 1 ? "64-bit" : form == 2 ? "48-bit" : "Unknown")
    line.append(" (", decimal: form, "), HwInfo ")
    line.append(hardware == 0 ? "R/R2" : hardware == 1 ? "R3" : "Unknown")
    line.append(" (", decimal: hardware, "), Timestamp ")
    guard let size = try header.byteCount else { return nil }
    let (seconds, nanoseconds) = (try header.seconds, try header.nanoseconds)
    let whole = UInt64(seconds) + UInt64(nanoseconds / 1_000_000_000)
    if form == 1 {
      printUniversalDate(Int64(whole))
    } else {
      line.append(decimal: whole)
    }
    line.put(".", Padded(nanoseconds % 1_000_000_000, 9))
    return size
  }

  /// Appends `YYYY-MM-DD HH:MM:SS` in UTC.
  private mutating func printUniversalDate(_ seconds: Int64) {
    let date = TimestampPrinter.civilDate(seconds)
    let second = seconds % 86_400
    line.put(date.year, "-", Padded(date.month, 2), "-", Padded(date.day, 2), " ")
    line.put(
      Padded(second / 3600, 2), ":", Padded(second / 60 % 60, 2), ":", Padded(second % 60, 2))
  }
}
