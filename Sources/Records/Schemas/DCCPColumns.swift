import ConnectionTracking

/// The columns of a DCCP connection (RFC 4340), in the object `dccp`.
enum DCCPColumns {
  static func write<Sink: RecordSink & ~Copyable>(_ dccp: DCCPSummary?, to sink: inout Sink) {
    sink.number("service_code", .none, "The service code of the Request.", dccp?.serviceCode)
    sink.number("reset_code", .none, "The code of the Reset that ended it.", dccp?.resetCode)
    sink.text(
      "reset_reason", "The name of that code.",
      dccp?.resetCode.map { DCCPSummary.resetReason($0) })
    sink.object("client", "What each side chose and sent.") { endpoint(dccp?.client, &$0) }
    sink.object("server", "What each side chose and sent.") { endpoint(dccp?.server, &$0) }
  }

  /// The columns of an endpoint: counts of the packets that it sent.
  private static func endpoint<Sink: RecordSink & ~Copyable>(
    _ endpoint: DCCPEndpointSummary?, _ sink: inout Sink
  ) {
    sink.number(
      "ccid", .none,
      "The congestion control of its data, as confirmed; 2 without a negotiation.",
      endpoint?.congestionControl)
    sink.number(
      "initial_sequence", .none, "The sequence number of its first packet.",
      endpoint?.initialSequence)
    sink.number("data_packets", .packets, "Data and DataAck packets.", endpoint?.dataPackets)
    sink.number("data_bytes", .bytes, "Bytes of data in them.", endpoint?.dataBytes)
    sink.number(
      "acks", .packets, "Packets with an acknowledgment number.", endpoint?.acknowledgments)
    sink.number("syncs", .packets, "Sync and SyncAck packets.", endpoint?.synchronizations)
    sink.number("requests", .packets, "Request packets.", endpoint?.requests)
    sink.number(
      "missed_packets", .packets, "Skipped sequence numbers that were never captured.",
      endpoint?.missedPackets)
    sink.number(
      "out_of_order_packets", .packets, "Packets that later ones overtook.",
      endpoint?.outOfOrderPackets)
    sink.number(
      "duplicate_packets", .packets, "Packets with a sequence number captured before.",
      endpoint?.duplicatePackets)
    sink.number(
      "out_of_window_packets", .packets,
      "Packets outside of the sequence window, otherwise ignored.",
      endpoint?.invalidSequences)
    sink.number(
      "lost_packets", .packets, "Packets that the peer's Ack Vectors report lost.",
      endpoint?.lostPackets)
    sink.number(
      "ecn_marked_packets", .packets, "Packets that the peer's Ack Vectors report ECN-marked.",
      endpoint?.markedPackets)
    sink.number(
      "partial_checksums", .packets, "Packets whose checksum covers only part of their data.",
      endpoint?.partialChecksums)
    sink.number(
      "checksum_coverage_min", .bytes, "The fewest bytes of data that such a checksum covers.",
      endpoint?.leastCoverage)
  }
}

extension DCCPSummary {
  /// The name of a reset code (RFC 4340, section 5.6), or its number.
  static func resetReason(_ code: UInt8) -> String {
    switch code {
    case 0: "Unspecified"
    case 1: "Closed"
    case 2: "Aborted"
    case 3: "No Connection"
    case 4: "Packet Error"
    case 5: "Option Error"
    case 6: "Mandatory Error"
    case 7: "Connection Refused"
    case 8: "Bad Service Code"
    case 9: "Too Busy"
    case 10: "Bad Init Cookie"
    case 11: "Aggression Penalty"
    default: "\(code)"
    }
  }
}
