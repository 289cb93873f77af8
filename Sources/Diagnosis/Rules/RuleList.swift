/// A rule about connections, an entry of `RuleList`: what it needs is in the case; it adds a finding when it holds and is
/// silent otherwise.
protocol ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding])
}

/// A rule about data senders with windows.
protocol TransferRule {
  static func judge(_ transfer: TransferCase, into findings: inout [DiagnosedFinding])
}

/// The list of all rules; a new rule is added here.
enum RuleList {
  static var connections: [any ConnectionRule.Type] {
    [
      RefusedRule.self, UnansweredRule.self, HandshakeRule.self, ResetRule.self,
      PeerVanishedRule.self, HalfClosedRule.self, BlackHoleRule.self, ZeroWindowRule.self,
      TimeoutRule.self, ShortLossRule.self, ReorderingRule.self, ShortTransferRule.self,
      PausesRule.self, NamesRule.self, SecurityRule.self, MaximumSegmentRule.self,
    ]
  }

  static var transfers: [any TransferRule.Type] {
    [
      PathRule.self, ReceiverRule.self, ApplicationRule.self, HostRule.self,
      SmallSegmentsRule.self, SillyWindowRule.self, DelayedAckRule.self, BufferbloatRule.self,
    ]
  }
}
