import ConnectionTracking
import InternetTypes
import PacketDissection
import TextOutput

/// What a record of a connection says of an SCTP association, in an object of its own where there is one.
extension RecordField {
  /// The fields of the object `sctp`.
  static var sctp: [RecordField] {
    let own = ["init_collision", "restarts", "aborted", "abort_cause"].map { value($0) }
    return
      (own + sctpEndpoint.map { $0.inside("client") } + sctpEndpoint.map { $0.inside("server") })
      .map { $0.inside("sctp") }
  }

  /// What is known of an endpoint, and of what it sent.
  private static var sctpEndpoint: [RecordField] {
    [
      "tag", "addresses", "outbound_streams", "inbound_streams", "initial_tsn", "rwnd_initial",
      "data_chunks", "data_bytes", "interleaved_chunks", "messages", "payload_protocols",
      "retransmitted_chunks", "retransmitted_bytes", "fast_retransmissions",
      "timeout_retransmissions", "spurious_retransmissions", "out_of_order_chunks",
      "missed_chunks", "outstanding_max", "sacks", "gap_reports", "duplicate_tsns", "rwnd_min",
      "rwnd_max", "zero_windows", "init_count", "heartbeats", "heartbeat_acks", "errors",
      "forward_tsns", "wrong_tags",
    ].map { value($0) }
  }
}

extension RecordWriter {
  /// Appends the fields of `RecordField.sctp`.
  mutating func sctp(_ sctp: SCTPSummary, _ line: inout TextBuffer) {
    flag(sctp.isCollision, &line)
    number(sctp.restarts, &line)
    flag(sctp.isAborted, &line)
    text(sctp.abortCause.map { SCTPErrorCause(rawValue: $0).text }, &line)
    endpoint(sctp.client, &line)
    endpoint(sctp.server, &line)
  }

  private mutating func endpoint(_ end: SCTPEndpointSummary, _ line: inout TextBuffer) {
    number(end.tag, &line)
    let addresses = end.addresses.map(\.recordText).joined(separator: " ")
    text(addresses.isEmpty ? nil : addresses, &line)
    number(end.outboundStreams, &line)
    number(end.inboundStreams, &line)
    number(end.initialSequence, &line)
    number(end.initialWindow, &line)
    number(end.dataChunks, &line)
    number(end.dataBytes, &line)
    number(end.interleavedChunks, &line)
    number(end.messages, &line)
    let protocols = end.payloadProtocols.map { "\($0)" }.joined(separator: " ")
    text(protocols.isEmpty ? nil : protocols, &line)
    number(end.retransmittedChunks, &line)
    number(end.retransmittedBytes, &line)
    number(end.fastChunks, &line)
    number(end.timeoutChunks, &line)
    number(end.spuriousChunks, &line)
    number(end.outOfOrderChunks, &line)
    number(end.missedChunks, &line)
    number(end.outstandingMaximum, &line)
    number(end.acknowledgments, &line)
    number(end.gapReports, &line)
    number(end.duplicates, &line)
    number(end.windowMinimum, &line)
    number(end.windowMaximum, &line)
    number(end.zeroWindows, &line)
    number(end.initiations, &line)
    number(end.heartbeats, &line)
    number(end.heartbeatAcknowledgments, &line)
    number(end.errors, &line)
    number(end.skips, &line)
    number(end.wrongTags, &line)
  }
}

extension SCTPErrorCause {
  /// The name that its RFC gives it, or its number.
  var text: String { name?.description ?? "\(rawValue)" }
}

extension IPAddress {
  /// The address in the form of RFC 5952.
  var recordText: String {
    switch self {
    case .v4(let address): address.text
    case .v6(let address): address.text
    }
  }
}
