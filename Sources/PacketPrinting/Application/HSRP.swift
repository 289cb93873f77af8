import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet of the Hot Standby Router Protocol (RFC 2281).
  mutating func printHSRP(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    let header = HSRPHeader(at: payload.start)
    let version = try header.value(.version, bytes)
    line.put("HSRPv", version)
    guard version == 0 else { return }
    line.append("-")
    let operation = try header.value(.operation, bytes)
    switch operation {
    case 0: line.append("hello")
    case 1: line.append("coup")
    case 2: line.append("resign")
    default: line.put("unknown (", operation, ")")
    }
    line.put(" ", payload.length, ": ")
    let state = try header.value(.state, bytes)
    line.append("state=")
    switch state {
    case 0: line.append("initial")
    case 1: line.append("learn")
    case 2: line.append("listen")
    case 4: line.append("speak")
    case 8: line.append("standby")
    case 16: line.append("active")
    default: line.put("Unknown (", state, ")")
    }
    line.append(" ")
    line.put("group=", try header.value(.group, bytes), " ")
    let reserved = try header.value(.reserved, bytes)
    if reserved != 0 { line.put("[reserved=", reserved, "!] ") }
    let address = try header.address(bytes)
    line.append("addr=")
    printAddress(address)
    guard options.verbosity > 0 else { return }
    line.append(" hellotime=")
    printDuration(UInt32(try header.value(.helloTime, bytes)))
    line.append(" holdtime=")
    printDuration(UInt32(try header.value(.holdTime, bytes)))
    line.put(" priority=", try header.value(.priority, bytes), " auth=\"")
    for index in header.authentication {
      if bytes[index] == 0 { break }
      line.append(visible: bytes[index])
    }
    line.append("\"")
  }
}
