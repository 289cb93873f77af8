import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the data of a resource record whose end was captured; false if a field reaches over the packet's end.
  mutating func printDNSData(
    _ record: DNSRecord, _ bytes: Span<UInt8>, _ base: Int
  ) throws(EarlyEnd) -> Bool {
    let data = record.data.lowerBound
    let end = record.data.upperBound
    switch record.type {
    case 1:
      guard bytes.has(4, at: data) else { return false }
      line.put(" ", IPv4Address(rawValue: bytes.uint32(at: data)))
    case 28:
      guard bytes.has(16, at: data) else { return false }
      line.put(" ", IPv6Address(rawValue: bytes.uint128(at: data)))
    case 2, 5, 12, 39:
      line.append(" ")
      return try printDomainName(bytes, at: data, base: base, in: "domain") != nil
    case 6: return try printDNSAuthority(bytes, at: data, base)
    case 15:
      line.append(" ")
      guard bytes.has(2, at: data),
        try printDomainName(bytes, at: data + 2, base: base, in: "domain") != nil
      else { return false }
      line.put(" ", bytes.uint16(at: data))
    case 16: return printDNSTexts(bytes, from: data, to: end)
    case 33:
      line.append(" ")
      guard bytes.has(6, at: data),
        try printDomainName(bytes, at: data + 6, base: base, in: "domain") != nil
      else { return false }
      line.put(":", bytes.uint16(at: data + 4), " ", bytes.uint16(at: data))
      line.put(" ", bytes.uint16(at: data + 2))
    case 38: return try printDNSPrefixAddress(bytes, at: data, base)
    case 41:
      line.put(" UDPsize=", record.recordClass)
      if record.timeToLive & 0x8000 != 0 { line.append(" DO") }
      return record.data.isEmpty ? true : try printDNSOptions(bytes, from: data, to: end)
    case 104: line.append(visible: bytes.extracting(record.data))
    case 250: return try printDNSSignature(bytes, at: data, base)
    case 256:
      guard record.data.count >= 4 else { return false }
      line.put(" ", bytes.uint16(at: data), " ", bytes.uint16(at: data + 2), " ")
      line.append(visible: bytes.extracting((data + 4)..<end))
    default: break
    }
    return true
  }

  /// Prints SOA (RFC 1035, section 3.3.13) when verbose.
  private mutating func printDNSAuthority(
    _ bytes: Span<UInt8>, at offset: Int, _ base: Int
  ) throws(EarlyEnd) -> Bool {
    guard options.verbosity > 0 else { return true }
    var offset = offset
    for _ in 0..<2 {
      line.append(" ")
      guard let next = try printDomainName(bytes, at: offset, base: base, in: "domain") else {
        return false
      }
      offset = next
    }
    guard bytes.has(20, at: offset) else { return false }
    for index in 0..<5 { line.put(" ", bytes.uint32(at: offset + index * 4)) }
    return true
  }

  /// Prints the character strings of TXT (RFC 1035, section 3.3.14).
  private mutating func printDNSTexts(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    var offset = start
    while offset < end {
      line.append(" \"")
      let text = offset + 1
      let stop = text + Int(bytes[offset])
      line.append(visible: bytes.extracting(text..<max(min(stop, bytes.count), text)))
      guard stop <= bytes.count else { return false }
      line.append("\"")
      offset = stop
    }
    return true
  }

  /// Prints A6 (RFC 2874, historic since RFC 6563).
  private mutating func printDNSPrefixAddress(
    _ bytes: Span<UInt8>, at offset: Int, _ base: Int
  ) throws(EarlyEnd) -> Bool {
    guard bytes.has(1, at: offset) else { return false }
    let length = Int(bytes[offset])
    guard length <= 128 else {
      line.put(" ", length, "(bad plen)")
      return true
    }
    let prefixByteCount = length / 8
    let suffixByteCount = 16 - prefixByteCount
    if length < 128 {
      guard bytes.has(suffixByteCount, at: offset + 1) else { return false }
      var address: UInt128 = 0
      for index in 0..<suffixByteCount {
        address = address << 8 | UInt128(bytes[offset + 1 + index])
      }
      line.put(" ", length, " ", IPv6Address(rawValue: address))
    }
    guard length > 0 else { return true }
    line.append(" ")
    let name = offset + 1 + suffixByteCount
    return try printDomainName(bytes, at: name, base: base, in: "domain") != nil
  }

  /// Prints TSIG (RFC 8945, section 4.2) when verbose.
  private mutating func printDNSSignature(
    _ bytes: Span<UInt8>, at offset: Int, _ base: Int
  ) throws(EarlyEnd) -> Bool {
    guard options.verbosity > 0 else { return true }
    line.append(" ")
    guard let algorithmEnd = try printDomainName(bytes, at: offset, base: base, in: "domain") else {
      return false
    }
    // After the time of signing.
    var offset = algorithmEnd + 6
    for index in 0..<5 {
      guard bytes.has(2, at: offset) else { return false }
      let value = bytes.uint16(at: offset)
      switch index {
      case 0: line.put(" fudge=", value)
      case 1: line.put(" maclen=", value)
      case 2: line.put(" origid=", value)
      case 3: line.put(" error=", value)
      default: line.put(" otherlen=", value)
      }
      offset += index == 1 ? 2 + Int(value) : 2
    }
    return true
  }

  /// Prints the options of OPT (RFC 6891, section 6.1.2); false if one is cut.
  private mutating func printDNSOptions(
    _ bytes: Span<UInt8>, from start: Int, to end: Int
  ) throws(EarlyEnd) -> Bool {
    line.append(" [")
    var offset = start
    while offset < end {
      guard bytes.has(2, at: offset) else { return false }
      let code = bytes.uint16(at: offset)
      printDNSOptionName(code)
      guard bytes.has(2, at: offset + 2) else { return false }
      let length = Int(bytes.uint16(at: offset + 2))
      offset += 4
      if length > 0 {
        guard bytes.has(length, at: offset) else { return false }
        line.append(" ")
        try printDNSOption(code, bytes, offset..<(offset + length))
        offset += length
      }
      if offset < end { line.append(",") }
    }
    line.append("]")
    return true
  }

  private mutating func printDNSOptionName(_ code: UInt16) {
    switch code {
    case 1: line.append("LLQ")
    case 2: line.append("UL")
    case 3: line.append("NSID")
    case 5: line.append("DAU")
    case 6: line.append("DHU")
    case 7: line.append("N3U")
    case 8: line.append("ECS")
    case 9: line.append("EXPIRE")
    case 10: line.append("COOKIE")
    case 11: line.append("KEEPALIVE")
    case 12: line.append("PADDING")
    case 13: line.append("CHAIN")
    case 14: line.append("KEY-TAG")
    case 16: line.append("CLIENT-TAG")
    case 17: line.append("SERVER-TAG")
    default: line.put("Opt", code)
    }
  }

  /// Prints the data of an EDNS option.
  private mutating func printDNSOption(
    _ code: UInt16, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    let data = bytes.extracting(range)
    switch code {
    case 5, 6, 7:
      for index in data.indices {
        if index > 0 { line.append(" ") }
        printDNSAlgorithm(data[index], of: code)
      }
    case 8:
      guard let subnet = DNSClientSubnet(reading: data) else { return printInvalid() }
      switch subnet.address {
      case .v4(let address): line.append(address)
      case .v6(let address): line.append(address)
      }
      line.put("/", subnet.sourceLength, "/", subnet.scopeLength)
    case 9:
      guard data.count == 4 else { return printInvalid() }
      line.put(data.uint32(at: 0), " sec")
    case 10:
      guard data.count == 8 || (16...40).contains(data.count) else { return printInvalid() }
      line.append(hexBytes: data.extracting(first: 8))
      if data.count > 8 {
        line.append(" ")
        line.append(hexBytes: data.extracting(droppingFirst: 8))
      }
    case 11:
      guard data.count == 2 else { return printInvalid() }
      line.put(data.uint16(at: 0) / 10, ".", data.uint16(at: 0) % 10, " sec")
    case 12: line.put("(", data.count, ")")
    case 13:
      // tcpdump 4.99.3 counts pointers in it from its end.
      let (start, end) = (range.lowerBound, range.upperBound)
      _ = try printDomainName(bytes, at: start, base: end, in: "domain")
    case 14:
      guard data.count % 2 == 0 else { return printInvalid() }
      for index in stride(from: 0, to: data.count, by: 2) {
        if index > 0 { line.append(" ") }
        line.append(decimal: UInt32(data.uint16(at: index)))
      }
    default: line.append(hexBytes: data)
    }
  }

  /// Appends an algorithm of DNSSEC as the options of RFC 6975 list them: for signatures, DS digests, NSEC3 hashes.
  private mutating func printDNSAlgorithm(_ number: UInt8, of code: UInt16) {
    let name: String? =
      switch (code, number) {
      case (5, 0): "DELETE"
      case (5, 1): "RSAMD5"
      case (5, 2): "DH"
      case (5, 3): "DS"
      case (5, 5): "RSASHA1"
      case (5, 6): "DSA-NSEC3-SHA1"
      case (5, 7): "RSASHA1-NSEC3-SHA1"
      case (5, 8): "RSASHA256"
      case (5, 10): "RSASHA512"
      case (5, 12): "ECC-GOST"
      case (5, 13): "ECDSAP256SHA256"
      case (5, 14): "ECDSAP384SHA384"
      case (5, 15): "ED25519"
      case (5, 16): "ED448"
      case (5, 252): "INDIRECT"
      case (5, 253): "PRIVATEDNS"
      case (5, 254): "PRIVATEOID"
      case (6, 1), (7, 1): "SHA-1"
      case (6, 2): "SHA-256"
      case (6, 3): "GOST_R_34.11-94"
      case (6, 4): "SHA-384"
      default: nil
      }
    if let name { line.append(name) } else { line.put("Alg_", number) }
  }
}
