/// A sender and a receiver of TCP in discrete time, written from RFC 5681, RFC 6582 and RFC 9438: no SACK, an acknowledgment
/// for each segment, a path of constant delay, with a queue where it is given a rate, that loses the transmissions it is
/// set to lose.
///
/// It knows what its windows are, and keeps what a capture beside either end would hold.
struct SimulatedTransfer {
  enum Rules { case tahoe, reno, newReno, cubic }

  /// What was captured: who sent it, and when it passed the sender and the receiver.
  struct Passage {
    var isData: Bool
    /// First segment, or segments acknowledged; from 0.
    var number: Int
    /// Microseconds; nil where it was lost before.
    var atSender: Int
    var atReceiver: Int?
    /// The sender's clock in milliseconds, and the echoed one.
    var stamp: Int
    var echo: Int
    /// The window after it reached the sender; 0 for data.
    var window = 0
    var threshold: Int?
  }

  private(set) var passages: [Passage] = []
  /// The window at the beginning of each round trip.
  private(set) var rounds: [Int] = []
  /// Retransmitted segments, in order.
  private(set) var sentAgain: [Int] = []

  private let rules: Rules
  private let count: Int
  /// How often each segment's transmissions are lost, from the first on.
  private var losses: [Int: Int]
  /// Microseconds from one end to the other.
  static let delay = 50_000
  /// Microseconds that the bottleneck needs for a segment; 0 where nothing queues.
  private let serviceTime: Int
  private var bottleneckFreeAt = 0

  private var window: Int
  private var threshold: Int?
  /// The window and its rules in floating point, for CUBIC.
  private(set) var cubic: SimulatedCubic?
  /// When each segment was sent; nil if it was retransmitted (Karn's algorithm).
  private var sentAt: [Int: Int] = [:]
  private var smoothed: Double?
  private var credit = 0
  private var acknowledged = 0
  private var next = 0
  private var highest = 0
  private var duplicates = 0
  private var isRecovering = false
  private var recovery = 0
  private var roundEnd = 0
  private var clock = 0
  private var timer: Int?
  private var timeout = 1_000_000
  private var lastEcho = 0

  /// What is under way: acknowledgments that reach the sender.
  private var arrivals: [(time: Int, passage: Int)] = []
  private var received: Set<Int> = []
  private var expected = 0
  /// The clock of the newest segment that arrived in order.
  private var receivedStamp = 0

  /// A transfer of `count` segments.
  init(
    _ rules: Rules, count: Int, initialWindow: Int = 1, serviceTime: Int = 0,
    losing losses: [Int: Int]
  ) {
    self.rules = rules
    self.count = count
    self.losses = losses
    self.serviceTime = serviceTime
    window = initialWindow
    if rules == .cubic { cubic = SimulatedCubic(window: Double(initialWindow)) }
    run()
  }

  private mutating func run() {
    rounds.append(window)
    sendNew()
    roundEnd = highest
    while acknowledged < count {
      arrivals.sort { $0.time < $1.time }
      if let first = arrivals.first, timer.map({ first.time <= $0 }) ?? true {
        arrivals.removeFirst()
        clock = max(clock, first.time)
        acknowledge(first.passage)
      } else if let timer {
        clock = max(clock, timer)
        timeOut()
      } else {
        return
      }
    }
  }

  // MARK: The sender

  private mutating func sendNew() {
    while next < count && next - acknowledged < window { send(next) }
  }

  private mutating func send(_ segment: Int) {
    clock += 10
    sentAt[segment] = segment < highest ? nil : clock
    if segment < highest { sentAgain.append(segment) }
    bottleneckFreeAt = max(bottleneckFreeAt, clock) + serviceTime
    let leaves = serviceTime == 0 ? clock : bottleneckFreeAt
    var passage = Passage(
      isData: true, number: segment, atSender: clock, atReceiver: leaves + Self.delay,
      stamp: clock / 1000, echo: lastEcho)
    if let left = losses[segment], left > 0 {
      losses[segment] = left - 1
      passage.atReceiver = nil
    }
    passages.append(passage)
    if passage.atReceiver != nil { receive(passage) }
    if segment == next { next += 1 }
    highest = max(highest, segment + 1)
    if timer == nil { timer = clock + timeout }
  }

  private mutating func acknowledge(_ index: Int) {
    // The sender takes it when it has sent what it was sending.
    clock += 1
    passages[index].atSender = clock
    let value = passages[index].number
    lastEcho = passages[index].stamp
    if value > acknowledged {
      advance(to: value)
    } else if acknowledged < highest {
      duplicate()
    }
    passages[index].window = window
    passages[index].threshold = threshold
    if acknowledged >= roundEnd && !isRecovering {
      let before = highest
      sendNew()
      rounds.append(window)
      roundEnd = max(before, highest)
    } else {
      sendNew()
    }
  }

  private mutating func advance(to value: Int) {
    let count = value - acknowledged
    let roundTrip = sentAt[value - 1].map { Double(clock - $0) / 1_000_000 }
    if let roundTrip { smoothed = smoothed.map { $0 + (roundTrip - $0) / 8 } ?? roundTrip }
    acknowledged = value
    next = max(next, value)
    duplicates = 0
    timeout = 1_000_000
    timer = acknowledged < highest ? clock + timeout : nil
    if isRecovering {
      if rules == .newReno || rules == .cubic, value < recovery {
        // RFC 6582, section 3.2, step 3: a partial acknowledgment.
        window = max(window - count + 1, 1)
        send(acknowledged)
        return
      }
      isRecovering = false
      window = threshold ?? window
      credit = 0
      cubic?.beginAvoidance(at: Double(clock) / 1_000_000)
      return
    }
    if cubic != nil {
      cubic?.acknowledge(
        count, upTo: value, next: highest, at: Double(clock) / 1_000_000, roundTrip: roundTrip,
        smoothed: smoothed ?? 0)
      takeCubic()
      return
    }
    // RFC 5681, section 3.1.
    if let threshold, window >= threshold {
      credit += count
      if credit >= window {
        credit -= window
        window += 1
      }
    } else {
      window += 1
    }
  }

  private mutating func duplicate() {
    duplicates += 1
    if isRecovering {
      window += 1
      return
    }
    let staysOut = rules == .newReno || rules == .cubic
    guard duplicates == 3, !staysOut || acknowledged >= recovery else { return }
    if cubic != nil {
      cubic?.lose(flight: highest - acknowledged)
      takeCubic()
    } else {
      threshold = max((highest - acknowledged) / 2, 2)
    }
    recovery = highest
    credit = 0
    if rules == .tahoe {
      window = 1
    } else {
      window = (threshold ?? 2) + 3
      isRecovering = true
    }
    send(acknowledged)
  }

  /// Whole segments are sent.
  private mutating func takeCubic() {
    guard let cubic else { return }
    window = Int(cubic.window)
    threshold = cubic.threshold < .infinity ? Int(cubic.threshold) : nil
  }

  private mutating func timeOut() {
    threshold = max((highest - acknowledged) / 2, 2)
    window = 1
    if cubic != nil {
      cubic?.timeOut(flight: highest - acknowledged)
      takeCubic()
    }
    credit = 0
    duplicates = 0
    isRecovering = false
    recovery = highest
    next = acknowledged
    timeout *= 2
    timer = nil
    send(acknowledged)
    rounds.append(window)
    roundEnd = highest
  }

  // MARK: The receiver

  private mutating func receive(_ passage: Passage) {
    guard let time = passage.atReceiver else { return }
    received.insert(passage.number)
    if passage.number == expected { receivedStamp = passage.stamp }
    while received.contains(expected) { expected += 1 }
    // The acknowledgment leaves at once and arrives after the delay.
    passages.append(
      Passage(
        isData: false, number: expected, atSender: time + 5 + Self.delay, atReceiver: time + 5,
        stamp: (time + 5) / 1000, echo: receivedStamp))
    arrivals.append((time + 5 + Self.delay, passages.count - 1))
  }
}
