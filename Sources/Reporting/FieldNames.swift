/// The fields of each kind of record in their order; a dot separates the name of an object from its field's.
enum FieldNames {
  /// What is known of a connection.
  static var connection: [String] {
    [
      "type", "connection", "protocol", "client.address", "client.port", "server.address",
      "server.port", "vlan", "tunnel", "start", "end", "duration", "handshake_seen",
      "handshake_rtt", "handshake_rtt_to_server", "handshake_rtt_to_client", "first_response_time",
      "conn_state", "history", "community_id", "state.client", "state.server", "closed_by",
      "failure", "icmp_type", "icmp_code", "ending",
    ] + direction.map { "client_to_server." + $0 } + direction.map { "server_to_client." + $0 }
  }

  /// What is known of one direction of a connection.
  static var direction: [String] {
    [
      "packets", "ip_bytes", "payload_bytes", "unique_payload_bytes", "missed_bytes",
      "retransmitted_packets", "retransmitted_bytes", "out_of_order_packets", "duplicate_acks",
      "zero_windows", "mss", "segment_size_max", "window_scale", "window_min", "window_max",
      "flight_max", "rtt_min", "rtt_mean", "rtt_max", "rtt_samples", "throughput",
      "checksum_invalid", "checksum_unverifiable", "initial_window_segments", "ecn",
      "sack_permitted", "timestamps", "syn_count", "fin_count", "rst_count", "ttl",
    ]
  }

  /// A change of an endpoint's state.
  static var transition: [String] {
    [
      "type", "time", "packet", "connection", "endpoint", "address", "port", "peer_address",
      "peer_port", "from", "to",
    ]
  }

  /// What one packet shows beside its data.
  static var event: [String] {
    ["type", "time", "packet", "connection", "sender", "kind", "sequence", "length"]
      + eventDetail.map { "detail." + $0 }
  }

  /// The numbers that led to an event.
  static var eventDetail: [String] {
    [
      "lag", "rtt_min", "duplicate_acks", "missing_bytes", "ack", "window", "flight",
      "original_packet", "reason",
    ]
  }
}
