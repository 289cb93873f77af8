public import InternetTypes
public import PacketDissection
public import TextOutput

/// Turns decoded packets into lines of text, byte for byte as tcpdump 4.99 prints them.
///
/// The printer keeps state across packets: the text not yet written out, relative sequence numbers, the reference of
/// relative times, and cached names.
public struct PacketPrinter: ~Copyable {
  let options: PrintOptions

  /// The text of the packets printed so far; the owner writes it out and empties it.
  public var line: TextBuffer

  /// The interface of the next packet, to be printed before it; empty if it is not printed.
  public var origin = ""

  /// What is printed behind the next packet, before its bytes; empty if nothing is.
  public var suffix = ""

  var timestamps: TimestampPrinter
  var sequences = RelativeSequence()
  var names: NameTable?
  var checksumDifferences = ChecksumDifferences()

  /// The bases of the packet's relative sequence numbers, if they were found in advance.
  var presetBases: RelativeSequence.Bases?

  /// The known QUIC connections; nil unless they are shown.
  var quic: QUICMemory?

  /// The incomplete TLS records of connections; nil unless TLS is shown.
  var tls: TLSMemory?

  /// The applications of TCP and UDP ports.
  let tcpPorts = ApplicationPorts.tcp
  let udpPorts = ApplicationPorts.udp

  /// State of application printers between packets.
  var applications = ApplicationState()

  /// The name of the interface with an index, on the machine that prints.
  let interfaceName: (UInt32) -> String?

  /// The interface that was named last.
  var lastInterface: (index: UInt32, name: String)?

  /// The letters of each combination of TCP flags, first in the lowest byte; none for 0.
  let flagLetters: [UInt64]

  /// Short texts of the hot path.
  let words = Words()

  /// A switch tag to print after an Ethernet frame's addresses, and its offset.
  var switchTag: (kind: SwitchTagKind, offset: Int)?

  /// The offset in `line` of the current statement; nil outside of statements.
  var statementStart: Int?

  /// The nesting depth of the current packet: how many packets encapsulate or quote it.
  var depth = 0

  /// The offset where the current packet's dump begins, unless it includes the link-layer header.
  var dumpOffset = 0

  /// A printer with these options.
  ///
  /// - Parameters:
  ///   - options: the form of the lines.
  ///   - names: the source of names; used unless the options request numbers.
  ///   - interfaceName: returns the name of an interface by its index; cooked captures of version 2 have only indexes.
  ///   - utcOffset: returns how many seconds the local zone is ahead of UTC at a second since the epoch.
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

  /// How many connections' relative sequence numbers were evicted to bound memory.
  public var evictedConnectionCount: UInt64 { sequences.evictedCount }

  /// Prints a packet whose time is an instant, not a recorded time.
  public mutating func print(
    _ packet: Packet, frame: Span<UInt8>, statedLength: Int, time: Timestamp, number: UInt64
  ) {
    print(
      packet, frame: frame, statedLength: statedLength, time: RecordedTime(time), number: number)
  }

  /// Appends the lines of one packet.
  ///
  /// - Parameters:
  ///   - packet: the decoded packet.
  ///   - frame: the bytes that it was decoded from.
  ///   - statedLength: the length on the wire as the capture states it, which may be invalid.
  ///   - time: when it was captured, as the capture states it.
  ///   - number: its position in the input, from 1.
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
    applications.nameWork = DNSNameWork(byteCount: frame.count)
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
    if !suffix.isEmpty { line.append(" \(suffix)") }
    if options.dump != .none {
      printDump(frame.extracting(droppingFirst: options.dumpsLinkHeader ? 0 : dumpOffset))
    }
    line.append(byte: UInt8(ascii: "\n"))
  }

  /// Appends a line about a block without a packet, numbered and timed like a packet.
  ///
  /// - Parameters:
  ///   - text: The line.
  ///   - time: When it was captured.
  ///   - number: its position in the input, from 1.
  public mutating func printNote(_ text: String, time: RecordedTime, number: UInt64) {
    if options.showsPacketNumbers {
      line.append(decimal: number, width: 5, fill: UInt8(ascii: " "))
      line.append("  ")
    }
    timestamps.write(time, to: &line)
    line.append("\(text)\n")
  }

  /// Reports invalid lengths of a record; false if the packet cannot be printed.
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

  /// Appends ` (invalid)`: the field printed last contradicts the protocol.
  mutating func printInvalid() { line.append(" (invalid)") }

  /// Appends undecoded bytes as a dump, unless the options dump the packet anyway or are quiet.
  mutating func printUnknown(_ bytes: Span<UInt8>) {
    if options.dump == .none && options.quietness == 0 { line.append(hexAndASCIIDump: bytes) }
  }
}
