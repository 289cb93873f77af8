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

extension ConnectionDetail {
  /// The QUIC connection that a UDP flow carried.
  public var quic: QUICSummary? {
    if case .quic(let quic) = self { quic } else { nil }
  }

  /// The TFTP transfer that a UDP flow carried.
  public var tftp: TFTPSummary? {
    if case .tftp(let tftp) = self { tftp } else { nil }
  }

  /// The association of SCTP.
  public var sctp: SCTPSummary? {
    if case .sctp(let sctp) = self { sctp } else { nil }
  }

  /// The connection of DCCP.
  public var dccp: DCCPSummary? {
    if case .dccp(let dccp) = self { dccp } else { nil }
  }
}

extension ConnectionSummary {
  /// The QUIC connection that a UDP flow carried.
  public var quic: QUICSummary? { detail?.quic }
  /// The TFTP transfer that a UDP flow carried.
  public var tftp: TFTPSummary? { detail?.tftp }
  /// The association of SCTP.
  public var sctp: SCTPSummary? { detail?.sctp }
  /// The connection of DCCP.
  public var dccp: DCCPSummary? { detail?.dccp }
}
