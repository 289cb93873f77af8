import CongestionInference
import InternetTypes
import PacketDissection

/// Conversion of the tracker's segments and connections to observations.
extension SegmentObservation {
  /// Keeps unwrapped numbers positive.
  static var epoch: Int64 { 1 << 32 }

  /// The observation of a segment that the connection tracker has placed.
  ///
  /// The connection is `inout` because as a value it would be copied first.
  init(
    _ segment: Segment, from side: Side, at place: Placement, of connection: inout Connection
  ) {
    self.init()
    let own = Int64(connection.endpoints[side.index].base) &+ Self.epoch
    let peerBase = Int64(connection.endpoints[side.peer.index].base) &+ Self.epoch
    captured = segment.time
    packet = Int(clamping: segment.packet)
    sender = side
    sequence = own &+ place.start
    length = Int(segment.length)
    isFinal = segment.hasFIN
    isAcknowledgment = segment.hasACK
    acknowledgment = peerBase &+ place.acknowledgment
    isPush = segment.flags.contains(.psh)
    isCongestionEcho = segment.flags.contains(.ece)
    isWindowReduced = segment.flags.contains(.cwr)
    congestionCodepoint = segment.congestionBits
    rawWindow = Int(segment.window)
    if segment.hasTimestamps {
      timestampValue = segment.timestampValue
      timestampEcho = segment.timestampEcho
    }
    if segment.sackCount > 0 {
      for index in 0..<Int(segment.sackCount) {
        sack.append(
          from: peerBase &+ connection.unwrap(segment.sack[index].left, side.peer.index),
          to: peerBase &+ connection.unwrap(segment.sack[index].right, side.peer.index))
      }
    }
  }

  /// The observation of a segment that was stored in short form.
  init(_ early: EarlySegment, of connection: inout Connection) {
    self.init()
    captured = early.time
    // 0 would be a segment that was not captured.
    packet = 1
    sender = early.side
    sequence =
      Int64(connection.endpoints[early.side.index].base) &+ Self.epoch &+ Int64(early.start)
    acknowledgment =
      Int64(connection.endpoints[early.side.peer.index].base) &+ Self.epoch
      &+ Int64(early.acknowledgment)
    length = Int(early.length)
    isFinal = early.flags.contains(.fin)
    isAcknowledgment = early.flags.contains(.ack)
    isPush = early.flags.contains(.psh)
    isWindowReduced = early.flags.contains(.cwr)
    rawWindow = Int(early.window)
    if early.hasTimestamps {
      timestampValue = early.timestampValue
      timestampEcho = early.timestampEcho
    }
  }
}

extension CongestionAnalysis {
  /// An analysis of a connection whose handshake is over or was not captured.
  convenience init(_ connection: inout Connection, wantsRecords: Bool) {
    self.init(
      handshake: HandshakeObservation(of: &connection, wantsWindows: wantsRecords),
      wantsRecords: wantsRecords)
  }
}

extension HandshakeObservation {
  /// The handshake of a connection; nil unless both SYNs were captured.
  fileprivate init?(of connection: inout Connection, wantsWindows: Bool) {
    guard connection.flags.contains([.hasSYNTime, .hasSYNAckTime]),
      connection.client.flags.contains(.hasSentSYN), connection.server.flags.contains(.hasSentSYN)
    else { return nil }
    self.init()
    var client = Endpoint(connection.client, time: connection.synTime)
    var server = Endpoint(connection.server, time: connection.synAckTime)
    if wantsWindows {
      // No data was taken yet, so that these are the windows before the first.
      client.offeredWindow = Int(connection.client.offeredWindow)
      server.offeredWindow = Int(connection.server.offeredWindow)
    }
    (self.client, self.server) = (client, server)
    if connection.flags.contains(.hasAckTime) { completedAt = connection.ackTime.rawValue / 1000 }
  }
}

extension HandshakeObservation.Endpoint {
  /// The sequence number, time and options of an endpoint's SYN.
  fileprivate init(_ endpoint: TCPEndpoint, time: Timestamp) {
    self.init(
      start: Int64(endpoint.base) &+ SegmentObservation.epoch, time: time.rawValue / 1000)
    maximumSegmentSize = endpoint.maximumSegmentSize > 0 ? Int(endpoint.maximumSegmentSize) : nil
    windowScale = endpoint.windowScale.isOffered ? Int(endpoint.windowScale.shift) : nil
    permitsSack = endpoint.flags.contains(.isSACKPermitted)
    offersECN = endpoint.flags.contains(.offersECN)
  }
}
