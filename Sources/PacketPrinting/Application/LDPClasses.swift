import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a forwarding equivalence class (RFC 5036, section 3.4.1; RFC 4447, section 5.2).
  mutating func printLDPClass(
    _ parameter: LDPParameter, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    guard requireLDPClass(1, of: parameter.length) else { return }
    let type = try parameter.byte(at: 0, bytes)
    line.append("\n\t      ")
    switch type {
    case 1: line.append("Wildcard")
    case 2: line.append("Prefix")
    case 3: line.append("Host address")
    case 128: line.append("Martini VC")
    default: line.append("Unknown")
    }
    line.put(" FEC (0x", Hex(type, 2), ")")
    switch type {
    case 2:
      guard requireLDPClass(2, of: parameter.length - 1) else { return }
      let family = try parameter.uint16(at: 1, bytes)
      guard family == 1 || family == 2 else {
        line.put(": Address family ", family, " prefix")
        return
      }
      try printLDPPrefix(parameter, bytes, isVersion6: family == 2)
    case 128: try printLDPCircuit(parameter, bytes)
    default: break
    }
  }

  private mutating func requireLDPClass(_ count: Int, of length: Int) -> Bool {
    if length >= count { return true }
    line.put(" [tlv length ", length, " < ", count, "]")
    printInvalid()
    return false
  }

  private mutating func printLDPPrefix(
    _ parameter: LDPParameter, _ bytes: Span<UInt8>, isVersion6: Bool
  ) throws(EarlyEnd) {
    switch try BGPPrefix.decode(
      bytes, at: parameter.start + 3, room: parameter.length - 3, isVersion6: isVersion6, .plain)
    {
    case .failure(.short): line.append(": IPv4 prefix (goes past end of TLV)")
    case .failure(.illegalLength):
      line.append(isVersion6 ? ": IPv6 prefix (invalid length)" : ": IPv4 prefix (invalid length)")
    case .prefix(let prefix):
      line.append(isVersion6 ? ": IPv6 prefix " : ": IPv4 prefix ")
      printBGPPrefix(prefix, isVersion6: isVersion6)
    }
  }

  /// Prints a pseudowire and its interface's parameters.
  private mutating func printLDPCircuit(
    _ parameter: LDPParameter, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let room = parameter.length - 1
    guard requireLDPClass(7, of: room) else { return }
    let type = try parameter.uint16(at: 1, bytes)
    let length = Int(try parameter.byte(at: 3, bytes))
    if length > 0 { guard requireLDPClass(11, of: room) else { return } }
    line.put(": ", Self.pseudowireName(type & 0x7fff) ?? "Unknown", ", ")
    line.put(type & 0x8000 != 0 ? "" : "no ", "control word, group-ID ")
    line.append(decimal: try parameter.uint32(at: 4, bytes))
    if length > 0 { line.put(", VC-ID ", try parameter.uint32(at: 8, bytes)) }
    line.put(", VC-info-length: ", length)
    guard length > 0 else { return }
    guard length >= 4 else {
      line.append(" (invalid, < 4")
      return
    }
    guard requireLDPClass(length - 4, of: room - 11) else { return }
    var index = 12
    var left = length - 4
    while left > 2 {
      let kind = try parameter.byte(at: index, bytes)
      let size = Int(try parameter.byte(at: index + 1, bytes))
      guard size >= 2 && left >= size else { return }
      try printLDPInterface(kind, size, parameter, at: index, bytes)
      left -= size
      index += size
    }
  }

  private mutating func printLDPInterface(
    _ kind: UInt8, _ size: Int, _ parameter: LDPParameter, at index: Int, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    line.append("\n\t\tInterface Parameter: ")
    switch kind {
    case 1: line.append("MTU")
    case 3: line.append("Description")
    case 12: line.append("VCCV")
    default: line.append("Unknown")
    }
    line.put(" (0x", Hex(kind, 2), "), len ", size)
    let start = parameter.start + index + 2
    switch kind {
    case 1: line.put(": ", try parameter.uint16(at: index + 2, bytes))
    case 3:
      line.append(": ")
      try printText(bytes, start..<(start + size - 2), in: LDPPDU.name)
    case 12:
      let channels = try parameter.byte(at: index + 2, bytes)
      line.put("\n\t\t  Control Channels (0x", Hex(channels, 2), ") = [")
      printFlagNames(UInt32(channels), Self.ldpChannels, separator: ", ", none: "none")
      let types = try parameter.byte(at: index + 3, bytes)
      line.put("]\n\t\t  CV Types (0x", Hex(types, 2), ") = [")
      printFlagNames(UInt32(types), Self.ldpVerifications, separator: ", ", none: "none")
      line.append("]")
    default: printUnknownData(bytes, at: start, length: size - 2, indent: "\n\t\t  ")
    }
  }

  private static let ldpChannels: [(UInt32, String)] = [
    (1, "PWE3 control word"), (2, "MPLS Router Alert Label"), (4, "MPLS inner label TTL = 1"),
  ]

  private static let ldpVerifications: [(UInt32, String)] = [
    (1, "ICMP Ping"), (2, "LSP Ping"), (4, "BFD"),
  ]
}
