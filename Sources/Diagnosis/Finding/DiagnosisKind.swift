public import FloodDetection
public import Records

/// What is wrong, or what held a transfer back: the kind of a finding.
///
/// The names are part of the command's interface.
public enum DiagnosisKind: String, CaseIterable, Hashable, Sendable, RecordName {
  // Sending.
  /// The path is full: the round-trip time grows before losses or marks.
  case pathCapacity = "path-capacity"
  /// Packets are lost that no full queue explains.
  case pathLoss = "path-loss"
  /// The receiver's window is smaller than the path.
  case receiveWindowLimited = "receive-window-limited"
  /// The receiver closes its window: its application does not read.
  case zeroWindow = "zero-window"
  /// The receiver opens its window, or the sender sends, in needlessly small pieces.
  case sillyWindow = "silly-window"
  /// The sending application has nothing to send.
  case applicationLimited = "application-limited"
  /// The sender's host keeps data back although all windows have room.
  case senderBufferLimited = "sender-buffer-limited"
  /// The transfer ends before slow start does.
  case shortTransfer = "short-transfer"
  /// The sender fills the window with small segments.
  case smallSegments = "small-segments"
  /// The sender waits for its retransmission timer.
  case retransmissionTimeout = "retransmission-timeout"
  /// The path changes the order of packets.
  case reordering
  /// A queue on the path delays packets much longer than the path does.
  case bufferbloat
  /// The path drops what is above a rate, without a queue.
  case policed
  /// Small writes wait for delayed acknowledgments (RFC 896, RFC 1122).
  case delayedAckStall = "delayed-ack-stall"
  /// Full-sized segments vanish while small ones arrive.
  case mtuBlackHole = "mtu-black-hole"
  /// A device on the path reduced the MSS option.
  case mssClamped = "mss-clamped"

  // Opening.
  /// The server refuses connections.
  case refused
  /// Connection attempts are not answered.
  case unanswered
  /// ICMP errors answer connection attempts.
  case icmpUnreachable = "icmp-unreachable"
  /// SYNs or SYN-ACKs had to be retransmitted.
  case synRetransmitted = "syn-retransmitted"
  /// The server drops the last ACK of handshakes, because its accept queue is full.
  case acceptQueueOverflow = "accept-queue-overflow"

  // Ending.
  /// A reset ends a connection.
  case reset
  /// A peer stops answering.
  case peerVanished = "peer-vanished"
  /// A connection is dropped after it was idle.
  case idleTimeout = "idle-timeout"
  /// One side closed, and the other one never does.
  case leftHalfClosed = "left-half-closed"

  // Names and security.
  /// DNS answers late.
  case dnsSlow = "dns-slow"
  /// DNS answers with errors, or not at all.
  case dnsFailed = "dns-failed"
  /// The TLS handshake takes long.
  case tlsSlow = "tls-slow"
  /// The TLS handshake fails.
  case tlsFailed = "tls-failed"

  // Attacks: the kinds of alerts.
  case synFlood = "syn-flood"
  case synAckReflection = "synack-reflection"
  case portScan = "port-scan"
  case hostScan = "host-scan"
  case backscatter
  case listenerNotAnswering = "listener-not-answering"
  case ackFlood = "ack-flood"
  case udpFlood = "udp-flood"
  case finScan = "fin-scan"
  case nullScan = "null-scan"
  case xmasScan = "xmas-scan"

  // The capture itself.
  /// Only one direction was captured.
  case oneDirection = "one-direction"
  /// The capture misses packets that arrived.
  case packetsMissing = "packets-missing"
  /// The capture has packets twice.
  case capturedTwice = "captured-twice"
  /// Checksums were left to the network card.
  case checksumOffload = "checksum-offload"
  /// Segments are larger than the path carries: the network card divides or merges them.
  case segmentationOffload = "segmentation-offload"
  /// Connections began before the capture.
  case beginsMidstream = "begins-midstream"
  /// Packets were cut before the end of their headers.
  case cutPackets = "cut-packets"
  /// The capture's clock stepped.
  case clockSteps = "clock-steps"

  /// The kind of an alert.
  public init(_ alert: FloodAlert.Kind) {
    switch alert {
    case .synFlood: self = .synFlood
    case .synAckReflection: self = .synAckReflection
    case .portScan: self = .portScan
    case .hostScan: self = .hostScan
    case .backscatter: self = .backscatter
    case .listenerNotAnswering: self = .listenerNotAnswering
    case .ackFlood: self = .ackFlood
    case .udpFlood: self = .udpFlood
    case .finScan: self = .finScan
    case .nullScan: self = .nullScan
    case .xmasScan: self = .xmasScan
    }
  }

  /// What a kind is about.
  public enum Group: Hashable, Sendable, CaseIterable {
    case sending, opening, ending, names, attacks, capture
  }

  /// What it is about.
  public var group: Group {
    switch self {
    case .pathCapacity, .pathLoss, .receiveWindowLimited, .zeroWindow, .sillyWindow,
      .applicationLimited, .senderBufferLimited, .shortTransfer, .smallSegments,
      .retransmissionTimeout, .reordering, .bufferbloat, .policed, .delayedAckStall,
      .mtuBlackHole, .mssClamped:
      .sending
    case .refused, .unanswered, .icmpUnreachable, .synRetransmitted, .acceptQueueOverflow: .opening
    case .reset, .peerVanished, .idleTimeout, .leftHalfClosed: .ending
    case .dnsSlow, .dnsFailed, .tlsSlow, .tlsFailed: .names
    case .synFlood, .synAckReflection, .portScan, .hostScan, .backscatter,
      .listenerNotAnswering, .ackFlood, .udpFlood, .finScan, .nullScan, .xmasScan:
      .attacks
    case .oneDirection, .packetsMissing, .capturedTwice, .checksumOffload, .segmentationOffload,
      .beginsMidstream, .cutPackets, .clockSteps:
      .capture
    }
  }
}

/// How much a finding matters.
public enum FindingSeverity: String, CaseIterable, Hashable, Sendable, RecordName {
  /// Something is wrong that costs time, data or a connection.
  case problem
  /// Worth knowing; nothing may be wrong.
  case notice
  /// A property of the capture or of a healthy transfer.
  case info
}
