/// How much of datagrams that are not complete is kept, and for how long.
///
/// With the defaults it is less than 16 MiB altogether, whatever arrives: 12 MiB of fragments, and what is noted of them.
public struct ReassemblyLimits: Hashable, Sendable {
  /// Bytes of fragments that are kept at a time, at most; each fragment takes a multiple of 512.
  public var byteLimit = 12 << 20
  /// Datagrams that wait for fragments at a time, at most; as many that are over are remembered, without their bytes.
  public var datagramLimit = 4096
  /// Fragments of all datagrams at a time, at most.
  public var fragmentLimit = 24_576
  /// Fragments of one datagram, at most: 65,535 bytes over an MTU of 84 bytes or more.
  public var fragmentsPerDatagram = 1024
  /// Seconds after its first fragment after which a datagram is given up (RFC 8200, section 4.5; within what RFC 1122,
  /// section 3.3.2, asks for).
  public var timeout = 60

  /// The defaults.
  public init() {}
}
