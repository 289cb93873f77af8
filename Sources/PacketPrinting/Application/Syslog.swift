import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a syslog message (RFC 3164); its text when verbose.
  mutating func printSyslog(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    guard let message = try SyslogMessage(bytes, at: payload.start) else {
      printInvalid()
      return
    }
    guard options.verbosity > 0 else {
      line.append("SYSLOG ")
      printSyslogFacility(message.facility)
      line.append(".")
      line.put(Self.syslogSeverity(message.severity), ", length: ", payload.length)
      return
    }
    line.put("SYSLOG, length: ", payload.length, "\n\tFacility ")
    printSyslogFacility(message.facility)
    line.put(" (", message.facility, "), Severity ", Self.syslogSeverity(message.severity))
    line.put(" (", message.severity, ")\n\tMsg: ")
    let end = payload.start + payload.length
    let stop = min(end, bytes.count)
    for index in message.text..<max(stop, message.text) { line.append(visible: bytes[index]) }
    if stop < end { throw EarlyEnd(name: "syslog") }
    if options.verbosity > 1 {
      printUnknownData(bytes, at: payload.start, length: payload.length, indent: "\n\t")
    }
  }

  private mutating func printSyslogFacility(_ facility: UInt8) {
    let names: [String] = Self.syslogFacilities
    if Int(facility) < names.count {
      line.append(names[Int(facility)])
    } else {
      line.put("unknown (", facility, ")")
    }
  }

  private static let syslogFacilities = [
    "kernel", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron",
    "authpriv", "ftp", "ntp", "security", "console", "cron", "local0", "local1", "local2",
    "local3", "local4", "local5", "local6", "local7",
  ]

  private static func syslogSeverity(_ severity: UInt8) -> String {
    switch severity {
    case 0: "emergency"
    case 1: "alert"
    case 2: "critical"
    case 3: "error"
    case 4: "warning"
    case 5: "notice"
    case 6: "info"
    default: "debug"
    }
  }
}
