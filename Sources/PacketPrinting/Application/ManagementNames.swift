import PacketDissection

/// The names of managed objects that tcpdump 4.99.3 knows: MIB-II (RFC 1213) and enterprises of its time.
///
/// A tree over arrays, built once from the text below.
struct ManagementNames {
  private struct Node {
    let number: UInt32
    let name: String
    var firstChild: Int?
    var nextSibling: Int?
  }

  private var nodes = [Node(number: 0, name: "")]

  /// The root node.
  let root = 0

  /// The tree of all names.
  init() {
    for row in Self.rows.split(separator: "\n") {
      let words = row.split(separator: " ")
      var parent = root
      for number in words[0].split(separator: ".") {
        if let number = UInt32(number), let next = child(number, of: parent) { parent = next }
      }
      for index in stride(from: 1, to: words.count - 1, by: 2) {
        guard let number = UInt32(words[index]) else { continue }
        nodes.append(
          Node(
            number: number, name: String(words[index + 1]), nextSibling: nodes[parent].firstChild))
        nodes[parent].firstChild = nodes.count - 1
      }
    }
  }

  /// The child of a node with this number.
  func child(_ number: UInt32, of parent: Int) -> Int? {
    var next = nodes[parent].firstChild
    while let index = next {
      if nodes[index].number == number { return index }
      next = nodes[index].nextSibling
    }
    return nil
  }

  /// The name of a node.
  func name(_ node: Int) -> String { nodes[node].name }

  /// The abbreviation of an identifier's first bytes, their number, and the node that they lead to.
  func abbreviation(_ bytes: Span<UInt8>) -> (prefix: String, byteCount: Int, node: Int?)? {
    // 1.3.6.1
    guard bytes.count > 3, bytes[0] == 0x2b, bytes[1] == 6, bytes[2] == 1 else { return nil }
    let internet: [UInt32] = [1, 3, 6, 1]
    let second = bytes.count > 4 ? bytes[4] : 0
    switch (bytes[3], second) {
    case (2, 1): return ("", 5, node(internet + [2, 1]))
    case (4, 1): return ("E:", 5, node(internet + [4, 1]))
    case (3, _): return ("X:", 4, node(internet + [3]))
    case (6, 3): return ("S:", 5, node(internet + [6, 3]))
    default: return nil
    }
  }

  private func node(_ path: [UInt32]) -> Int? {
    path.reduce(root as Int?) { parent, number in parent.flatMap { child(number, of: $0) } }
  }

  /// Each row is a parent's numbers, and a number and a name for each child.
  private static let rows = """
    - 1 iso
    1 3 org
    1.3 6 dod
    1.3.6 1 internet
    1.3.6.1 1 directory 2 mgmt 3 experimental 4 private 5 security 6 snmpV2
    1.3.6.1.2 1 mib
    1.3.6.1.2.1 1 system 2 interfaces 3 at 4 ip 5 icmp 6 tcp 7 udp 8 egp 10 transmission 11 snmp
    1.3.6.1.2.1.1 1 sysDescr 2 sysObjectID 3 sysUpTime 4 sysContact 5 sysName 6 sysLocation
    1.3.6.1.2.1.1 7 sysServices
    1.3.6.1.2.1.2 1 ifNumber 2 ifTable
    1.3.6.1.2.1.2.2 1 ifEntry
    1.3.6.1.2.1.2.2.1 1 ifIndex 2 ifDescr 3 ifType 4 ifMtu 5 ifSpeed 6 ifPhysAddress
    1.3.6.1.2.1.2.2.1 7 ifAdminStatus 8 ifOperStatus 9 ifLastChange 10 ifInOctets
    1.3.6.1.2.1.2.2.1 11 ifInUcastPkts 12 ifInNUcastPkts 13 ifInDiscards 14 ifInErrors
    1.3.6.1.2.1.2.2.1 15 ifInUnknownProtos 16 ifOutOctets 17 ifOutUcastPkts 18 ifOutNUcastPkts
    1.3.6.1.2.1.2.2.1 19 ifOutDiscards 20 ifOutErrors 21 ifOutQLen 22 ifSpecific
    1.3.6.1.2.1.3 1 atTable
    1.3.6.1.2.1.3.1 1 atEntry
    1.3.6.1.2.1.3.1.1 1 atIfIndex 2 atPhysAddress 3 atNetAddress
    1.3.6.1.2.1.4 1 ipForwarding 2 ipDefaultTTL 3 ipInReceives 4 ipInHdrErrors 5 ipInAddrErrors
    1.3.6.1.2.1.4 6 ipForwDatagrams 7 ipInUnknownProtos 8 ipInDiscards 9 ipInDelivers
    1.3.6.1.2.1.4 10 ipOutRequests 11 ipOutDiscards 12 ipOutNoRoutes 13 ipReasmTimeout
    1.3.6.1.2.1.4 14 ipReasmReqds 15 ipReasmOKs 16 ipReasmFails 17 ipFragOKs 18 ipFragFails
    1.3.6.1.2.1.4 19 ipFragCreates 20 ipAddrTable 21 ipRoutingTable 22 ipNetToMediaTable
    1.3.6.1.2.1.4.20 1 ipAddrEntry
    1.3.6.1.2.1.4.20.1 1 ipAdEntAddr 2 ipAdEntIfIndex 3 ipAdEntNetMask 4 ipAdEntBcastAddr
    1.3.6.1.2.1.4.20.1 5 ipAdEntReasmMaxSize
    1.3.6.1.2.1.4.21 1 ipRouteEntry
    1.3.6.1.2.1.4.21.1 1 ipRouteDest 2 ipRouteIfIndex 3 ipRouteMetric1 4 ipRouteMetric2
    1.3.6.1.2.1.4.21.1 5 ipRouteMetric3 6 ipRouteMetric4 7 ipRouteNextHop 8 ipRouteType
    1.3.6.1.2.1.4.21.1 9 ipRouteProto 10 ipRouteAge 11 ipRouteMask
    1.3.6.1.2.1.4.22 1 ipNetToMediaEntry
    1.3.6.1.2.1.4.22.1 1 ipNetToMediaIfIndex 2 ipNetToMediaPhysAddress 3 ipNetToMediaNetAddress
    1.3.6.1.2.1.4.22.1 4 ipNetToMediaType
    1.3.6.1.2.1.5 1 icmpInMsgs 2 icmpInErrors 3 icmpInDestUnreachs 4 icmpInTimeExcds
    1.3.6.1.2.1.5 5 icmpInParmProbs 6 icmpInSrcQuenchs 7 icmpInRedirects 8 icmpInEchos
    1.3.6.1.2.1.5 9 icmpInEchoReps 10 icmpInTimestamps 11 icmpInTimestampReps 12 icmpInAddrMasks
    1.3.6.1.2.1.5 13 icmpInAddrMaskReps 14 icmpOutMsgs 15 icmpOutErrors 16 icmpOutDestUnreachs
    1.3.6.1.2.1.5 17 icmpOutTimeExcds 18 icmpOutParmProbs 19 icmpOutSrcQuenchs
    1.3.6.1.2.1.5 20 icmpOutRedirects 21 icmpOutEchos 22 icmpOutEchoReps 23 icmpOutTimestamps
    1.3.6.1.2.1.5 24 icmpOutTimestampReps 25 icmpOutAddrMasks 26 icmpOutAddrMaskReps
    1.3.6.1.2.1.6 1 tcpRtoAlgorithm 2 tcpRtoMin 3 tcpRtoMax 4 tcpMaxConn 5 tcpActiveOpens
    1.3.6.1.2.1.6 6 tcpPassiveOpens 7 tcpAttemptFails 8 tcpEstabResets 9 tcpCurrEstab
    1.3.6.1.2.1.6 10 tcpInSegs 11 tcpOutSegs 12 tcpRetransSegs 13 tcpConnTable 14 tcpInErrs
    1.3.6.1.2.1.6 15 tcpOutRsts
    1.3.6.1.2.1.6.13 1 tcpConnEntry
    1.3.6.1.2.1.6.13.1 1 tcpConnState 2 tcpConnLocalAddress 3 tcpConnLocalPort
    1.3.6.1.2.1.6.13.1 4 tcpConnRemAddress 5 tcpConnRemPort
    1.3.6.1.2.1.7 1 udpInDatagrams 2 udpNoPorts 3 udpInErrors 4 udpOutDatagrams 5 udpTable
    1.3.6.1.2.1.7.5 1 udpEntry
    1.3.6.1.2.1.7.5.1 1 udpLocalAddress 2 udpLocalPort
    1.3.6.1.2.1.8 1 egpInMsgs 2 egpInErrors 3 egpOutMsgs 4 egpOutErrors 5 egpNeighTable 6 egpAs
    1.3.6.1.2.1.8.5 1 egpNeighEntry
    1.3.6.1.2.1.8.5.1 1 egpNeighState 2 egpNeighAddr 3 egpNeighAs 4 egpNeighInMsgs
    1.3.6.1.2.1.8.5.1 5 egpNeighInErrs 6 egpNeighOutMsgs 7 egpNeighOutErrs 8 egpNeighInErrMsgs
    1.3.6.1.2.1.8.5.1 9 egpNeighOutErrMsgs 10 egpNeighStateUps 11 egpNeighStateDowns
    1.3.6.1.2.1.8.5.1 12 egpNeighIntervalHello 13 egpNeighIntervalPoll 14 egpNeighMode
    1.3.6.1.2.1.8.5.1 15 egpNeighEventTrigger
    1.3.6.1.2.1.11 1 snmpInPkts 2 snmpOutPkts 3 snmpInBadVersions 4 snmpInBadCommunityNames
    1.3.6.1.2.1.11 5 snmpInBadCommunityUses 6 snmpInASNParseErrs 7 snmpInBadTypes
    1.3.6.1.2.1.11 8 snmpInTooBigs 9 snmpInNoSuchNames 10 snmpInBadValues 11 snmpInReadOnlys
    1.3.6.1.2.1.11 12 snmpInGenErrs 13 snmpInTotalReqVars 14 snmpInTotalSetVars
    1.3.6.1.2.1.11 15 snmpInGetRequests 16 snmpInGetNexts 17 snmpInSetRequests
    1.3.6.1.2.1.11 18 snmpInGetResponses 19 snmpInTraps 20 snmpOutTooBigs 21 snmpOutNoSuchNames
    1.3.6.1.2.1.11 22 snmpOutBadValues 23 snmpOutReadOnlys 24 snmpOutGenErrs
    1.3.6.1.2.1.11 25 snmpOutGetRequests 26 snmpOutGetNexts 27 snmpOutSetRequests
    1.3.6.1.2.1.11 28 snmpOutGetResponses 29 snmpOutTraps 30 snmpEnableAuthTraps
    1.3.6.1.4 1 enterprises
    1.3.6.1.4.1 1 proteon 2 ibm 3 cmu 4 unix 5 acc 6 twg 7 cayman 8 nysernet 9 cisco 10 nsc
    1.3.6.1.4.1 11 hp 12 epilogue 13 utennessee 14 bbn 15 xylogics 16 unisys 17 canstar
    1.3.6.1.4.1 18 wellfleet 19 trw 20 mit 21 eon 22 spartacus 23 excelan 24 spider 25 nsfnet
    1.3.6.1.4.1 26 sytek 27 intergraph 28 interlan 29 vitalink 30 ulana 31 nswc
    1.3.6.1.4.1 32 santacruzoperation 33 xyplex 34 cray 35 bellnorthernresearch 36 dec 37 touch
    1.3.6.1.4.1 38 networkresearchcorp 39 baylor 40 nmfeccllnl 41 sri 42 sun 43 3com 44 cmc
    1.3.6.1.4.1 45 synoptics 46 cheyenne 47 prime 48 mcnc 49 chipcom 50 opticaldatasystems
    1.3.6.1.4.1 51 gated 52 cabletron 53 apollo 54 desktalksystems 55 ssds 56 castlerock 57 mips
    1.3.6.1.4.1 58 tgv 59 silicongraphics 60 ubc 61 merit 62 fibercom 63 apple 64 gandalf
    1.3.6.1.4.1 65 dartmouth 66 davidsystems 67 reuter 68 cornell 69 tmac 70 locus 71 nasa
    1.3.6.1.4.1 72 retix 73 boeing 74 att 75 ungermannbass 76 digitalanalysis 77 hplanman
    1.3.6.1.4.1 78 netlabs 79 icl 80 auspex 81 lannet 82 ncd 83 raycom 84 pirellifocom
    1.3.6.1.4.1 85 datability 86 networkappltech 87 link 88 nyu 89 rnd 90 intercon
    1.3.6.1.4.1 91 learningtree 92 webstercomputer 93 frontier 94 nokia 95 allenbradley 96 cern
    1.3.6.1.4.1 97 sigma 98 emergingtech 99 snmpresearch 100 ohiostate 101 ultra 136 ccur
    1.3.6.1.6 3 snmpModules
    1.3.6.1.6.3 10 snmpFrameworkMIB 11 snmpMPDMIB 15 snmpUsmMIB
    1.3.6.1.6.3.10 1 snmpFrameworkAdmin 2 snmpFrameworkMIBObjects 3 snmpFrameworkMIBConformance
    1.3.6.1.6.3.10.2 1 snmpEngine
    1.3.6.1.6.3.10.2.1 1 snmpEngineID 2 snmpEngineBoots 3 snmpEngineTime
    1.3.6.1.6.3.10.2.1 4 snmpEngineMaxMessageSize
    1.3.6.1.6.3.11 1 snmpMPDAdmin 2 snmpMPDMIBObjects 3 snmpMPDMIBConformance
    1.3.6.1.6.3.11.2 1 snmpMPDStats
    1.3.6.1.6.3.11.2.1 1 snmpUnknownSecurityModels 2 snmpInvalidMsgs 3 snmpUnknownPDUHandlers
    1.3.6.1.6.3.11.3 1 snmpMPDMIBCompliances 2 snmpMPDMIBGroups
    1.3.6.1.6.3.15 1 usmMIBObjects 2 usmMIBConformance
    1.3.6.1.6.3.15.1 1 usmStats 2 usmUser
    1.3.6.1.6.3.15.1.1 1 usmStatsUnsupportedSecLevels 2 usmStatsNotInTimeWindows
    1.3.6.1.6.3.15.1.1 3 usmStatsUnknownUserNames 4 usmStatsUnknownEngineIDs
    1.3.6.1.6.3.15.1.1 5 usmStatsWrongDigests 6 usmStatsDecryptionErrors
    1.3.6.1.6.3.15.1.2 1 usmUserSpinLock 2 usmUserTable
    1.3.6.1.6.3.15.1.2.2 1 usmUserEntry
    1.3.6.1.6.3.15.1.2.2.1 1 usmUserEngineID 2 usmUserName 3 usmUserSecurityName
    1.3.6.1.6.3.15.1.2.2.1 4 usmUserCloneFrom 5 usmUserAuthProtocol 6 usmUserAuthKeyChange
    1.3.6.1.6.3.15.1.2.2.1 7 usmUserOwnAuthKeyChange 8 usmUserPrivProtocol
    1.3.6.1.6.3.15.1.2.2.1 9 usmUserPrivKeyChange 10 usmUserOwnPrivKeyChange 11 usmUserPublic
    1.3.6.1.6.3.15.1.2.2.1 12 usmUserStorageType 13 usmUserStatus
    1.3.6.1.6.3.15.2 1 usmMIBCompliances 2 usmMIBGroups
    """
}
