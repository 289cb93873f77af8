/// Tahoe: slow start, congestion avoidance and fast retransmission (Jacobson 1988); each loss begins slow start anew.
struct Tahoe: TextbookAlgorithm {
  static var name: AlgorithmName { .tahoe }
  static var recoversFast: Bool { false }
  static var staysForPartial: Bool { false }
}
