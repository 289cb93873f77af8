/// NewReno (RFC 5681 with RFC 6582): fast recovery lasts until everything outstanding at its start is acknowledged.
struct NewReno: RFCAlgorithm {
  static var id: SenderModelID { .rfcNewReno }
  static var name: AlgorithmName { .newReno }
  static var hasFastRecovery: Bool { true }
  static var staysAtPartial: Bool { true }
}
