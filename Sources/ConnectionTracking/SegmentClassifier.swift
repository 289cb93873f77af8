import BasicContainers
import InternetTypes
import PacketDissection

/// Follows the sequence spaces of connections, and says what each segment is besides the next one.
///
/// The conditions of an event are those that Wireshark's users know; where Wireshark guesses by fixed times,
/// evidence of the connection itself is used: time stamps, IP identification, SACK blocks, its round-trip time.
struct SegmentClassifier: ~Copyable {
  var streams = Slab<StreamDetail>()

  /// Takes the next segment, counts it, and returns where it lies; nil for a copy of one that was there already.
  mutating func take(
    _ connection: inout Connection, _ segment: Segment, from side: Side, _ findings: inout Findings
  ) -> Placement? {
    let peer = side.peer
    if isCopy(connection, segment, side) {
      report(.duplicatePacket, connection, segment, side, &findings)
      return nil
    }
    remember(&connection, segment, side)
    if segment.hasRST {
      let start = connection[side].unwrap(segment.sequence)
      let next = connection[side].sendNext
      return Placement(
        start: start, end: start, acknowledgment: connection[peer].unwrap(segment.acknowledgment),
        previousNext: next)
    }
    synchronize(&connection, segment, side)
    let start = connection[side].unwrap(segment.sequence)
    var place = Placement(
      start: start, end: start &+ segment.sequenceLength,
      acknowledgment: connection[peer].unwrap(segment.acknowledgment),
      previousNext: connection[side].sendNext)
    if segment.length > 0 && connection[side].detail == 0 {
      connection[side].detail = streams.insert(StreamDetail()) + 1
    }
    let role = examine(&connection, segment, side, place, &findings)
    if segment.hasACK {
      takeAcknowledgment(&connection, segment, side, place, role, &findings)
    }
    if role == .none { takeData(&connection, segment, side, place, &findings) }
    noteWindow(&connection, segment, side)
    connection[side].marks.remove([.lastWasKeepAlive, .lastWasZeroWindowProbe])
    if role == .keepAlive { connection[side].marks.insert(.lastWasKeepAlive) }
    if role == .zeroWindowProbe { connection[side].marks.insert(.lastWasZeroWindowProbe) }
    let finEnd = connection[side].finEnd
    if finEnd > 0 {
      place.isFinComplete =
        connection[side].acknowledged >= finEnd
        || connection[side].sendNext >= finEnd && !hasGap(connection[side])
    }
    return place
  }

  /// What a segment is that carries no data of the stream.
  enum Role {
    case none, keepAlive, zeroWindowProbe, keepAliveAck, zeroWindowProbeAck
  }

  // MARK: Copies

  /// Whether the same packet was captured before: a capture on several interfaces, or a network that doubles.
  private func isCopy(
    _ connection: Connection, _ segment: Segment, _ side: Side
  ) -> Bool {
    let sender = connection[side]
    guard sender.packets > 1 else { return false }
    let signature = Self.signature(segment)
    let consumes = segment.sequenceLength > 0
    var isKnown = sender.signature == signature
    if !isKnown, consumes, sender.detail != 0 {
      for index in 0..<4 where streams[sender.detail - 1].signatures[index] == signature {
        isKnown = true
      }
    }
    guard isKnown else { return false }
    if segment.identification != 0 { return true }
    guard consumes else { return false }
    // Without an identification a sender that repeats itself looks the same; but that takes it a round trip.
    let lag = segment.time.nanoseconds(since: connection.last)
    return segment.hasTimestamps || lag < (connection.handshakeRoundTrip ?? 2_000_000) / 2
  }

  /// What tells a packet from others of its connection.
  private static func signature(_ segment: Segment) -> UInt32 {
    var mixed = UInt64(segment.sequence) &* 0x9e37_79b9_7f4a_7c15
    mixed ^= UInt64(segment.acknowledgment) &* 0xc2b2_ae3d_27d4_eb4f
    let rest =
      UInt64(segment.checksum) << 48 | UInt64(segment.identification) << 32
      | UInt64(segment.flags.rawValue) << 24 | UInt64(segment.window)
    mixed = (mixed ^ rest) &* 0x1656_67b1_9e37_79f9
    mixed ^= UInt64(segment.timestampValue) &+ UInt64(segment.length) << 32
    mixed = (mixed ^ mixed >> 29) &* 0x9e37_79b9_7f4a_7c15
    return UInt32(truncatingIfNeeded: mixed >> 32)
  }

  private mutating func remember(
    _ connection: inout Connection, _ segment: Segment, _ side: Side
  ) {
    let signature = Self.signature(segment)
    connection[side].signature = signature
    guard segment.length > 0, connection[side].detail != 0 else { return }
    let detail = connection[side].detail - 1
    let at = Int(streams[detail].nextSignature) & 3
    streams[detail].signatures[at] = signature
    streams[detail].nextSignature = UInt8(at + 1)
  }

  // MARK: Synchronisation

  /// Learns where the sequence numbers begin, and what the SYN's options say.
  private func synchronize(_ connection: inout Connection, _ segment: Segment, _ side: Side) {
    let peer = side.peer
    if !connection[side].marks.contains(.hasSequence) {
      connection[side].base = segment.sequence
      connection[side].sendNext = 0
      connection[side].marks.insert(.hasSequence)
    }
    if segment.hasACK && !connection[peer].marks.contains(.hasSequence) {
      // What acknowledges a SYN that was not captured acknowledges one number.
      let isAnswer = segment.hasSYN || connection[side].marks.contains(.hasSentSYN)
      connection[peer].base = segment.acknowledgment &- (isAnswer ? 1 : 0)
      connection[peer].sendNext = isAnswer ? 1 : 0
      connection[peer].acknowledged = connection[peer].sendNext
      connection[peer].marks.insert(.hasSequence)
    }
    if segment.hasTimestamps { connection[side].marks.insert(.hasTimestamps) }
    if segment.hasSYN { synchronizeOptions(&connection, segment, side) }
  }

  private func synchronizeOptions(
    _ connection: inout Connection, _ segment: Segment, _ side: Side
  ) {
    let peer = side.peer
    connection[side].marks.insert(.hasSentSYN)
    connection[side].maximumSegmentSize = segment.maximumSegmentSize
    connection[side].windowScale = segment.windowScale
    if segment.isSACKPermitted { connection[side].marks.insert(.isSACKPermitted) }
    if segment.hasFastOpen { connection[side].marks.insert(.hasFastOpen) }
    if segment.length > 0 { connection[side].marks.insert(.sentFastOpenData) }
    let flags = segment.flags
    if segment.hasACK {
      // Either side scales only if both offered to (RFC 7323, section 2.2).
      if segment.windowScale < 0 { connection[peer].windowScale = -1 }
      if connection[peer].marks.contains(.hasSentSYN), connection[peer].windowScale < 0 {
        connection[side].windowScale = -1
      }
      if flags.contains(.ece) && !flags.contains(.cwr) {
        connection[side].marks.insert(.offersECN)
      }
    } else if flags.contains([.ece, .cwr]) {
      connection[side].marks.insert(.offersECN)
    }
  }

  // MARK: Segments without data

  /// Reports what a segment is by its window and its place, in the order in which Wireshark looks.
  private func examine(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) -> Role {
    let sender = connection[side]
    let receiver = connection[side.peer]
    let isKnown = sender.packets > 1 && sender.marks.contains(.hasSequence)
    if segment.isPlain && segment.window == 0 {
      report(.zeroWindow, connection, segment, side, &findings)
    }
    guard isKnown, segment.isPlain else {
      if isKnown && place.start > place.previousNext && !segment.hasSYN {
        reportLost(connection, segment, side, place, &findings)
      }
      return .none
    }
    if segment.length == 1, place.start == place.previousNext, receiver.packets > 0,
      receiver.window == 0, !receiver.marks.contains(.isUnscaledWindow)
    {
      report(.zeroWindowProbe, connection, segment, side, &findings)
      return .zeroWindowProbe
    }
    if place.start > place.previousNext {
      reportLost(connection, segment, side, place, &findings)
    }
    if segment.length <= 1, place.start == place.previousNext &- 1 {
      report(.keepAlive, connection, segment, side, &findings)
      return .keepAlive
    }
    if segment.length > 0 {
      reportFullWindow(connection, segment, side, place, &findings)
      return .none
    }
    guard place.start == place.previousNext, segment.hasACK else { return .none }
    return examineAcknowledgment(&connection, segment, side, place, sender, receiver, &findings)
  }

  /// A segment without data at SND.NXT: a window update, an answer to a probe, a duplicate acknowledgment, or an ordinary one.
  private func examineAcknowledgment(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ sender: TCPEndpoint, _ receiver: TCPEndpoint, _ findings: inout Findings
  ) -> Role {
    let isRepeated = place.acknowledgment == receiver.acknowledged
    let answersProbe = receiver.marks.contains(.lastWasZeroWindowProbe)
    if segment.window == 0 {
      guard sender.window == 0, answersProbe,
        isRepeated || place.acknowledgment == receiver.acknowledged &+ 1
      else { return .none }
      report(.zeroWindowProbeAck, connection, segment, side, &findings)
      return .zeroWindowProbeAck
    }
    guard isRepeated else { return .none }
    if receiver.marks.contains(.lastWasKeepAlive), segment.window == sender.window {
      report(.keepAliveAck, connection, segment, side, &findings)
      return .keepAliveAck
    }
    if sender.marks.contains(.isChallenged) {
      connection[side].marks.remove(.isChallenged)
      report(.challengeAck, connection, segment, side, &findings)
      return .none
    }
    if segment.window != sender.window && segment.sackCount == 0 {
      report(.windowUpdate, connection, segment, side, &findings)
      return .none
    }
    // The last part of the handshake repeats what the SYN-ACK's receiver said by its SYN only.
    connection[side].duplicateAcks &+= 1
    if connection[side].duplicateAckRun < .max { connection[side].duplicateAckRun += 1 }
    if findings.wantsEvents {
      var detail = SegmentEvent.Detail()
      detail.duplicateAcks = UInt32(connection[side].duplicateAckRun)
      detail.acknowledgment = segment.acknowledgment
      report(.duplicateAck, connection, segment, side, &findings, detail)
    }
    return .none
  }

  private func reportLost(
    _ connection: Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) {
    guard findings.wantsEvents else { return }
    var detail = SegmentEvent.Detail()
    detail.missingBytes = UInt64(max(place.start &- place.previousNext, 0))
    report(.lostSegment, connection, segment, side, &findings, detail)
  }

  private func reportFullWindow(
    _ connection: Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) {
    let receiver = connection[side.peer]
    guard receiver.packets > 0, receiver.windowScale != -2,
      place.end == connection[side].acknowledged &+ Int64(receiver.offeredWindow)
    else { return }
    var detail = SegmentEvent.Detail()
    detail.window = receiver.offeredWindow
    detail.flight = UInt64(max(place.end &- connection[side].acknowledged, 0))
    report(.windowFull, connection, segment, side, &findings, detail)
  }

  // MARK: The window

  private func noteWindow(_ connection: inout Connection, _ segment: Segment, _ side: Side) {
    connection[side].window = segment.window
    if segment.hasSYN {
      connection[side].marks.insert(.isUnscaledWindow)
    } else {
      connection[side].marks.remove(.isUnscaledWindow)
    }
    let bytes = connection[side].offeredWindow
    if !segment.hasSYN {
      connection[side].windowMinimum = min(connection[side].windowMinimum, bytes)
      if segment.window == 0 {
        if !connection[side].marks.contains(.isWindowZero), connection[side].zeroWindows < .max {
          connection[side].zeroWindows += 1
        }
        connection[side].marks.insert(.isWindowZero)
      } else {
        connection[side].marks.remove(.isWindowZero)
      }
    }
    connection[side].windowMaximum = max(connection[side].windowMaximum, bytes)
    if segment.hasACK {
      let edge = connection[side.peer].acknowledged &+ Int64(bytes)
      connection[side.peer].rightEdge = max(connection[side.peer].rightEdge, edge)
    }
  }

  // MARK: Reports

  func report(
    _ kind: SegmentEvent.Kind, _ connection: Connection, _ segment: Segment,
    _ side: Side, _ findings: inout Findings, _ detail: SegmentEvent.Detail? = nil
  ) {
    guard findings.wantsEvents else { return }
    var detail = detail ?? SegmentEvent.Detail()
    switch kind {
    case .zeroWindow, .windowUpdate, .zeroWindowProbeAck, .keepAliveAck:
      detail.window = UInt32(segment.window) << UInt32(max(connection[side].windowScale, 0))
      detail.acknowledgment = segment.acknowledgment
    default: break
    }
    findings.events.append(
      SegmentEvent(
        time: segment.time, packet: segment.packet, connection: connection.index, sender: side,
        kind: kind, sequence: segment.sequence, length: segment.length, detail: detail))
  }
}
