import InternetTypes

/// Reads a file of ticks, a buffer at a time.
public struct TickReader: ~Copyable {
  private var window: InputWindow
  private var position = 0
  private var end = 0
  private var time: UInt64 = 0
  private var number = 0

  /// The most bytes that a tick takes.
  private static var longestTick: Int { 24 }

  /// A reader of the ticks in a source's bytes.
  ///
  /// - Throws: if these are no ticks.
  public init(_ source: any ByteSource) throws(FormatError) {
    window = InputWindow(source)
    while window.available < PacketTick.magic.count {
      guard case .bytes = window.fill() else { throw Self.notTicks }
    }
    let start = window.range.lowerBound
    for index in PacketTick.magic.indices
    where window.buffer[start + index] != PacketTick.magic[index] {
      throw Self.notTicks
    }
    (position, end) = (start + PacketTick.magic.count, window.range.upperBound)
  }

  private static var notTicks: FormatError {
    FormatError(.malformed, "is no file of ticks of this version")
  }

  /// The next tick; nil after the last one.
  ///
  /// - Throws: if the file ends inside a tick, or cannot be read.
  public mutating func next() throws(FormatError) -> PacketTick? {
    if end - position < Self.longestTick { try fill() }
    if position == end { return nil }
    let first = try byte()
    var difference = UInt64(first) & (1 << PacketTick.firstBits &- 1)
    if first & PacketTick.moreBit != 0 {
      difference |= try varint() &<< PacketTick.firstBits
    }
    let gap = first & PacketTick.gapBit != 0 ? try varint() : 0
    time &+= difference >> 1 ^ (0 &- (difference & 1))
    number &+= 1 &+ Int(truncatingIfNeeded: gap)
    return PacketTick(
      time: Timestamp(rawValue: Int64(bitPattern: time)), number: number)
  }

  private mutating func fill() throws(FormatError) {
    window.start = position
    while window.available < Self.longestTick {
      switch window.fill() {
      case .bytes: continue
      case .failed(let error): throw error
      case .end, .quiet, .interrupted: break
      }
      break
    }
    (position, end) = (window.range.lowerBound, window.range.upperBound)
  }

  private mutating func byte() throws(FormatError) -> UInt8 {
    guard position < end else {
      throw FormatError(.truncated, "ends inside a tick")
    }
    position &+= 1
    return window.buffer[position &- 1]
  }

  private mutating func varint() throws(FormatError) -> UInt64 {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while true {
      let next = try byte()
      if shift < 64 { value |= UInt64(next & 0x7f) &<< shift }
      if next & 0x80 == 0 { return value }
      shift &+= 7
    }
  }
}
