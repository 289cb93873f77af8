import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a Network Service Header (RFC 8300), and the packet after it.
  mutating func printNetworkService(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    guard length >= NetworkServiceHeader.minimumByteCount else {
      line.put(" (packet length ", length, " < 8)")
      printInvalid()
      return
    }
    let header = try NetworkServiceHeader(bytes, at: start)
    line.append("NSH, ")
    if options.verbosity > 1 { line.put("ver ", header.version, ", ") }
    guard header.version == 0 else { return }
    line.put("flags [", header.isMaintenance ? "O" : "none", "], ")
    if options.verbosity > 2 { printNetworkServiceDetails(header) }
    if options.verbosity > 1 {
      line.append("next-protocol ")
      switch header.nextProtocol {
      case 1: line.append("IPv4, ")
      case 2: line.append("IPv6, ")
      case 3: line.append("Ethernet, ")
      case 4: line.append("NSH, ")
      case 5: line.append("MPLS, ")
      case 0xfe: line.append("Experiment 1, ")
      case 0xff: line.append("Experiment 2, ")
      case let number: line.put("unknown (0x", Hex(number, 2), "), ")
      }
    }
    let size = header.wordCount * 4
    guard length >= size else {
      line.put(" (too many headers for packet length ", length, ")")
      printInvalid()
      return
    }
    line.put("service-path-id 0x", Hex(try header.path(bytes), 6), ", ")
    line.put("service-index 0x", Hex(try header.index(bytes)))
    guard header.wordCount >= 2 else {
      line.append(" (less than two headers)")
      printInvalid()
      return
    }
    if options.verbosity > 2 {
      guard try printNetworkServiceContext(header, bytes, at: start) else {
        printInvalid()
        return
      }
    }
    try bytes.require(size, at: start, in: NetworkServiceHeader.name)
    line.append(options.verbosity > 0 ? "\n    " : ": ")
    let inner = start + size
    switch header.nextProtocol {
    case 1: try printInner(.ipv4, bytes, in: inner..<bytes.count, length: length - size)
    case 2: try printInner(.ipv6, bytes, in: inner..<bytes.count, length: length - size)
    case 3: try printInnerEthernet(bytes, at: inner, length: length - size)
    default: line.append("ERROR: unknown-next-protocol")
    }
  }

  private mutating func printNetworkServiceDetails(_ header: NetworkServiceHeader) {
    line.put("TTL ", header.timeToLive, ", length ", header.wordCount, ", md type ")
    switch header.metadataType {
    case 0: line.append("reserved, ")
    case 1: line.append("1, ")
    case 2: line.append("2, ")
    case 15: line.append("experimental, ")
    case let type: line.put("unknown (0x", Hex(type, 2), "), ")
    }
  }

  /// Prints the context headers; false if their length is impossible.
  private mutating func printNetworkServiceContext(
    _ header: NetworkServiceHeader, _ bytes: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) -> Bool {
    let words = header.wordCount - 2
    var offset = start + NetworkServiceHeader.minimumByteCount
    if header.metadataType == 1 {
      guard words == 4 else {
        line.append(" (length for the MD type)")
        return false
      }
      for index in 0..<words {
        let word = try bytes.uint32(at: offset, in: NetworkServiceHeader.name)
        line.put("\n        Context[", Padded(index, 2), "]: 0x", Hex(word, 8))
        offset += 4
      }
    }
    guard header.metadataType == 2 else { return true }
    var count = 0
    while count < words {
      let metadata = try NetworkServiceMetadata(bytes, at: offset)
      line.put("\n        TLV Class ", metadata.metadataClass, ", Type ", metadata.type)
      line.put(", Len ", metadata.value.count)
      count += 1
      guard words >= count + metadata.wordCount else {
        line.append(" (length too big)")
        return false
      }
      if !metadata.value.isEmpty {
        line.append("\n            Value: ")
        var separator = "0x"
        for index in metadata.value {
          line.put(separator, Hex(try bytes.byte(at: index, in: NetworkServiceHeader.name), 2))
          separator = ":"
        }
      }
      count += metadata.wordCount
      offset += 4 + metadata.wordCount * 4
    }
    return true
  }
}
