import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the shim of a packet that a Broadcom switch copied, and with `-v` the packet.
  mutating func printLawfulIntercept(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    guard payload.length >= LawfulInterceptShim.byteCount else {
      line.append(" (length ", decimal: payload.length, " < 4)")
      printInvalid()
      return
    }
    let shim = try LawfulInterceptShim(bytes, at: payload.start)
    let isVerbose = options.verbosity > 0
    line.put(isVerbose ? "\n    " : "", "BCM-LI-SHIM: direction ")
    switch shim.direction {
    case 1: line.append("unused")
    case 2: line.append("egress")
    case 3: line.append("ingress")
    default: line.append("unknown")
    }
    line.append(", pkt-type ")
    switch shim.packetType {
    case 4: line.append("undecided")
    case 5: line.append("ipv4")
    case 6: line.append("ipv6")
    case 7: line.append("ethernet")
    default: line.append("unknown")
    }
    line.append(", pkt-subtype ")
    switch shim.subtype {
    case 1: line.append("single VLAN tag")
    case 2: line.append("double VLAN tag")
    case 3: line.append("untagged")
    default: line.append("unknown")
    }
    line.put(", li-id ", shim.identifier, isVerbose ? "\n    " : "")
    let start = payload.start + LawfulInterceptShim.byteCount
    let length = payload.length - LawfulInterceptShim.byteCount
    guard isVerbose else {
      try bytes.require(length, at: start, in: "bcm_li")
      return
    }
    switch shim.packetType {
    case 7: try printInnerEthernet(bytes, at: start, length: length)
    case 5: try printInner(.ipv4, bytes, in: min(start, bytes.count)..<bytes.count, length: length)
    case 6: try printInner(.ipv6, bytes, in: min(start, bytes.count)..<bytes.count, length: length)
    case 4:
      try bytes.require(1, at: start, in: "bcm_li")
      if try !printVersioned(bytes, at: start, length: length) { line.append("unknown payload") }
    default: printInvalid()
    }
  }
}
