import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a control message of the Locator/ID Separation Protocol (RFC 6833): map-register and map-notify whole.
  mutating func printLISP(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    let message = try LISPMessage(bytes, at: payload.start)
    switch message.type {
    case 0: line.append("LISP-Reserved")
    case 1: line.append("LISP-Map-Request")
    case 2: line.append("LISP-Map-Reply")
    case 3: line.append("LISP-Map-Register")
    case 4: line.append("LISP-Map-Notify")
    case 8: line.append("LISP-Encapsulated-Contol-Message")
    default: line.put("unknown-type-", message.type)
    }
    line.append(",")
    let isVerbose = options.verbosity > 0
    guard message.type == 3 || message.type == 4 else { return }
    if isVerbose {
      line.append(" flags [")
      printFlagNames(
        message.flags, message.type == 3 ? Self.lispRegisterFlags : Self.lispNotifyFlags,
        separator: ", ", none: "none")
      line.put("],\n    ", message.recordCount, " record(s), Authentication ")
      switch message.key {
      case 0: line.append("None,")
      case 1: line.append("SHA1,")
      case 2: line.append("SHA256,")
      default: line.append("unknown-type,")
      }
      try printLISPBytes(
        bytes, at: payload.start + LISPMessage.headerByteCount,
        count: message.authenticationByteCount, "\n    Authentication-Data: ")
    } else {
      line.put(" ", message.recordCount, " record(s),")
    }
    guard message.recordCount > 0 else {
      printInvalid()
      return
    }
    try printLISPRecords(message, bytes, payload)
  }

  /// Prints bytes in hexadecimal; where they are cut, as many as there are.
  private mutating func printLISPBytes(
    _ bytes: Span<UInt8>, at start: Int, count: Int, _ indent: String
  ) throws(EarlyEnd) {
    let stop = min(start + count, bytes.count)
    line.append(hexDump: bytes.extracting(min(start, stop)..<stop), indent: indent)
    if stop < start + count { throw EarlyEnd(name: LISPMessage.name) }
  }

  private mutating func printLISPRecords(
    _ message: LISPMessage, _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    var offset = payload.start + LISPMessage.headerByteCount + message.authenticationByteCount
    for _ in 0..<message.recordCount where offset < payload.start + payload.length {
      let record = try LISPRecord(bytes, at: offset)
      line.append("\n")
      offset += LISPRecord.byteCount
      if options.verbosity > 0 {
        line.put("      Record TTL ", record.timeToLive, ",")
        line.append(record.isAuthoritative ? " Authoritative, " : " Non-Authoritative, ")
        switch record.action {
        case 0: line.append("No-Action")
        case 1: line.append("Natively-Forward")
        case 2: line.append("Send-Map-Request")
        case 3: line.append("Drop")
        default: line.append("unknown")
        }
        line.put(", Map Version: ", record.mapVersion, ",")
      }
      guard let size = try printLISPAddress(record.family, " EID ", bytes, at: offset) else {
        return
      }
      offset += size
      line.put("/", record.prefixLength, ", ", record.locatorCount, " locator(s)")
      for _ in 0..<record.locatorCount { try printLISPLocator(bytes, &offset) }
    }
    if message.hasIdentifiers {
      guard bytes.has(24, at: offset) else {
        printInvalid()
        return
      }
      try printLISPBytes(bytes, at: offset, count: 16, "\n    xTR-ID: ")
      line.put("\n    SITE-ID: ", bytes.uint64(at: offset + 16))
    } else if offset < bytes.count {
      try printLISPBytes(bytes, at: offset, count: bytes.count - offset, "\n    Data: ")
    }
  }

  /// Prints an address after a text and returns its size; nil, and nothing, for other families.
  private mutating func printLISPAddress(
    _ family: UInt16, _ text: String, _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) -> Int? {
    switch family {
    case 1:
      let address = try bytes.uint32(at: offset, in: LISPMessage.name)
      line.append(text)
      printAddress(IPv4Address(rawValue: address))
      return 4
    case 2:
      let address = try bytes.uint128(at: offset, in: LISPMessage.name)
      line.append(text)
      printAddress(IPv6Address(rawValue: address))
      return 16
    default: return nil
    }
  }

  private mutating func printLISPLocator(
    _ bytes: Span<UInt8>, _ offset: inout Int
  ) throws(EarlyEnd) {
    let locator = try LISPLocator(bytes, at: offset)
    offset += LISPLocator.byteCount
    if options.verbosity > 0 { line.append("\n       ") }
    offset += try printLISPAddress(locator.family, " LOC ", bytes, at: offset) ?? 0
    guard options.verbosity > 0 else { return }
    line.put("\n          Priority/Weight ", locator.priority, "/", locator.weight)
    line.put(", Multicast Priority/Weight ", locator.multicastPriority, "/")
    line.put(locator.multicastWeight, ", flags [")
    printFlagNames(
      UInt32(locator.flags), Self.lispLocatorFlags, separator: ", ", none: "none")
    line.append("],")
  }

  private static let lispRegisterFlags: [(UInt32, String)] = [
    (0x0800_0000, "P-Proxy-Map-Reply"), (0x0400_0000, "S-LISP-SEC-Capable"),
    (0x0200_0000, "I-xTR-ID-Present"), (0x0100_0000, "R-Build-For-RTR"),
    (0x0000_0100, "M-Want-Map-Notify"),
  ]

  private static let lispNotifyFlags: [(UInt32, String)] = [
    (0x0800_0000, "I-xTR-ID-Present"), (0x0400_0000, "R-Build-For-RTR"),
  ]

  private static let lispLocatorFlags: [(UInt32, String)] = [
    (4, "Local-Locator"), (2, "RLoc-Probed"), (1, "Reachable"),
  ]
}
