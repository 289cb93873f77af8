import InternetTypes
import PacketDissection

/// One endpoint of an SCTP association, as far as the capture shows it.
struct SCTPEndpoint {
  /// What an INIT or INIT ACK states, until it shows whether the association begins with it.
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

  /// Offers that wait, at most: a server makes one for each INIT and remembers none (RFC 9260, section 5.1.3).
  private static var offerLimit: Int { 4 }

  var state = EndpointState.unknown
  /// What it chose, sent and was counted of it.
  var summary = SCTPEndpointSummary()
  /// The data that it sends.
  var stream = SCTPStream()
  /// The offers of its latest INIT ACKs.
  private(set) var offers: [Offer] = []
  /// The INIT by which it wants to begin anew within the association.
  var restart: Offer?
  /// Whether its tag was chosen in the handshake, not only seen in use.
  private(set) var isTagSettled = false
  /// A tag other than its own that its peer used, and how many times in a row.
  private var otherTag: UInt32 = 0
  private var otherTagCount = 0
  /// The SHUTDOWN that was sent to it, not yet known to have arrived.
  var pendingShutdown: PacketMoment?
  var packets: UInt64 = 0

  /// Whether packets to it carry this tag, or may do so while the handshake lasts.
  func accepts(_ tag: UInt32) -> Bool {
    summary.tag == tag || offers.contains { $0.tag == tag } || restart?.tag == tag
  }

  /// The offer with a tag.
  func offer(_ tag: UInt32) -> Offer? { offers.last { $0.tag == tag } }

  /// Notes an offer of an INIT ACK.
  mutating func add(_ offer: Offer) {
    offers.removeAll { $0.tag == offer.tag }
    if offers.count == Self.offerLimit { offers.removeFirst() }
    offers.append(offer)
  }

  /// Forgets offers: the association is open.
  mutating func removeOffers() {
    offers.removeAll()
    restart = nil
  }

  /// Begins with an offer.
  mutating func adopt(_ offer: Offer, budget: inout Int) {
    if isTagSettled, summary.tag == offer.tag, summary.initialSequence == offer.sequence { return }
    summary.tag = offer.tag
    isTagSettled = true
    summary.outboundStreams = offer.outboundStreams
    summary.inboundStreams = offer.inboundStreams
    summary.initialSequence = offer.sequence
    summary.initialWindow = offer.window
    stream.begin(at: offer.sequence, budget: &budget)
  }

  /// Takes a tag from use: the first one, or after three packets in a row another one in place of one that was never settled.
  ///
  /// - Returns: whether it is the tag of packets to this endpoint from now on.
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

  // MARK: Its data

  /// Takes a chunk of data that it sends.
  mutating func takeData(
    _ data: SCTPData, size: Int, isInterleaved: Bool, at moment: PacketMoment,
    _ detail: inout SegmentEvent.Detail, budget: inout Int
  ) -> SCTPStream.Verdict {
    stream.take(
      data, size: size, isInterleaved: isInterleaved, at: moment, &summary, &detail,
      budget: &budget)
  }

  /// Takes an acknowledgment that its peer sends.
  mutating func takeAcknowledgment(
    _ sack: SCTPSelectiveAcknowledgment, in frame: Span<UInt8>, at time: PacketTime
  ) -> SCTPStream.Answer {
    stream.take(sack, in: frame, at: time, &summary)
  }

  /// Takes the cumulative acknowledgment that its peer's SHUTDOWN states.
  mutating func takeAcknowledgment(of number: UInt32, at time: PacketTime) {
    _ = stream.advance(to: number, at: time, &summary)
  }
}
