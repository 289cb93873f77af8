/// NewReno (RFC 5681 with RFC 6582): fast recovery lasts until all that was outstanding when it began is acknowledged.
struct NewReno: TextbookAlgorithm {
  static var name: AlgorithmName { .newReno }
  static var recoversFast: Bool { true }
  static var staysForPartial: Bool { true }
}
