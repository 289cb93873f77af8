import InternetTypes

/// All thresholds of the detector; rates are attempts per second.
///
/// They were tuned on labelled recordings of real stacks; the manual explains them to users.
struct Thresholds {
  /// The interval between evaluations of the targets.
  static var tick: Nanoseconds { .milliseconds(250) }
  static var tickSeconds: Double { 0.25 }

  /// The age at which an attempt is judged: by then a stack without an answer has retransmitted its SYN (after one
  /// second, RFC 6298), and a client with an answer has completed the handshake.
  static var judgementAge: Nanoseconds { .milliseconds(1250) }

  /// The age from which an attempt is judged at the end of the input: more than a round trip of most paths.
  static var leastAge: Nanoseconds { .milliseconds(250) }

  /// The minimum attempts per second that are judged at the end of the input, and the multiple of the usual rate:
  /// clients of a server that has just failed would retransmit only later.
  static var finalRate: Double { 100 }
  static var finalIncrease: Double { 3 }

  /// A packet this much older than an earlier one shows that the clock was set back.
  static var clockStep: Nanoseconds { .seconds(1) }

  /// A client retransmits a SYN no earlier than a second after the previous one (RFC 6298, section 2.1), less a
  /// tolerance, and at most this often (`tcp_syn_retries` of Linux is 6, with linear time-outs 4 more).
  static var leastRepeatAge: Nanoseconds { .milliseconds(700) }
  static var mostRepeats: UInt8 { 11 }

  /// The maximum sources, and the maximum half-open attempts at a time, of health checks that reset the connections
  /// they open.
  static var checkingSources: Int { 32 }
  static var checkingHalfOpen: Int64 { 16 }

  /// A repeated SYN is a retransmission from this age on; before, the capture saw one packet twice.
  static var duplicateAge: Nanoseconds { .milliseconds(200) }

  /// The age at which an attempt with a retransmitted SYN is judged again: by then a real client with an answer has
  /// completed the handshake.
  static var reviewAge: Nanoseconds { .seconds(5) }

  /// How long an attempt counts as half open: Linux gives up after its fifth SYN-ACK retransmission, 63 seconds.
  static var halfOpenAge: Nanoseconds { .seconds(63) }

  /// How long attempts stay in the table when there are too many; sampling keeps their rate that low.
  static var tableAge: Nanoseconds { .seconds(12) }

  /// Silent attempts at a listener: the rate below which they are never an attack, and the excess that is one.
  static var silenceFloor: Double { 5 }
  static var silenceHeight: Double { 25 }

  /// Attempts that the client reset, which leave no half-open connection: floor and height as for silent ones.
  static var resetFloor: Double { 60 }
  static var resetHeight: Double { 40 }

  /// Attempts over many ports of a host or many hosts of a network: floor and height as for silent ones.
  static var spreadFloor: Double { 15 }
  static var spreadHeight: Double { 60 }

  /// Unsolicited SYN-ACKs by sender (backscatter) and by receiver (reflection): floors and heights.
  static var backscatterFloor: Double { 3 }
  static var backscatterHeight: Double { 25 }
  static var reflectionFloor: Double { 20 }
  static var reflectionHeight: Double { 40 }

  /// The suspicious attempts as a share of the completed handshakes, for severity `alert` and `watch`.
  static var alertShare: Double { 0.3 }
  static var watchShare: Double { 0.1 }

  /// The rate from which a single source is a flood, and the same if it resets the answers, as health checks do.
  static var singleSourceRate: Double { 30 }
  static var singleResetRate: Double { 80 }

  /// Packets of flows that a host does not answer: the rate from which they may be a flood, and for how many ticks it
  /// must last, without and with refusals.
  static var volumeRate: UInt32 { 200 }
  static var volumeTicks: Int { 8 }
  static var refusedTicks: Int { 3 }

  /// The fewest records for an alert, however many attempts each represents.
  static var leastRecords: UInt32 { 12 }

  /// The share of suspicious attempts with the same time to live, and of those with a source of its own, from which one
  /// machine forged them, and the fewest records that show it.
  static var forgedShare: Double { 0.9 }
  static var forgedRecords: UInt32 { 100 }

  /// The fewest ports or hosts of a scan, and the share of them where it fails.
  static var scanTargets: Double { 20 }
  static var scanFailedShare: Double { 0.6 }
  /// The idle time after which a source's counts restart.
  static var scanIdle: Nanoseconds { .seconds(300) }

  /// The time without attempts after which an outage alert is closed.
  static var outageIdle: Nanoseconds { .seconds(10) }

  /// The number of quiet ticks after which an alert is closed: 5 seconds.
  static var quietTicks: Int { 20 }
}
