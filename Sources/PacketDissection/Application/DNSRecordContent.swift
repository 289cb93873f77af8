public import InternetTypes

/// The data of a resource record; names in it are offsets, where `DNSNameParts` reads them.
public enum DNSRecordContent: Hashable, Sendable {
  /// A (RFC 1035, section 3.4.1).
  case ipv4(IPv4Address)
  /// AAAA (RFC 3596).
  case ipv6(IPv6Address)
  /// NS, CNAME, PTR (RFC 1035) and DNAME (RFC 6672).
  case name(at: Int)
  /// SOA (RFC 1035, section 3.3.13): two names, then `DNSAuthority`.
  case authority(at: Int)
  /// MX (RFC 1035, section 3.3.9).
  case mailExchange(preference: UInt16, name: Int)
  /// TXT (RFC 1035, section 3.3.14): `DNSTexts` reads it.
  case texts(Range<Int>)
  /// SRV (RFC 2782).
  case service(priority: UInt16, weight: UInt16, port: UInt16, name: Int)
  /// A6 (RFC 2874, historic since RFC 6563).
  case prefixAddress(DNSPrefixAddress)
  /// OPT (RFC 6891): options that `DNSOptions` reads.
  case options(Range<Int>)
  /// UNSPEC: bytes of any kind.
  case unspecified(Range<Int>)
  /// TSIG (RFC 8945, section 4.2): the algorithm's name, then `DNSSignature`.
  case signature(at: Int)
  /// URI (RFC 7553).
  case target(priority: UInt16, weight: UInt16, text: Range<Int>)
  /// A type whose data is not read.
  case other
  /// Fields of the data exceed the captured bytes, or the data itself.
  case cut
}

extension DNSRecord {
  /// The record's data, which has to be captured to its stated end.
  public func content(in bytes: Span<UInt8>) -> DNSRecordContent {
    let start = data.lowerBound
    switch type {
    case 1:
      guard bytes.has(4, at: start) else { return .cut }
      return .ipv4(IPv4Address(rawValue: bytes.uint32(at: start)))
    case 28:
      guard bytes.has(16, at: start) else { return .cut }
      return .ipv6(IPv6Address(rawValue: bytes.uint128(at: start)))
    case 2, 5, 12, 39: return .name(at: start)
    case 6: return .authority(at: start)
    case 15:
      guard bytes.has(2, at: start) else { return .cut }
      return .mailExchange(preference: bytes.uint16(at: start), name: start + 2)
    case 16: return .texts(data)
    case 33:
      guard bytes.has(6, at: start) else { return .cut }
      return .service(
        priority: bytes.uint16(at: start), weight: bytes.uint16(at: start + 2),
        port: bytes.uint16(at: start + 4), name: start + 6)
    case 38:
      guard let address = DNSPrefixAddress(reading: bytes, at: start) else { return .cut }
      return .prefixAddress(address)
    case Self.optType: return .options(data)
    case 104: return .unspecified(data)
    case 250: return .signature(at: start)
    case 256:
      guard data.count >= 4 else { return .cut }
      return .target(
        priority: bytes.uint16(at: start), weight: bytes.uint16(at: start + 2),
        text: (start + 4)..<data.upperBound)
    default: return .other
    }
  }
}

/// The numbers of SOA after its names (RFC 1035, section 3.3.13).
public struct DNSAuthority: Hashable, Sendable {
  /// SERIAL, REFRESH, RETRY, EXPIRE and MINIMUM.
  public let serial, refresh, retry, expire, minimum: UInt32

  /// Reads the numbers at `offset`, after both names; nil if they are cut.
  public init?(reading bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(20, at: offset) else { return nil }
    serial = bytes.uint32(at: offset)
    refresh = bytes.uint32(at: offset + 4)
    retry = bytes.uint32(at: offset + 8)
    expire = bytes.uint32(at: offset + 12)
    minimum = bytes.uint32(at: offset + 16)
  }
}

/// The data of A6: the end of an address, and the name that has its beginning.
public struct DNSPrefixAddress: Hashable, Sendable {
  /// Bits of the prefix, which the name has; more than 128 are wrong.
  public let prefixLength: UInt8
  /// The rest of the address; nil if the prefix is all of it.
  public let suffix: IPv6Address?
  /// The offset of the name; nil if there is no prefix.
  public let name: Int?

  /// Reads the data at `offset`; nil if it is cut.
  init?(reading bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(1, at: offset) else { return nil }
    prefixLength = bytes[offset]
    guard prefixLength <= 128 else {
      suffix = nil
      name = nil
      return
    }
    let count = 16 - Int(prefixLength) / 8
    name = prefixLength > 0 ? offset + 1 + count : nil
    guard prefixLength < 128 else {
      suffix = nil
      return
    }
    guard bytes.has(count, at: offset + 1) else { return nil }
    var address: UInt128 = 0
    for index in 0..<count { address = address << 8 | UInt128(bytes[offset + 1 + index]) }
    suffix = IPv6Address(rawValue: address)
  }
}

/// The character strings of TXT, one after the other (RFC 1035, section 3.3.14).
public struct DNSTexts: Sendable {
  private var offset: Int
  private let end: Int

  /// The strings in a record's data.
  public init(in data: Range<Int>) {
    offset = data.lowerBound
    end = data.upperBound
  }

  /// The stated range of the next string, which may exceed the captured bytes; nil at the end.
  public mutating func next(in bytes: Span<UInt8>) -> Range<Int>? {
    guard offset < end, bytes.has(1, at: offset) else { return nil }
    let text = (offset + 1)..<(offset + 1 + Int(bytes[offset]))
    offset = text.upperBound
    return text
  }
}

/// The numbers of TSIG after the algorithm's name, one after the other (RFC 8945, section 4.2).
public struct DNSSignature: Sendable {
  /// What a number is.
  public enum Field: Int, CaseIterable, Sendable {
    case fudge, macLength, originalIdentifier, error, otherLength
  }

  private var index = 0
  private var offset: Int

  /// The numbers after a name that ends at `offset` and the time of signing.
  public init(after offset: Int) { self.offset = offset + 6 }

  /// Whether all numbers were read.
  public var isAtEnd: Bool { index == Field.allCases.count }

  /// The next number; nil at the end, or if it is cut.
  public mutating func next(in bytes: Span<UInt8>) -> (field: Field, value: UInt16)? {
    guard let field = Field(rawValue: index), bytes.has(2, at: offset) else { return nil }
    let value = bytes.uint16(at: offset)
    index += 1
    // The authenticator follows its length.
    offset += field == .macLength ? 2 + Int(value) : 2
    return (field, value)
  }
}
