import ConnectionTracking
import TextOutput

/// What a record of a connection says of DCCP, in an object of its own where there is one.
extension RecordField {
  /// The fields of the object `dccp`.
  static var dccp: [RecordField] {
    let own = ["service_code", "reset_code", "reset_reason"].map { value($0) }
    return
      (own + dccpEndpoint.map { $0.inside("client") } + dccpEndpoint.map { $0.inside("server") })
      .map { $0.inside("dccp") }
  }

  /// What is known of an endpoint, and of what it sent.
  private static var dccpEndpoint: [RecordField] {
    [
      "ccid", "initial_sequence", "data_packets", "data_bytes", "acks", "syncs", "requests",
      "missed_packets", "out_of_order_packets", "duplicate_packets", "out_of_window_packets",
      "lost_packets", "ecn_marked_packets", "partial_checksums", "checksum_coverage_min",
    ].map { value($0) }
  }
}

extension RecordWriter {
  /// Appends the fields of `RecordField.dccp`.
  mutating func dccp(_ dccp: DCCPSummary, _ line: inout TextBuffer) {
    number(dccp.serviceCode, &line)
    number(dccp.resetCode, &line)
    text(dccp.resetCode.map { DCCPSummary.resetReason($0) }, &line)
    endpoint(dccp.client, &line)
    endpoint(dccp.server, &line)
  }

  private mutating func endpoint(_ end: DCCPEndpointSummary, _ line: inout TextBuffer) {
    number(end.congestionControl, &line)
    number(end.initialSequence, &line)
    number(end.dataPackets, &line)
    number(end.dataBytes, &line)
    number(end.acknowledgments, &line)
    number(end.synchronizations, &line)
    number(end.requests, &line)
    number(end.missedPackets, &line)
    number(end.outOfOrderPackets, &line)
    number(end.duplicatePackets, &line)
    number(end.invalidSequences, &line)
    number(end.lostPackets, &line)
    number(end.markedPackets, &line)
    number(end.partialChecksums, &line)
    number(end.leastCoverage, &line)
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
