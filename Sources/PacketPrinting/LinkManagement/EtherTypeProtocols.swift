import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a protocol between neighbors by its EtherType; false, and nothing is printed, if it is not decoded.
  mutating func printEtherTypeProtocol(
    _ type: EtherType, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Bool {
    endStatement()
    do throws(EarlyEnd) {
      return try printEtherTypeMessage(type, bytes, at: start, length: length)
    } catch {
      try settle(error)
      return true
    }
  }

  private mutating func printEtherTypeMessage(
    _ type: EtherType, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Bool {
    switch type.rawValue {
    case 0xfefe:
      if length == 0 || !bytes.has(1, at: start) { throw EarlyEnd(name: "osi", isLocal: true) }
      try printISONetwork(
        Fields(bytes, from: start + 1, length: length - 1, in: "isoclns"), bytes, at: start + 1)
    case 0x6003:
      try printDECnet(DECnetPacket(Fields(bytes, from: start, length: length, in: "decnet")))
    case 0x809b:
      try printAppleTalk(
        AppleTalkPacket(Fields(bytes, from: start, length: length, in: "atalk")))
    case 0x80f3:
      try printAppleTalkARP(
        AppleTalkARPPacket(Fields(bytes, from: start, length: length, in: "aarp")))
    case 0x88ca: try printTIPC(TIPCMessage(Fields(bytes, from: start, length: length, in: "tipc")))
    case 0x8137:
      if options.showsLinkHeader { line.append("(NOV-ETHII) ") }
      try printIPX(IPXPacket(Fields(bytes, from: start, length: length, in: "ipx")))
    case 0x8808:
      try printPassiveOpticalControl(
        PassiveOpticalControl(Fields(bytes, from: start, length: length, in: "mpcp")))
    case 0x8809:
      try printSlowProtocol(
        SlowProtocolMessage(Fields(bytes, from: start, length: length, in: "slow")))
    case 0x888e:
      try printPortAuthentication(
        PortAuthenticationFrame(Fields(bytes, from: start, length: length, in: "eap")))
    case 0x886f: try printBalancing(Fields(bytes, from: start, length: length, in: "msnlb"))
    case 0x8902, 0xabcd:
      try printConnectivityFault(
        ConnectivityFaultMessage(Fields(bytes, from: start, length: length, in: "cfm")))
    case 0x88a2: try printDisk(DiskMessage(Fields(bytes, from: start, length: length, in: "aoe")))
    case 0x88cc: try printLinkDiscovery(Fields(bytes, from: start, length: length, in: "lldp"))
    case 0x894f: try printNetworkService(bytes, at: start, length: length)
    case 0x9000:
      try printConfigurationTest(
        ConfigurationTest(Fields(bytes, from: start, length: length, in: "loopback")))
    default: return try printAddressedMessage(type, nil, bytes, at: start, length: length)
    }
    return true
  }
}
