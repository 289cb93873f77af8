import InternetTypes
import PacketDissection

/// One endpoint of a DCCP connection, as far as the capture shows it.
struct DCCPEndpoint {
  /// Later packets received before a missing one counts as lost (NUMDUPACK of RFC 4341, section 5).
  private static var laterPacketsBeforeLoss: Int { 3 }
  /// The sequence window without negotiation (RFC 4340, section 7.5.2).
  private static var defaultWindow: Int64 { 100 }

  var state = EndpointState.unknown
  var summary = DCCPEndpointSummary()
  var packets: UInt64 = 0
  /// The highest sequence number captured, and a bit for each of the 64 numbers up to it; bit 0 is its own.
  private var highest: UInt64 = 0
  private var seen: UInt64 = 0
  private var hasSequence = false
  /// The sequence window in use, as far as the negotiation was captured.
  var window = defaultWindow
  /// The last number outside of the window, if the packet before was outside too.
  private var outside: UInt64?
  /// The packet whose acknowledgment is timed.
  private var timed: (number: UInt64, time: Timestamp)?
  /// The highest number counted as lost, and the highest up to which ECN marks were counted.
  private var countedLoss: UInt64?
  private var countedMark: UInt64?

  /// How a sequence number relates to those before it.
  enum Place {
    case next
    case behindGap(UInt64)
    case outOfOrder
    case duplicate
    case invalid
  }

  /// The signed difference of two 48-bit numbers.
  static func distance(from start: UInt64, to end: UInt64) -> Int64 {
    Int64(bitPattern: (end &- start) << 16) >> 16
  }

  /// The 48-bit number of a short, 24-bit one: the nearest to the highest captured (section 7.6).
  func extended(_ number: UInt64, isShort: Bool) -> UInt64 {
    guard isShort, hasSequence else { return number }
    let step = Int64(Int32(truncatingIfNeeded: (number &- highest) << 8) >> 8)
    return (highest &+ UInt64(bitPattern: step)) & 0xffff_ffff_ffff
  }

  /// Applies the sequence number of a packet that it sent; `isFree` numbers need not be in the window.
  mutating func apply(_ number: UInt64, isFree: Bool, at time: Timestamp) -> Place {
    guard hasSequence else {
      start(at: number, time)
      return .next
    }
    let distance = Self.distance(from: highest, to: number)
    // Three quarters of the window lie ahead (section 7.5.1). If a second packet continues from outside of it, the
    // capture missed packets that the receiver got.
    if !isFree, distance > window / 4 &* 3 || distance < -(window / 4) {
      if let former = outside {
        let step = Self.distance(from: former, to: number)
        if step > 0, step <= window {
          let skipped = distance > 0 ? UInt64(distance) : 0
          start(at: number, time)
          summary.missedPackets &+= skipped > 2 ? skipped &- 2 : 0
          return .next
        }
      }
      outside = number
      summary.invalidSequences &+= 1
      return .invalid
    }
    outside = nil
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

  /// Starts at a number, without those before it.
  private mutating func start(at number: UInt64, _ time: Timestamp) {
    if !hasSequence { summary.initialSequence = number }
    (hasSequence, highest, seen, outside) = (true, number, 1, nil)
    timed = (number, time)
  }

  // MARK: Acknowledgments by its peer

  /// Applies the peer's acknowledgment number.
  mutating func applyAcknowledgment(of number: UInt64, at time: Timestamp) {
    guard let (awaited, sent) = timed else { return }
    let distance = Self.distance(from: awaited, to: number)
    guard distance >= 0 else { return }
    // The acknowledgment of a later packet may have been delayed: it gives no round-trip time.
    if distance == 0 { summary.roundTrip.add(time.nanoseconds(since: sent)) }
    timed = nil
  }

  /// Applies the peer's Ack Vector: the fate of its packets, from the acknowledgment number backwards.
  ///
  /// Each byte has a state in two bits and a run length minus one in six (section 11.4.1).
  mutating func applyVector(_ runs: Span<UInt8>, from number: UInt64) {
    var next = number
    var later = 0
    var lossTop: UInt64?
    for index in runs.indices {
      let count = UInt64(runs[index] & 0x3f) &+ 1
      switch runs[index] >> 6 {
      case 3 where later >= Self.laterPacketsBeforeLoss:
        summary.lostPackets &+= Self.count(from: next, count, above: countedLoss)
        if lossTop == nil { lossTop = next }
      case 1:
        summary.markedPackets &+= Self.count(from: next, count, above: countedMark)
        later &+= Int(count)
      case 0: later &+= Int(count)
      default: break
      }
      next = (next &- count) & 0xffff_ffff_ffff
    }
    if let lossTop, countedLoss.map({ Self.distance(from: $0, to: lossTop) > 0 }) ?? true {
      countedLoss = lossTop
    }
    if countedMark.map({ Self.distance(from: $0, to: number) > 0 }) ?? true { countedMark = number }
  }

  /// How many of `count` numbers, from `top` downwards, lie above `mark`.
  private static func count(from top: UInt64, _ count: UInt64, above mark: UInt64?) -> UInt64 {
    guard let mark else { return count }
    let distance = distance(from: mark, to: top)
    return distance > 0 ? min(count, UInt64(distance)) : 0
  }
}
