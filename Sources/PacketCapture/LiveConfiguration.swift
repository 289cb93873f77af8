public import InternetTypes

/// How an interface is captured on; the values it begins with are what a person expects.
public struct LiveConfiguration: Hashable, Sendable {
  /// Which packets are of interest, seen from this host.
  public enum Direction: Hashable, Sendable {
    case incoming
    case outgoing
    case both
  }

  /// The interface's name, `any`, or its number in ``NetworkInterface/all()``, from 1.
  public var interface: String

  /// How many bytes of a packet are kept; nil for all that the link can carry (262,144 on most).
  public var snapshotLength: Int?

  /// Whether packets for other hosts are wanted too.
  public var isPromiscuous = true

  /// Whether packets are delivered one by one as they arrive, rather than in blocks.
  public var isImmediate = false

  /// Whether a wireless interface is put into monitor mode.
  public var isMonitoring = false

  /// The size of the kernel's buffer in KiB; nil leaves it to libpcap, which takes 2 MiB on Linux.
  ///
  /// It is what a program may fall behind. 16 MiB hold a fifth of a second of half a million small packets a second:
  /// a program that writes to a disk, asks for a name or waits for a processor is stopped for that long.
  public var bufferKibibytes = defaultBufferKibibytes

  /// The size of the kernel's buffer where nobody asks for another: 16 MiB on Linux, libpcap's choice elsewhere.
  public static var defaultBufferKibibytes: Int? {
    #if os(Linux)
      16_384
    #else
      nil
    #endif
  }

  /// How long the kernel may hold packets back to deliver more at once, in milliseconds; also how often a
  /// loop over a quiet interface comes back.
  public var timeoutMilliseconds = 100

  /// Who makes the time stamps; nil for libpcap's choice.
  public var timestampType: TimestampType?

  /// The precision of the time stamps.
  public var precision = TimestampPrecision.microseconds

  /// Which packets are of interest; nil leaves it to libpcap, which takes both.
  public var direction: Direction?

  /// The link type to ask for; nil for the interface's first one, and for Linux cooked version 2 on `any`.
  public var linkType: LinkType?

  /// A configuration for an interface.
  public init(interface: String) { self.interface = interface }

  /// The link type that is asked for, as tcpdump chooses it.
  public var requestedLinkType: LinkType? {
    #if os(Linux)
      linkType ?? (interface.hasPrefix("any") ? .linuxCooked2 : nil)
    #else
      linkType
    #endif
  }
}
