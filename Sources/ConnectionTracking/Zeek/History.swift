public import InternetTypes

/// Zeek's `history` of a connection: one letter for each kind of packet seen, upper case for the originator.
///
/// Letters are packed, 5 bits each. Zeek's rules for repeats keep the string short. Letters that do not fit are
/// counted.
public struct History: Hashable, Sendable {
  /// The letters, the first one in the lowest bits.
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  /// How many letters did not fit.
  public private(set) var omittedCount: UInt16 = 0
  /// How many letters there are.
  public private(set) var count: UInt8 = 0

  /// How many letters fit.
  public static var capacity: Int { 24 }

  /// A letter of the history.
  public enum Letter: UInt8, Sendable, CaseIterable {
    case syn, synAck, ack, data, fin, rst, badChecksum, gap, retransmission, zeroWindow
    case inconsistent, multipleFlags, flipped

    /// The letter as the responder's.
    public var character: UInt8 {
      switch self {
      case .syn: 0x73
      case .synAck: 0x68
      case .ack: 0x61
      case .data: 0x64
      case .fin: 0x66
      case .rst: 0x72
      case .badChecksum: 0x63
      case .gap: 0x67
      case .retransmission: 0x74
      case .zeroWindow: 0x77
      case .inconsistent: 0x69
      case .multipleFlags: 0x71
      case .flipped: 0x5e
      }
    }
  }

  /// An empty history.
  public init() {}

  /// Appends a letter of one side.
  public mutating func append(_ letter: Letter, of side: Side) {
    guard count < Self.capacity else {
      if omittedCount < .max { omittedCount += 1 }
      return
    }
    let code = UInt64(letter.rawValue) << 1 | (side == .client ? 1 : 0)
    if count < 12 {
      low |= code << (UInt64(count) * 5)
    } else {
      high |= code << (UInt64(count - 12) * 5)
    }
    count += 1
  }

  /// The letter at a position as ASCII: upper case for the originator, `^` for either.
  public subscript(index: Int) -> UInt8 {
    let code = code(at: index)
    let character = (Letter(rawValue: code >> 1) ?? .flipped).character
    return code & 1 == 1 && character != 0x5e ? character & 0xdf : character
  }

  /// All letters as ASCII, eight per word, the first in the lowest byte.
  public var characters: (UInt64, UInt64, UInt64) {
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    for index in 0..<Int(count) {
      let letter = UInt64(self[index]) &<< UInt64((index & 7) &* 8)
      if index < 8 {
        words.0 |= letter
      } else if index < 16 {
        words.1 |= letter
      } else {
        words.2 |= letter
      }
    }
    return words
  }

  /// Whether it contains a letter of a side.
  public func contains(_ letter: Letter, of side: Side) -> Bool {
    let wanted = letter.rawValue << 1 | (side == .client ? 1 : 0)
    for index in 0..<Int(count) where code(at: index) == wanted { return true }
    return false
  }

  /// Exchanges originator and responder.
  mutating func swapSides() {
    for index in 0..<Int(count) {
      if index < 12 { low ^= 1 << UInt64(index * 5) } else { high ^= 1 << UInt64((index - 12) * 5) }
    }
  }

  /// The packed letter at a position.
  private func code(at index: Int) -> UInt8 {
    index < 12
      ? UInt8(truncatingIfNeeded: low >> UInt64(max(index, 0) * 5)) & 31
      : UInt8(truncatingIfNeeded: high >> UInt64((index - 12) * 5)) & 31
  }
}

/// Zeek's summary of a connection (`conn_state`).
public enum ConnState: UInt8, Hashable, Sendable, CaseIterable {
  case s0, s1, sf, rej, s2, s3, rsto, rstr, rstos0, rstrh, sh, shr, oth

  /// Zeek's name.
  public var name: StaticString {
    switch self {
    case .s0: "S0"
    case .s1: "S1"
    case .sf: "SF"
    case .rej: "REJ"
    case .s2: "S2"
    case .s3: "S3"
    case .rsto: "RSTO"
    case .rstr: "RSTR"
    case .rstos0: "RSTOS0"
    case .rstrh: "RSTRH"
    case .sh: "SH"
    case .shr: "SHR"
    case .oth: "OTH"
    }
  }
}
