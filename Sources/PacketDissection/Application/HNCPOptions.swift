/// Options of DHCP in an element of home networking control (RFC 7788, sections 10.4 and 10.5), one after the other.
public struct HNCPOptions: ~Escapable {
  /// An option.
  public struct Option: Hashable, Sendable {
    /// The code.
    public let code: UInt16
    /// Bytes with the header, as stated.
    public let length: Int
    /// Whether the element has all of them.
    public let isWhole: Bool
  }

  private var rest: Fields
  private let header: Int
  private var pending = 0

  /// The options that fill an element's value.
  @_lifetime(copy fields)
  public init(_ fields: Fields, isVersion6: Bool) {
    rest = fields
    header = isVersion6 ? 4 : 2
  }

  /// Whether an option begins.
  public var hasNext: Bool { rest.length > pending }

  /// The data of the option that was read last.
  public var value: Fields {
    @_lifetime(copy self) get { rest.part(at: header, length: pending - header) }
  }

  /// The next option; nil if less than a header is left.
  public mutating func next() throws(EarlyEnd) -> Option? {
    rest = rest.dropping(pending)
    pending = 0
    guard rest.length >= header else { return nil }
    let isVersion6 = header == 4
    let length =
      header + (isVersion6 ? Int(try rest.uint16(at: 2)) : Int(try rest.byte(at: 1)))
    let isWhole = length <= rest.length
    if isWhole { pending = length }
    return Option(
      code: isVersion6 ? try rest.uint16(at: 0) : UInt16(try rest.byte(at: 0)), length: length,
      isWhole: isWhole)
  }
}
