import ArgumentParser
import PacketDissection
import PacketPrinting

/// Options of printed packets, as in tcpdump.
struct OutputOptions: ParsableArguments {
  @Flag(name: .customShort("n"), help: "Print addresses and ports as numbers, not names.")
  var numeric: Int

  @Flag(name: .customShort("N"), help: "Print host names without their domain.")
  var omitsDomain = false

  @Flag(name: .customShort("v"), help: "Print more of each packet; -vv and -vvv print still more.")
  var verbosity: Int

  @Flag(name: .customShort("q"), help: "Print less of each packet.")
  var quietness: Int

  @Flag(name: .customShort("e"), help: "Print the link-layer header.")
  var showsLinkHeader = false

  @Flag(
    name: .customShort("t"),
    help: ArgumentHelp(
      """
      The time stamp: -t none, -tt seconds since 1970, -ttt since the previous packet, -tttt date \
      and time, -ttttt since the first packet.
      """))
  var timestamps: Int

  @Flag(name: .customLong("utc"), help: "Print time stamps in UTC, not in the local zone.")
  var isUTC = false

  @Option(
    name: .customLong("time-format"), parsing: .unconditional,
    help: ArgumentHelp("Print time stamps in this format: rfc3339.", valueName: "format"))
  var timeFormat: String?

  @Flag(name: .customShort("#"), help: "Print the packet's number at the start of its line.")
  var showsNumbers = false

  @Flag(
    name: .customLong("interfaces"),
    help: "Print the name of the packet's interface, and of its process, if the capture has them.")
  var showsInterfaces = false

  @Flag(name: .customShort("S"), help: "Print absolute TCP sequence numbers.")
  var isAbsolute = false

  @Flag(
    name: .customShort("x"),
    help: "Print the packet in hexadecimal; -xx with its link-layer header.")
  var hex: Int

  @Flag(
    name: .customShort("X"),
    help: "Print the packet in hexadecimal and ASCII; -XX with its link-layer header.")
  var hexAndASCII: Int

  @Flag(name: .customShort("A"), help: "Print the packet in ASCII; -AA with its link-layer header.")
  var ascii: Int

  @Option(
    name: .customShort("T"), parsing: .unconditional,
    help: ArgumentHelp(
      "Take every packet for this protocol, whatever its ports.", valueName: "type"))
  var forcedType: String?

  @Option(
    name: .customShort("M"), parsing: .unconditional,
    help: ArgumentHelp(
      "Check the MD5 signatures of TCP segments (RFC 2385) by this secret.", valueName: "secret"))
  var signatureSecret: String?

  @Flag(
    name: .customLong("explain-checksums"),
    help: "Say on the line why a checksum is wrong, and summarise per host at the end.")
  var explainsChecksums = false

  @Flag(
    name: .customLong("quic"),
    help: "The packets of QUIC connections on whatever port, in place of the datagram's length.")
  var showsQUIC = false

  @Flag(
    name: .customLong("tls"),
    help: "TLS handshakes on whatever port: server name, protocols, version, cipher; alerts.")
  var showsTLS = false

  /// tcpdump's names of the protocols that `-T` can force.
  private static let types: [(name: String, application: ApplicationProtocol)] = [
    ("aodv", .aodv), ("carp", .carp), ("cnfp", .netFlow), ("domain", .domain), ("lmp", .lmp),
    ("pgm", .pgm), ("pgm_zmtp1", .pgmZMTP), ("ptp", .ptp), ("radius", .radius), ("resp", .resp),
    ("rpc", .rpc), ("rtp", .rtp), ("rtcp", .rtcp), ("snmp", .snmp), ("someip", .someip),
    ("tftp", .tftp), ("vat", .vat), ("vxlan", .vxlan), ("wb", .whiteboard), ("zmtp1", .zmtp),
  ]

  /// The names of the protocols that can be forced.
  static var typeNames: [String] { types.map(\.name) }

  /// The protocol with that name.
  private static func application(named name: String) -> ApplicationProtocol? {
    types.first { $0.name == name.lowercased() }?.application
  }

  /// Checks everything that can be checked before files or interfaces are opened.
  func validate() throws {
    if timestamps > 5 { throw ValidationError("-t: at most five times") }
    if let forcedType, Self.application(named: forcedType) == nil {
      let names = Self.types.map(\.name).joined(separator: ", ")
      throw ValidationError("-T \(forcedType): the types are \(names)")
    }
    if let timeFormat, timeFormat != "rfc3339" {
      throw ValidationError("--time-format \(timeFormat): only rfc3339 is supported")
    }
  }

  /// The printer's options.
  func printOptions(hasNanoseconds: Bool, ignoresChecksums: Bool) -> PrintOptions {
    var options = PrintOptions()
    let styles: [TimestampStyle] = [
      .timeOfDay, .none, .epoch, .sincePrevious, .dateAndTime, .sinceFirst,
    ]
    options.timestampStyle = timeFormat != nil ? .rfc3339 : styles[min(timestamps, 5)]
    options.hasNanoseconds = hasNanoseconds
    options.verbosity = verbosity
    options.quietness = quietness
    options.isNumeric = numeric > 0
    options.omitsDomain = omitsDomain
    options.showsLinkHeader = showsLinkHeader
    options.usesAbsoluteSequenceNumbers = isAbsolute
    options.showsPacketNumbers = showsNumbers
    options.ignoresChecksums = ignoresChecksums
    options.explainsChecksums = explainsChecksums
    options.showsQUIC = showsQUIC
    options.showsTLS = showsTLS
    options.signatureSecret = signatureSecret.map { Array($0.utf8) }
    options.forcedApplication = forcedType.flatMap(Self.application(named:))
    // Precedence as in tcpdump: -X, then -x, then -A.
    if hexAndASCII > 0 {
      options.dump = .hexAndASCII
      options.dumpsLinkHeader = hexAndASCII > 1
    } else if hex > 0 {
      options.dump = .hex
      options.dumpsLinkHeader = hex > 1
    } else if ascii > 0 {
      options.dump = .ascii
      options.dumpsLinkHeader = ascii > 1
    }
    return options
  }
}
