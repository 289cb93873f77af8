/// How an endpoint's window fields are scaled (RFC 7323, section 2).
public enum WindowScaling: Hashable, Sendable {
  /// One of the endpoints did not offer the option: windows are bytes.
  case unused
  /// Windows are shifted left by this many bits, 0 to 14.
  case shift(UInt8)

  /// The number of bits; nil if windows are not scaled.
  public var bits: Int? {
    guard case .shift(let bits) = self else { return nil }
    return Int(bits)
  }
}

/// The window scale of an endpoint, in one byte.
struct WindowScale: RawRepresentable, Equatable {
  /// The shift, -1 for no scaling, -2 for unknown.
  let rawValue: Int8

  init(rawValue: Int8) { self.rawValue = rawValue }

  /// A shift; more than 14 counts as 14 (section 2.3).
  init(shift: UInt8) { rawValue = Int8(min(shift, 14)) }

  /// The SYN was not captured.
  static var unknown: WindowScale { WindowScale(rawValue: -2) }
  /// One of the endpoints did not offer the option: windows are not scaled.
  static var unused: WindowScale { WindowScale(rawValue: -1) }

  /// Whether the SYN showed if windows are scaled.
  var isKnown: Bool { rawValue != -2 }
  /// The scaling; nil if the SYN was not captured.
  var scaling: WindowScaling? {
    switch rawValue {
    case 0...: .shift(UInt8(rawValue))
    case -1: .unused
    default: nil
    }
  }

  /// Whether a shift was offered.
  var isOffered: Bool { rawValue >= 0 }
  /// Bits by which windows are shifted; 0 if they are not scaled or nothing is known.
  @inline(__always)
  var shift: UInt32 { UInt32(truncatingIfNeeded: max(rawValue, 0)) }
}
