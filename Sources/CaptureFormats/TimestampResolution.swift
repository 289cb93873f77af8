import InternetTypes

/// The unit of a savefile's timestamps: a negative power of ten or of two of a second.
///
/// pcapng states it as one byte (`if_tsresol`): the highest bit set means a power of two, the other seven bits are the
/// negated exponent (draft-ietf-opsawg-pcapng, section 4.2).
public struct TimestampResolution: Hashable, Sendable {
  /// The byte of `if_tsresol`.
  public let rawValue: UInt8

  /// How many ticks a second has; nil if they do not fit into 64 bits.
  let ticksPerSecond: UInt64?

  /// The resolution that a byte of `if_tsresol` states; every byte is valid.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
    let exponent = UInt64(rawValue & 0x7f)
    if rawValue & 0x80 != 0 {
      ticksPerSecond = exponent < 64 ? 1 << exponent : nil
    } else {
      ticksPerSecond = exponent < 20 ? (0..<exponent).reduce(1) { ticks, _ in ticks * 10 } : nil
    }
  }

  /// 10⁻⁶ seconds, the default of pcapng.
  public static let microseconds = TimestampResolution(rawValue: 6)

  /// 10⁻⁹ seconds.
  public static let nanoseconds = TimestampResolution(rawValue: 9)

  /// Whether ticks are shorter than microseconds.
  public var isFinerThanMicroseconds: Bool {
    rawValue & 0x80 != 0 ? rawValue & 0x7f > 19 : rawValue > 6
  }

  /// The time `ticks` after the epoch, truncated to whole nanoseconds.
  ///
  /// - Parameters:
  ///   - ticks: what the packet's block states.
  ///   - offset: seconds to add (`if_tsoffset`).
  /// - Returns: the time since the epoch.
  @inline(__always)
  func timestamp(ticks: UInt64, offset: Int64) -> RecordedTime {
    // The two resolutions that nearly every file has: division by a constant is a multiplication.
    switch rawValue {
    case 6:
      let (seconds, fraction) = ticks.quotientAndRemainder(dividingBy: 1_000_000)
      return RecordedTime(
        seconds: Int64(truncatingIfNeeded: seconds) &+ offset,
        nanoseconds: Int64(truncatingIfNeeded: fraction &* 1000))
    case 9:
      let (seconds, fraction) = ticks.quotientAndRemainder(dividingBy: 1_000_000_000)
      return RecordedTime(
        seconds: Int64(truncatingIfNeeded: seconds) &+ offset,
        nanoseconds: Int64(truncatingIfNeeded: fraction))
    default: return rareTimestamp(ticks: ticks, offset: offset)
    }
  }

  /// The time `ticks` after the epoch, for any resolution.
  private func rareTimestamp(ticks: UInt64, offset: Int64) -> RecordedTime {
    let billion: UInt128 = 1_000_000_000
    guard let ticksPerSecond else {
      // A tick is so short that 2^64 of them are less than a second.
      let exponent = Int(rawValue & 0x7f)
      let nanoseconds: UInt128
      if rawValue & 0x80 != 0 {
        nanoseconds = (UInt128(ticks) * billion) >> exponent
      } else {
        // 10^(exponent - 9) ticks are a nanosecond; from an exponent of 29 on, 2^64 ticks are less than one.
        nanoseconds =
          exponent < 29
          ? UInt128(ticks) / (9..<exponent).reduce(1 as UInt128) { ticks, _ in ticks * 10 } : 0
      }
      return RecordedTime(seconds: offset, nanoseconds: Int64(truncatingIfNeeded: nanoseconds))
    }
    let (seconds, fraction) = ticks.quotientAndRemainder(dividingBy: ticksPerSecond)
    let nanoseconds = UInt128(fraction) * billion / UInt128(ticksPerSecond)
    return RecordedTime(
      seconds: Int64(truncatingIfNeeded: seconds) &+ offset,
      nanoseconds: Int64(truncatingIfNeeded: nanoseconds))
  }
}
