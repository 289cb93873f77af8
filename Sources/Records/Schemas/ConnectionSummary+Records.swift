import ConnectionTracking
import InternetTypes

// Properties that both records and tables of connections show.

extension DirectionSummary {
  /// Packets without duplicates, as tables show them.
  var shownPackets: UInt64 { packets &- min(duplicatePackets, packets) }

  /// Payload bytes without those of duplicates, as tables show them.
  var shownPayloadBytes: UInt64 { payloadBytes &- min(duplicatePayloadBytes, payloadBytes) }
}

extension ConnectionSummary {
  /// Whether its endpoints have states.
  var hasState: Bool {
    if `protocol` == .tcp { return true }
    switch detail {
    case .sctp, .dccp: return true
    case .quic, .tftp, nil: return false
    }
  }

  /// Whether it is a UDP flow that carries QUIC.
  var isQUIC: Bool {
    if case .quic = detail { true } else { false }
  }

  /// Whether the round-trip time of the handshake, or the time of the first response, is known.
  var hasTimes: Bool {
    handshakeToServer != nil || handshakeToClient != nil || firstResponse != nil
      || connectTime != nil || responses != nil
  }

  /// Both parts of the handshake's round-trip time together, in nanoseconds.
  var handshake: Int64? {
    guard let handshakeToServer, let handshakeToClient else { return nil }
    return handshakeToServer.addingReportingOverflow(handshakeToClient).partialValue
  }
}
