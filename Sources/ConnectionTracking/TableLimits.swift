/// The bounds of the tracker's tables beside that of the connections: the most entries, whatever the configuration.
///
/// What does not fit is counted, and the counter reaches the output. Bounds of one connection are with its types, as
/// `...Limit`.
enum TableLimits {
  /// SCTP associations.
  static var sctpAssociations: Int { 65_536 }
  /// SCTP data chunks, over all associations.
  static var sctpChunks: Int { 2_000_000 }
  /// DCCP connections.
  static var dccpConnections: Int { 65_536 }
  /// QUIC connections, and places for their connection IDs.
  static var quicConnections: Int { 65_536 }
  /// Flows of DNS over UDP.
  static var dnsFlows: Int { 65_536 }
  /// TCP connections whose TLS or HTTP is read.
  static var applicationFlows: Int { 65_536 }
  /// TFTP transfers.
  static var tftpTransfers: Int { 16_384 }
  /// TFTP requests without an answer; a later one replaces the oldest.
  static var tftpRequests: Int { 256 }
  /// Tunnels and stacks of VLAN tags; a later one replaces another.
  static var envelopes: Int { 1 << 14 }
  /// Connections with held SYNs, and SYNs of each; further ones are counted with the existing connection.
  static var heldConnections: Int { 1024 }
  static var heldPerConnection: Int { 4 }
  /// TCP segments with a wrong checksum that wait for their acknowledgment; a later one replaces the oldest.
  static var doubtedSegments: Int { 256 }
}
