import InternetTypes
import PacketDissection

/// The times of the handshake: which SYN a SYN-ACK answers, and which SYN-ACK an ACK answers.
///
/// After a retransmission an answer is no measurement (Karn's algorithm, RFC 6298, section 3), unless its TSecr names
/// the last transmission (RFC 7323, section 4).
extension Connection {
  /// TSval of the last SYN or SYN-ACK, 0 without the option.
  ///
  /// It is stored in `ackTime`, which is unused until the handshake ends.
  private var handshakeTimestamp: UInt32 {
    get { UInt32(truncatingIfNeeded: ackTime.rawValue) }
    set { ackTime = Timestamp(rawValue: Int64(newValue)) }
  }

  /// Whether a segment echoes the last SYN or SYN-ACK.
  private func echoesHandshake(_ segment: Segment) -> Bool {
    segment.hasTimestamps && handshakeTimestamp != 0
      && segment.timestampEcho == handshakeTimestamp
  }

  /// Notes a segment that may be part of the handshake.
  mutating func noteHandshake(_ segment: Segment, _ side: Side) {
    guard !flags.contains(.hasAckTime), !segment.hasRST else { return }
    if segment.hasSYN {
      if !segment.hasACK {
        if side == .client { noteRequest(segment) }
      } else if side == .server {
        noteAnswer(segment)
      }
    } else if side == .client, segment.hasACK, flags.contains(.hasSYNAckTime) {
      if echoesHandshake(segment) { flags.remove(.isAnswerAmbiguous) }
      ackTime = segment.time
      flags.insert(.hasAckTime)
    }
  }

  /// Notes a SYN before the SYN-ACK.
  private mutating func noteRequest(_ segment: Segment) {
    guard !flags.contains(.hasSYNAckTime) else { return }
    if flags.contains(.hasSYNTime) { flags.insert(.isRequestAmbiguous) }
    synTime = segment.time
    flags.insert(.hasSYNTime)
    handshakeTimestamp = segment.hasTimestamps ? segment.timestampValue : 0
  }

  /// Notes a SYN-ACK, the first or a retransmitted one.
  private mutating func noteAnswer(_ segment: Segment) {
    if flags.contains(.hasSYNAckTime) {
      flags.insert(.isAnswerAmbiguous)
      // The time from the SYN to the first SYN-ACK is kept.
      if flags.contains(.hasSYNTime) {
        synTime = Timestamp(
          rawValue: synTime.rawValue &+ (segment.time.rawValue &- synAckTime.rawValue))
      }
    } else if echoesHandshake(segment) {
      flags.remove(.isRequestAmbiguous)
    }
    synAckTime = segment.time
    flags.insert(.hasSYNAckTime)
    handshakeTimestamp = segment.hasTimestamps ? segment.timestampValue : 0
  }
}
