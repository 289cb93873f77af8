public import InternetTypes

/// How to capture on an interface.
public struct LiveConfiguration: Hashable, Sendable {
  /// The directions of packets to capture, as seen from this host.
  public enum Direction: Hashable, Sendable {
    case incoming
    case outgoing
    case both
  }

  /// The interface's name, `any`, or its number in ``NetworkInterface/all()``, from 1.
  public var interface: String

  /// How many bytes of a packet are captured at most; nil for as many as the link can carry (262,144 on most).
  public var snapshotLength: Int?

  /// Whether to capture packets for other hosts, too (promiscuous mode).
  public var isPromiscuous = true

  /// Whether packets are delivered one by one as they arrive, instead of in blocks.
  public var isImmediate = false

  /// Whether a wireless interface is put into monitor mode.
  public var isMonitoring = false

  /// The size of the kernel's buffer in KiB; nil for libpcap's default, 2 MiB on Linux.
  ///
  /// The buffer covers the time in which the program does not read: a write to disk, a name look-up, a wait for a
  /// processor. 16 MiB last for a fifth of a second at half a million small packets per second.
  public var bufferKibibytes = defaultBufferKibibytes

  /// The default size of the kernel's buffer: 16 MiB on Linux, libpcap's default elsewhere.
  public static var defaultBufferKibibytes: Int? {
    #if os(Linux)
      16_384
    #else
      nil
    #endif
  }

  /// How long the kernel may delay packets to deliver more at once, in milliseconds; also the longest time that a loop
  /// over a quiet interface blocks.
  public var timeoutMilliseconds = 100

  /// The source of the timestamps; nil for libpcap's default.
  public var timestampType: TimestampType?

  /// The precision of the timestamps.
  public var precision = TimestampPrecision.microseconds

  /// The direction of packets to capture; nil for libpcap's default, both.
  public var direction: Direction?

  /// The link type to set; nil for the interface's first one, and for Linux cooked version 2 on `any`.
  public var linkType: LinkType?

  /// A configuration for an interface.
  public init(interface: String) { self.interface = interface }

  /// The link type that is set, as tcpdump chooses it.
  public var requestedLinkType: LinkType? {
    #if os(Linux)
      linkType ?? (interface.hasPrefix("any") ? .linuxCooked2 : nil)
    #else
      linkType
    #endif
  }
}
