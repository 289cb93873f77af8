import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an IEEE 802.11 frame and returns the size of its header.
  ///
  /// Of management and control frames it names the subtype.
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
    let (control, flags) = (bytes[start], bytes[start + 1])
    let subtype = control >> 4
    switch control >> 2 & 3 {
    case 2: break
    case 0, 1:
      line.append(Self.wirelessFrameName(control))
      return min(24, all)
    default:
      line.append("unknown 802.11 frame type (3)")
      return 0
    }
    var size = flags & 3 == 3 ? 30 : 24
    if subtype & 8 != 0 { size += 2 }
    if isPadded { size = (size + 3) & ~3 }
    guard bytes.has(size, at: start) else {
      printTruncation("802.11")
      return size
    }
    if options.showsLinkHeader { printWirelessHeader(bytes, at: start) }
    // No data.
    if subtype & 4 != 0 { return size }
    if flags & 0x40 != 0 {
      line.append("Data")
      guard bytes.has(4, at: start + size) else {
        printTruncation("802.11")
        return size
      }
      let vector = bytes.uint32(at: start + size).byteSwapped
      line.append(" IV:")
      let digits = vector & 0x00ff_ffff
      line.append(blanks: digits < 0x10 ? 2 : digits < 0x100 ? 1 : 0)
      line.append(hex: digits)
      line.append(" Pad ")
      line.append(hex: vector >> 24 & 0x3f)
      line.append(" KeyID ")
      line.append(hex: vector >> 30)
      return size
    }
    let inside = try printLLC(
      bytes, at: start + size, length: length - size, Self.wirelessEnds(bytes, at: start))
    return size + inside
  }

  /// Appends source and destination of a data frame; the to-DS and from-DS bits select the addresses (IEEE 802.11, 9.3.2.1).
  private static func wirelessEnds(_ bytes: Span<UInt8>, at start: Int) -> EthernetHeader {
    let toDistribution = bytes[start + 1] & 1 != 0
    let fromDistribution = bytes[start + 1] & 2 != 0
    let source = fromDistribution ? (toDistribution ? 24 : 16) : 10
    return EthernetHeader(
      destination: MACAddress(rawValue: bytes.uint48(at: start + (toDistribution ? 16 : 4))),
      source: MACAddress(rawValue: bytes.uint48(at: start + source)), typeOrLength: 0)
  }

  /// Prints the fields of a data frame's header.
  private mutating func printWirelessHeader(_ bytes: Span<UInt8>, at start: Int) {
    let (subtype, flags) = (bytes[start] >> 4, bytes[start + 1])
    if options.verbosity > 0 {
      let names: [(UInt8, String)] = [
        (0x20, "More Data "), (0x04, "More Fragments "), (0x10, "Pwr Mgmt "), (0x08, "Retry "),
        (0x80, "Strictly Ordered "), (0x40, "Protected "),
      ]
      for (bit, name) in names where flags & bit != 0 { line.append(name) }
      line.append(decimal: UInt32(bytes.uint16(at: start + 2).byteSwapped))
      line.append("us ")
    }
    if subtype & 0x0b != 0 {
      line.append("CF ")
      switch subtype & 3 {
      case 1: line.append("Ack")
      case 2: line.append("Poll")
      case 3: line.append("Ack/Poll")
      default: break
      }
      line.append(subtype & 8 != 0 ? "+QoS " : " ")
    }
    let names: [String]
    switch flags & 3 {
    case 0: names = ["DA:", "SA:", "BSSID:"]
    case 1: names = ["BSSID:", "SA:", "DA:"]
    case 2: names = ["DA:", "BSSID:", "SA:"]
    default: names = ["RA:", "TA:", "DA:", "SA:"]
    }
    for (name, offset) in zip(names, [4, 10, 16, 24]) {
      line.append(name)
      printAddress(MACAddress(rawValue: bytes.uint48(at: start + offset)))
      line.append(" ")
    }
  }

  /// The name of a management or control frame.
  private static func wirelessFrameName(_ control: UInt8) -> String {
    switch control & 0xfc {
    case 0x00: "Assoc Request"
    case 0x10: "Assoc Response"
    case 0x20: "ReAssoc Request"
    case 0x30: "ReAssoc Response"
    case 0x40: "Probe Request"
    case 0x50: "Probe Response"
    case 0x80: "Beacon"
    case 0x90: "ATIM"
    case 0xa0: "Disassociation"
    case 0xb0: "Authentication"
    case 0xc0: "DeAuthentication"
    case 0xd0: "Action"
    case 0x74: "Control Wrapper"
    case 0x84: "BAR"
    case 0x94: "BA"
    case 0xa4: "Power Save-Poll"
    case 0xb4: "Request-To-Send"
    case 0xc4: "Clear-To-Send"
    case 0xd4: "Acknowledgment"
    case 0xe4: "CF-End"
    case 0xf4: "CF-End+CF-Ack"
    default: "Unhandled frame"
    }
  }

  /// Prints a frame behind an AVS header and returns the size of the headers.
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

  /// Prints a frame behind a header of Prism's drivers, or behind an AVS header.
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
