import InternetTypes
import PacketDissection
import TextOutput

/// Payloads of IKE version 1 (RFC 2408).
extension PacketPrinter {
  /// Prints a payload and returns where the next one begins; nil if it is cut.
  mutating func printISAKMPPayload(
    _ type: UInt8, _ payload: ISAKMPPayload, _ bytes: Span<UInt8>, _ context: ISAKMPContext
  ) throws(EarlyEnd) -> Int? {
    switch type {
    case 1, 2, 3, 5, 6, 7, 11, 12:
      line.append(Self.isakmpPrefix(type))
      let end =
        switch type {
        case 1: try printISAKMPAssociation(payload, bytes, context)
        case 2: try printISAKMPProposal(payload, bytes, context)
        case 3: try printISAKMPTransform(payload, bytes, context)
        case 5: printISAKMPIdentification(payload, bytes, context)
        case 6, 7: printISAKMPCertificate(payload, bytes)
        case 11: try printISAKMPNotification(payload, bytes)
        default: printISAKMPDeletion(payload, bytes)
        }
      if end == nil { printISAKMPTruncation(type) }
      // The cut of an inner payload was printed already.
      return end.flatMap { $0 < 0 ? nil : $0 }
    case 4, 8, 9, 10, 13:
      line.append(Self.isakmpPrefix(type))
      printISAKMPOpaque(type, payload, bytes)
      return payload.end
    case 33...48:
      if type == 46 && !context.isVersion2 { break }
      return try printIKE2Payload(type, payload, bytes, context)
    default: break
    }
    printISAKMPPayloadName(type)
    return payload.end
  }

  private static func isakmpPrefix(_ type: UInt8) -> String {
    switch type {
    case 1: "sa:"
    case 2: "p:"
    case 3: "t:"
    case 4: "ke:"
    case 5: "id:"
    case 6: "cert:"
    case 7: "cr:"
    case 8: "hash:"
    case 9: "sig:"
    case 10: "nonce:"
    case 11: "n:"
    case 12: "d:"
    default: "vid:"
    }
  }

  /// Prints the length of an undecoded payload; its bytes when very verbose.
  private mutating func printISAKMPOpaque(
    _ type: UInt8, _ payload: ISAKMPPayload, _ bytes: Span<UInt8>
  ) {
    line.append(type == 4 ? " key len=" : type == 10 ? " n len=" : " len=")
    line.append(decimal: payload.length - 4)
    if options.verbosity > 2 {
      line.append(" ")
      line.append(hexBytes: bytes.extracting(payload.data(from: 4)))
    } else if type == 10 && options.verbosity > 1 {
      line.append(" ")
      printISAKMPSomeData(bytes, from: payload.offset + 4)
    }
  }

  /// Prints the first ten and the last twenty bytes of a packet from `start` on.
  mutating func printISAKMPSomeData(_ bytes: Span<UInt8>, from start: Int) {
    let head = min(bytes.count - start, 10)
    let tail = max(bytes.count - 20, start + head)
    line.append(" data=(")
    line.append(hexBytes: bytes.extracting(start..<(start + head)))
    line.append("...")
    line.append(hexBytes: bytes.extracting(tail..<bytes.count))
    line.append(")")
  }

  /// Prints a security association of version 1 (RFC 2408, section 3.4; RFC 2407, section 4.6.1).
  private mutating func printISAKMPAssociation(
    _ payload: ISAKMPPayload, _ bytes: Span<UInt8>, _ context: ISAKMPContext
  ) throws(EarlyEnd) -> Int? {
    guard let domain = payload.fields(bytes)?.word,
      let situation = payload.fields(bytes, at: 8)?.word
    else { return nil }
    guard domain == 1 else {
      line.put(" doi=", domain, " situation=", situation)
      return payload.offset + 12
    }
    line.append(" doi=ipsec situation=")
    var separator = ""
    for (bit, name) in [(1, "identity"), (2, "secrecy"), (4, "integrity")] as [(UInt32, String)]
    where situation & bit != 0 {
      line.put(separator, name)
      separator = "+"
    }
    var start = payload.offset + 12
    if situation != 1 {
      // tcpdump prints the word after the generic header as the identifier of labels.
      line.put(" ident=", domain)
      start += 4
    }
    guard bytes.has(4, at: start) else { return nil }
    return try printISAKMPPayloads(2, bytes, at: start, context) ?? -1
  }

  /// Prints a proposal of version 1 (RFC 2408, section 3.5).
  private mutating func printISAKMPProposal(
    _ payload: ISAKMPPayload, _ bytes: Span<UInt8>, _ context: ISAKMPContext
  ) throws(EarlyEnd) -> Int? {
    guard let proposal = payload.fields(bytes) else { return nil }
    line.put(" #", proposal.first, " protoid=")
    printISAKMPName(UInt32(proposal.second), Self.isakmpProtocols)
    line.put(" transform=", proposal.fourth)
    let spiSize = Int(proposal.third)
    guard printISAKMPIndex(bytes, at: payload.offset + 8, count: spiSize) else { return nil }
    let start = payload.offset + 8 + spiSize
    guard bytes.has(4, at: start) else { return nil }
    var inner = context
    inner.protocolID = proposal.second
    return try printISAKMPPayloads(3, bytes, at: start, inner) ?? -1
  }

  /// Prints an SPI, if it has bytes; false if it is cut.
  mutating func printISAKMPIndex(_ bytes: Span<UInt8>, at offset: Int, count: Int) -> Bool {
    guard count > 0 else { return true }
    line.append(" spi=")
    guard bytes.has(count, at: offset) else { return false }
    line.append(hexBytes: bytes.extracting(offset..<(offset + count)))
    return true
  }

  /// Prints a transform of version 1 (RFC 2408, section 3.6).
  private mutating func printISAKMPTransform(
    _ payload: ISAKMPPayload, _ bytes: Span<UInt8>, _ context: ISAKMPContext
  ) throws(EarlyEnd) -> Int? {
    guard let transform = payload.fields(bytes) else { return nil }
    line.put(" #", transform.first, " id=")
    let map: ISAKMPAttributeMap?
    switch context.protocolID {
    case 1:
      printISAKMPName(UInt32(transform.second), ["", "ike"])
      map = .keyExchange
    case 2:
      printISAKMPName(UInt32(transform.second), Self.isakmpAuthentications)
      map = .security
    case 3:
      printISAKMPName(UInt32(transform.second), Self.isakmpEncryptions)
      map = .security
    case 4:
      printISAKMPName(UInt32(transform.second), ["", "oui", "deflate", "lzs"])
      map = .security
    default:
      line.append(decimal: UInt32(transform.second))
      map = nil
    }
    line.append(" ")
    return try printISAKMPAttributes(bytes, payload.data(from: 8), map)
  }

  /// Prints an identification of version 1 (RFC 2407, section 4.6.2).
  private mutating func printISAKMPIdentification(
    _ payload: ISAKMPPayload, _ bytes: Span<UInt8>, _ context: ISAKMPContext
  ) -> Int? {
    guard let fields = payload.fields(bytes) else { return nil }
    let data = payload.data(from: 8)
    line.append(" idtype=")
    printISAKMPName(UInt32(fields.first), Self.isakmpIdentities)
    line.append(" protoid=")
    if !options.isNumeric, fields.second != 0,
      let name = IPProtocol(rawValue: fields.second).keyword
    {
      line.append(name)
    } else {
      line.append(decimal: UInt32(fields.second))
    }
    line.put(" port=", fields.low)
    guard !data.isEmpty else { return payload.end }
    guard bytes.has(data.count, at: data.lowerBound) else { return nil }
    if !printISAKMPIdentity(fields.first, bytes, data) {
      line.put(" len=", data.count)
      if options.verbosity > 2 {
        line.append(" ")
        line.append(hexBytes: bytes.extracting(data))
      }
    }
    return payload.end
  }

  /// Prints an identity of a type that has a form; false, and nothing, for others.
  private mutating func printISAKMPIdentity(
    _ type: UInt8, _ bytes: Span<UInt8>, _ data: Range<Int>
  ) -> Bool {
    let start = data.lowerBound
    let needed: Int
    switch type {
    case 1: needed = 4
    case 2, 3: needed = 0
    case 4, 7: needed = 8
    case 5: needed = 16
    case 6, 8: needed = 32
    default: return false
    }
    line.put(" len=", data.count, " ")
    guard data.count >= needed else {
      line.put("[bad: < ", needed, "]")
      return true
    }
    switch type {
    case 2, 3: for index in data { line.append(visible: bytes[index]) }
    case 1, 4, 7:
      printAddress(IPv4Address(rawValue: bytes.uint32(at: start)))
      if type == 4 {
        line.put("/", IPv4Address(rawValue: bytes.uint32(at: start + 4)))
      } else if type == 7 {
        line.append("-")
        printAddress(IPv4Address(rawValue: bytes.uint32(at: start + 4)))
      }
    default:
      printAddress(IPv6Address(rawValue: bytes.uint128(at: start)))
      if type == 6 {
        line.append("/0x")
        line.append(hexBytes: bytes.extracting((start + 16)..<(start + 32)))
      } else if type == 8 {
        line.append("-")
        printAddress(IPv6Address(rawValue: bytes.uint128(at: start + 16)))
      }
    }
    return true
  }

  /// Prints a certificate or the request for one, of version 1 (RFC 2408, section 3.9 and 3.10).
  private mutating func printISAKMPCertificate(
    _ payload: ISAKMPPayload, _ bytes: Span<UInt8>
  ) -> Int? {
    guard bytes.has(6, at: payload.offset) else { return nil }
    line.put(" len=", payload.length - 4, " type=")
    printISAKMPName(UInt32(bytes[payload.offset + 4]), Self.isakmpCertificates)
    if options.verbosity > 2 {
      line.append(" ")
      line.append(hexBytes: bytes.extracting(payload.data(from: 4)))
    }
    return payload.end
  }

  /// Prints which security associations are deleted (version 1: RFC 2408, section 3.15).
  private mutating func printISAKMPDeletion(
    _ payload: ISAKMPPayload, _ bytes: Span<UInt8>
  ) -> Int? {
    guard let domain = payload.fields(bytes)?.word, let fields = payload.fields(bytes, at: 8)
    else { return nil }
    printISAKMPDomain(domain, fields.first)
    let size = Int(fields.second)
    line.put(" spilen=", size, " nspi=", fields.low, " spi=")
    var offset = payload.offset + 12
    for index in 0..<Int(fields.low) {
      if index > 0 { line.append(",") }
      guard bytes.has(size, at: offset) else { return nil }
      // Indexes of zero bytes do not advance; only their number ends the list.
      if size == 0 && index > 1000 { break }
      line.append(hexBytes: bytes.extracting(offset..<(offset + size)))
      offset += size
    }
    return offset
  }

  /// Appends the domain of interpretation and the protocol.
  mutating func printISAKMPDomain(_ domain: UInt32, _ protocolID: UInt8) {
    if domain == 1 {
      line.append(" doi=ipsec proto=")
      printISAKMPName(UInt32(protocolID), Self.isakmpProtocols)
    } else {
      line.put(" doi=", domain, " proto=", protocolID)
    }
  }
}
