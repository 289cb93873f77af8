public import InternetTypes

/// The header of a DNS message (RFC 1035, section 4.1.1).
///
///      0  1  2  3  4  5  6  7  8  9  0  1  2  3  4  5
///     |                      ID                       |
///     |QR|   Opcode  |AA|TC|RD|RA| Z|AD|CD|   RCODE   |
///     |                    QDCOUNT                    |
///     |                    ANCOUNT                    |
///     |                    NSCOUNT                    |
///     |                    ARCOUNT                    |
///
/// The sections after it are walked with `DNSQuestion` and `DNSRecord`; nothing is copied. Multicast DNS (RFC 6762)
/// and LLMNR (RFC 4795) have the same messages.
public struct DNSHeader: Hashable, Sendable {
  /// Header size in bytes.
  public static var byteCount: Int { 12 }

  /// The identifier, the same in request and response.
  public let identifier: UInt16
  /// The 16 bits from QR to RCODE.
  public let flags: UInt16
  /// Entries of the question section, as stated.
  public let questionCount: UInt16
  /// Records of the answer section, as stated.
  public let answerCount: UInt16
  /// Records of the authority section, as stated.
  public let authorityCount: UInt16
  /// Records of the additional section, as stated.
  public let additionalCount: UInt16

  /// Reads the header at `offset`.
  ///
  /// - Throws: `EarlyEnd` if it is cut.
  public init(reading bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.byteCount, at: offset, in: "domain")
    identifier = bytes.uint16(at: offset)
    flags = bytes.uint16(at: offset + 2)
    questionCount = bytes.uint16(at: offset + 4)
    answerCount = bytes.uint16(at: offset + 6)
    authorityCount = bytes.uint16(at: offset + 8)
    additionalCount = bytes.uint16(at: offset + 10)
  }

  /// QR.
  public var isResponse: Bool { flags & 0x8000 != 0 }
  /// OPCODE.
  public var operation: UInt8 { UInt8(flags >> 11 & 15) }
  /// AA.
  public var isAuthoritative: Bool { flags & 0x0400 != 0 }
  /// TC.
  public var isTruncated: Bool { flags & 0x0200 != 0 }
  /// RD.
  public var wantsRecursion: Bool { flags & 0x0100 != 0 }
  /// RA.
  public var offersRecursion: Bool { flags & 0x0080 != 0 }
  /// AD (RFC 4035, section 3.2.3).
  public var isAuthentic: Bool { flags & 0x0020 != 0 }
  /// CD (RFC 4035, section 3.2.2).
  public var disablesChecking: Bool { flags & 0x0010 != 0 }
  /// RCODE.
  public var responseCode: UInt8 { UInt8(flags & 15) }

  /// The response code with the bits that the first OPT record adds (RFC 6891, section 6.1.3), if it can be reached.
  ///
  /// `start` is the offset of the message.
  public func extendedResponseCode(_ bytes: Span<UInt8>, at start: Int) -> UInt16 {
    let code = UInt16(responseCode)
    guard additionalCount > 0 else { return code }
    var offset = start + Self.byteCount
    for _ in 0..<questionCount {
      guard let end = DNSName.end(bytes, at: offset) else { return code }
      offset = end + 4
    }
    var before = Int(answerCount) + Int(authorityCount)
    let count = before + Int(additionalCount)
    for _ in 0..<count {
      guard let fields = DNSName.end(bytes, at: offset) else { return code }
      if before > 0 {
        before -= 1
      } else if bytes.has(5, at: fields), bytes.uint16(at: fields) == DNSRecord.optType {
        return UInt16(bytes[fields + 4]) << 4 | code
      }
      guard let record = DNSRecord(reading: bytes, at: fields) else { return code }
      offset = record.data.upperBound
    }
    return code
  }
}

/// Domain names in a message (RFC 1035, section 4.1.4).
public enum DNSName {
  /// The offset after the name at `start`; nil if it is cut or has an unknown kind of label.
  ///
  /// A pointer ends a name and is not followed.
  public static func end(_ bytes: Span<UInt8>, at start: Int) -> Int? {
    var offset = start
    while bytes.has(1, at: offset) {
      let length = Int(bytes[offset])
      offset += 1
      switch length {
      case 0: return offset
      case 0xc0...: return offset + 1
      case 0x41:
        // A bit string label (RFC 2673, withdrawn by RFC 6891).
        guard bytes.has(1, at: offset) else { return nil }
        let bits = bytes[offset] == 0 ? 256 : Int(bytes[offset])
        offset += 1 + (bits + 7) / 8
      case 0x40..<0xc0: return nil
      default: offset += length
      }
    }
    return nil
  }
}

/// An entry of the question section.
public struct DNSQuestion: Hashable, Sendable {
  /// The offset where its name begins.
  public let nameOffset: Int
  /// QTYPE.
  public let type: UInt16
  /// QCLASS; in multicast DNS the highest bit requests a unicast response (RFC 6762, section 5.4).
  public let recordClass: UInt16
  /// The offset where the next entry begins.
  public let end: Int

  /// Reads the entry at `offset`; nil if it is cut.
  public init?(reading bytes: Span<UInt8>, at offset: Int) {
    guard let fields = DNSName.end(bytes, at: offset), bytes.has(4, at: fields) else { return nil }
    nameOffset = offset
    type = bytes.uint16(at: fields)
    recordClass = bytes.uint16(at: fields + 2)
    end = fields + 4
  }
}

/// The fields of a resource record after its name (RFC 1035, section 4.1.3).
public struct DNSRecord: Hashable, Sendable {
  /// TYPE.
  public let type: UInt16
  /// CLASS; the size of UDP payloads in an OPT record (RFC 6891, section 6.1.2).
  public let recordClass: UInt16
  /// Seconds; extended RCODE, version and flags in an OPT record (RFC 6891, section 6.1.3).
  public let timeToLive: UInt32
  /// The stated range of its data, which may exceed the captured bytes.
  public let data: Range<Int>

  /// OPT (RFC 6891).
  public static var optType: UInt16 { 41 }

  /// Reads the fields at `offset`, after the record's name; nil if they are cut.
  public init?(reading bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(10, at: offset) else { return nil }
    type = bytes.uint16(at: offset)
    recordClass = bytes.uint16(at: offset + 2)
    timeToLive = bytes.uint32(at: offset + 4)
    data = (offset + 10)..<(offset + 10 + Int(bytes.uint16(at: offset + 8)))
  }
}

/// The address of an EDNS client subnet option (RFC 7871, section 6).
public struct DNSClientSubnet: Hashable, Sendable {
  /// The address, with zeros after the bytes that were sent.
  public let address: IPAddress
  /// Bits of the address that the client wants used.
  public let sourceLength: UInt8
  /// Bits of the address that the answer is for; 0 in a query.
  public let scopeLength: UInt8

  /// Reads the option's data; nil if it contradicts the RFC.
  public init?(reading data: Span<UInt8>) {
    guard data.count >= 4 else { return nil }
    let family = data.uint16(at: 0)
    sourceLength = data[2]
    scopeLength = data[3]
    let addressByteCount = family == 1 ? 4 : 16
    let count = data.count - 4
    guard family == 1 || family == 2, count <= addressByteCount,
      count == (Int(sourceLength) + 7) / 8, sourceLength <= addressByteCount * 8,
      scopeLength <= addressByteCount * 8
    else { return nil }
    var bits: UInt128 = 0
    for index in 0..<addressByteCount {
      bits = bits << 8 | (index < count ? UInt128(data[4 + index]) : 0)
    }
    address =
      family == 1
      ? .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: bits)))
      : .v6(IPv6Address(rawValue: bits))
  }
}
