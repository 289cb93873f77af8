/// Reno as in RFC 2581: fast recovery ends with the first acknowledgment of new data.
struct ClassicReno: RFCAlgorithm {
  static var id: SenderModelID { .rfcReno }
  static var name: AlgorithmName { .reno }
  static var hasFastRecovery: Bool { true }
  static var staysAtPartial: Bool { false }
}
