import InternetTypes

/// Reads an input as what a capture may bring: frames as they are, segments that are made up, and pauses.
struct InputSteps {
  /// What comes next.
  enum Step {
    /// A frame that begins with its IP header, at these bytes of the input.
    case frame(Range<Int>)
    case segment(MadeSegment)
    /// Time passes without a packet.
    case pause
  }

  /// When the step is captured.
  private(set) var time = Timestamp(seconds: 1_000_000_000, nanoseconds: 0)
  private var offset: Int

  /// The steps that begin at `offset`.
  init(from offset: Int) { self.offset = offset }

  /// The next step; nil where the input does not hold another.
  mutating func next(in input: Span<UInt8>) -> Step? {
    guard offset &+ 2 <= input.count else { return nil }
    let control = input[offset]
    elapse(input[offset &+ 1])
    offset &+= 2
    switch control & 3 {
    case 0:
      guard offset < input.count else { return nil }
      let start = offset &+ 1
      // QUIC's first datagrams are longer than a byte can say.
      let unit = control & 4 == 0 ? 1 : 8
      offset = min(start &+ unit &* Int(input[offset]), input.count)
      return .frame(start..<offset)
    case 1 where control & 0x80 != 0: return .pause
    default:
      guard offset &+ MadeSegment.inputByteCount <= input.count else { return nil }
      defer { offset &+= MadeSegment.inputByteCount }
      return .segment(MadeSegment(control, input, at: offset))
    }
  }

  /// Moves the clock: by a power of two of nanoseconds mostly, sometimes back, sometimes out of all bounds.
  private mutating func elapse(_ step: UInt8) {
    switch step {
    case 0xff: time = Timestamp(seconds: .max, nanoseconds: 999_999_999)
    case 0xfe: time = Timestamp(seconds: .min, nanoseconds: 0)
    case 0xfd: time = Timestamp(seconds: 0, nanoseconds: 0)
    default:
      let delta = Int64(1) << Int64(step & 0x3f) &- 1
      let signed = step & 0x40 == 0 ? delta : -delta
      time = Timestamp(
        seconds: time.seconds &+ signed / 1_000_000_000,
        nanoseconds: min(max(time.nanoseconds &+ signed % 1_000_000_000, 0), 999_999_999))
    }
  }
}

/// A TCP segment that is made of a few bytes of the input, so that mutations lead to plausible connections.
struct MadeSegment {
  /// Bytes of the input that a segment is made of.
  static let inputByteCount = 11

  /// IPv4 and TCP headers; no payload is captured.
  let bytes: [UInt8]

  /// Bytes of payload that the header states.
  let payloadByteCount: Int

  /// The segment that `control` and the bytes at `offset` choose.
  init(_ control: UInt8, _ input: Span<UInt8>, at offset: Int) {
    let isFromClient = control & 4 != 0
    let clientPort = 40_000 &+ UInt16(control >> 3 & 3)
    let sizes = [0, 0, 1, 2, 536, 1448, 1460, 65_000]
    payloadByteCount = sizes[Int(control >> 5)]
    var options: [UInt8] = []
    let choice = input[offset &+ 10]
    if choice & 1 != 0 { options += [2, 4, 5, 0xb4, 3, 3, choice >> 4, 1, 4, 2, 1, 1] }
    if choice & 2 != 0 {
      options += [1, 1, 8, 10, 0, 0, input[offset &+ 9], choice, 0, 0, 0, input[offset &+ 8]]
    }
    if choice & 4 != 0 {
      options += [1, 1, 5, 10] + (1...8).map { input[offset &+ $0] }
    }
    let length = 40 &+ options.count &+ payloadByteCount
    var bytes: [UInt8] = [0x45, 0, UInt8(length >> 8), UInt8(length & 0xff)]
    bytes += [0, input[offset &+ 9], 0x40, 0, 64, 6, 0, 0]
    bytes += [10, 0, 0, isFromClient ? 1 : 2, 10, 0, 0, isFromClient ? 2 : 1]
    let ports: [UInt16] = isFromClient ? [clientPort, 80] : [80, clientPort]
    for port in ports { bytes += [UInt8(port >> 8), UInt8(port & 0xff)] }
    // Sequence and acknowledgment number, flags, window.
    for index in 0..<8 { bytes.append(input[offset &+ 1 &+ index]) }
    bytes += [UInt8(80 &+ options.count * 4), input[offset], input[offset &+ 9], choice]
    bytes += [0, 0, 0, 0]
    self.bytes = bytes + options
  }
}
