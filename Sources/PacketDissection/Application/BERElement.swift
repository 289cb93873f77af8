/// An element of the Basic Encoding Rules (ITU-T X.690), as SNMP uses them (RFC 1157, section 3.2; RFC 3417, section
/// 8).
///
///     | class | P/C | number |  length  |  contents ...
public struct BERElement: Hashable, Sendable {
  /// The tag.
  public let tag: Tag
  /// The range of the contents.
  public let contents: Range<Int>

  /// The first byte of an identifier, and the tag number, which may take further bytes.
  public struct Tag: Hashable, Sendable {
    /// 0 universal, 1 application, 2 context-specific, 3 private.
    public let tagClass: UInt8
    /// Whether the contents are elements themselves.
    public let isConstructed: Bool
    /// The number within the class.
    public let number: UInt32
  }

  /// Why no element could be read.
  public enum Failure: Error, Hashable, Sendable {
    /// There are no bytes.
    case empty
    /// The identifier continues after the end.
    case tagCut
    /// The length is missing.
    case noLength
    /// The length takes more bytes than there are.
    case lengthCut(available: Int, needed: Int)
    /// The contents take more bytes than there are.
    case contentsCut(available: Int, needed: UInt32)
    /// The number is not used by SNMP.
    case unknownTag(Tag)
    /// The capture ends in the element.
    case captureCut
  }

  /// The numbers that are known of each class: up to SET, Counter64, Report, none.
  private static func numberLimit(_ tagClass: UInt8) -> UInt32 {
    switch tagClass {
    case 0: 18
    case 1: 7
    case 2: 9
    default: 1
    }
  }

  /// Reads the element at `start`, of which the message has the bytes up to `end`.
  ///
  /// - Throws: why it could not be read.
  public init(reading bytes: Span<UInt8>, at start: Int, end: Int) throws(Failure) {
    guard start < end else { throw .empty }
    guard bytes.has(1, at: start) else { throw .captureCut }
    var offset = start + 1
    var number = UInt32(bytes[start] & 0x1f)
    if number == 0x1f {
      number = 0
      var isLast = false
      while !isLast {
        guard bytes.has(1, at: offset) else { throw .captureCut }
        guard offset < end else { throw .tagCut }
        // Of a longer number the lowest eight bits, as in tcpdump 4.99.3: no known number has more.
        number = (number << 7 | UInt32(bytes[offset] & 0x7f)) & 0xff
        isLast = bytes[offset] & 0x80 == 0
        offset += 1
      }
    }
    tag = Tag(
      tagClass: bytes[start] >> 6, isConstructed: bytes[start] & 0x20 != 0, number: number)
    guard offset < end else { throw .noLength }
    guard bytes.has(1, at: offset) else { throw .captureCut }
    var length = UInt32(bytes[offset])
    offset += 1
    if length & 0x80 != 0 {
      let count = Int(length & 0x7f)
      guard count <= end - offset else {
        throw .lengthCut(available: end - offset, needed: count)
      }
      guard bytes.has(count, at: offset) else { throw .captureCut }
      length = 0
      for index in offset..<(offset + count) { length = length << 8 | UInt32(bytes[index]) }
      offset += count
    }
    guard Int(length) <= end - offset else {
      throw .contentsCut(available: end - offset, needed: length)
    }
    guard number < Self.numberLimit(tag.tagClass) else { throw .unknownTag(tag) }
    guard bytes.has(Int(length), at: offset) else { throw .captureCut }
    contents = offset..<(offset + Int(length))
  }

  /// The value of an element, by its tag.
  public var kind: Kind {
    switch (tag.tagClass, tag.isConstructed, tag.number) {
    case (0, false, 2): .integer
    case (0, false, 4): .string
    case (0, false, 5): .null
    case (0, false, 6): .objectIdentifier
    case (0, true, 16): .sequence
    case (1, false, 0): .address
    case (1, false, 1...3): .unsigned
    case (1, false, 6): .unsigned64
    case (2, false, 0): .noSuchObject
    case (2, false, 1): .noSuchInstance
    case (2, false, 2): .endOfView
    case (2, false, _): .unnamed
    case (2, true, _): .message
    default: .octets
    }
  }

  /// The kinds of contents that SNMP distinguishes.
  public enum Kind: Hashable, Sendable {
    case integer, string, null, objectIdentifier, sequence
    /// IpAddress; Counter, Gauge and TimeTicks; Counter64.
    case address, unsigned, unsigned64
    /// The exceptions in place of a value (RFC 3416, section 3).
    case noSuchObject, noSuchInstance, endOfView
    /// A PDU.
    case message
    /// Any other type, and unknown context-specific tags.
    case octets, unnamed
  }

  /// The contents as a signed number of 32 bits, of more bytes the last.
  public func integer(_ bytes: Span<UInt8>) -> Int32 {
    let isNegative = !contents.isEmpty && bytes[contents.lowerBound] & 0x80 != 0
    var value: UInt32 = isNegative ? .max : 0
    for index in contents { value = value << 8 | UInt32(bytes[index]) }
    return Int32(bitPattern: value)
  }

  /// The contents as an unsigned number of 64 bits, of more bytes the last.
  public func unsigned(_ bytes: Span<UInt8>) -> UInt64 {
    var value: UInt64 = 0
    for index in contents { value = value << 8 | UInt64(bytes[index]) }
    return value
  }
}

/// The numbers of an object identifier, one after the other (ITU-T X.690, section 8.19).
public struct ObjectIdentifierNumbers: Sendable {
  private var offset: Int
  private let end: Int
  /// The second number, if one byte encodes the first two.
  private var second: UInt32?
  private var isFirst: Bool

  /// The numbers in `contents`; the first bytes encode two numbers, unless the contents begin in the middle.
  public init(_ contents: Range<Int>, isWhole: Bool = true) {
    offset = contents.lowerBound
    end = contents.upperBound
    isFirst = isWhole
  }

  /// The next number, modulo 2^32; nil at the end, and for an incomplete number.
  public mutating func next(in bytes: Span<UInt8>) -> UInt32? {
    if let number = second {
      second = nil
      return number
    }
    var value: UInt32 = 0
    while offset < end {
      let byte = bytes[offset]
      offset += 1
      value = value << 7 | UInt32(byte & 0x7f)
      guard byte & 0x80 == 0 else { continue }
      guard isFirst else { return value }
      isFirst = false
      let first = min(value / 40, 2)
      second = value - first * 40
      return first
    }
    return nil
  }
}
