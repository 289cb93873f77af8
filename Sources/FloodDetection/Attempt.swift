import InternetTypes

/// A connection attempt and its status, in 64 bytes: a SYN, or a SYN-ACK whose SYN was not seen.
struct Attempt {
  /// The status of an attempt.
  struct Status: OptionSet {
    var rawValue: UInt8

    /// A SYN-ACK answered the SYN.
    static var answered: Status { Status(rawValue: 1) }
    /// The SYN was retransmitted: the client waits for an answer.
    static var retransmitted: Status { Status(rawValue: 2) }
    /// The handshake was completed.
    static var completed: Status { Status(rawValue: 4) }
    /// The client answered the SYN-ACK with a reset.
    static var reset: Status { Status(rawValue: 8) }
    /// The server answered the SYN with a reset.
    static var refused: Status { Status(rawValue: 16) }
    /// An ICMP error answered the SYN.
    static var unreachable: Status { Status(rawValue: 32) }
    /// It was judged.
    static var judged: Status { Status(rawValue: 64) }
    /// It began with a SYN-ACK; its `source` is the receiver.
    static var unsolicited: Status { Status(rawValue: 128) }

    /// It has ended, with any outcome.
    static var resolved: Status { [.completed, .reset, .refused, .unreachable] }
  }

  /// The client's address.
  var source: HostNumber
  /// The hash of addresses and ports under the detector's key.
  var key: UInt64
  /// When it began, in `AttemptTable.Time`.
  var time: UInt32
  /// The server's address, hashed.
  var destinationHash: UInt32
  /// The client's initial sequence number; 0 in an unsolicited one.
  var clientSequence: SequenceNumber
  /// The server's initial sequence number; before the SYN-ACK, the one that an acknowledgment implies.
  var serverSequence: SequenceNumber
  /// The targets that count it.
  var listener: TargetID
  var host: TargetID
  var network: TargetID
  /// Position of the next older attempt in the same bucket.
  var next: UInt32
  /// The server's port.
  var port: UInt16
  /// The SYN's window.
  var window: UInt16
  /// The SYN's time to live.
  var timeToLive: UInt8
  /// The options of the SYN.
  var options: OptionSignature
  var status: Status
  /// The binary logarithm of `weight` in the lower half, `repeats` in the upper one.
  var shift: UInt8

  /// The value of `repeats` if a recorded SYN is being replayed.
  static var replayed: UInt8 { 15 }

  /// How often the SYN was repeated.
  var repeats: UInt8 {
    get { shift >> 4 }
    set { shift = shift & 15 | newValue << 4 }
  }

  /// Whether the SYN is replayed: each repetition is an attempt of its own.
  var isReplayed: Bool { repeats == Self.replayed }

  /// How many attempts it represents if attempts are sampled.
  var weight: UInt32 { 1 << UInt32(shift & 15) }
}
