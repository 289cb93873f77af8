import InternetTypes
import PacketDissection

/// One endpoint of a DCCP connection, as far as the capture shows it.
struct DCCPEndpoint {
  /// Reports of later packets before one that is missing counts as lost (RFC 4340, section 11.4.1, and 3 of CCID 2).
  private static var laterPacketsBeforeLoss: Int { 3 }
  /// The sequence window unless another is negotiated (section 7.5.2).
  private static var defaultWindow: Int64 { 100 }

  var state = EndpointState.unknown
  var summary = DCCPEndpointSummary()
  var packets: UInt64 = 0
  /// The highest sequence number captured, and which of the 64 before it were, the lowest bit being its own.
  private var highest: UInt64 = 0
  private var seen: UInt64 = 0
  private var hasSequence = false
  /// The sequence window in use, as far as the negotiation shows.
  var window = defaultWindow
  /// A number out of the window, which the next one may go on with.
  private var strayed: UInt64?
  /// A packet whose acknowledgement is awaited.
  private var timed: (number: UInt64, time: PacketTime)?
  /// The highest number that was counted as lost, and up to which marks were counted.
  private var lossMark: UInt64?
  private var markMark: UInt64?

  /// What a sequence number is.
  enum Place {
    case next
    case behindGap(UInt64)
    case outOfOrder
    case duplicate
    case invalid
  }

  /// The difference of two numbers of 48 bits, the shorter way round.
  static func distance(from start: UInt64, to end: UInt64) -> Int64 {
    Int64(bitPattern: (end &- start) << 16) >> 16
  }

  /// The number of 48 bits nearest to the highest one, of a short one of 24.
  func extended(_ number: UInt64, isShort: Bool) -> UInt64 {
    guard isShort, hasSequence else { return number }
    let step = Int64(Int32(truncatingIfNeeded: (number &- highest) << 8) >> 8)
    return (highest &+ UInt64(bitPattern: step)) & 0xffff_ffff_ffff
  }

  /// Takes the sequence number of a packet that it sends.
  mutating func take(_ number: UInt64, isFree: Bool, at time: PacketTime) -> Place {
    guard hasSequence else {
      begin(at: number, time)
      return .next
    }
    let distance = Self.distance(from: highest, to: number)
    // RFC 4340, section 7.5.1: three quarters of the window lie ahead. A capture may miss more than the receiver did: a
    // second packet that goes on from there shows it.
    if !isFree, distance > window / 4 &* 3 || distance < -(window / 4) {
      if let stray = strayed {
        let step = Self.distance(from: stray, to: number)
        if step > 0, step <= window {
          let skipped = distance > 0 ? UInt64(distance) : 0
          begin(at: number, time)
          summary.missedPackets &+= skipped > 2 ? skipped &- 2 : 0
          return .next
        }
      }
      strayed = number
      summary.invalidSequences &+= 1
      return .invalid
    }
    strayed = nil
    if distance > 0 {
      highest = number
      seen = distance < 64 ? seen << UInt64(distance) | 1 : 1
      if timed == nil { timed = (number, time) }
      guard distance > 1 else { return .next }
      summary.missedPackets &+= UInt64(distance &- 1)
      return .behindGap(UInt64(distance &- 1))
    }
    let bit = distance > -64 ? UInt64(1) << UInt64(-distance) : 0
    if bit != 0, seen & bit != 0 {
      summary.duplicatePackets &+= 1
      return .duplicate
    }
    seen |= bit
    summary.missedPackets &-= summary.missedPackets > 0 ? 1 : 0
    summary.outOfOrderPackets &+= 1
    return .outOfOrder
  }

  private mutating func begin(at number: UInt64, _ time: PacketTime) {
    if !hasSequence { summary.initialSequence = number }
    (hasSequence, highest, seen, strayed) = (true, number, 1, nil)
    timed = (number, time)
  }

  // MARK: What its peer says of its packets

  /// Takes the highest of its numbers that the peer has received.
  mutating func takeAcknowledgment(of number: UInt64, at time: PacketTime) {
    guard let (awaited, sent) = timed else { return }
    let distance = Self.distance(from: awaited, to: number)
    guard distance >= 0 else { return }
    // An acknowledgement of a later one may have waited for it.
    if distance == 0 { summary.roundTrip.add(time.nanoseconds(since: sent)) }
    timed = nil
  }

  /// Takes the peer's Ack Vector, which tells backwards from the acknowledgement number what became of its packets.
  ///
  /// Each byte is a state in two bits and how many more packets share it in six (section 11.4.1).
  mutating func takeVector(_ runs: Span<UInt8>, from number: UInt64) {
    var next = number
    var later = 0
    var lossTop: UInt64?
    for index in runs.indices {
      let count = UInt64(runs[index] & 0x3f) &+ 1
      switch runs[index] >> 6 {
      case 3 where later >= Self.laterPacketsBeforeLoss:
        summary.lostPackets &+= Self.count(from: next, count, above: lossMark)
        if lossTop == nil { lossTop = next }
      case 1:
        summary.markedPackets &+= Self.count(from: next, count, above: markMark)
        later &+= Int(count)
      case 0: later &+= Int(count)
      default: break
      }
      next = (next &- count) & 0xffff_ffff_ffff
    }
    if let lossTop, lossMark.map({ Self.distance(from: $0, to: lossTop) > 0 }) ?? true {
      lossMark = lossTop
    }
    if markMark.map({ Self.distance(from: $0, to: number) > 0 }) ?? true { markMark = number }
  }

  /// How many of `count` numbers, from `top` downwards, lie above a mark.
  private static func count(from top: UInt64, _ count: UInt64, above mark: UInt64?) -> UInt64 {
    guard let mark else { return count }
    let distance = distance(from: mark, to: top)
    return distance > 0 ? min(count, UInt64(distance)) : 0
  }
}
