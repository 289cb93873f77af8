import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a protocol whose messages are text; of HTTP, RTSP and SIP the text only if it begins like a message.
  mutating func printText(
    _ application: ApplicationProtocol, _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    if payload.isTCP { line.append(words.colon) }
    let end = payload.start + payload.length
    switch application {
    case .http:
      line.append("HTTP")
      guard TextGrammar.http.isMessage(bytes, start: payload.start, end: end) else { return }
      try printTextLines(bytes, payload, name: "http")
    case .rtsp:
      line.append("RTSP")
      guard TextGrammar.rtsp.isMessage(bytes, start: payload.start, end: end) else { return }
      try printTextLines(bytes, payload, name: "rtsp")
    case .sip:
      line.append("SIP")
      guard TextGrammar.sip.isMessage(bytes, start: payload.start, end: end) else { return }
      try printTextLines(bytes, payload, name: "sip")
    case .ftp:
      line.append("FTP")
      try printTextLines(bytes, payload, name: "ftp")
    case .smtp:
      line.append("SMTP")
      try printTextLines(bytes, payload, name: "smtp")
    default:
      line.append("WHOIS")
      try printTextLines(bytes, payload, name: "whois")
    }
  }

  /// Appends the first line, or, when verbose, the length and all lines, each below the other.
  private mutating func printTextLines(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload, name: String
  ) throws(EarlyEnd) {
    var lines = TextLines(start: payload.start, length: payload.length, name: name)
    let isVerbose = options.verbosity > 0
    if isVerbose { line.put(", length: ", payload.length) }
    while let (text, ending) = try lines.next(in: bytes) {
      line.append(isVerbose ? "\n\t" : ": ")
      line.append(bytes: bytes.extracting(text))
      if ending == .message { printTruncation(name) }
      if !isVerbose { return }
    }
  }

  /// Prints the identification line of SSH; the encrypted rest is not shown.
  mutating func printSSH(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    let text = try SSHIdentification.text(bytes, start: payload.start, length: payload.length)
    guard let text else { return }
    line.append(": SSH: ")
    line.append(bytes: bytes.extracting(text))
  }

  /// Prints the kind of a BEEP frame (RFC 3080, section 2.2.1) by its first four letters.
  ///
  /// MSG and END count as payload, as in tcpdump 4.99.3.
  mutating func printBEEP(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) {
    line.append(" BEEP ")
    guard payload.length >= 4, bytes.has(4, at: payload.start) else {
      line.append("(payload or undecoded)")
      return
    }
    switch bytes.uint32(at: payload.start) {
    case 0x4552_5220: line.append("ERR")
    case 0x5250_5920: line.append("RPY")
    case 0x414e_5320: line.append("ANS")
    case 0x4e55_4c20: line.append("NUL")
    case 0x5345_5120: line.append("SEQ")
    default: line.append("(payload or undecoded)")
    }
  }
}
