import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of IGRP with its routes.
  mutating func printIGRP(_ message: IGRPMessage) throws(EarlyEnd) {
    line.append("igrp:")
    let (opcode, version) = (try message.opcode, try message.version)
    let (edition, system) = (try message.edition, try message.system)
    let interior = try message.count(of: .interior)
    let inSystem = try message.count(of: .system)
    let exterior = try message.count(of: .exterior)
    line.append(
      name: opcode == 1 ? " update" : opcode == 2 ? " request" : nil, or: " op-#", opcode)
    line.put(" V", version, " edit=", edition, " AS=", system, " (")
    line.put(interior, "/", inSystem, "/", exterior, ")")
    let checksum = try message.checksum
    if options.verbosity > 0 { line.put(" checksum=0x", Hex(checksum, 4)) }
    var rest = message.fields.dropping(IGRPMessage.headerByteCount)
    var left: [3 of UInt16] = [interior, inSystem, exterior]
    while rest.length >= IGRPMessage.routeByteCount {
      let kind: IGRPMessage.RouteKind
      if left[0] > 0 {
        kind = .interior
      } else if left[1] > 0 {
        kind = .system
      } else if left[2] > 0 {
        kind = .exterior
      } else {
        line.put(" [extra bytes ", rest.length, "]")
        break
      }
      left[kind.rawValue] -= 1
      try printIGRPRoute(IGRPRoute(rest), kind)
      rest = rest.dropping(IGRPMessage.routeByteCount)
    }
    if left[0] != 0 || left[1] != 0 || left[2] != 0 || rest.length != 0 { printInvalid() }
  }

  private mutating func printIGRPRoute(
    _ route: borrowing IGRPRoute, _ kind: IGRPMessage.RouteKind
  ) throws(EarlyEnd) {
    let (first, second) = (try route.network(0), try route.network(1))
    let third = try route.network(2)
    switch kind {
    case .interior: line.put(" *.", first, ".", second, ".", third)
    case .system: line.put(" ", first, ".", second, ".", third, ".0")
    case .exterior: line.put(" X", first, ".", second, ".", third, ".0")
    }
    let (delay, bandwidth) = (try route.delay, try route.bandwidth)
    let (mtu, reliability) = (try route.mtu, try route.reliability)
    let (load, hops) = (try route.load, try route.hops)
    line.put(" d=", delay * 10, " b=", bandwidth == 0 ? 0 : 10_000_000 / bandwidth)
    line.put(" r=", reliability, " l=", load, " M=", min(delay + bandwidth, 0xff_ffff))
    line.put(" mtu=", mtu, " in ", hops, " hops")
  }
}
