import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a TCP segment, its addresses and ports first.
  mutating func printTCP(
    _ packet: Packet, _ frame: Span<UInt8>, with addresses: AddressPair
  ) throws(EarlyEnd) {
    guard case .tcp(let header) = packet.transport else {
      printPortsOnly(packet, addresses)
      return
    }
    printPorts(header.sourcePort, header.destinationPort, addresses, .tcp)
    let length = packet.transportLength
    let headerByteCount = Int(header.headerByteCount)
    guard headerByteCount >= TCPHeader.minimumByteCount else {
      line.append(" tcp ")
      line.append(decimal: length - headerByteCount)
      line.append(" [bad hdr length ")
      line.append(decimal: headerByteCount)
      line.append(" - too short, < 20]")
      return
    }
    if options.quietness > 0 {
      line.append("tcp ")
      // An impossible data offset leaves no payload; tcpdump 4.99 shows the difference as a huge number.
      line.append(decimal: max(length - headerByteCount, 0))
      if headerByteCount > length { printHeaderTooLong(headerByteCount, length) }
      return
    }
    line.append(words.flags)
    printFlags(header.flags)
    let bases = sequenceBases(packet, header)
    if headerByteCount > length {
      line.append(words.close)
      printHeaderTooLong(headerByteCount, length)
      return
    }
    line.append(words.close)
    if options.verbosity > 0 && !options.ignoresChecksums {
      printTCPChecksum(packet, header, frame)
    }
    printSequence(header, length: length - headerByteCount, bases)
    var hasMultipath = false
    if headerByteCount > TCPHeader.minimumByteCount {
      line.append(words.options)
      switch try printTCPOptions(packet, frame, sackBase: bases.selective) {
      case .complete: break
      case .completeWithMultipath: hasMultipath = true
      case .broken: return
      }
      line.append(words.close)
    }
    line.append(words.length)
    line.append(decimal: UInt32(truncatingIfNeeded: length - headerByteCount))
    if length > headerByteCount {
      try printSegmentText(packet, header, frame, cutName: hasMultipath ? "mptcp" : "tcp")
    }
  }

  /// Prints a header of which at most the ports were captured.
  private mutating func printPortsOnly(_ packet: Packet, _ addresses: AddressPair) {
    if case .ports(let source, let destination) = packet.transport {
      printPorts(source, destination, addresses, .tcp)
    } else {
      printAddresses(packet.addresses)
      line.append(":")
    }
    printTruncation("tcp")
  }

  private mutating func printHeaderTooLong(_ headerByteCount: Int, _ length: Int) {
    line.append(" [bad hdr length ")
    line.append(decimal: headerByteCount)
    line.append(" - too long, > ")
    line.append(decimal: length)
    line.append(words.close)
  }

  /// Appends the letters of the flags, or `none`.
  @inline(__always)
  private mutating func printFlags(_ flags: TCPFlags) {
    if flags.rawValue == 0 {
      line.append(words.noFlags)
    } else {
      line.append(
        word: flagLetters[Int(flags.rawValue)], count: flags.rawValue.nonzeroBitCount)
    }
  }

  /// The letters of each combination of flags, in the order of their bits.
  static func flagLetters() -> [UInt64] {
    let letters = Array("FSRP.UEW".utf8)
    return (0..<256).map { flags in
      var word: UInt64 = 0
      var shift: UInt64 = 0
      for bit in 0..<8 where flags & (1 << bit) != 0 {
        word |= UInt64(letters[bit]) << shift
        shift += 8
      }
      return word
    }
  }

  /// The bases of this segment's relative sequence numbers.
  @inline(__always)
  mutating func sequenceBases(
    _ packet: Packet, _ header: TCPHeader
  ) -> RelativeSequence.Bases {
    if let presetBases, depth == 0 { return presetBases }
    guard !options.usesAbsoluteSequenceNumbers, header.flags.contains(.ack) else {
      return RelativeSequence.Bases(sequence: 0, acknowledgment: 0, selective: 0)
    }
    switch packet.network {
    case .ipv4(let network):
      return sequences.bases(
        source: UInt128(network.source.rawValue),
        destination: UInt128(network.destination.rawValue), isVersion6: false, header: header)
    case .ipv6(let network):
      return sequences.bases(
        source: network.source.rawValue, destination: network.destination.rawValue,
        isVersion6: true, header: header)
    default:
      return RelativeSequence.Bases(sequence: 0, acknowledgment: 0, selective: 0)
    }
  }

  /// Appends sequence number, acknowledgment, window and urgent pointer.
  @inline(__always)
  private mutating func printSequence(
    _ header: TCPHeader, length: Int, _ bases: RelativeSequence.Bases
  ) {
    if length > 0 || options.verbosity > 1
      || !header.flags.isDisjoint(with: [.syn, .fin, .rst])
    {
      let sequence = header.sequence.rawValue &- bases.sequence
      line.append(words.sequence, decimal: sequence)
      if length > 0 {
        line.append(words.sequenceEnd, decimal: sequence &+ UInt32(truncatingIfNeeded: length))
      }
    }
    if header.flags.contains(.ack) {
      line.append(
        words.acknowledgment, decimal: header.acknowledgment.rawValue &- bases.acknowledgment)
    }
    line.append(words.window, decimal: UInt32(header.window))
    if header.flags.contains(.urg) {
      line.append(ConstantText(", urg "), decimal: UInt32(header.urgentPointer))
    }
  }

  /// Appends whether the checksum is right, if it can be verified.
  private mutating func printTCPChecksum(
    _ packet: Packet, _ header: TCPHeader, _ frame: Span<UInt8>
  ) {
    switch packet.transportChecksum(in: frame) {
    case .valid:
      line.append(words.checksum)
      line.append(hex: UInt32(header.checksum), digits: 4)
      line.append(words.correct)
    case .invalid(let stated, let computed):
      line.append(", cksum 0x")
      line.append(hex: UInt32(stated), digits: 4)
      line.append(" (incorrect -> 0x")
      line.append(hex: UInt32(computed), digits: 4)
      line.append(")")
    case .absent, .unverifiable: break
    }
  }

  /// Prints the payload: the text of a reset when verbose (RFC 9293, section 3.5.3), else its application.
  ///
  /// `cutName` is the protocol that is named if not even the options were captured.
  private mutating func printSegmentText(
    _ packet: Packet, _ header: TCPHeader, _ frame: Span<UInt8>, cutName: String
  ) throws(EarlyEnd) {
    if case .truncated(.tcp, let needed, let available)? = packet.stop {
      line.append(" [remaining caplen(")
      line.append(decimal: available)
      line.append(") < header length(")
      line.append(decimal: needed)
      line.append(")]")
      throw EarlyEnd(name: cutName)
    }
    if options.verbosity > 0, header.flags.contains(.rst) {
      printResetText(frame.extracting(packet.payload), length: packet.payloadLength)
    } else {
      if tls != nil, printTLS(packet, header, frame) { return }
      try printApplication(packet, header, frame)
    }
  }

  /// Appends the sender's text about a reset, at most 30 bytes.
  private mutating func printResetText(_ text: Span<UInt8>, length: Int) {
    let maximum = 30
    line.append(text.count < length ? " [!RST" : " [RST")
    if length > maximum { line.append("+") }
    line.append(" ")
    for index in 0..<min(text.count, length, maximum) { line.append(visible: text[index]) }
    line.append(words.close)
  }
}
