import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of a routing or multicast protocol that IP carries; false, and nothing is printed, where
  /// `number` is of another protocol.
  mutating func printRoutingProtocol(
    _ number: IPProtocol, _ packet: Packet, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    endStatement()
    do throws(EarlyEnd) {
      return try printRoutingMessage(number, packet, frame)
    } catch {
      try settle(error)
      return true
    }
  }

  private mutating func printRoutingMessage(
    _ number: IPProtocol, _ packet: Packet, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    let bytes = frame.extracting(first: packet.end)
    let start = packet.transportOffset
    let length = packet.transportLength
    switch number {
    case .igmp: try printIGMP(IGMPMessage(Fields(bytes, from: start, length: length, in: "igmp")))
    case .pim:
      if start >= bytes.count { throw EarlyEnd(name: "pim") }
      let fields = Fields(bytes, from: start, length: length, in: "pimv2")
      try printPIM(PIMMessage(fields), packet, frame)
    case .vrrp where options.forcedApplication == .carp:
      let fields = Fields(bytes, from: start, length: length, in: "carp")
      try printCARP(CARPMessage(fields), timeToLive: packet.timeToLive)
    case .vrrp:
      let fields = Fields(bytes, from: start, length: length, in: "vrrp")
      try printVRRP(VRRPMessage(fields), packet)
    case .interiorGateway:
      try printIGRP(IGRPMessage(Fields(bytes, from: start, length: length, in: "igrp")))
    case .eigrp:
      try printEIGRP(EIGRPMessage(Fields(bytes, from: start, length: length, in: "eigrp")))
    case .rsvp:
      try printRSVP(RSVPMessage(Fields(bytes, from: start, length: length, in: "rsvp")))
    case .ospf where packet.isIPv4:
      try printOSPF(OSPFMessage(Fields(bytes, from: start, length: length, in: "ospf2")))
    case .ospf:
      try printOSPFv3(OSPFv3Message(Fields(bytes, from: start, length: length, in: "ospf3")))
    case .pgm:
      try printPGM(
        PGMPacket(Fields(bytes, from: start, length: length, in: "pgm")), with: packet.addresses)
    default: return false
    }
    return true
  }
}
