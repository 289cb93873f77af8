/// What one protocol tells of a connection beyond what all have.
///
/// One reference, whatever the protocol: summaries of floods are copied by the million, and most have none.
public indirect enum ConnectionDetail: Sendable {
  /// The QUIC connection that a UDP flow carried.
  case quic(QUICSummary)
  /// The TFTP transfer that a UDP flow carried.
  case tftp(TFTPSummary)
  /// An SCTP association.
  case sctp(SCTPSummary)
  /// A DCCP connection.
  case dccp(DCCPSummary)
}

extension ConnectionSummary {
  /// The QUIC connection that a UDP flow carried.
  public var quic: QUICSummary? {
    if case .quic(let quic) = detail { quic } else { nil }
  }

  /// The TFTP transfer that a UDP flow carried.
  public var tftp: TFTPSummary? {
    if case .tftp(let tftp) = detail { tftp } else { nil }
  }

  /// The association of SCTP.
  public var sctp: SCTPSummary? {
    if case .sctp(let sctp) = detail { sctp } else { nil }
  }

  /// The connection of DCCP.
  public var dccp: DCCPSummary? {
    if case .dccp(let dccp) = detail { dccp } else { nil }
  }
}
