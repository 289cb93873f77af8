/// A notice of Zephyr, the message service of Project Athena: texts that end in a zero byte each.
public struct ZephyrNotice: ~Escapable {
  /// The fields that are used, by their position.
  public enum Field: Int {
    case version = 0
    case kind = 2
    case className = 8
    case instance = 9
    case operation = 10
    case sender = 11
    case recipient = 12
    /// The first field behind the header.
    case first = 17
  }

  /// How a notice ends too early: cut by the capture, or shorter than its fields.
  public enum Fault: Error, Hashable, Sendable { case cut, short }

  private static let headerCount = 17

  /// The notice's bytes.
  public let fields: Fields

  /// Where each field of the header begins, and where the last one ends.
  private var starts: InlineArray<18, Int>

  /// Reads the version only.
  ///
  /// - Throws: `Fault` if it does not end.
  @_lifetime(copy fields)
  public init(_ fields: Fields) throws(Fault) {
    self.fields = fields
    starts = InlineArray(repeating: 0)
    starts[1] = try Self.end(of: 0, in: fields)
  }

  /// Reads the rest of the header.
  ///
  /// - Throws: `Fault` if it has fewer fields.
  public mutating func readHeader() throws(Fault) {
    for index in 1..<Self.headerCount {
      starts[index + 1] = try Self.end(of: starts[index], in: fields)
    }
  }

  /// Where the field after the one at `start` begins.
  private static func end(of start: Int, in fields: borrowing Fields) throws(Fault) -> Int {
    var offset = start
    while offset < fields.length {
      guard offset < fields.bytes.count else { throw .cut }
      if fields.bytes[offset] == 0 { return offset + 1 }
      offset += 1
    }
    throw .short
  }

  /// A field of the header, without its zero byte.
  @_lifetime(copy self)
  public func text(_ field: Field) -> Span<UInt8> {
    let start = starts[field.rawValue]
    return fields.bytes.extracting(start..<(starts[field.rawValue + 1] - 1))
  }

  /// A field behind the header, from 0; nil if there are fewer.
  @_lifetime(copy self)
  public func extraText(_ index: Int) -> Span<UInt8>? {
    var start = starts[Self.headerCount]
    for _ in 0..<index {
      guard let next = try? Self.end(of: start, in: fields) else { return nil }
      start = next
    }
    guard let end = try? Self.end(of: start, in: fields) else { return nil }
    return fields.bytes.extracting(start..<(end - 1))
  }

  /// The kind of notice: 0 unsafe, 1 unacknowledged, 2 acknowledged, 3 to 8 of servers and clients.
  public var kind: UInt32 {
    let digits = text(.kind)
    var number: UInt32 = 0
    var index = digits.count > 1 && digits[0] == 0x30 && digits[1] | 0x20 == 0x78 ? 2 : 0
    while index < digits.count, let digit = Self.hexDigit(digits[index]) {
      number = number << 4 | digit
      index += 1
    }
    return number
  }

  private static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46: UInt32(byte) - 0x37
    case 0x61...0x66: UInt32(byte) - 0x57
    default: nil
    }
  }
}
