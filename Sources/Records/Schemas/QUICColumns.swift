import ConnectionTracking
import PacketDissection

/// The columns of a QUIC connection, in the object `quic`: everything that is visible without its keys.
enum QUICColumns {
  static func write<Sink: RecordSink & ~Copyable>(
    _ quic: QUICSummary?, continuing index: UInt64?, to sink: inout Sink
  ) {
    handshake(quic, &sink)
    sink.flag(
      "version_negotiation", "Whether the server sent a Version Negotiation packet.",
      quic?.hasNegotiation)
    sink.flag("retry", "Whether the server sent a Retry packet.", quic?.hasRetry)
    sink.flag("retry_valid", "Whether its integrity tag is right.", quic?.isRetryValid)
    sink.text(
      "original_destination_id", "The destination connection ID of the client's first packet.",
      quic?.originalID.text)
    sink.text("client_id", "The connection ID that the client chose.", quic?.clientID.text)
    sink.text("server_id", "The connection ID that the server chose.", quic?.serverID.text)
    sink.number(
      "continued_connection", .none,
      "The connection that this one continues from another address or port, by its connection ID.",
      index)
    sink.number(
      "close_code", .none, "The error that ended it in an Initial packet.", quic?.closeCode)
    sink.duration(
      "spin_rtt_min",
      "Round-trip times by the spin bit, which are longer while neither side sends: the smallest.",
      quic?.spin.minimum)
    sink.duration("spin_rtt_mean", "The mean.", quic?.spin.mean)
    sink.duration("spin_rtt_max", "The largest.", quic?.spin.maximum)
    sink.number("spin_rtt_samples", .none, "How many there are.", quic?.spin.count)
    sink.object("client_packets", "Packets of each side by their kind.") {
      packets(quic?.clientPackets, &$0)
    }
    sink.object("server_packets", "Packets of each side by their kind.") {
      packets(quic?.serverPackets, &$0)
    }
  }

  private static func handshake<Sink: RecordSink & ~Copyable>(
    _ quic: QUICSummary?, _ sink: inout Sink
  ) {
    sink.text("version", "The last version in a long header.", quic?.versions.last?.name)
    sink.text(
      "versions", "All versions in long headers, in their order, separated by blanks.",
      quic.map { $0.versions.map(\.name).joined(separator: " ") })
    sink.text("server_name", "The server name in the client's hello.", quic?.serverName)
    let protocols = quic?.applicationProtocols ?? []
    sink.text(
      "alpn", "The application protocols that the client offered, separated by blanks.",
      protocols.isEmpty ? nil : protocols.joined(separator: " "))
    sink.text(
      "cipher_suite", "The cipher suite that the server chose.",
      quic?.cipherSuite.map { QUICVersion.cipherSuiteName($0) })
    sink.duration(
      "handshake_time",
      "From the client's first packet to its first with 1-RTT keys, when it has finished the handshake.",
      quic?.handshakeTime)
  }

  /// The number of packets of each kind that an endpoint sent.
  private static func packets<Sink: RecordSink & ~Copyable>(
    _ counts: QUICPacketCounts?, _ sink: inout Sink
  ) {
    for kind in QUICPacketKind.allCases {
      sink.number(kind.name, .packets, kind.summary, counts?[kind])
    }
  }
}

extension QUICPacketKind {
  /// The name in records.
  var name: StaticString {
    switch self {
    case .initial: "initial"
    case .zeroRTT: "zero_rtt"
    case .handshake: "handshake"
    case .retry: "retry"
    case .versionNegotiation: "version_negotiation"
    case .oneRTT: "one_rtt"
    }
  }

  /// The summary of the column with its count.
  fileprivate var summary: StaticString {
    switch self {
    case .initial: "Initial packets that this side sent."
    case .zeroRTT: "0-RTT packets."
    case .handshake: "Handshake packets."
    case .retry: "Retry packets."
    case .versionNegotiation: "Version Negotiation packets."
    case .oneRTT: "1-RTT packets."
    }
  }
}
