public import InternetTypes

/// The arguments or results of a procedure called by Rx, read one after the other; numbers have 32 bits (XDR, RFC 4506).
public struct RxArguments: ~Escapable {
  /// The packet's bytes.
  public let fields: Fields

  /// The service as a cut argument names it.
  public let name: String

  /// Where the next argument begins.
  public private(set) var offset: Int

  /// The arguments that begin at `offset` of `fields`.
  @_lifetime(copy fields)
  public init(_ fields: Fields, at offset: Int, in name: String) {
    self.fields = fields
    self.offset = offset
    self.name = name
  }

  /// Ends the arguments unless `count` bytes more were captured.
  public func require(_ count: Int) throws(EarlyEnd) {
    guard fields.has(count, at: offset) else { throw EarlyEnd(name: name, isLocal: true) }
  }

  /// The next number.
  @_lifetime(self: copy self)
  public mutating func number() throws(EarlyEnd) -> UInt32 {
    let value = try fields.uint32(at: offset)
    offset += 4
    return value
  }

  /// The next number of 64 bits.
  @_lifetime(self: copy self)
  public mutating func longNumber() throws(EarlyEnd) -> UInt64 {
    let value = try fields.uint64(at: offset)
    offset += 8
    return value
  }

  /// The next IPv4 address.
  @_lifetime(self: copy self)
  public mutating func address() throws(EarlyEnd) -> IPv4Address {
    try require(4)
    return IPv4Address(rawValue: try number())
  }

  /// Passes over bytes that nothing is read from.
  @_lifetime(self: copy self)
  public mutating func skip(_ count: Int) throws(EarlyEnd) {
    try require(count)
    offset += count
  }

  /// Passes over numbers, also those that were not captured: only the argument after them ends the arguments.
  @_lifetime(self: copy self)
  public mutating func pass(_ count: Int) { offset += count * 4 }

  /// The next text after its length, or as much of it as was captured; it is padded to a multiple of four.
  ///
  /// - Throws: The end of the arguments if it is longer than `limit`.
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  public mutating func text(atMost limit: Int) throws(EarlyEnd) -> Fields {
    let count = Int(try number())
    guard count <= limit else { throw EarlyEnd(name: name, isLocal: true) }
    let text = fields.part(at: offset, length: count)
    offset += (count + 3) & ~3
    return text
  }

  /// The next bytes after their length.
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  public mutating func opaqueBytes() throws(EarlyEnd) -> Span<UInt8> {
    let count = Int(try number())
    let start = offset
    try skip(count)
    return fields.bytes.extracting(start..<(start + count))
  }

  /// The character at `index` of a text that has a number for each.
  public func character(_ index: Int) -> UInt8 { fields.bytes[offset + index * 4 + 3] }
}

/// An access list of AFS as text: how many entries grant and how many deny rights, then a name and a number for each.
public struct AFSAccessList: ~Escapable {
  /// The longest name that is read.
  private static var nameLimit: Int { 1024 }

  private let text: Span<UInt8>
  private var offset = 0

  /// Entries that grant rights, and those that deny them, as the text states.
  public private(set) var counts: (granting: Int32, denying: Int32) = (0, 0)

  /// A list; nil if its text does not begin with two numbers.
  @_lifetime(copy text)
  public init?(_ text: Span<UInt8>) {
    self.text = text
    guard let granting = number(), let denying = number() else { return nil }
    counts = (granting, denying)
  }

  /// The next entry; nil if there is none.
  @_lifetime(self: copy self)
  public mutating func next() -> (name: Range<Int>, rights: Int32)? {
    skipBlanks()
    let start = offset
    while let byte = byte(at: offset), !Self.isBlank(byte), offset - start < Self.nameLimit {
      offset += 1
    }
    let name = start..<offset
    guard !name.isEmpty, let rights = number() else { return nil }
    return (name, rights)
  }

  /// The bytes of a name.
  @_lifetime(copy self)
  public func bytes(_ name: Range<Int>) -> Span<UInt8> { text.extracting(name) }

  /// A byte of the text, which a zero byte ends.
  private func byte(at offset: Int) -> UInt8? {
    offset < text.count && text[offset] != 0 ? text[offset] : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0d).contains(byte)
  }

  @_lifetime(self: copy self)
  private mutating func skipBlanks() {
    while let byte = byte(at: offset), Self.isBlank(byte) { offset += 1 }
  }

  /// The decimal number that follows, its low 32 bits; nil if there is none.
  @_lifetime(self: copy self)
  private mutating func number() -> Int32? {
    skipBlanks()
    var isNegative = false
    if let sign = byte(at: offset), sign == 0x2b || sign == 0x2d {
      isNegative = sign == 0x2d
      offset += 1
    }
    let start = offset
    var value: Int64 = 0
    while let digit = byte(at: offset), (0x30...0x39).contains(digit) {
      let (next, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = next.addingReportingOverflow(Int64(digit - 0x30))
      value = overflow || carry ? Int64.max : sum
      offset += 1
    }
    guard offset > start else { return nil }
    return Int32(truncatingIfNeeded: isNegative ? 0 &- value : value)
  }
}
