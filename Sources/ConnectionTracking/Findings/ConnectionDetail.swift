/// The part of a connection's summary that only its protocol has.
///
/// It is `indirect`, one reference in the summary: floods have millions of summaries, and most of them have no detail.
public indirect enum ConnectionDetail: Equatable, Sendable {
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
