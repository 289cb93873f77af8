/// A signalling message of frame relay (ITU-T Q.933), from the octet with the length of the call reference on.
///
///     +--------------------------+------------------+--------------+------------------------+
///     |  Call reference length   |  Call reference  |  Type (1)    |  Information elements  |
///     +--------------------------+------------------+--------------+------------------------+
public struct FrameRelaySignalling: ~Escapable {
  /// The message's bytes.
  public let fields: Fields

  /// A view of the message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The length of the call reference in bytes, at most 15.
  public var callReferenceLength: Int {
    get throws(EarlyEnd) { Int(try fields.byte(at: 0) & 0x0f) }
  }

  /// Whether `count` bytes from the first on are both in the message and captured.
  public func contains(_ count: Int) -> Bool { fields.length >= count && fields.has(count) }
}

/// The code set of the information elements of a Q.933 message, as shifts change it (ITU-T Q.931, section 4.5.3).
public struct SignallingCodeSet: Hashable, Sendable {
  /// How far a shift that holds for one element only is: not there, before its element, at it.
  private enum Temporary { case none, pending, current }

  /// The code set of the next element, 0 to 7.
  public private(set) var number: UInt8 = 0
  private var previous: UInt8 = 0
  private var temporary = Temporary.none

  /// Code set 0.
  public init() {}

  /// Whether an element of one octet is a shift.
  public static func isShift(_ octet: UInt8) -> Bool { octet & 0xf0 == 0x90 }

  /// Whether a shift holds for all elements behind it, not for the next one only.
  public static func isLocking(_ octet: UInt8) -> Bool { octet & 0x08 == 0 }

  /// Applies a shift.
  public mutating func shift(_ octet: UInt8) {
    if Self.isLocking(octet) {
      temporary = .none
    } else {
      temporary = .pending
      previous = number
    }
    number = octet & 0x07
  }

  /// Begins an element: ends a shift that held for the one before it.
  public mutating func begin() {
    switch temporary {
    case .none: break
    case .pending: temporary = .current
    case .current:
      number = previous
      temporary = .none
    }
  }
}
