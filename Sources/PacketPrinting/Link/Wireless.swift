import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an IEEE 802.11 frame and returns the size of its header.
  mutating func printWireless(
    _ frame: Span<UInt8>, at start: Int, length wireLength: Int, isPadded: Bool = false,
    checkByteCount: Int = 0
  ) throws(EarlyEnd) -> Int {
    let all = frame.count - start
    guard wireLength >= checkByteCount else {
      printTruncation("802.11")
      return all
    }
    // The check sequence at the end is no part of what is inside.
    let length = wireLength - checkByteCount
    let bytes = frame.extracting(first: start + min(all, length))
    guard bytes.has(2, at: start) else {
      printTruncation("802.11")
      return all
    }
    let header = try WirelessHeader(
      Fields(bytes, from: start, length: length, in: "802.11"))
    let (subtype, flags) = (header.subtype, header.flags)
    guard var size = header.byteCount else {
      if header.type == .control {
        line.append("unknown 802.11 ctrl frame subtype (", decimal: subtype, ")")
      } else {
        line.append("unknown 802.11 frame type (", decimal: header.type.rawValue, ")")
      }
      return 0
    }
    if isPadded { size = (size + 3) & ~3 }
    guard bytes.has(size, at: start) else {
      printTruncation("802.11")
      return size
    }
    if options.showsLinkHeader { try printWirelessHeader(header) }
    guard header.type == .data else {
      if try !printWirelessMessage(header, size) { printTruncation("802.11") }
      return size
    }
    // No data.
    if subtype & 4 != 0 { return size }
    if flags & 0x40 != 0 {
      line.append("Data")
      if try !printWirelessVector(header, at: size) { printTruncation("802.11") }
      return size
    }
    let inside = try printLLC(
      bytes, at: start + size, length: length - size, Self.wirelessEnds(bytes, at: start))
    return size + inside
  }

  /// Appends source and destination of a data frame; the to-DS and from-DS bits select the addresses (IEEE 802.11,
  /// 9.3.2.1).
  private static func wirelessEnds(_ bytes: Span<UInt8>, at start: Int) -> EthernetHeader {
    let toDistribution = bytes[start + 1] & 1 != 0
    let fromDistribution = bytes[start + 1] & 2 != 0
    let source = fromDistribution ? (toDistribution ? 24 : 16) : 10
    return EthernetHeader(
      destination: MACAddress(rawValue: bytes.uint48(at: start + (toDistribution ? 16 : 4))),
      source: MACAddress(rawValue: bytes.uint48(at: start + source)), typeOrLength: 0)
  }

  /// Prints a frame after an AVS header and returns the size of the headers.
  mutating func printAVS(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Int {
    let captured = bytes.count - start
    guard captured >= 8 else {
      printTruncation("802.11_radio_avs")
      return max(captured, 0)
    }
    let size = Int(bytes.uint32(at: start + 4))
    guard size >= 8, captured >= size else {
      printTruncation("802.11_radio_avs")
      return captured
    }
    return try size + printWireless(bytes, at: start + size, length: length - size)
  }

  /// Prints a frame after a header of Prism's drivers, or after an AVS header.
  mutating func printPrism(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    let captured = bytes.count - start
    guard captured >= 4 else {
      printTruncation("prism")
      dumpOffset += max(captured, 0)
      return
    }
    let cookie = bytes.uint32(at: start)
    if cookie == 0x8021_1001 || cookie == 0x8021_1002 {
      dumpOffset += try printAVS(bytes, at: start, length: length)
      return
    }
    guard captured >= 144 else {
      printTruncation("prism")
      dumpOffset += captured
      return
    }
    dumpOffset += 144
    dumpOffset += try printWireless(bytes, at: start + 144, length: length - 144)
  }
}
