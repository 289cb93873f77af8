public import PacketDissection
import TextOutput

/// Options of printed packets, as tcpdump's options of the same letters.
public struct PrintOptions: Sendable {
  /// The timestamp before each line (`-t` to `-ttttt`).
  public var timestampStyle = TimestampStyle.timeOfDay

  /// Whether timestamps have nine decimals instead of six (`--nano`).
  public var hasNanoseconds = false

  /// 0 to 3 (`-v`): 1 shows header fields and checksums, 2 and 3 more of the rare ones.
  public var verbosity = 0

  /// 0 to 2 (`-q`): less protocol information.
  public var quietness = 0

  /// Whether addresses and ports stay numbers (`-n`).
  public var isNumeric = true

  /// Whether host names lose their domain (`-N`).
  public var omitsDomain = false

  /// Whether the link-layer header is shown (`-e`).
  public var showsLinkHeader = false

  /// Whether TCP sequence numbers stay absolute (`-S`).
  public var usesAbsoluteSequenceNumbers = false

  /// Whether each line starts with the packet's number (`-#`).
  public var showsPacketNumbers = false

  /// Whether checksums are left unverified (`-K`).
  public var ignoresChecksums = false

  /// Whether a wrong checksum is explained at the end of the line (`--explain-checksums`).
  public var explainsChecksums = false

  /// The protocol assumed for every packet regardless of its ports (`-T`); nil if ports decide.
  public var forcedApplication: ApplicationProtocol?

  /// The secret by which the MD5 signatures of TCP segments are checked (`-M`).
  public var signatureSecret: [UInt8]?

  /// Whether the QUIC packets of UDP datagrams are shown (`--quic`).
  public var showsQUIC = false

  /// Whether TLS handshake messages and alerts are shown after a TCP segment's length (`--tls`).
  public var showsTLS = false

  /// The dump of a packet's bytes below its line.
  public var dump = PacketDump.none

  /// Whether the dump includes the link-layer header (`-xx`, `-XX`, `-AA`).
  public var dumpsLinkHeader = false

  /// tcpdump's defaults, with numbers instead of names.
  public init() {}
}

/// A dump of a packet's bytes.
public enum PacketDump: Sendable {
  case none
  /// Hexadecimal (`-x`).
  case hex
  /// Hexadecimal and ASCII (`-X`).
  case hexAndASCII
  /// ASCII (`-A`).
  case ascii
}

/// The timestamp before a line.
public enum TimestampStyle: Sendable {
  /// `HH:MM:SS.ffffff` in the local zone.
  case timeOfDay
  /// None (`-t`).
  case none
  /// Seconds since the epoch (`-tt`).
  case epoch
  /// Time since the previous packet (`-ttt`).
  case sincePrevious
  /// Date and time of day (`-tttt`).
  case dateAndTime
  /// Time since the first packet (`-ttttt`).
  case sinceFirst
  /// RFC 3339, with the zone's offset.
  case rfc3339
}
