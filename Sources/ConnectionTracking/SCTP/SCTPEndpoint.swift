import InternetTypes
import PacketDissection

/// One endpoint of an SCTP association, as far as the capture shows it.
struct SCTPEndpoint {
  /// The parameters of an INIT or INIT ACK, kept until the handshake shows whether the association uses them.
  struct Offer {
    var tag: UInt32
    var sequence: UInt32
    var outboundStreams: UInt16
    var inboundStreams: UInt16
    var window: UInt32
    var moment: PacketMoment

    init(_ initiation: SCTPInitiation, at moment: PacketMoment) {
      tag = initiation.tag
      sequence = initiation.sequence
      outboundStreams = initiation.outboundStreams
      inboundStreams = initiation.inboundStreams
      window = initiation.receiverWindow
      self.moment = moment
    }
  }

  /// The most offers kept: a server makes one for each INIT, and keeps no state (RFC 9260, section 5.1.3).
  private static var offerLimit: Int { 4 }

  var state = EndpointState.unknown
  /// Its choices and counters.
  var summary = SCTPEndpointSummary()
  /// The data that it sends.
  var stream = SCTPStream()
  /// The offers of its last INIT ACKs.
  private(set) var offers: [Offer] = []
  /// The INIT with which it asks to restart the association.
  var restart: Offer?
  /// Whether its tag is known from the handshake, not only from use.
  private(set) var isTagSettled = false
  /// Another tag that its peer used, and how many times in a row.
  private var otherTag: UInt32 = 0
  private var otherTagCount = 0
  /// A SHUTDOWN sent to it that may not have arrived.
  var pendingShutdown: PacketMoment?
  var packets: UInt64 = 0

  /// Whether packets to it may carry a tag: its own, or one that it offered.
  func accepts(_ tag: UInt32) -> Bool {
    summary.tag == tag || offers.contains { $0.tag == tag } || restart?.tag == tag
  }

  /// The last offer with a tag.
  func offer(_ tag: UInt32) -> Offer? { offers.last { $0.tag == tag } }

  /// Keeps the offer of an INIT ACK.
  mutating func add(_ offer: Offer) {
    offers.removeAll { $0.tag == offer.tag }
    if offers.count == Self.offerLimit { offers.removeFirst() }
    offers.append(offer)
  }

  /// Removes all offers: the association is open.
  mutating func removeOffers() {
    offers.removeAll()
    restart = nil
  }

  /// Starts the association with an offer.
  mutating func adopt(_ offer: Offer, budget: inout Int) {
    if isTagSettled, summary.tag == offer.tag, summary.initialSequence == offer.sequence { return }
    summary.tag = offer.tag
    isTagSettled = true
    summary.outboundStreams = offer.outboundStreams
    summary.inboundStreams = offer.inboundStreams
    summary.initialSequence = offer.sequence
    summary.initialWindow = offer.window
    stream.start(at: offer.sequence, budget: &budget)
  }

  /// Learns the tag from a packet: the first one, or after three packets in a row another one, unless the handshake was
  /// captured.
  ///
  /// - Returns: whether packets to this endpoint carry this tag from now on.
  mutating func learn(_ tag: UInt32) -> Bool {
    guard summary.tag != nil else {
      summary.tag = tag
      return true
    }
    guard !isTagSettled else { return false }
    otherTagCount = otherTag == tag ? otherTagCount &+ 1 : 1
    otherTag = tag
    guard otherTagCount >= 3 else { return false }
    otherTagCount = 0
    summary.tag = tag
    return true
  }

  // MARK: Data

  /// Applies a data chunk that it sent.
  mutating func applyData(
    _ data: SCTPData, size: Int, isInterleaved: Bool, at moment: PacketMoment,
    _ detail: inout SegmentEvent.Detail, budget: inout Int
  ) -> SCTPStream.Verdict {
    stream.apply(
      data, size: size, isInterleaved: isInterleaved, at: moment, &summary, &detail,
      budget: &budget)
  }

  /// Applies a SACK that its peer sent.
  mutating func applyAcknowledgment(
    _ sack: SCTPSelectiveAcknowledgment, in frame: Span<UInt8>, at time: Timestamp
  ) -> SCTPStream.Answer {
    stream.apply(sack, in: frame, at: time, &summary)
  }

  /// Applies the cumulative TSN acknowledgment of its peer's SHUTDOWN.
  mutating func applyAcknowledgment(of number: UInt32, at time: Timestamp) {
    _ = stream.advance(to: number, at: time, &summary)
  }
}
