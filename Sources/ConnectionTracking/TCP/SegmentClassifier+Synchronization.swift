import InternetTypes
import PacketDissection

/// Initial sequence numbers and the options of SYNs.
extension SegmentClassifier {
  /// Learns where the sequence spaces of both sides start, and the options of a SYN.
  func synchronize(_ connection: inout Connection, _ segment: Segment, _ side: Side) {
    let (index, peer) = (side.index, side.peer.index)
    if !connection.endpoints[index].flags.contains(.hasSequence) {
      connection.endpoints[index].base = segment.sequence
      connection.endpoints[index].sendNext = 0
      connection.endpoints[index].flags.insert(.hasSequence)
    }
    if segment.hasSYN, segment.sequence != connection.endpoints[index].base,
      connection.endpoints[index].acknowledged == 0, connection.endpoints[index].sendNext == 1
    {
      // A SYN-ACK with another sequence number, as the previous one was not acknowledged.
      connection.endpoints[index].base = segment.sequence
      connection.endpoints[index].sendNext = 0
    }
    if segment.hasACK && !connection.endpoints[peer].flags.contains(.hasSequence) {
      // An acknowledgment of a SYN that was not captured: the SYN takes one number.
      let isAnswer = segment.hasSYN || connection.endpoints[index].flags.contains(.hasSentSYN)
      connection.endpoints[peer].base = segment.acknowledgment &- (isAnswer ? 1 : 0)
      connection.endpoints[peer].sendNext = isAnswer ? 1 : 0
      connection.endpoints[peer].acknowledged = connection.endpoints[peer].sendNext
      connection.endpoints[peer].flags.insert(.hasSequence)
    }
    if segment.hasTimestamps { connection.endpoints[index].flags.insert(.hasTimestamps) }
    // A SYN with another number than the first is not part of the open connection, so its options are ignored. If the
    // capture starts after the SYN, the number after the SYN is 0, and the SYN's own is the highest.
    let start = segment.sequence &- connection.endpoints[index].base
    if segment.hasSYN, start == 0 || start == .max || connection.endpoints[index].acknowledged == 0
    {
      applyOptions(&connection, segment, index, peer)
    }
  }

  /// Applies the options of a SYN.
  private func applyOptions(
    _ connection: inout Connection, _ segment: Segment, _ index: Int, _ peer: Int
  ) {
    connection.endpoints[index].flags.insert(.hasSentSYN)
    connection.endpoints[index].maximumSegmentSize = segment.maximumSegmentSize
    connection.endpoints[index].windowScale = segment.windowScale
    if segment.isSACKPermitted { connection.endpoints[index].flags.insert(.isSACKPermitted) }
    if segment.hasFastOpen { connection.endpoints[index].flags.insert(.hasFastOpen) }
    if segment.length > 0 { connection.endpoints[index].flags.insert(.sentFastOpenData) }
    connection.noteECNOffer(segment, index, peer)
    if segment.hasACK {
      // Windows are scaled only if both SYNs offered it (RFC 7323, section 2.2).
      if !segment.windowScale.isOffered { connection.endpoints[peer].windowScale = .unused }
      if connection.endpoints[peer].flags.contains(.hasSentSYN),
        !connection.endpoints[peer].windowScale.isOffered
      {
        connection.endpoints[index].windowScale = .unused
      }
    }
  }
}
