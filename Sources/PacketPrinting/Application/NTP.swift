import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an NTP or SNTP message (RFC 5905): its version and mode, and all fields when verbose.
  mutating func printNTP(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    let message = try NTPMessage(reading: bytes, at: payload.start)
    line.put("NTPv", message.version, ", ")
    switch message.mode {
    case .unspecified: line.append("unspecified")
    case .symmetricActive: line.append("symmetric active")
    case .symmetricPassive: line.append("symmetric passive")
    case .client: line.append("Client")
    case .server: line.append("Server")
    case .broadcast: line.append("Broadcast")
    case .control: line.append("Control Message")
    case .reserved: line.append("Reserved")
    }
    line.put(", length ", payload.length)
    guard options.verbosity > 0 else { return }
    line.append("\n\tLeap indicator: ")
    switch message.leapIndicator {
    case 0: break
    case 1: line.append("+1s")
    case 2: line.append("-1s")
    default: line.append("clock unsynchronized")
    }
    // tcpdump shows the bits at their place in the byte, not shifted.
    line.put(" (", UInt32(message.leapIndicator) << 6, ")")
    switch message.mode {
    case .control: try printNTPControl(message, bytes, length: payload.length)
    // Mode 7 is reserved for private use (RFC 1305, appendix B), and is not decoded.
    case .reserved: break
    default: try printNTPFields(message, bytes, length: payload.length)
    }
  }

  /// Appends everything after the leap indicator.
  private mutating func printNTPFields(
    _ message: NTPMessage, _ bytes: Span<UInt8>, length: Int
  ) throws(EarlyEnd) {
    guard length >= NTPMessage.byteCount else { return printInvalid() }
    let stratum = try message.stratum(bytes)
    line.put(", Stratum ", stratum, " (")
    switch stratum {
    case 0: line.append("unspecified")
    case 1: line.append("primary reference")
    case 2...15: line.append("secondary reference")
    default: line.append("reserved")
    }
    line.append(")")
    let poll = Int(try message.poll(bytes))
    line.put(", poll ", poll)
    if poll >= 0 && poll < 32 {
      line.put(" (", UInt32(1) << UInt32(poll), "s)")
    } else if poll < 0 && poll > -32 {
      line.put(" (1/", UInt32(1) << UInt32(-poll), "s)")
    }
    line.put(", precision ", Int(try message.precision(bytes)))
    let delay = try message.word(.rootDelay, bytes)
    line.append("\n\tRoot Delay: ")
    printNTPShort(delay)
    let dispersion = try message.word(.rootDispersion, bytes)
    line.append(", Root dispersion: ")
    printNTPShort(dispersion)
    let reference = try message.word(.referenceIdentifier, bytes)
    line.append(", Reference-ID: ")
    switch stratum {
    case 0: line.append("(unspec)")
    case 1:
      let start = message.start + NTPMessage.Word.referenceIdentifier.rawValue
      line.append(visible: bytes.extracting(start..<(start + 4)))
    case 62:
      // An information query of an old version, and its reply, have no other fields.
      return line.put(IPv4Address(rawValue: reference), " INFO_QUERY")
    case 63: return line.put(IPv4Address(rawValue: reference), " INFO_REPLY")
    default: line.put("0x", Hex(reference, 8))
    }
    try printNTPTimestamps(message, bytes)
    try printNTPTrailer(message, bytes, length: length)
  }

  /// Appends the four timestamps, and the differences of two of them from the originate timestamp.
  private mutating func printNTPTimestamps(
    _ message: NTPMessage, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let reference = try message.timestamp(.reference, bytes)
    line.append("\n\t  Reference Timestamp:  ")
    printNTPTimestamp(reference)
    let origin = try message.timestamp(.origin, bytes)
    line.append("\n\t  Originator Timestamp: ")
    printNTPTimestamp(origin)
    let receive = try message.timestamp(.receive, bytes)
    line.append("\n\t  Receive Timestamp:    ")
    printNTPTimestamp(receive)
    let transmit = try message.timestamp(.transmit, bytes)
    line.append("\n\t  Transmit Timestamp:   ")
    printNTPTimestamp(transmit)
    line.append("\n\t    Originator - Receive Timestamp:  ")
    printNTPDifference(from: origin, to: receive)
    line.append("\n\t    Originator - Transmit Timestamp: ")
    printNTPDifference(from: origin, to: transmit)
  }

  /// Appends the trailer: a key and a digest of MD5 or SHA-1, recognized by the size alone.
  private mutating func printNTPTrailer(
    _ message: NTPMessage, _ bytes: Span<UInt8>, length: Int
  ) throws(EarlyEnd) {
    let extra = length - NTPMessage.byteCount
    guard extra > 0 else { return }
    guard extra == 4 || extra == 20 || extra == 24 else {
      return line.put("\n\t(", extra, " more bytes after the header)")
    }
    line.put("\n\tKey id: ", try message.word(.keyIdentifier, bytes))
    guard extra > 4 else { return }
    let digest = message.start + NTPMessage.byteCount + 4
    try bytes.require(extra - 4, at: digest, in: "ntp")
    line.append("\n\tAuthentication: ")
    line.append(hexBytes: bytes.extracting(digest..<(digest + extra - 4)))
  }

  /// Prints a control message (RFC 9327, section 2) without its data.
  private mutating func printNTPControl(
    _ message: NTPMessage, _ bytes: Span<UInt8>, length: Int
  ) throws(EarlyEnd) {
    guard length >= NTPMessage.controlByteCount else { return printInvalid() }
    let start = message.start
    let control = try bytes.byte(at: start + 1, in: "ntp")
    line.append(control & 0x80 != 0 ? ", Response, " : ", Request, ")
    line.append(control & 0x40 != 0 ? "Error, " : "OK, ")
    line.append(control & 0x20 != 0 ? "More" : "Last")
    line.put(", OpCode=", control & 0x1f, "\n")
    line.put("\tSequence=", try bytes.uint16(at: start + 2, in: "ntp"))
    let status = try bytes.uint16(at: start + 4, in: "ntp")
    line.append(status == 0 ? ", Status=" : ", Status=0x")
    line.append(hex: UInt32(status))
    line.put(", Assoc.=", try bytes.uint16(at: start + 6, in: "ntp"))
    line.put(", Offset=", try bytes.uint16(at: start + 8, in: "ntp"))
    let count = Int(try bytes.uint16(at: start + 10, in: "ntp"))
    line.put(", Count=", count)
    guard NTPMessage.controlByteCount + count <= length else { return printInvalid() }
    guard count > 0 else { return }
    guard bytes.has(count, at: start + NTPMessage.controlByteCount) else {
      return printTruncation("ntp")
    }
    line.append("\n\tTO-BE-DONE: data not interpreted")
  }

  /// Appends seconds of 16.16 fixed point with six decimals.
  private mutating func printNTPShort(_ value: UInt32) {
    line.put(value >> 16, ".", Padded((value & 0xffff) * 15_625 / 1024, 6))
  }

  /// Appends seconds since 1900 with nine decimals, and the date.
  mutating func printNTPTimestamp(_ value: UInt64) {
    let seconds = value >> 32
    line.put(seconds, ".", Padded(billionths(value), 9))
    guard seconds > 0 else { return }
    line.append(" (")
    // Of the era that began in 1900, as tcpdump shows it.
    printDateAndTime(secondsSince1970: Int64(seconds) - 2_208_988_800)
    line.append(")")
  }

  /// Appends the time from one timestamp to another with its sign; the second one itself if there is no first.
  private mutating func printNTPDifference(from origin: UInt64, to end: UInt64) {
    guard origin != 0 else { return printNTPTimestamp(end) }
    // tcpdump takes no difference for a negative one.
    let isNegative = end <= origin
    let difference = isNegative ? origin - end : end - origin
    line.append(isNegative ? "-" : "+")
    line.put(difference >> 32, ".", Padded(billionths(difference), 9))
  }
}

/// The fraction of 32.32 fixed point in billionths, rounded as tcpdump rounds it: by floating point.
private func billionths(_ value: UInt64) -> UInt32 {
  UInt32(Double(UInt32(truncatingIfNeeded: value)) / 4_294_967_296 * 1_000_000_000)
}
