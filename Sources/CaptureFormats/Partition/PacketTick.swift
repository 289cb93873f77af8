public import InternetTypes

/// The time and number of a packet that another file holds.
///
/// The ticks of a capture let a reader of a part of it know what all of it would have shown: how time passes, and
/// at which packet. A file of them has about three bytes for each packet.
public struct PacketTick: Hashable, Sendable {
  /// When the packet was captured.
  public var time: Timestamp
  /// Its position in its file, from 1.
  public var number: Int

  /// A tick.
  @inlinable
  public init(time: Timestamp, number: Int) {
    self.time = time
    self.number = number
  }

  /// The first bytes of a file of ticks, with the version of its format.
  static let magic: [UInt8] = Array("tcptick1".utf8)

  /// Bits of a tick's first byte.
  ///
  /// More bytes of time follow; a number follows because packets are missing before it. The other bits are the lowest
  /// ones of the time.
  static var moreBit: UInt8 { 0x80 }
  static var gapBit: UInt8 { 0x40 }
  static var firstBits: UInt64 { 6 }
}
