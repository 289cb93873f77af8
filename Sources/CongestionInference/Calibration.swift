/// Every threshold of the inference: what it is compared with, its unit, and the recordings that set it.
///
/// Constants of the kernel and of RFCs are not here; they are in the models that mirror them. Unless said otherwise a
/// threshold was set by hand while a replay of recordings of Linux 6.x senders (veth and netem, Reno, CUBIC and BBR, at
/// the sender's and at the receiver's side) was compared with the windows that the kernel itself reported; scores over
/// such recordings hold them, and `SimulatedSenderTests` and `SimulatedCubicTests` hold the ones of the RFCs' models.
enum Calibration {
  /// Thresholds that group transmissions into bursts.
  enum Burst {
    /// A burst ends with a gap of more than this, in microseconds.
    static var gap: Int64 { 300 }
    /// A full segment that leaves later than this after an acknowledgment was paced, an earlier one was released by it;
    /// in microseconds.
    static var released: Int64 { 250 }
    /// A paced segment leaves this long after the one before, in microseconds.
    static var pacedGap: Int64 { 150 }
    /// A segment whose timestamp is older than this beyond the least age waited at the sender's own host, in
    /// microseconds; from Linux senders behind a token bucket of their own, whose queue holds 5 to 20 ms.
    static var hostQueue: Int64 { 2500 }
    /// Segments delivered before pacing is measured: Linux paces the first flights of all algorithms.
    static var pacingFrom: Int { 10 }
  }

  /// Thresholds of the full segment size, if the SYNs' options are missing or contradicted.
  enum SegmentSize {
    /// How often a segment of a smaller size, in the middle of a write, must be seen, before one of the expected size
    /// was and after it; other stacks count from gVisor's recordings, which announce 1460 and send 1420.
    static var shorter: Int { 2 }
    static var confirmed: Int { 16 }
    /// How often a size that is no multiple of the expected one must be seen, without any option.
    static var longer: Int { 3 }
  }

  /// How often the wire must contradict a model; from the recordings of ns-3, gVisor and Linux 6.1's other algorithms.
  enum Agreement {
    /// The number of responses in the recent share.
    static var memory: Double { 32 }
    /// The weight of a difference of one segment.
    static var single: Double { 0.25 }
    /// Pending writes that were not merged, which show that the sender is not Linux; from gVisor's recordings.
    static var splitWrites: Int { 4 }
    /// The recent share from which records follow the wire, and below which they follow the model again.
    static var following: (enter: Double, leave: Double) { (0.12, 0.04) }
  }

  /// How a window may grow and shrink that the receiver holds, so that nothing of it is seen; from gVisor's recordings.
  enum Observed {
    /// The largest factor of reductions in wide use: CUBIC's 0.7 (RFC 9438, section 4.6), rounded up.
    static var largestFactor: (kept: Int, of: Int) { (3, 4) }
    /// Congestion avoidance grows by at most one part of this of the acknowledged segments: CUBIC, H-TCP and BIC by less
    /// in the first seconds after a loss.
    static var avoidancePart: Int { 4 }
  }

  /// Thresholds of a sender's response to an acknowledgment.
  enum Response {
    /// A response that begins later than this was not released by the acknowledgment, in microseconds.
    static var prompt: Int64 { 1000 }
    /// Consecutive responses below a model's window after which the window counts as smaller.
    static var shortResponses: Int { 4 }
    /// Consecutive responses that fill the window after which it is known, if the capture began in the middle.
    static var midstreamResponses: Int { 32 }
    /// Round trips of silence before a segment that leaves alone is a probe.
    static var probeSilence: Int64 { 2 }

    /// Segments by which a window may seem too small if several acknowledgments share a tick of the clock.
    static func sharedTickSlack(window: Int) -> Int { 6 + window >> 4 }
  }

  /// The penalty of a model for a difference between its window and the wire's.
  enum Penalty {
    /// Points for a difference of the whole window.
    static var relative: Double { 4 }
    /// Points for each difference of more than one segment.
    static var several: Double { 0.4 }
    /// Points for each difference of one segment: senders round differently.
    static var single: Double { 0.02 }
    /// The upper bound of the expected difference to the wire, in sixteenths of a segment.
    static var differenceLimit: Int { 64 * 16 }
    /// Points above which a model of the RFCs is dropped for good; held by the simulated senders.
    static var drop: Double { 6 }
    /// Responses that raise the drop limit by one point.
    static var responsesPerPoint: Double { 50 }
    /// The window in segments from which CUBIC's clock tick affects it visibly.
    static var tickWindow: Int { 20 }

    /// The points for a difference in segments.
    static func points(difference: Int, of size: Int) -> Double {
      min(Double(difference) / Double(max(size, 1)), 1) * relative
        + (difference > 1 ? several : single)
    }

    /// The points that a model of the RFCs may have after some responses.
    static func dropLimit(responses: Int) -> Double { drop + Double(responses) / responsesPerPoint }
  }

  /// Thresholds that select the model which explains a sender; penalties are in points.
  enum Selection {
    /// Linux's models of Reno and CUBIC fit alike while their penalties differ by less than this.
    static var linuxTie: Double { 0.2 }
    /// From this difference on, one of them is named, and records no longer wait for the wire to decide.
    static var linuxDistinct: Double { 1 }
    /// Models of the RFCs fit alike while their penalties differ by no more than this; held by the simulated senders.
    static var rfcTie: Double { 0.1 }

    /// Acknowledgments before a model of the RFCs is considered.
    static var rfcEvidence: Int { 8 }
    /// Acknowledgments before it is considered for a sender with SACK, or without any reduction.
    static var rfcLongEvidence: Int { 200 }
    /// The share of paced full segments above which a sender follows no model of the RFCs.
    static var rfcPacingShare: Double { 0.3 }
    /// Points by which BBR must fit worse for a sender with SACK to follow an RFC.
    static var rfcBeforeBBR: Double { 1 }
    /// Points that a first flight below Linux's counts against Linux.
    static var foreignStart: Double { 1 }
    /// Points by which Linux's models must fit worse.
    static var rfcLead: Double { 1.5 }
    /// The factor by which the penalty of Linux's models must be larger.
    static var rfcFactor: Double { 4 }
    /// Points that the model of the RFCs itself may have.
    static var rfcPenalty: Double { 1 }

    /// Points that Reno and CUBIC need against them before BBR is considered.
    static var bbrPenalty: Double { 4 }
    /// Shares of full segments that left between acknowledgments: some, many, most.
    static var pacing: (some: Double, many: Double, most: Double) { (0.05, 0.3, 0.5) }
    /// The same share at a capture far from the sender, where paced segments look released by an acknowledgment.
    static var farPacing: Double { 0.01 }
    /// Acknowledgments before BBR is considered, with some pacing and without: without pacing, a misread loss must not
    /// be taken for BBR.
    static var bbrEvidence: (pacing: Int, silent: Int) { (60, 200) }
    /// How much of Reno's and CUBIC's penalty BBR's may be, with most segments paced and otherwise.
    static var bbrFactor: (most: Double, fewer: Double) { (1, 0.3) }
    /// Points against Reno and CUBIC for each acknowledgment, with many, some and no paced segments.
    static var bbrRate: (many: Double, some: Double, none: Double) { (0.02, 0.05, 0.1) }
  }

  /// BBR's window; from recordings of Linux 6.1, Linux 6.18 and ns-3.
  enum BBR {
    /// The maximum number of rounds for draining.
    static var drainRounds: Int64 { 2 }
    /// Segments by which the window may differ, because the place in the gain cycle is drawn at random.
    static var uncertainty: Int { 2 }
    /// Paced departures before it is known whether segments depart one by one: fewer than one in `singleShare` follows.
    static var departures: Int { 32 }
    static var singleShare: Int { 4 }
  }

  /// Thresholds of the verdict and of its confidence.
  enum Verdict {
    /// Points for each acknowledgment, and the share of responses that may contradict a model, up to which Linux's
    /// Reno or CUBIC is named: for senders that are Linux's, whose own algorithms have 0.006 and 0.02 at most in the
    /// recordings of Linux 6.1 and 6.18, while H-TCP, Illinois, Veno and BIC have more; far from the sender; and for
    /// other stacks.
    static var exact: (rate: Double, share: Double) { (0.008, 0.025) }
    static var exactFar: (rate: Double, share: Double) { (0.0097, 0.03) }
    static var foreign: (rate: Double, share: Double) { (0.05, 0.125) }
    /// Reductions that show their factor, and where its quartiles must be; from Linux 6.1's and ns-3's.
    static var reductions: Int { 5 }
    static var bic: ClosedRange<Double> { 0.77...0.82 }
    static var scalable: ClosedRange<Double> { 0.868...0.902 }
    static var reductionConfidence: Double { 0.85 }
    /// The factor of the confidence in such a name for other stacks; from the recordings of ns-3.
    static var foreignConfidence: Double { 0.95 }
    /// Acknowledgments before a sender is called loss-based at all.
    static var evidence: Int { 20 }
    /// The confidence in "loss-based".
    static var lossBasedConfidence: Double { 0.5 }
    /// Points of difference that give half of the confidence.
    static var halfConfidence: Double { 2 }
    /// The largest confidence of a verdict.
    static var mostConfidence: Double { 0.99 }
    /// The confidence lost for each point per acknowledgment, and the smallest factor that remains.
    static var misfitCost: (factor: Double, least: Double) { (4, 0.5) }
    /// Points that a first flight below Linux's adds for a model of the RFCs.
    static var foreignStart: Double { 2 }
    /// The cost of contradictions to the confidence: other algorithms whose windows are nearly Reno's or CUBIC's have a
    /// share of 0.03 and more, in the recordings of Linux 6.1; Linux's own of 0.01 mostly.
    static func cost(share: Double) -> Double { min(max(share - 0.01, 0) * 15, 0.45) }
    /// Reductions of smaller windows, in segments, do not show the factor: rounding hides it.
    static var factorWindow: Int32 { 8 }
    /// Round trips that the receive window must stop growth for before slow start counts as over.
    static var stallRoundTrips: Int64 { 2 }
  }

  /// Limits of window records.
  enum Record {
    /// Records that wait for the wire to decide between models.
    static var pendingLimit: Int { 1024 }
    /// Records that wait for the first acknowledgment.
    static var earlyPendingLimit: Int { 64 }
    /// The number of full segments with PSH followed by more data after which PSH does not count as the end of a write;
    /// from Linux 6.18's recordings at 100 Mb/s.
    static var buffers: Int { 4 }
    /// Acknowledgments that made room for a segment, without any sent, after which the sender had no more; from the
    /// tail losses of Linux 6.18's recordings.
    static var silentResponses: Int { 3 }
    /// Round trips of silence after which it had no more, in whatever the capture's records say.
    static var silentRoundTrips: Int64 { 2 }
    /// A sender whose segments were merged for transmission defers up to this share of its window to fill the next one.
    static var offloadShare: Int { 3 }
  }

  /// Thresholds of the timeline: when a sender far from the capture processed what was captured.
  enum Timeline {
    /// Segments examined before an analysis without a handshake begins.
    static var earlyLimit: Int { 64 }
    /// How long data waits for later acknowledgments: in round trips, and the least in microseconds.
    static var lookAhead: (roundTrips: Int64, least: Int64) { (4, 500_000) }
    /// Segments that wait at most.
    static var lookAheadLimit: Int { 4096 }
    /// Acknowledgments among which the peer's acknowledged data is searched for; the others wait for later segments.
    static var arrivalLimit: Int { 64 }
    /// The response time in microseconds below which the capture was made at the sender.
    static var nearDelay: Int64 { 500 }
    /// The capture was also made at the sender if its delay is less than one part of this of the other endpoint's.
    static var nearShare: Int64 { 20 }
    /// Jitter of the sender's clock within a tick, in microseconds.
    static var jitter: Int64 { 100 }
    /// An acknowledgment that came this much later than the tick of data has not released them, in microseconds.
    static var laterTick: Int64 { 1500 }
    /// The tick of a millisecond clock and jitter on the path, in microseconds: less is no pause of the sender's.
    static var tick: Int64 { 1200 }
    /// Half a tick, in microseconds.
    static var halfTick: Int64 { 500 }
    /// The clocks drift apart by one part of this: 50 parts per million.
    static var drift: Int64 { 20_000 }
    /// The part of a retransmission time-out, in eighths, that counts as expired: the sender's timer started before the
    /// replay's.
    static var timeoutEighths: Int64 { 7 }
    /// New segments after a lost retransmission that show a sender without RACK; from recordings of ns-3 and gVisor.
    static var ignoredLosses: Int { 3 }
    /// Segments reported after the first one was retransmitted again, without any sent, that show a time-out; from
    /// recordings of gVisor.
    static var silentDeliveries: Int { 8 }
    /// The reordering timer may expire this much early, in microseconds.
    static var reorderingSlack: Int64 { 500 }

    /// Whether a capture was taken far from a sender: it answers after `delay`, the other endpoint after `rest`.
    static func isFar(_ delay: Int64, rest: Int64) -> Bool {
      delay > nearDelay && delay > rest / nearShare
    }

    /// Whether a timer of `timeout` microseconds has expired after `elapsed`.
    static func hasExpired(_ elapsed: Int64, timeout: Int) -> Bool {
      elapsed >= Int64(timeout) * timeoutEighths / 8
    }
  }

  /// Thresholds of the window scale's inference; held by `FlowControlTests`.
  enum WindowScale {
    /// How often a sign must occur before it counts: captures lose and reorder packets.
    static var occurrences: UInt16 { 3 }
    /// Units by which a window must shrink while its right edge stays, to show the shift.
    static var shrinkage: Int { 4 }
    /// How often the right edge must stay.
    static var standstills: UInt16 { 6 }
    /// A shift is chosen if its count is this many times any other.
    static var dominance: UInt32 { 4 }
  }

  /// Thresholds of stop-and-wait senders; held by `FlowControlTests`.
  enum StopAndWait {
    /// TCP segments below which a transfer is too short for a verdict.
    static var segments: Int { 3 }
    /// UDP blocks below which a flow is too short for a verdict.
    static var blocks: Int { 4 }
    /// An answer is at most one part of this of a block.
    static var answerPart: UInt64 { 4 }
    /// A block is repeated after this many times the shortest wait for an answer.
    static var repetition: Int64 { 2 }
  }
}
