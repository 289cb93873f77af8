import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the data of a resource record whose end was captured; false if a field exceeds the packet.
  mutating func printDNSData(
    _ record: DNSRecord, _ bytes: Span<UInt8>, _ base: Int
  ) throws(EarlyEnd) -> Bool {
    switch record.content(in: bytes) {
    case .ipv4(let address): line.put(" ", address)
    case .ipv6(let address): line.put(" ", address)
    case .name(let name): return try printDNSName(bytes, at: name, base) != nil
    case .authority(let start): return try printDNSAuthority(bytes, at: start, base)
    case .mailExchange(let preference, let name):
      guard try printDNSName(bytes, at: name, base) != nil else { return false }
      line.put(" ", preference)
    case .texts(let data): return printDNSTexts(DNSTexts(in: data), bytes)
    case .service(let priority, let weight, let port, let name):
      guard try printDNSName(bytes, at: name, base) != nil else { return false }
      line.put(":", port, " ", priority, " ", weight)
    case .prefixAddress(let address): return try printDNSPrefixAddress(address, bytes, base)
    case .options(let data):
      line.put(" UDPsize=", record.recordClass)
      if record.timeToLive & 0x8000 != 0 { line.append(" DO") }
      return data.isEmpty ? true : try printDNSOptions(DNSOptions(in: data), bytes)
    case .unspecified(let data): line.append(visible: bytes.extracting(data))
    case .signature(let start): return try printDNSSignature(bytes, at: start, base)
    case .target(let priority, let weight, let text):
      line.put(" ", priority, " ", weight, " ")
      line.append(visible: bytes.extracting(text))
    case .other: break
    case .cut:
      // tcpdump writes the blank of these before it reads them.
      if record.type == 15 || record.type == 33 { line.append(" ") }
      return false
    }
    return true
  }

  /// Prints a name of a record's data after a blank, and returns where it ends; nil if it does not.
  private mutating func printDNSName(
    _ bytes: Span<UInt8>, at offset: Int, _ base: Int
  ) throws(EarlyEnd) -> Int? {
    line.append(" ")
    return try printDomainName(bytes, at: offset, base: base, in: "domain")
  }

  /// Prints SOA when verbose.
  private mutating func printDNSAuthority(
    _ bytes: Span<UInt8>, at offset: Int, _ base: Int
  ) throws(EarlyEnd) -> Bool {
    guard options.verbosity > 0 else { return true }
    guard let mailbox = try printDNSName(bytes, at: offset, base),
      let numbers = try printDNSName(bytes, at: mailbox, base),
      let authority = DNSAuthority(reading: bytes, at: numbers)
    else { return false }
    line.put(" ", authority.serial, " ", authority.refresh, " ", authority.retry)
    line.put(" ", authority.expire, " ", authority.minimum)
    return true
  }

  /// Prints the character strings of TXT.
  private mutating func printDNSTexts(_ texts: DNSTexts, _ bytes: Span<UInt8>) -> Bool {
    var texts = texts
    while let text = texts.next(in: bytes) {
      line.append(" \"")
      line.append(visible: bytes.extracting(text.clamped(to: 0..<bytes.count)))
      guard text.upperBound <= bytes.count else { return false }
      line.append("\"")
    }
    return true
  }

  /// Prints A6.
  private mutating func printDNSPrefixAddress(
    _ address: DNSPrefixAddress, _ bytes: Span<UInt8>, _ base: Int
  ) throws(EarlyEnd) -> Bool {
    guard address.prefixLength <= 128 else {
      line.put(" ", address.prefixLength, "(bad plen)")
      return true
    }
    if let suffix = address.suffix { line.put(" ", address.prefixLength, " ", suffix) }
    guard let name = address.name else { return true }
    return try printDNSName(bytes, at: name, base) != nil
  }

  /// Prints TSIG when verbose.
  private mutating func printDNSSignature(
    _ bytes: Span<UInt8>, at offset: Int, _ base: Int
  ) throws(EarlyEnd) -> Bool {
    guard options.verbosity > 0 else { return true }
    guard let end = try printDNSName(bytes, at: offset, base) else { return false }
    var numbers = DNSSignature(after: end)
    while let (field, value) = numbers.next(in: bytes) {
      switch field {
      case .fudge: line.put(" fudge=", value)
      case .macLength: line.put(" maclen=", value)
      case .originalIdentifier: line.put(" origid=", value)
      case .error: line.put(" error=", value)
      case .otherLength: line.put(" otherlen=", value)
      }
    }
    return numbers.isAtEnd
  }

  /// Prints the options of OPT; false if one is cut.
  private mutating func printDNSOptions(
    _ elements: DNSOptions, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    line.append(" [")
    var elements = elements
    while let element = elements.next(in: bytes) {
      switch element {
      case .cut(let code):
        if let code { printDNSOptionName(code) }
        return false
      case .option(let code, let data):
        printDNSOptionName(code)
        if !data.isEmpty {
          line.append(" ")
          try printDNSOption(code, DNSOptionContent(code: code, in: bytes, at: data), bytes)
        }
        if !elements.isAtEnd { line.append(",") }
      }
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
    _ code: UInt16, _ content: DNSOptionContent, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    switch content {
    case .algorithms(let range):
      for index in range {
        if index > range.lowerBound { line.append(" ") }
        printDNSAlgorithm(bytes[index], of: code)
      }
    case .subnet(let subnet):
      guard let subnet else { return printInvalid() }
      line.put(subnet.address, "/", subnet.sourceLength, "/", subnet.scopeLength)
    case .expiry(let seconds): line.put(seconds, " sec")
    case .cookies(let client, let server):
      line.append(hexBytes: bytes.extracting(client))
      if !server.isEmpty {
        line.append(" ")
        line.append(hexBytes: bytes.extracting(server))
      }
    case .keepalive(let tenths): line.put(tenths / 10, ".", tenths % 10, " sec")
    case .padding(let count): line.put("(", count, ")")
    case .name(let range):
      // tcpdump 4.99.3 counts pointers in it from its end.
      _ = try printDomainName(bytes, at: range.lowerBound, base: range.upperBound, in: "domain")
    case .keyTags(let range):
      for index in stride(from: range.lowerBound, to: range.upperBound, by: 2) {
        if index > range.lowerBound { line.append(" ") }
        line.put(bytes.uint16(at: index))
      }
    case .bytes(let range): line.append(hexBytes: bytes.extracting(range))
    case .invalid: printInvalid()
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
