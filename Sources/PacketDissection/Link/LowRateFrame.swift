/// A frame of IEEE 802.15.4, low-rate wireless networks, read field by field; all numbers are little-endian.
///
///     +---------------------+--------------+-------------------------+--------------------+
///     |  Frame control (2)  | Sequence (1) | Destination PAN, address| Source PAN, address|
///     +---------------------+--------------+-------------------------+--------------------+
///     |  Security header, information elements, payload, integrity code, check sequence
public struct LowRateFrame: ~Escapable {
  /// The frame's captured bytes.
  public let fields: Fields

  /// A view of the frame that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The frame control.
  public var control: LowRateControl {
    get throws(EarlyEnd) { LowRateControl(rawValue: try fields.uint16LittleEndian(at: 0)) }
  }

  /// The check sequence at the end, of four or two bytes; which one depends on a physical layer that the capture does
  /// not name, so that the one that is right is taken.
  public var checkSequence: LowRateCheckSequence {
    get throws(EarlyEnd) {
      let count = fields.length
      // A multipurpose frame may be shorter.
      let shortest = try control.type == 5 ? 3 : 4
      guard count >= shortest else { return LowRateCheckSequence(0, 0, byteCount: 0) }
      if count > 4 || count == 4 && shortest == 4 {
        let stated = try fields.uint32(at: count - 4).byteSwapped
        let computed = LowRateChecksum.long(fields.bytes.extracting(first: count - 4))
        if stated == computed { return LowRateCheckSequence(stated, computed, byteCount: 4) }
      }
      let stated = UInt32(try fields.uint16LittleEndian(at: count - 2))
      let computed = UInt32(LowRateChecksum.short(fields.bytes.extracting(first: count - 2)))
      return LowRateCheckSequence(stated, computed, byteCount: stated == computed ? 2 : 0)
    }
  }
}

/// The check sequence of a frame, and how many bytes of the frame it is; none if it is wrong or not there.
public struct LowRateCheckSequence: Hashable, Sendable {
  /// The number in the frame.
  public let stated: UInt32
  /// The number that is right.
  public let computed: UInt32
  /// Bytes at the end of the frame that are the check sequence.
  public let byteCount: Int

  init(_ stated: UInt32, _ computed: UInt32, byteCount: Int) {
    self.stated = stated
    self.computed = computed
    self.byteCount = byteCount
  }
}

/// The frame control of IEEE 802.15.4 (2015, section 7.2.1; of multipurpose frames 7.3.5).
public struct LowRateControl: RawRepresentable, Hashable, Sendable {
  /// The two bytes.
  public let rawValue: UInt16

  /// The frame control of this value.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Whether a bit is set.
  public func has(_ bit: UInt16) -> Bool { rawValue >> bit & 1 == 1 }

  /// The type: 0 beacon, 1 data, 2 acknowledgment, 3 command, 5 multipurpose, 6 fragment, 7 extended.
  public var type: UInt8 { UInt8(rawValue & 7) }

  /// The version of the standard: 0 of 2003, 1 of 2006, 2 of 2015.
  public var version: UInt8 { UInt8(rawValue >> 12 & 3) }

  /// The length of an address by its mode in two bits from `shift` on; nil if it is reserved.
  public func addressLength(_ shift: UInt16) -> Int? {
    switch rawValue >> shift & 3 {
    case 0: 0
    case 2: 2
    case 3: 8
    default: nil
    }
  }

  /// Which network identifiers are there, by the lengths of the addresses (section 7.2.1.5).
  public func networks(destination: Int, source: Int) -> (destination: Bool, source: Bool) {
    let isCompressed = has(6)
    let general = (destination: destination > 0, source: source > 0 && !isCompressed)
    guard version >= 2 else { return general }
    switch (destination, source, isCompressed) {
    case (0, 0, true): return (true, false)
    case (0, _, true), (_, 0, true), (8, 8, true): return (false, false)
    // The second one is how implementations of 6TiSCH had it.
    case (8, 8, false), (2, 8, false): return (true, false)
    default: return general
    }
  }
}

/// The cyclic redundancy checks of IEEE 802.15.4 (section 7.2.10): bits reversed, beginning with zero.
enum LowRateChecksum {
  /// The CRC of 16 bits (ITU-T).
  static func short(_ bytes: Span<UInt8>) -> UInt16 {
    var rest: UInt16 = 0
    for index in bytes.indices {
      rest ^= UInt16(bytes[index])
      for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0x8408 : rest >> 1 }
    }
    return rest
  }

  /// The CRC of 32 bits (ANSI X3.66).
  static func long(_ bytes: Span<UInt8>) -> UInt32 {
    var rest: UInt32 = 0
    for index in bytes.indices {
      rest ^= UInt32(bytes[index])
      for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xedb8_8320 : rest >> 1 }
    }
    return rest
  }
}
