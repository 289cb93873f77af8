/// The window scale of an endpoint (RFC 7323, section 2), in one byte.
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
  /// Whether a shift was offered.
  var isOffered: Bool { rawValue >= 0 }
  /// Bits by which windows are shifted; 0 if they are not scaled or nothing is known.
  @inline(__always)
  var shift: UInt32 { UInt32(truncatingIfNeeded: max(rawValue, 0)) }
}
