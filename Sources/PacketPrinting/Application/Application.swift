import InternetTypes
import PacketDissection
import TextOutput

/// The payload of a transport header, as passed to an application's printer together with the frame's bytes.
struct ApplicationPayload {
  /// The offset of the payload in the frame; it may lie after the captured bytes.
  let start: Int
  /// The length of the payload in bytes as the headers state it; fewer may be captured.
  let length: Int
  let sourcePort: UInt16
  let destinationPort: UInt16
  let isTCP: Bool
  /// The packet around it.
  let packet: Packet

  /// The payload, to be read field by field.
  @_lifetime(copy bytes)
  func fields(_ bytes: Span<UInt8>, in name: String) -> Fields {
    Fields(bytes, from: start, length: length, in: name)
  }
}

/// State that application printers keep across packets; each part is bounded.
struct ApplicationState {
  /// What may still be read behind pointers in domain names of this packet.
  var nameWork = DNSNameWork(byteCount: 0)

  /// The names of managed objects, once one is printed.
  var managementNames: ManagementNames?

  /// The NFS calls whose replies may still come.
  var calls = RPCCallTable()

  /// The calls of Rx whose replies may still come.
  var rxCalls = RxCallTable()

  /// The latest initiators of IKE security associations.
  var initiators = ISAKMPInitiators()
}

extension PacketPrinter {
  /// Prints the payload of a transport header; false, and nothing is printed, if it is not decoded.
  ///
  /// `bytes` is the frame up to the end of the IP packet or of the capture.
  mutating func printApplication(
    _ application: ApplicationProtocol, _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) -> Bool {
    if try printHostProtocol(application, bytes, payload) { return true }
    if try printRouterProtocol(application, bytes, payload) { return true }
    if try printTunnelOrKeys(application, bytes, payload) { return true }
    if try printMediaOrFiles(application, bytes, payload) { return true }
    guard application == .nfs else { return false }
    return try printNFS(bytes, payload)
  }

  /// Prints a protocol that hosts speak with servers: texts, names, addresses, time, management; false for another one.
  private mutating func printHostProtocol(
    _ application: ApplicationProtocol, _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) -> Bool {
    switch application {
    case .ftp, .http, .rtsp, .sip, .smtp, .whois: try printText(application, bytes, payload)
    case .beep: printBEEP(bytes, payload)
    case .resp: try printRESP(bytes, payload)
    case .ssh: try printSSH(bytes, payload)
    case .telnet: try printTelnet(bytes, payload)
    case .bootp: try printDHCP(bytes, payload)
    case .dhcpv6: try printDHCPv6(bytes, payload)
    case .domain: try printDNS(bytes, payload)
    case .lwres: try printResolver(LightweightResolverMessage(payload.fields(bytes, in: "lwres")))
    case .ntp: try printNTP(bytes, payload)
    case .ptp: try printPTP(bytes, payload)
    case .timed: try printTimed(bytes, payload)
    case .kerberos: try printKerberos(bytes, payload)
    case .radius: try printRADIUS(bytes, payload)
    case .snmp: try printSNMP(bytes, at: payload.start, length: payload.length)
    case .syslog: try printSyslog(bytes, payload)
    default: return false
    }
    return true
  }

  /// Prints a protocol between routers or about their traffic; false for another one.
  private mutating func printRouterProtocol(
    _ application: ApplicationProtocol, _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) -> Bool {
    switch application {
    case .aodv:
      try printAODV(
        AODVMessage(payload.fields(bytes, in: "aodv"), isOverIPv6: !payload.packet.isIPv4))
    case .babel: try printBabel(bytes, payload)
    case .bfd: try printBFD(bytes, payload)
    case .bgp: try printBGP(bytes, payload)
    case .ciscoAutoRP: try printAutoRP(AutoRPMessage(payload.fields(bytes, in: "cisco_autorp")))
    case .hncp: try printHNCP(bytes, payload)
    case .hsrp: try printHSRP(bytes, payload)
    case .ldp: try printLDP(bytes, payload)
    case .lisp: try printLISP(bytes, payload)
    case .lmp:
      try printLinkManagement(LinkManagementMessage(payload.fields(bytes, in: "lmp")))
    case .lspPing: try printLSPPing(LSPPing(payload.fields(bytes, in: "lspping")))
    case .msdp: try printMSDP(bytes, payload)
    case .netFlow: try printNetFlow(NetFlowPacket(payload.fields(bytes, in: "cnfp")))
    case .olsr: try printOLSR(bytes, payload)
    case .openFlow: try printOpenFlow(bytes, payload)
    case .rip: try printRIP(bytes, payload)
    case .ripng: try printRIPng(bytes, payload)
    case .rpkiRouter: try printRPKIRouter(bytes, payload)
    case .sflow: try printSFlow(bytes, payload)
    default: return false
    }
    return true
  }

  /// Prints a tunnel, a protocol that sets up keys, or one of links; false for another one.
  private mutating func printTunnelOrKeys(
    _ application: ApplicationProtocol, _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) -> Bool {
    switch application {
    case .ahcp: try printAHCP(bytes, payload)
    case .bcmLinkInterface: try printLawfulIntercept(bytes, payload)
    case .geneve, .mpls, .vxlan, .vxlanGeneric:
      try printUDPTunnel(application, bytes, payload)
    case .isakmp:
      try printISAKMP(bytes, payload.packet, at: payload.start, length: payload.length)
    case .isakmpNATTraversal: try printISAKMPOverNAT(bytes, payload)
    case .l2tp: try printL2TP(bytes, payload)
    case .lwappControl: try printLWAPPControl(bytes, payload)
    case .lwappData: try printLWAPPData(bytes, payload)
    case .otv: try printOverlayTransport(bytes, payload)
    case .pptp: try printPPTP(bytes, payload)
    case .vqp: try printVQP(bytes, payload)
    case .zep: try printZigBee(ZigBeeEncapsulation(payload.fields(bytes, in: "zep")))
    default: return false
    }
    return true
  }

  /// Prints a protocol of audio, video, messages or files; false for another one.
  private mutating func printMediaOrFiles(
    _ application: ApplicationProtocol, _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) -> Bool {
    switch application {
    case .pgm, .pgmZMTP:
      try printPGM(
        PGMPacket(payload.fields(bytes, in: "pgm")), with: .none,
        showsMessages: application == .pgmZMTP)
    case .rpc: try printRPC(bytes, payload)
    case .rx: try printRx(bytes, payload)
    case .rtcp: try printRTCP(payload.fields(bytes, in: "rtcp"))
    case .rtp:
      try printRTP(
        RealTimePacket(payload.fields(bytes, in: "rtp")), stated: payload.packet.payloadLength)
    case .someip: try printSOMEIP(bytes, payload)
    case .tftp: try printTFTP(bytes, payload)
    case .vat:
      try printAudio(payload.fields(bytes, in: "vat"), stated: payload.packet.payloadLength)
    case .whiteboard: try printWhiteboard(WhiteboardMessage(payload.fields(bytes, in: "wb")))
    case .zephyr: try printZephyr(payload.fields(bytes, in: "zephyr"))
    case .zmtp:
      let stop = min(payload.start + max(payload.length, 0), bytes.count)
      if payload.start < stop { printMessageQueue(bytes.extracting(payload.start..<stop)) }
    default: return false
    }
    return true
  }

  /// Prints an encapsulation in UDP.
  ///
  /// The bytes extend to the end of the IP packet, regardless of the UDP length.
  private mutating func printUDPTunnel(
    _ application: ApplicationProtocol, _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    let (start, length) = (payload.start, payload.length)
    switch application {
    case .vxlan: try printVXLAN(bytes, at: start, length: length)
    case .geneve: try printGeneve(bytes, at: start, length: length)
    case .vxlanGeneric: try printGenericVXLAN(bytes, at: start, length: length)
    default: try printMPLS(bytes, at: start, length: length)
    }
  }

  /// Prints the application of a UDP datagram; false if its ports name none, or one that is not decoded.
  mutating func printApplication(
    _ packet: Packet, _ header: UDPHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    guard
      let application = udpPorts.application(
        source: header.sourcePort, destination: header.destinationPort)
    else { return false }
    return try printApplication(application, packet, header, frame)
  }

  /// Prints a UDP datagram as carrying `application`.
  @inline(never)
  mutating func printApplication(
    _ application: ApplicationProtocol, _ packet: Packet, _ header: UDPHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    let payload = ApplicationPayload(
      start: packet.transportOffset + UDPHeader.byteCount,
      length: min(packet.payloadLength, packet.transportLength - UDPHeader.byteCount),
      sourcePort: header.sourcePort, destinationPort: header.destinationPort, isTCP: false,
      packet: packet)
    return try printApplication(application, frame.extracting(first: packet.end), payload)
  }

  /// Prints the application of a TCP segment with data, if its ports name one.
  mutating func printApplication(
    _ packet: Packet, _ header: TCPHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    if let application = options.forcedApplication {
      switch application {
      case .domain, .resp, .zmtp: try printApplication(application, packet, header, frame)
      default: break
      }
    } else if let application = tcpPorts.application(
      source: header.sourcePort, destination: header.destinationPort)
    {
      try printApplication(application, packet, header, frame)
    }
  }

  @inline(never)
  private mutating func printApplication(
    _ application: ApplicationProtocol, _ packet: Packet, _ header: TCPHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    let headerByteCount = Int(header.headerByteCount)
    let payload = ApplicationPayload(
      start: packet.transportOffset + headerByteCount,
      length: packet.transportLength - headerByteCount, sourcePort: header.sourcePort,
      destinationPort: header.destinationPort, isTCP: true, packet: packet)
    _ = try printApplication(application, frame.extracting(first: packet.end), payload)
  }
}
