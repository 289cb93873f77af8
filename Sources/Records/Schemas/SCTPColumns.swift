import ConnectionTracking
import InternetTypes
import PacketDissection

/// The columns of an SCTP association (RFC 9260), whatever the addresses of its packets, in the object `sctp`.
enum SCTPColumns {
  static func write<Sink: RecordSink & ~Copyable>(_ sctp: SCTPSummary?, to sink: inout Sink) {
    sink.flag("init_collision", "Whether both sides sent an INIT.", sctp?.isCollision)
    sink.number("restarts", .times, "Restarts within the association.", sctp?.restarts)
    sink.flag("aborted", "Whether an ABORT ended it.", sctp?.isAborted)
    sink.text(
      "abort_cause", "The first cause of the ABORT.",
      sctp?.abortCause.map { SCTPErrorCause(rawValue: $0).text })
    sink.object("client", "What each side chose and sent.") {
      choices(sctp?.client, &$0)
      data(sctp?.client, &$0)
      control(sctp?.client, &$0)
    }
    sink.object("server", "What each side chose and sent.") {
      choices(sctp?.server, &$0)
      data(sctp?.server, &$0)
      control(sctp?.server, &$0)
    }
  }

  /// The columns of the parameters that an endpoint chose.
  private static func choices<Sink: RecordSink & ~Copyable>(
    _ endpoint: SCTPEndpointSummary?, _ sink: inout Sink
  ) {
    sink.number("tag", .none, "The verification tag of packets to it.", endpoint?.tag)
    let addresses = endpoint?.addresses.map(\.text).joined(separator: " ") ?? ""
    sink.text(
      "addresses", "Its addresses, listed or used, separated by blanks; 16 at most.",
      addresses.isEmpty ? nil : addresses)
    sink.number(
      "outbound_streams", .none, "Outbound streams of its INIT or INIT ACK.",
      endpoint?.outboundStreams)
    sink.number(
      "inbound_streams", .none, "Inbound streams of that chunk, at most.", endpoint?.inboundStreams)
    sink.number("initial_tsn", .none, "The initial TSN of that chunk.", endpoint?.initialSequence)
    sink.number(
      "rwnd_initial", .bytes, "The receive window of that chunk.", endpoint?.initialWindow)
  }

  /// The columns of the data that an endpoint sent.
  private static func data<Sink: RecordSink & ~Copyable>(
    _ endpoint: SCTPEndpointSummary?, _ sink: inout Sink
  ) {
    sink.number(
      "data_chunks", .chunks, "Data chunks, retransmissions included.", endpoint?.dataChunks)
    sink.number("data_bytes", .bytes, "User data in them.", endpoint?.dataBytes)
    sink.number(
      "interleaved_chunks", .chunks, "Of these chunks, I-DATA chunks (RFC 8260).",
      endpoint?.interleavedChunks)
    sink.number(
      "messages", .none, "Messages of which all fragments were captured.", endpoint?.messages)
    let protocols = endpoint?.payloadProtocols.map { "\($0)" }.joined(separator: " ") ?? ""
    sink.text(
      "payload_protocols",
      "The payload protocol identifiers of its data, separated by blanks; 8 at most.",
      protocols.isEmpty ? nil : protocols)
    sink.number(
      "retransmitted_chunks", .chunks, "Retransmitted chunks.", endpoint?.retransmittedChunks)
    sink.number("retransmitted_bytes", .bytes, "User data in them.", endpoint?.retransmittedBytes)
    sink.number(
      "fast_retransmissions", .chunks,
      "Of these chunks, those that three SACKs had reported missing.", endpoint?.fastChunks)
    sink.number(
      "timeout_retransmissions", .chunks, "Those retransmitted after a time-out.",
      endpoint?.timeoutChunks)
    sink.number(
      "spurious_retransmissions", .chunks, "Those that had been acknowledged.",
      endpoint?.spuriousChunks)
    sink.number(
      "out_of_order_chunks", .chunks, "Chunks that later ones overtook.", endpoint?.outOfOrderChunks
    )
    sink.number(
      "missed_chunks", .chunks, "Skipped TSNs that were never captured.", endpoint?.missedChunks)
    sink.number(
      "outstanding_max", .bytes, "Most user data outstanding at the capture point.",
      endpoint?.outstandingMaximum)
  }

  /// The columns of the acknowledgments and control chunks that an endpoint sent.
  private static func control<Sink: RecordSink & ~Copyable>(
    _ endpoint: SCTPEndpointSummary?, _ sink: inout Sink
  ) {
    sink.number("sacks", .acknowledgments, "SACK chunks that it sent.", endpoint?.acknowledgments)
    sink.number(
      "gap_reports", .acknowledgments, "Of these, those that report a gap.", endpoint?.gapReports)
    sink.number(
      "duplicate_tsns", .none, "TSNs that they report as received twice.", endpoint?.duplicates)
    sink.number("rwnd_min", .bytes, "The smallest window that they offer.", endpoint?.windowMinimum)
    sink.number("rwnd_max", .bytes, "The largest window that they offer.", endpoint?.windowMaximum)
    sink.number("zero_windows", .times, "How often that window became 0.", endpoint?.zeroWindows)
    sink.number("init_count", .chunks, "INIT chunks.", endpoint?.initiations)
    sink.number("heartbeats", .chunks, "HEARTBEAT chunks.", endpoint?.heartbeats)
    sink.number(
      "heartbeat_acks", .chunks, "HEARTBEAT ACK chunks.", endpoint?.heartbeatAcknowledgments)
    sink.number("errors", .chunks, "ERROR chunks.", endpoint?.errors)
    sink.number("forward_tsns", .chunks, "FORWARD TSN and I-FORWARD-TSN chunks.", endpoint?.skips)
    sink.number(
      "wrong_tags", .packets, "Packets with another verification tag, otherwise ignored.",
      endpoint?.wrongTags)
  }
}

extension SCTPErrorCause {
  /// The name that its RFC gives it, or its number.
  var text: String { name?.description ?? "\(rawValue)" }
}
