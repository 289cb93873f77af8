import ConnectionTracking
import InternetTypes

/// The traffic of a capture over time: bytes by protocol, and what went wrong.
struct TrafficTimeline: Sendable {
  /// The protocols that have a band of their own.
  enum Band: Int, CaseIterable, Sendable {
    case tcp, udp, icmp, other
  }

  /// What is marked below the traffic.
  enum Strip: Int, CaseIterable, Sendable {
    case retransmissions, losses, zeroWindows, failures

    var words: String {
      switch self {
      case .retransmissions: "retransmissions"
      case .losses: "duplicate ACKs, losses"
      case .zeroWindows: "zero windows"
      case .failures: "failed connections"
      }
    }
  }

  private(set) var start: Int64?
  private(set) var end: Int64 = .min
  private(set) var packets: UInt64 = 0
  private(set) var bands: [BucketSums] = []
  private(set) var strips: [BucketSums] = []

  mutating func take(_ transport: IPProtocol?, wireLength: Int, at time: Int64) {
    if start == nil { begin(at: time) }
    packets += 1
    end = max(end, time)
    let band: Band =
      switch transport {
      case .tcp: .tcp
      case .udp: .udp
      case .icmp, .icmpv6: .icmp
      default: .other
      }
    bands[band.rawValue].add(Double(wireLength), at: time)
  }

  private mutating func begin(at time: Int64) {
    start = time
    // Columns of a third of a millisecond, which double while the capture goes on.
    let grid = TimeGrid(origin: time, span: 1_000_000_000)
    bands = Band.allCases.map { _ in BucketSums(grid) }
    strips = Strip.allCases.map { _ in BucketSums(grid) }
  }

  mutating func take(_ event: SegmentEvent) {
    switch event.kind {
    case .retransmission, .fastRetransmission, .timeoutRetransmission, .tailLossProbe,
      .spuriousRetransmission:
      add(.retransmissions, at: event.time.rawValue)
    case .duplicateAck, .lostSegment, .ackLostSegment: add(.losses, at: event.time.rawValue)
    case .zeroWindow, .zeroWindowProbe: add(.zeroWindows, at: event.time.rawValue)
    default: break
    }
  }

  mutating func takeFailure(at time: Int64) { add(.failures, at: time) }

  private mutating func add(_ strip: Strip, at time: Int64) {
    if start != nil { strips[strip.rawValue].add(1, at: time) }
  }
}
