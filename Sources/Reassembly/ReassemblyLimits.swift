public import InternetTypes

/// The limits of stored fragments and datagrams.
///
/// With the defaults a reassembler takes less than 16 MiB, whatever arrives: 12 MiB of fragments, and their tables.
public struct ReassemblyLimits: Hashable, Sendable {
  /// The most bytes of stored fragments; each fragment takes a multiple of 512.
  public var byteLimit = 12 << 20
  /// The most waiting datagrams; as many ended ones are remembered, without their bytes.
  public var datagramLimit = 4096
  /// The most fragments of all datagrams.
  public var fragmentLimit = 24_576
  /// The most fragments of one datagram: enough for 65,535 bytes over an MTU of 84 bytes.
  public var fragmentsPerDatagram = 1024
  /// The time after its first fragment at which a datagram is given up (RFC 8200, section 4.5; within the range of
  /// RFC 1122, section 3.3.2).
  public var timeout = Nanoseconds.seconds(60)

  /// The defaults.
  public init() {}
}
