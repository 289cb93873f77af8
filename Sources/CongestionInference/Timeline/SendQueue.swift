/// A segment that was sent and is not acknowledged yet (`struct tcp_skb_cb`).
struct SentSegment {
  var start: Int64
  var end: Int64
  /// When it was last sent, in microseconds (`tcp_skb_timestamp_us`).
  var sentAt: Int64
  /// TSval of the last transmission.
  var timestampValue: UInt32 = 0
  var marks: Marks = []
  /// Whether the sender had no more data when it sent this (`is_app_limited`).
  var isApplicationLimited = false
  /// Segments delivered when it was sent, and when the last of them was (`tx.delivered`, `tx.delivered_mstamp`);
  /// `Int64.min` once it was used.
  var deliveredBefore = 0
  var deliveredAt: Int64 = 0
  /// When the segment was sent whose delivery began this segment's flight (`tx.first_tx_mstamp`).
  var flightBegan: Int64 = 0

  struct Marks: OptionSet {
    let rawValue: UInt8
    /// The receiver reported it selectively (`TCPCB_SACKED_ACKED`).
    static var sacked: Marks { Marks(rawValue: 1) }
    /// It is marked lost (`TCPCB_LOST`).
    static var lost: Marks { Marks(rawValue: 2) }
    /// A retransmission is in flight (`TCPCB_SACKED_RETRANS`).
    static var retransmitted: Marks { Marks(rawValue: 4) }
    /// It was retransmitted at some time (`TCPCB_EVER_RETRANS`).
    static var everRetransmitted: Marks { Marks(rawValue: 8) }
    /// It was not captured; later segments show that it was sent.
    static var unseen: Marks { Marks(rawValue: 16) }
    /// Its time of transmission is too uncertain for a round trip.
    static var untimed: Marks { Marks(rawValue: 32) }
  }
}

/// A sender's retransmission queue, in order of sequence numbers: a ring that grows to `capacityLimit`.
struct SendQueue {
  private var storage: ContiguousArray<SentSegment>
  private var head = 0
  private(set) var count = 0

  /// The most outstanding segments; if a sender has more, all are dropped.
  static var capacityLimit: Int { 1 << 15 }

  init() {
    storage = ContiguousArray(repeating: SentSegment(start: 0, end: 0, sentAt: 0), count: 16)
  }

  var isEmpty: Bool { count == 0 }
  var isFull: Bool { count >= Self.capacityLimit }

  /// The segment at an index from 0 to `count - 1`.
  subscript(index: Int) -> SentSegment {
    @inline(__always) get { storage[(head &+ index) & (storage.count &- 1)] }
    @inline(__always) _modify { yield &storage[(head &+ index) & (storage.count &- 1)] }
  }

  mutating func append(_ segment: SentSegment) {
    if count == storage.count { grow() }
    storage[(head &+ count) & (storage.count &- 1)] = segment
    count &+= 1
  }

  mutating func removeFirst() {
    guard count > 0 else { return }
    head = (head &+ 1) & (storage.count &- 1)
    count &-= 1
  }

  mutating func removeAll() { count = 0 }

  /// Inserts a segment that was captured late; takes time proportional to the number of segments after it.
  mutating func insert(_ segment: SentSegment, at index: Int) {
    append(segment)
    var position = count - 1
    while position > index {
      self[position] = self[position - 1]
      position -= 1
    }
    self[index] = segment
  }

  /// The index of the first segment that ends after `sequence`; `count` if there is none.
  func firstIndex(endingAfter sequence: Int64) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low &+ high) >> 1
      if self[middle].end > sequence { high = middle } else { low = middle &+ 1 }
    }
    return low
  }

  private mutating func grow() {
    var larger = ContiguousArray<SentSegment>()
    larger.reserveCapacity(storage.count * 2)
    for index in 0..<count { larger.append(self[index]) }
    let blank = SentSegment(start: 0, end: 0, sentAt: 0)
    while larger.count < storage.count * 2 { larger.append(blank) }
    storage = larger
    head = 0
  }
}
