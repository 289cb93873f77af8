import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a VRRP message (RFC 3768, RFC 5798) that `packet` carries.
  mutating func printVRRP(_ message: VRRPMessage, _ packet: Packet) throws(EarlyEnd) {
    let version = try message.version
    let type = try message.type
    line.append("VRRPv", decimal: version, ", ")
    line.append(name: type == 1 ? "Advertisement" : nil, or: "unknown type (", type, ")")
    let timeToLive = packet.timeToLive
    if timeToLive != 255 { line.append(", (ttl ", decimal: timeToLive, ")") }
    if version < 2 || version > 3 || type != 1 { return }
    let priority = try message.priority
    line.append(", vrid ", decimal: try message.router, ", prio ")
    line.append(decimal: UInt32(priority))
    if version == 2 {
      let authentication = try message.authenticationType
      line.append(", authtype ")
      line.append(name: Self.vrrpAuthentication(authentication), or: "#", authentication)
      line.append(", intvl ", decimal: try message.interval, "s, length ")
    } else {
      line.append(", intvl ", decimal: try message.maximumInterval, "cs, length ")
    }
    line.append(decimal: message.fields.length)
    if options.verbosity > 0 { try printVRRPAddresses(message, version, packet) }
  }

  private static func vrrpAuthentication(_ type: UInt8) -> String? {
    switch type {
    case 0: "none"
    case 1: "simple"
    case 2: "ah"
    default: nil
    }
  }

  private mutating func printVRRPAddresses(
    _ message: VRRPMessage, _ version: UInt8, _ packet: Packet
  ) throws(EarlyEnd) {
    let count = try message.addressCount
    if try message.isChecksumRight(in: packet) == false {
      line.append(", (bad vrrp cksum ", hex: try message.checksum, ")")
    }
    line.append(", addrs")
    if count > 1 { line.append("(", decimal: count, ")") }
    line.append(":")
    for index in 0..<Int(count) {
      if version == 3, case .ipv6 = packet.network {
        let address = try message.ipv6Address(index)
        line.append(index == 0 ? " " : ",")
        printAddress(address)
      } else {
        let address = try message.ipv4Address(index)
        line.append(index == 0 ? " " : ",")
        printAddress(address)
      }
    }
    if version == 2, try message.authenticationType == 1 {
      line.append(" auth \"")
      let password = try message.password(behind: Int(count))
      line.append(visibleUpToZero: password.bytes)
      if password.isCut, !password.bytes.hasZero { throw EarlyEnd(name: "vrrp") }
      line.append("\"")
    }
  }
}

extension Packet {
  /// TTL or hop limit of the IP header.
  var timeToLive: UInt8 {
    switch network {
    case .ipv4(let header): header.timeToLive
    case .ipv6(let header): header.hopLimit
    default: 0
    }
  }
}
