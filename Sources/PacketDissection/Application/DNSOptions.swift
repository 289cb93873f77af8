import InternetTypes

/// The options of OPT, one after the other (RFC 6891, section 6.1.2).
public struct DNSOptions: Sendable {
  /// The code of the next option and the range of its data.
  public enum Element: Hashable, Sendable {
    /// An option.
    case option(UInt16, Range<Int>)
    /// The captured bytes end in an option's code, or in the option with this code.
    case cut(UInt16?)
  }

  private var offset: Int
  private let end: Int

  /// The options in a record's data.
  public init(in data: Range<Int>) {
    offset = data.lowerBound
    end = data.upperBound
  }

  /// Whether the last option was read.
  public var isAtEnd: Bool { offset >= end }

  /// The next option; nil at the end.
  public mutating func next(in bytes: Span<UInt8>) -> Element? {
    guard !isAtEnd else { return nil }
    guard bytes.has(2, at: offset) else { return .cut(nil) }
    let code = bytes.uint16(at: offset)
    guard bytes.has(2, at: offset + 2) else { return .cut(code) }
    let data = offset + 4
    let length = Int(bytes.uint16(at: offset + 2))
    guard length == 0 || bytes.has(length, at: data) else { return .cut(code) }
    offset = data + length
    return .option(code, data..<offset)
  }
}

/// The data of an option of OPT.
public enum DNSOptionContent: Hashable, Sendable {
  /// Algorithms of DNSSEC that are understood (RFC 6975), one a byte.
  case algorithms(Range<Int>)
  /// A client's subnet (RFC 7871); nil if it contradicts the RFC.
  case subnet(DNSClientSubnet?)
  /// Seconds until a zone expires (RFC 7314).
  case expiry(UInt32)
  /// A cookie of the client and one of the server (RFC 7873).
  case cookies(client: Range<Int>, server: Range<Int>)
  /// An idle TCP connection's lifetime (RFC 7828), in tenths of a second.
  case keepalive(UInt16)
  /// Padding (RFC 7830): so many bytes.
  case padding(Int)
  /// The closest trust point's name (RFC 7901).
  case name(Range<Int>)
  /// Tags of keys (RFC 8145), two bytes each.
  case keyTags(Range<Int>)
  /// An identifier, or an option that is not known.
  case bytes(Range<Int>)
  /// Data whose length contradicts its option.
  case invalid

  /// The data at `range` of the option with this code.
  public init(code: UInt16, in bytes: Span<UInt8>, at range: Range<Int>) {
    let start = range.lowerBound
    switch code {
    case 5, 6, 7: self = .algorithms(range)
    case 8: self = .subnet(DNSClientSubnet(reading: bytes.extracting(range)))
    case 9: self = range.count == 4 ? .expiry(bytes.uint32(at: start)) : .invalid
    case 10:
      let isValid = range.count == 8 || (16...40).contains(range.count)
      self =
        isValid
        ? .cookies(client: start..<(start + 8), server: (start + 8)..<range.upperBound) : .invalid
    case 11: self = range.count == 2 ? .keepalive(bytes.uint16(at: start)) : .invalid
    case 12: self = .padding(range.count)
    case 13: self = .name(range)
    case 14: self = range.count % 2 == 0 ? .keyTags(range) : .invalid
    default: self = .bytes(range)
    }
  }
}
