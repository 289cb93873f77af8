/// Reno as RFC 2581 has it: fast recovery ends with the first acknowledgment of new data.
struct ClassicReno: TextbookAlgorithm {
  static var name: AlgorithmName { .reno }
  static var recoversFast: Bool { true }
  static var staysForPartial: Bool { false }
}
