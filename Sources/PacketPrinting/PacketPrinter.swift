public import InternetTypes
public import PacketDissection
public import TextOutput

/// Turns decoded packets into lines of text, byte for byte as tcpdump 4.99 prints them.
///
/// The printer keeps what spans packets: the text not yet written out, relative sequence numbers, the
/// reference of relative times, and cached names.
public struct PacketPrinter: ~Copyable {
  let options: PrintOptions

  /// The text of the packets printed so far; the owner writes it out and empties it.
  public var line: TextBuffer

  /// The interface of the packet that comes next, to be printed before it; empty where it is not.
  public var origin = ""

  var timestamps: TimestampPrinter
  var sequences = RelativeSequence()
  var names: NameTable?
  var checksumDifferences = ChecksumDifferences()

  /// The bases of the packet's own sequence numbers, where they were found before.
  var presetBases: RelativeSequence.Bases?

  /// What is known of QUIC connections; nil unless they are shown.
  var quic: QUICMemory?

  /// The TLS records of connections; nil unless they are shown.
  var tls: TLSMemory?

  /// The applications of TCP and UDP ports.
  let tcpPorts = ApplicationPorts.tcp
  let udpPorts = ApplicationPorts.udp

  /// What application printers keep between packets.
  var applications = ApplicationState()

  /// The name of the interface with an index, on the machine that prints.
  let interfaceName: (UInt32) -> String?

  /// The interface that was named last.
  var lastInterface: (index: UInt32, name: String)?

  /// The letters of each combination of TCP flags, first in the lowest byte; none for 0.
  let flagLetters: [UInt64]

  /// Short texts of the hot path.
  let words = Words()

  /// A switch's tag that is still to be printed behind an Ethernet frame's addresses, and where it is.
  var switchTag: (kind: SwitchTagKind, offset: Int)?

  /// Where the statement begins in `line` that is being printed; nil while none is.
  var statementStart: Int?

  /// How deep the packet that is being printed lies in others that encapsulate or quote it.
  var depth = 0

  /// Where the dump of the packet that is being printed begins unless it includes the link-layer header.
  var dumpOffset = 0

  /// A printer with these choices.
  ///
  /// - Parameters:
  ///   - options: What to print, and how.
  ///   - names: Where names come from; used unless the options ask for numbers.
  ///   - interfaceName: The name of the interface with an index; cooked captures of version 2 tell indices only.
  ///   - utcOffset: Seconds that the local zone is ahead of UTC at a second since the epoch.
  public init(
    options: PrintOptions, names: NameSource? = nil,
    interfaceName: @escaping (UInt32) -> String? = { _ in nil },
    utcOffset: @escaping @Sendable (Int64) -> Int = { _ in 0 }
  ) {
    self.options = options
    line = TextBuffer()
    timestamps = TimestampPrinter(
      style: options.timestampStyle, hasNanoseconds: options.hasNanoseconds, utcOffset: utcOffset)
    self.names = options.isNumeric ? nil : names.map { NameTable(source: $0) }
    self.interfaceName = interfaceName
    flagLetters = Self.flagLetters()
    if options.showsQUIC { quic = QUICMemory() }
    if options.showsTLS { tls = TLSMemory() }
  }

  /// Connections whose relative sequence numbers had to be forgotten to keep memory bounded.
  public var evictedConnectionCount: UInt64 { sequences.evictedCount }

  /// Prints a packet whose time is an instant rather than a time as a capture states it.
  public mutating func print(
    _ packet: Packet, frame: Span<UInt8>, statedLength: Int, time: Timestamp, number: UInt64
  ) {
    print(
      packet, frame: frame, statedLength: statedLength, time: RecordedTime(time), number: number)
  }

  /// Appends the lines of one packet.
  ///
  /// - Parameters:
  ///   - packet: What was decoded.
  ///   - frame: The bytes it was decoded from.
  ///   - statedLength: The length on the wire as the capture states it, which may be impossible.
  ///   - time: When it was captured, as the capture states it.
  ///   - number: Its position in the input, from 1.
  public mutating func print(
    _ packet: Packet, frame: Span<UInt8>, statedLength: Int, time: RecordedTime,
    number: UInt64
  ) {
    if options.showsPacketNumbers {
      line.append(decimal: number, width: 5, fill: UInt8(ascii: " "))
      line.append("  ")
    }
    guard printHeaderCheck(captured: frame.count, stated: statedLength) else { return }
    timestamps.write(time, to: &line)
    if !origin.isEmpty { line.append("\(origin) ") }
    depth = 0
    applications.nameJumps = 0
    switchTag = nil
    dumpOffset = packet.networkOffset
    do throws(EarlyEnd) {
      try printLinkLayer(packet, frame)
    } catch {
      printTruncation(error.name)
      dumpOffset = 0
    }
    if options.explainsChecksums && !options.ignoresChecksums {
      printChecksumExplanation(packet, frame)
    }
    if options.dump != .none {
      printDump(frame.extracting(droppingFirst: options.dumpsLinkHeader ? 0 : dumpOffset))
    }
    line.append(byte: UInt8(ascii: "\n"))
  }

  /// Appends a line about something that is no packet, with a number and a time as packets have them.
  ///
  /// - Parameters:
  ///   - text: The line.
  ///   - time: When it was captured.
  ///   - number: Its position in the input, from 1.
  public mutating func printNote(_ text: String, time: RecordedTime, number: UInt64) {
    if options.showsPacketNumbers {
      line.append(decimal: number, width: 5, fill: UInt8(ascii: " "))
      line.append("  ")
    }
    timestamps.write(time, to: &line)
    line.append("\(text)\n")
  }

  /// Says what is impossible about a record's lengths; false when the packet cannot be printed for it.
  private mutating func printHeaderCheck(captured: Int, stated: Int) -> Bool {
    let maximum = 262_144
    if captured > 0 && stated >= captured && stated <= maximum { return true }
    line.append("[Invalid header:")
    var separator = " "
    if captured == 0 {
      line.append(" caplen==0")
      separator = ", "
    }
    if stated == 0 {
      line.append(separator)
      line.append("len==0")
      separator = ", "
    } else if stated < captured {
      line.append(separator)
      line.append("len(")
      line.append(decimal: stated)
      line.append(") < caplen(")
      line.append(decimal: captured)
      line.append(")")
      separator = ", "
    }
    for (name, length) in [("caplen(", captured), ("len(", stated)] where length > maximum {
      line.append(separator)
      line.append(name)
      line.append(decimal: length)
      line.append(") > 262144")
      separator = ", "
    }
    line.append("]\n")
    return false
  }

  private mutating func printDump(_ bytes: Span<UInt8>) {
    switch options.dump {
    case .none: break
    case .hex: line.append(hexDump: bytes)
    case .hexAndASCII: line.append(hexAndASCIIDump: bytes)
    case .ascii: if bytes.count > 0 { line.append(asciiDump: bytes) }
    }
  }

  /// Appends ` [|name]`: the capture, or the layer around it, ended inside this protocol.
  mutating func printTruncation(_ name: String) {
    line.append(" [|")
    line.append(name)
    line.append("]")
  }

  /// Appends ` (invalid)`: what was printed last contradicts the protocol.
  mutating func printInvalid() { line.append(" (invalid)") }

  /// Appends bytes that no printer understands as a dump, unless the options dump the packet anyway or ask for little.
  mutating func printUnknown(_ bytes: Span<UInt8>) {
    if options.dump == .none && options.quietness == 0 { line.append(hexAndASCIIDump: bytes) }
  }
}
