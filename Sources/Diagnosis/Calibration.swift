/// Every threshold of the rules: what it is compared with, its unit, and the recordings that set it.
///
/// Recordings named here are runs of Linux 6.18 senders between two network namespaces: the emulator wrote down which
/// packets it dropped at its full queue and which on the wire, and the kernel what limited each socket (TCP_INFO).
enum Calibration {
  /// A queue on the path.
  enum Queue {
    /// A loss at this share of the longest usual queueing delay was a full queue's: in recordings with drop tail
    /// alone all losses are above 0.7, in those with random loss alone under a third of them are.
    static var fullShare: Double { 0.6 }
    /// The quantile of delays that counts as the longest usual one; the largest are often a stall of a host.
    static var quantile: Double { 0.97 }
    /// Delays below this are no queue, as a share of the shortest round trip, and in microseconds: a sender's own
    /// bursts wait 4 ms of 60 in the fixture `cubic-loss`, whose losses were made by a list.
    static var least: (share: Double, time: Int) { (0.25, 1000) }
    /// A shallower queue counts if so many losses all come at this share of its longest delay.
    static var shallow: (share: Double, episodes: Int, fullShare: Double) { (0.08, 3, 0.75) }
    /// Round trips of the peer's own data, from which on they can contradict estimated ones.
    static var measuredSamples: UInt64 { 8 }
    /// A queue is bloated from these delays: in round trips, and microseconds.
    static var bloated: (roundTrips: Double, time: Int) { (3, 150_000) }
  }

  /// Losses that no full queue explains.
  enum PathLoss {
    /// Episodes below a full queue, from which on the path lost packets; one can be a burst of other traffic.
    static var episodes: Int { 2 }
    /// Their least share among all episodes.
    static var share: Double { 0.25 }
    /// Round trips that must have been measured to tell a queue from its absence.
    static var roundTrips: UInt64 { 8 }
    /// In a transfer without windows a queue is possible from this growth of the round trips on.
    static var grownRoundTrip: Double { 1.5 }
  }

  /// A policer: losses at a steady rate without a queue.
  enum Policer {
    /// Loss episodes, and segments lost in each, from which on a policer is considered.
    static var episodes: Int { 5 }
    static var lostInEach: Double { 3 }
    /// The most that the rates between them may differ, as a standard deviation divided by the mean: bursts of loss
    /// on a radio link, of a recording with the Gilbert model, differ by 0.4.
    static var rateSpread: Double { 0.12 }
  }

  /// A limit of the receiver, the sender's host or its application, as a share of the transfer's time.
  enum Limit {
    /// From this share on the receiver's window is a problem: the kernel's own clock says less than 5 % in recordings
    /// in which a window was only touched.
    static var receiver: Double { 0.2 }
    /// From this share on the application is named.
    static var application: Double { 0.3 }
    /// From this share on it is what a transfer waited for, and other limits are notices.
    static var mostlyApplication: Double { 0.5 }
    /// From this share on the sender's host is named.
    static var host: Double { 0.4 }
    /// From this share on a full path is a problem.
    static var path: Double { 0.3 }
    /// Less time than this at a full path is a notice, in nanoseconds: slow start of a short transfer overshoots once.
    static var pathTime: Int64 { 250_000_000 }
    /// Less time than this is not worth a finding, in nanoseconds.
    static var least: Int64 { 100_000_000 }
    /// A shorter time is worth a notice if the receiver's window held so much of the transfer, for as many nanoseconds.
    static var receiverOfShort: Double { 0.4 }
    static var shortest: Int64 { 5_000_000 }
    /// The application is not named below so many round trips: a request takes one to arrive.
    static var applicationRoundTrips: Int64 { 3 }
    /// So many duplicate acknowledgments report a hole (RFC 5681, section 3.2).
    static var reportedHole: UInt64 { 3 }
    /// The share of the receiver's time in which a window of zero explains it.
    static var closed: Double { 0.6 }
  }

  /// Small segments, as a share of a full one, in a transfer of at least so many segments.
  enum SmallSegments {
    static var share: Double { 0.6 }
    static var segments: UInt64 { 50 }
    /// The least share of the time in which the window, not the application, held them back.
    static var windowShare: Double { 0.3 }
  }

  /// Nagle's algorithm against delayed acknowledgments.
  enum DelayedAck {
    /// How long a receiver delays acknowledgments, in nanoseconds: 40 ms on Linux, up to 200 ms elsewhere; RFC 1122
    /// allows less than 500 ms.
    static var delays: ClosedRange<Int64> { 30_000_000...260_000_000 }
    /// A segment that leaves this soon after the acknowledgment was held back for it, in nanoseconds.
    static var releaseTime: Int64 { 2_000_000 }
    /// How often it must happen.
    static var count: UInt64 { 3 }
  }

  /// Packets out of order.
  enum Reordering {
    /// How often, and in which share of the data segments: duplicate acknowledgments alone are also made by lost
    /// acknowledgments and by a host that is late.
    static var count: UInt64 { 8 }
    static var share: Double { 0.002 }
  }

  /// The opening of connections.
  enum Opening {
    /// SYN-ACKs retransmitted after the handshake was complete, from which on the accept queue is suspected.
    static var answersAfterHandshake: UInt64 { 2 }
    /// The server is next to the capture point if its round trip is this share of the client's.
    static var nearShare: Double { 0.1 }
  }

  /// The ending of connections.
  enum Ending {
    /// Retransmissions of the same data, without an answer, at the end.
    static var unanswered: UInt64 { 3 }
    /// Keep-alive probes more than their answers.
    static var probes: UInt64 { 2 }
    /// Silence before a reset that a time-out of the path explains, in nanoseconds.
    static var idle: Int64 { 60_000_000_000 }
    /// Silence after the server's last word, from which on a reset is a way to close, in nanoseconds.
    static var closingSilence: Int64 { 1_000_000_000 }
    /// Bytes that may arrive at a host that has closed without anyone missing them: an alert of TLS has 7 to 69.
    static var alertBytes: UInt64 { 100 }
    /// How long one side may stay open after the other has closed, in nanoseconds.
    static var halfClosed: Int64 { 60_000_000_000 }
  }

  /// Names and security.
  enum Names {
    /// DNS answers, and TLS handshakes, slower than this are worth a notice, and a problem, in nanoseconds.
    static var slowAnswer: (notice: Int64, problem: Int64) { (200_000_000, 1_000_000_000) }
    /// When a resolver's client gives a query up (resolv.conf(5): timeout), in nanoseconds.
    static var answerTime: Int64 { 5_000_000_000 }
    static var slowHandshake: (notice: Int64, problem: Int64) { (500_000_000, 2_000_000_000) }
    /// A TLS handshake that takes this many round trips is not the path's fault.
    static var handshakeRoundTrips: Int64 { 4 }
    /// Bytes of a TLS alert: a record header and two bytes (RFC 8446, section 6).
    static var alertSize: UInt64 { 7 }
  }

  /// A transfer that ends in slow start.
  enum Short {
    /// The least number of round trips that the window's growth cost.
    static var roundTrips: Int64 { 3 }
    /// Segments beyond Linux's initial window (RFC 6928).
    static var segments: UInt64 { 11 }
    /// Round trips that slow start takes at most: a window of ten segments grows beyond 100,000 in 14, half as fast with
    /// delayed acknowledgments.
    static var slowStartRoundTrips: Int64 { 28 }
  }

  /// The capture.
  enum Capture {
    /// A packet is larger than a path's from this payload on: Ethernet's 1500 bytes.
    static var largeSegment: UInt64 { 1500 }
    /// A clock stepped back by at least this, in nanoseconds.
    static var clockStep: Int64 { 1_000_000_000 }
  }
}
