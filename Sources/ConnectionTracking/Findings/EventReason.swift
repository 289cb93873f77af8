extension SegmentEvent {
  /// The evidence that decided the kind of an event.
  public enum Reason: UInt8, Hashable, Sendable, CaseIterable {
    /// Its TCP timestamp is older than that of a segment captured before (RFC 7323).
    case timestamp
    /// Its IP identification is lower than that of a segment captured before.
    case ipIdentification
    /// SACK blocks cover the data, or data after it (RFC 2018).
    case sack
    /// Duplicate acknowledgments came before it (RFC 5681, section 3.2).
    case duplicateAcks
    /// The time since the original, or since the gap appeared.
    case lag
    /// A duplicate SACK block (RFC 2883).
    case duplicateSACK
    /// An acknowledgment echoes a timestamp from before the retransmission (Eifel, RFC 3522).
    case eifel
    /// The data was acknowledged before.
    case acknowledged
    /// A retransmission time-out came before it, and its recovery has not ended.
    case lossRecovery
    /// The segment is the last one that was sent, so no later data can show its loss (RFC 8985, section 7).
    case lastSegment
    /// The segment has a SYN.
    case syn
    /// The segment has a FIN.
    case fin
    /// The receiver offers a small window (RFC 1122, section 4.2.3.3).
    case window
    /// The sender sends a small segment (RFC 1122, section 4.2.3.4).
    case segment
    /// The verification tag of an SCTP packet (RFC 9260, section 8.5).
    case verificationTag
    /// The gap blocks of an SCTP SACK chunk.
    case gapBlocks
    /// A duplicate TSN of an SCTP SACK chunk.
    case duplicateTSN
    /// A HEARTBEAT or HEARTBEAT ACK chunk.
    case heartbeat
    /// The T1-init timer expired (RFC 9260, section 5.1).
    case initTimer
    /// The T1-cookie timer expired (RFC 9260, section 5.1).
    case cookieTimer
    /// The T2-shutdown timer expired (RFC 9260, section 9.2).
    case shutdownTimer
    /// A repeated DCCP-Request.
    case request
    /// Its TTL differs from that of its apparent sender's packets.
    case timeToLive
    /// Its sequence number is beyond the receive window.
    case sequence
    /// Its apparent sender continues with new data.
    case dataFollows
  }
}
