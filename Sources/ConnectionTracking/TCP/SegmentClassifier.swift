import BasicContainers
import DequeModule
import InternetTypes
import PacketDissection

/// Follows the sequence spaces of connections, and says what each segment is besides the next one.
///
/// The conditions of an event are those that Wireshark's users know; where Wireshark guesses by fixed times,
/// evidence of the connection itself is used: time stamps, IP identification, SACK blocks, its round-trip time.
struct SegmentClassifier: ~Copyable {
  var streams: Slab<StreamDetail>
  /// What was sent again lately, by the position of the stream, in the order of sending, while events are wanted.
  var retransmitted: [UInt32: [StreamDetail.RetransmittedSegment]] = [:]

  /// Where the segment lies that took the short way last: `predict` sets it where it returns true.
  var predicted = Placement(start: 0, end: 0, acknowledgment: 0, previousNext: 0)

  init(connectionLimit: Int) { streams = Slab(capacity: 2 * connectionLimit) }

  /// Position of the detail of what a side sends, made when needed; nil where there is no room.
  mutating func detail(of connection: inout Connection, _ side: Side) -> UInt32? {
    if connection.endpoints[side.index].detail == 0 {
      guard let position = streams.reuse() ?? streams.insert(StreamDetail()) else { return nil }
      connection.endpoints[side.index].detail = position &+ 1
    }
    return connection.endpoints[side.index].detail &- 1
  }

  /// Gives a detail back; its room for segments is kept for the next one, unless it is large.
  mutating func release(_ detail: UInt32) {
    if !retransmitted.isEmpty { retransmitted[detail &- 1] = nil }
    streams[detail &- 1].reset()
    streams.release(detail &- 1)
  }

  /// Asks for the cache lines of a detail that data needs; position plus one, 0 is none.
  mutating func prefetchData(_ detail: UInt32) {
    streams.elements.prefetch(Int(detail) &- 1, offset: 48, lines: 2)
  }

  /// Asks for the cache lines of a detail that an acknowledgment needs; position plus one, 0 is none.
  mutating func prefetchFeedback(_ detail: UInt32) {
    streams.elements.prefetch(Int(detail) &- 1, offset: 112, lines: 2)
  }

  /// Asks for all of a detail; position plus one, 0 is none.
  mutating func prefetchAll(_ detail: UInt32) {
    streams.elements.prefetch(Int(detail) &- 1, lines: 5)
  }

  /// Asks for the oldest segment that waits for its acknowledgment.
  mutating func prefetchOldest(_ detail: UInt32) {
    if detail != 0 { streams[detail &- 1].prefetchSegment(0) }
  }

  /// Asks for the newest segment that waits for its acknowledgment.
  mutating func prefetchNewest(_ detail: UInt32) {
    if detail != 0 {
      streams[detail &- 1].prefetchSegment(streams[detail &- 1].outstanding.count &- 1)
    }
  }

  /// Takes the next segment, counts it, and returns where it lies; nil for a copy of one that was there already.
  mutating func classify(
    _ connection: inout Connection, _ segment: Segment, from side: Side, _ findings: inout Findings
  ) -> Placement? {
    let peer = side.peer
    let signature = Self.signature(segment)
    if isCopy(&connection, segment, side, signature) {
      report(.duplicatePacket, &connection, segment, side, &findings)
      return nil
    }
    remember(&connection, segment, side, signature)
    if segment.hasRST {
      let start = connection.unwrap(segment.sequence, side.index)
      let next = connection.endpoints[side.index].sendNext
      return Placement(
        start: start, end: start,
        acknowledgment: connection.unwrap(segment.acknowledgment, peer.index),
        previousNext: next)
    }
    synchronize(&connection, segment, side)
    let start = connection.unwrap(segment.sequence, side.index)
    var place = Placement(
      start: start, end: start &+ segment.sequenceLength,
      acknowledgment: connection.unwrap(segment.acknowledgment, peer.index),
      previousNext: connection.endpoints[side.index].sendNext)
    let opensGap =
      segment.hasFIN && start > place.previousNext && connection.endpoints[side.index].packets > 1
    if segment.length > 0 || opensGap { _ = detail(of: &connection, side) }
    let role = examine(&connection, segment, side, place, &findings)
    if segment.hasACK {
      applyAcknowledgment(&connection, segment, side, place, role, &findings)
    }
    if role == .none { applyData(&connection, segment, side, place, &findings) }
    noteWindow(&connection, segment, side, &findings)
    connection.endpoints[side.index].flags.remove([.lastWasKeepAlive, .lastWasZeroWindowProbe])
    if role == .keepAlive { connection.endpoints[side.index].flags.insert(.lastWasKeepAlive) }
    if role == .zeroWindowProbe {
      connection.endpoints[side.index].flags.insert(.lastWasZeroWindowProbe)
    }
    let finEnd = connection.finEnd(side.index)
    if finEnd > 0 {
      place.isFinComplete =
        connection.endpoints[side.index].acknowledged >= finEnd
        || connection.endpoints[side.index].sendNext >= finEnd
          && !hasGap(connection.endpoints[side.index].detail)
    }
    return place
  }

  /// What a segment is that carries no data of the stream.
  enum Role {
    case none, keepAlive, zeroWindowProbe, keepAliveAck, zeroWindowProbeAck
  }

  // MARK: Copies

  /// Whether the same packet was captured before: a capture on several interfaces, or a network that doubles.
  private mutating func isCopy(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ signature: UInt32
  ) -> Bool {
    guard connection.endpoints[side.index].packets > 1 else { return false }
    let consumes = segment.sequenceLength > 0
    let detail = connection.endpoints[side.index].detail
    var isKnown = connection.endpoints[side.index].signature == signature
    if !isKnown, consumes, detail != 0 { isKnown = streams[detail &- 1].data.remembers(signature) }
    guard isKnown else { return false }
    // No sender's time-out is shorter: what comes later was sent again, by one that numbers all packets alike.
    let lag = segment.time.nanoseconds(since: connection.last)
    guard lag < 200_000_000 else { return false }
    if segment.identification != 0 { return true }
    guard consumes else { return false }
    // Without an identification a sender that repeats itself looks the same; but that takes it a round trip.
    return segment.hasTimestamps || lag < (connection.handshakeRoundTrip ?? 2_000_000) / 2
  }

  /// What tells a packet from others of its connection.
  static func signature(_ segment: Segment) -> UInt32 {
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
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ signature: UInt32
  ) {
    connection.endpoints[side.index].signature = signature
    let detail = connection.endpoints[side.index].detail
    guard segment.length > 0, detail != 0 else { return }
    streams[detail &- 1].data.remember(signature)
  }

  // MARK: Synchronisation

  /// Learns where the sequence numbers begin, and what the SYN's options say.
  private func synchronize(_ connection: inout Connection, _ segment: Segment, _ side: Side) {
    let peer = side.peer
    if !connection.endpoints[side.index].flags.contains(.hasSequence) {
      connection.endpoints[side.index].base = segment.sequence
      connection.endpoints[side.index].sendNext = 0
      connection.endpoints[side.index].flags.insert(.hasSequence)
    }
    if segment.hasACK && !connection.endpoints[peer.index].flags.contains(.hasSequence) {
      // What acknowledges a SYN that was not captured acknowledges one number.
      let isAnswer = segment.hasSYN || connection.endpoints[side.index].flags.contains(.hasSentSYN)
      connection.endpoints[peer.index].base = segment.acknowledgment &- (isAnswer ? 1 : 0)
      connection.endpoints[peer.index].sendNext = isAnswer ? 1 : 0
      connection.endpoints[peer.index].acknowledged = connection.endpoints[peer.index].sendNext
      connection.endpoints[peer.index].flags.insert(.hasSequence)
    }
    if segment.hasTimestamps { connection.endpoints[side.index].flags.insert(.hasTimestamps) }
    // A SYN with another number is no endpoint's that has the connection open: its options mean nothing there. Where the
    // capture starts behind the SYN, the number after it counts as 0.
    let start = segment.sequence &- connection.endpoints[side.index].base
    if segment.hasSYN,
      start == 0 || start == .max || connection.endpoints[side.index].acknowledged == 0
    {
      synchronizeOptions(&connection, segment, side)
    }
  }

  private func synchronizeOptions(
    _ connection: inout Connection, _ segment: Segment, _ side: Side
  ) {
    let peer = side.peer
    connection.endpoints[side.index].flags.insert(.hasSentSYN)
    connection.endpoints[side.index].maximumSegmentSize = segment.maximumSegmentSize
    connection.endpoints[side.index].windowScale = segment.windowScale
    if segment.isSACKPermitted { connection.endpoints[side.index].flags.insert(.isSACKPermitted) }
    if segment.hasFastOpen { connection.endpoints[side.index].flags.insert(.hasFastOpen) }
    if segment.length > 0 { connection.endpoints[side.index].flags.insert(.sentFastOpenData) }
    let flags = segment.flags
    if segment.hasACK {
      // Either side scales only if both offered to (RFC 7323, section 2.2).
      if segment.windowScale < 0 { connection.endpoints[peer.index].windowScale = -1 }
      if connection.endpoints[peer.index].flags.contains(.hasSentSYN),
        connection.endpoints[peer.index].windowScale < 0
      {
        connection.endpoints[side.index].windowScale = -1
      }
      if flags.contains(.ece) && !flags.contains(.cwr) {
        connection.endpoints[side.index].flags.insert(.offersECN)
      }
    } else if flags.contains([.ece, .cwr]) {
      connection.endpoints[side.index].flags.insert(.offersECN)
    }
  }

  // MARK: The window

  private func noteWindow(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ findings: inout Findings
  ) {
    let at = side.index
    var flags = connection.endpoints[at].flags
    if segment.hasSYN {
      flags.insert(.isUnscaledWindow)
      connection.endpoints[at].synWindow = max(
        connection.endpoints[at].synWindow, segment.window)
    } else {
      flags.remove(.isUnscaledWindow)
      connection.endpoints[at].smallestWindow = min(
        connection.endpoints[at].smallestWindow, segment.window)
      connection.endpoints[at].largestWindow = max(
        connection.endpoints[at].largestWindow, segment.window)
      if segment.window == 0 {
        if !flags.contains(.isWindowZero), connection.endpoints[at].zeroWindows < .max {
          connection.endpoints[at].zeroWindows += 1
        }
        flags.insert(.isWindowZero)
      } else {
        flags.remove(.isWindowZero)
      }
    }
    connection.endpoints[at].window = segment.window
    connection.endpoints[at].flags = flags
    if segment.hasACK {
      let bytes = Self.window(&connection, at)
      connection.endpoints[at].flags.insert(.hasAcknowledged)
      let edge = connection.endpoints[1 &- at].acknowledged &+ Int64(bytes)
      let size = connection.endpoints[at].maximumSegmentSize
      if findings.wantsEvents, segment.window > 0, bytes < UInt32(size == 0 ? 536 : size) {
        reportSillyWindow(&connection, segment, side, edge: edge, &findings)
      }
      connection.endpoints[1 &- at].rightEdge = max(connection.endpoints[1 &- at].rightEdge, edge)
    }
  }

  /// The last window that an endpoint offered, in bytes.
  static func window(_ connection: inout Connection, _ at: Int) -> UInt32 {
    TCPEndpoint.window(
      connection.endpoints[at].window, scale: connection.endpoints[at].windowScale,
      connection.endpoints[at].flags)
  }

  // MARK: Reports

  func report(
    _ kind: SegmentEvent.Kind, _ connection: inout Connection, _ segment: Segment,
    _ side: Side, _ findings: inout Findings, _ detail: SegmentEvent.Detail? = nil
  ) {
    guard findings.wantsEvents else { return }
    var detail = detail ?? SegmentEvent.Detail()
    switch kind {
    case .zeroWindow, .windowUpdate, .zeroWindowProbeAck, .keepAliveAck:
      detail.window =
        UInt32(segment.window) << UInt32(max(connection.endpoints[side.index].windowScale, 0))
      detail.acknowledgment = segment.acknowledgment
    default: break
    }
    findings.events.append(
      SegmentEvent(
        time: segment.time, packet: segment.packet, connection: connection.index, sender: side,
        kind: kind, sequence: segment.sequence, length: segment.length, detail: detail))
  }
}
