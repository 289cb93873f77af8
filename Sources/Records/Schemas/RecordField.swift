/// A field of a record.
struct RecordField {
  /// The name; a dot separates the name of an object from its field's.
  var name: String
  /// Whether it counts something and is 0 where nothing was captured; the others are unknown there.
  var isCount: Bool

  /// A field that is 0 where nothing was captured.
  static func count(_ name: String) -> RecordField { RecordField(name: name, isCount: true) }

  /// A field that is unknown where nothing was captured.
  static func value(_ name: String) -> RecordField { RecordField(name: name, isCount: false) }

  /// The same field inside an object.
  func inside(_ object: String) -> RecordField {
    RecordField(name: "\(object).\(name)", isCount: isCount)
  }

  /// What is known of a connection.
  static var connection: [RecordField] {
    let names = [
      "type", "connection", "protocol", "client.address", "client.port", "server.address",
      "server.port", "vlan", "tunnel", "start", "end", "duration", "handshake_seen",
      "handshake_rtt", "handshake_rtt_to_server", "handshake_rtt_to_client", "first_response_time",
      "conn_state", "history", "community_id", "state.client", "state.server", "closed_by",
      "failure", "icmp_type", "icmp_code", "ending",
    ]
    return names.map { value($0) } + direction.map { $0.inside("client_to_server") }
      + direction.map { $0.inside("server_to_client") }
  }

  /// What is known of one direction of a connection.
  static var direction: [RecordField] {
    [
      count("packets"), count("ip_bytes"), count("payload_bytes"), count("unique_payload_bytes"),
      count("missed_bytes"), count("retransmitted_packets"), count("retransmitted_bytes"),
      count("out_of_order_packets"), count("duplicate_acks"), count("zero_windows"), value("mss"),
      value("segment_size_max"), value("window_scale"), value("window_min"), value("window_max"),
      value("flight_max"), value("rtt_min"), value("rtt_mean"), value("rtt_max"),
      count("rtt_samples"), value("throughput"), count("checksum_invalid"),
      count("checksum_unverifiable"), value("initial_window_segments"), value("ecn"),
      value("sack_permitted"), value("timestamps"), count("syn_count"), count("fin_count"),
      count("rst_count"), value("ttl"),
    ]
  }

  /// Who was seen listening where.
  static var service: [RecordField] {
    let names = [
      "type", "address", "port", "protocol", "accepted", "refused", "unanswered", "first", "last",
    ]
    return names.map { value($0) }
  }

  /// A change of an endpoint's state.
  static var transition: [RecordField] {
    let names = [
      "type", "time", "packet", "connection", "endpoint", "address", "port", "peer_address",
      "peer_port", "from", "to",
    ]
    return names.map { value($0) }
  }

  /// What one packet shows beside its data.
  static var event: [RecordField] {
    let names = [
      "type", "time", "packet", "connection", "sender", "kind", "sequence", "length", "detail.lag",
      "detail.rtt_min", "detail.duplicate_acks", "detail.missing_bytes", "detail.ack",
      "detail.window", "detail.flight", "detail.original_packet", "detail.reason",
    ]
    return names.map { value($0) }
  }
}
