import InternetTypes
import PacketDissection
import TextOutput

/// A DNS message that is being printed: the bytes up to where the packet ends, and where it begins.
private struct DNSContext {
  let start: Int
  /// Whether it is multicast DNS (RFC 6762), by its port.
  let isMulticast: Bool
}

extension PacketPrinter {
  /// Prints a DNS message (RFC 1035), or one of multicast DNS.
  mutating func printDNS(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    var start = payload.start
    var length = payload.length
    if payload.isTCP {
      // Only a segment that is one whole message is printed.
      guard length >= 2 else {
        line.put(" [DNS over TCP: length ", length, " < 2]")
        return printInvalid()
      }
      let stated = Int(try bytes.uint16(at: start, in: "domain"))
      start += 2
      length -= 2
      if stated != length {
        line.put(" [prefix length(", stated, ") != length(", length, ")]")
        printInvalid()
        return
      }
      line.append(" ")
    }
    guard length >= DNSHeader.byteCount else {
      line.put("domain [length ", length, " < 12]")
      printInvalid()
      return
    }
    // Port 53 takes precedence over the port of multicast DNS.
    let isMulticast =
      !payload.isTCP && payload.sourcePort != 53 && payload.destinationPort != 53
      && (payload.sourcePort == 5353 || payload.destinationPort == 5353)
    let context = DNSContext(start: start, isMulticast: isMulticast)
    guard bytes.has(DNSHeader.byteCount, at: start) else { return printTruncation("domain") }
    let header = try DNSHeader(reading: bytes, at: start)
    line.append(decimal: UInt32(header.identifier))
    line.append(dnsOperation(header.operation))
    let isComplete =
      header.isResponse
      ? try printDNSResponse(header, bytes, context)
      : try printDNSRequest(header, bytes, context)
    if isComplete {
      line.put(" (", length, ")")
    } else {
      printTruncation("domain")
    }
  }

  /// Prints a response; false if it is cut or impossible.
  private mutating func printDNSResponse(
    _ header: DNSHeader, _ bytes: Span<UInt8>, _ context: DNSContext
  ) throws(EarlyEnd) -> Bool {
    printDNSResponseCode(header.extendedResponseCode(bytes, at: context.start))
    if header.isAuthoritative { line.append("*") }
    if !header.offersRecursion { line.append("-") }
    if header.isTruncated { line.append("|") }
    if header.isAuthentic { line.append("$") }
    if header.questionCount != 1 { line.put(" [", header.questionCount, "q]") }
    var offset = context.start + DNSHeader.byteCount
    for index in 0..<header.questionCount {
      if index > 0 { line.append(",") }
      if options.verbosity > 1 {
        line.append(" q:")
        guard let next = try printDNSQuestion(bytes, at: offset, context) else { return false }
        offset = next
      } else {
        guard let next = DNSName.end(bytes, at: offset) else { return false }
        offset = next + 4
      }
    }
    line.put(" ", header.answerCount, "/", header.authorityCount, "/", header.additionalCount)
    guard try printDNSRecords(header.answerCount, bytes, at: &offset, context) else { return false }
    guard options.verbosity > 1 else { return true }
    return try printDNSOtherSections(header, bytes, at: offset, context)
  }

  /// Prints a request; false if it is cut or impossible.
  private mutating func printDNSRequest(
    _ header: DNSHeader, _ bytes: Span<UInt8>, _ context: DNSContext
  ) throws(EarlyEnd) -> Bool {
    if header.wantsRecursion { line.append("+") }
    if header.disablesChecking { line.append("%") }
    // Flags that mean nothing in a request.
    if header.flags & 0x06cf != 0 { line.put(" [b2&3=0x", Hex(header.flags), "]") }
    let isInverse = header.operation == 1
    if isInverse {
      if header.questionCount > 0 { line.put(" [", header.questionCount, "q]") }
      if header.answerCount != 1 { line.put(" [", header.answerCount, "a]") }
    } else {
      if header.answerCount > 0 { line.put(" [", header.answerCount, "a]") }
      if header.questionCount != 1 { line.put(" [", header.questionCount, "q]") }
    }
    if header.authorityCount > 0 { line.put(" [", header.authorityCount, "n]") }
    if header.additionalCount > 0 { line.put(" [", header.additionalCount, "au]") }
    var offset = context.start + DNSHeader.byteCount
    for _ in 0..<header.questionCount {
      guard let next = try printDNSQuestion(bytes, at: offset, context) else { return false }
      offset = next
    }
    guard options.verbosity > 1 else { return true }
    guard try printDNSRecords(header.answerCount, bytes, at: &offset, context) else { return false }
    return try printDNSOtherSections(header, bytes, at: offset, context)
  }

  /// Prints the authority and the additional section; false if they are cut.
  private mutating func printDNSOtherSections(
    _ header: DNSHeader, _ bytes: Span<UInt8>, at offset: Int, _ context: DNSContext
  ) throws(EarlyEnd) -> Bool {
    var offset = offset
    if header.authorityCount > 0 {
      guard offset < bytes.count else { return false }
      line.append(" ns:")
      guard try printDNSRecords(header.authorityCount, bytes, at: &offset, context) else {
        return false
      }
    }
    if header.additionalCount > 0 {
      guard offset < bytes.count else { return false }
      line.append(" ar:")
      return try printDNSRecords(header.additionalCount, bytes, at: &offset, context)
    }
    return true
  }

  /// Prints up to `count` resource records with commas between; false if not all are there.
  private mutating func printDNSRecords(
    _ count: UInt16, _ bytes: Span<UInt8>, at offset: inout Int, _ context: DNSContext
  ) throws(EarlyEnd) -> Bool {
    var left = count
    while left > 0 {
      guard let next = try printDNSRecord(bytes, at: offset, context) else { return false }
      offset = next
      left -= 1
      guard left > 0 else { return true }
      guard offset < bytes.count else { return false }
      line.append(",")
    }
    return true
  }

  /// Prints an entry of the question section, and returns where the next begins; nil if it is cut.
  private mutating func printDNSQuestion(
    _ bytes: Span<UInt8>, at offset: Int, _ context: DNSContext
  ) throws(EarlyEnd) -> Int? {
    guard let question = DNSQuestion(reading: bytes, at: offset) else { return nil }
    line.append(" ")
    printDNSType(question.type)
    printDNSClass(question.recordClass & (context.isMulticast ? 0x7fff : 0xffff))
    if context.isMulticast {
      line.append(question.recordClass & 0x8000 != 0 ? " (QU)" : " (QM)")
    }
    line.append("? ")
    let end = try printDomainName(bytes, at: offset, base: context.start, in: "domain")
    return end == nil ? nil : question.end
  }

  /// Prints a resource record, and returns where the next begins; nil if it is cut.
  private mutating func printDNSRecord(
    _ bytes: Span<UInt8>, at offset: Int, _ context: DNSContext
  ) throws(EarlyEnd) -> Int? {
    let fields: Int?
    if options.verbosity > 0 {
      line.append(" ")
      fields = try printDomainName(bytes, at: offset, base: context.start, in: "domain")
      if fields == nil { return nil }
    } else {
      fields = DNSName.end(bytes, at: offset)
    }
    // A record without its fields ends the section, not the message.
    guard let fields, let record = DNSRecord(reading: bytes, at: fields) else { return bytes.count }
    if record.type != DNSRecord.optType {
      printDNSClass(record.recordClass & (context.isMulticast ? 0x7fff : 0xffff))
      if context.isMulticast && record.recordClass & 0x8000 != 0 { line.append(" (Cache flush)") }
      if options.verbosity > 2 {
        line.append(" [")
        printSpan(ofSeconds: record.timeToLive)
        line.append("]")
      }
    }
    line.append(" ")
    printDNSType(record.type)
    guard record.data.upperBound <= bytes.count else { return nil }
    return try printDNSData(record, bytes, context.start) ? record.data.upperBound : nil
  }

  /// Appends a class unless it is the Internet's.
  private mutating func printDNSClass(_ value: UInt16) {
    switch value {
    case 1: break
    case 3: line.append(" CHAOS")
    case 4: line.append(" HS")
    case 255: line.append(" ANY")
    default: line.put(" (Class ", value, ")")
    }
  }
}

extension PacketPrinter {
  /// Appends the name of a response code as it follows the operation (IANA's registry of DNS parameters).
  private mutating func printDNSResponseCode(_ code: UInt16) {
    switch code {
    case 0: break
    case 1: line.append(" FormErr")
    case 2: line.append(" ServFail")
    case 3: line.append(" NXDomain")
    case 4: line.append(" NotImp")
    case 5: line.append(" Refused")
    case 6: line.append(" YXDomain")
    case 7: line.append(" YXRRSet")
    case 8: line.append(" NXRRSet")
    case 9: line.append(" NotAuth")
    case 10: line.append(" NotZone")
    case 15: line.append(" NoChange")
    case 16: line.append(" BadVers")
    // Without a blank, as tcpdump 4.99.3 has them.
    case 17, 21: line.put("Resp", code)
    case 23: line.append(" BadCookie")
    default: line.put(" Resp", code)
    }
  }
}

/// The name of an operation as it follows the identifier.
private func dnsOperation(_ code: UInt8) -> String {
  switch code {
  case 0: ""
  case 1: " inv_q"
  case 2: " stat"
  case 3: " op3"
  case 4: " notify"
  case 5: " update"
  case 6: " op6"
  case 7: " op7"
  case 8: " op8"
  case 9: " updateA"
  case 10: " updateD"
  case 11: " updateDA"
  case 12: " updateM"
  case 13: " updateMA"
  case 14: " zoneInit"
  default: " zoneRef"
  }
}
