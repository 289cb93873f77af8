/// Tahoe: slow start, congestion avoidance and fast retransmission (Jacobson 1988); each loss begins slow start anew.
struct Tahoe: RFCAlgorithm {
  static var id: SenderModelID { .rfcTahoe }
  static var name: AlgorithmName { .tahoe }
  static var hasFastRecovery: Bool { false }
  static var staysAtPartial: Bool { false }
}
