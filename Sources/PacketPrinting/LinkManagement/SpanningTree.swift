import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a BPDU of STP, RSTP, MSTP or SPB.
  mutating func printSpanningTree(_ unit: BridgeProtocolUnit) throws(EarlyEnd) {
    let length = unit.fields.length
    guard length >= 4 else {
      printInvalid()
      return
    }
    if try unit.protocolIdentifier != 0 {
      line.append("unknown STP version, length ", decimal: length)
      return
    }
    let version = try unit.version
    line.append("STP ")
    switch version {
    case 0: line.append("802.1d")
    case 2: line.append("802.1w")
    case 3: line.append("802.1s")
    case 4: line.append("802.1aq")
    default:
      line.append("Unknown STP protocol (0x", hex: version, digits: 2, ")")
      return
    }
    switch try unit.type {
    case 0:
      line.append(", Config")
      try printBridgeConfiguration(unit, isRapid: false)
    case 2:
      line.append(", Rapid STP")
      if version == 2 {
        try printBridgeConfiguration(unit, isRapid: true)
      } else if version > 2 {
        try printMultipleSpanningTrees(unit, version: version)
      }
    case 0x80: line.append(", Topology Change")
    case let type: line.append(", Unknown BPDU Type (0x", hex: type, digits: 2, ")")
    }
  }

  private mutating func printBridgeConfiguration(
    _ unit: BridgeProtocolUnit, isRapid: Bool
  ) throws(EarlyEnd) {
    guard unit.fields.length >= BridgeProtocolUnit.configurationByteCount + (isRapid ? 1 : 0)
    else {
      printInvalid()
      return
    }
    let flags = try unit.flags
    begin(", Flags [")
    printBridgeFlags(flags)
    line.append("]")
    begin(", bridge-id ")
    printBridge(try unit.bridge)
    line.append(".", hex: try unit.port, digits: 4)
    line.append(", length ", decimal: unit.fields.length)
    if options.verbosity == 0 { return }
    try printBridgeTimes(unit)
    begin("\n\troot-id ")
    printBridge(try unit.root)
    line.append(", root-pathcost ", decimal: try unit.rootPathCost)
    if isRapid {
      begin(", port-role ")
      printPortRole(flags)
    }
  }

  private mutating func printBridgeTimes(_ unit: BridgeProtocolUnit) throws(EarlyEnd) {
    begin("\n\tmessage-age ")
    line.append(ratio: UInt64(try unit.messageAge), over: 256, decimals: 2)
    line.append("s, max-age ")
    line.append(ratio: UInt64(try unit.maximumAge), over: 256, decimals: 2)
    line.append("s, hello-time ")
    line.append(ratio: UInt64(try unit.helloTime), over: 256, decimals: 2)
    line.append("s, forwarding-delay ")
    line.append(ratio: UInt64(try unit.forwardDelay), over: 256, decimals: 2)
    line.append("s")
  }

  /// Appends a bridge as `8000.00:11:22:33:44:55`.
  private mutating func printBridge(_ bridge: BridgeIdentifier) {
    line.append("", hex: bridge.priority, digits: 4, ".")
    line.append(bridge.address)
  }

  private mutating func printBridgeFlags(_ flags: UInt8) {
    printFlagNames(
      UInt32(flags & 0xf3),
      [
        (0x01, "Topology change"), (0x02, "Proposal"), (0x10, "Learn"), (0x20, "Forward"),
        (0x40, "Agreement"), (0x80, "Topology change ACK"),
      ], separator: ", ", none: "none")
  }

  /// Appends the role of the sender's port that flags state.
  private mutating func printPortRole(_ flags: UInt8) {
    switch flags >> 2 & 3 {
    case 1: line.append("Alternate")
    case 2: line.append("Root")
    case 3: line.append("Designated")
    default: line.append("Unknown")
    }
  }

  /// Prints the parts of version 3 and 4.
  private mutating func printMultipleSpanningTrees(
    _ unit: BridgeProtocolUnit, version: UInt8
  ) throws(EarlyEnd) {
    let length = unit.fields.length
    guard length >= BridgeProtocolUnit.multipleByteCount, try unit.version1Length == 0 else {
      printInvalid()
      return
    }
    let multipleLength = Int(try unit.version3Length) + 2
    let fixedLength = BridgeProtocolUnit.configurationByteCount + 1
    guard length >= fixedLength + multipleLength else {
      printInvalid()
      return
    }
    try printMultipleSpanningTree(unit)
    endStatement()
    if version != 4 { return }
    let part = try unit.shortestPath
    let partLength = Int(try part.length) + 2
    guard length >= fixedLength + multipleLength + partLength,
      partLength >= ShortestPathBridging.minimumByteCount
    else {
      printInvalid()
      return
    }
    if options.verbosity > 0 { try printShortestPathBridging(part) }
  }

  private mutating func printMultipleSpanningTree(_ unit: BridgeProtocolUnit) throws(EarlyEnd) {
    let flags = try unit.flags
    begin(", CIST Flags [")
    printBridgeFlags(flags)
    line.append("], length ", decimal: unit.fields.length)
    if options.verbosity == 0 { return }
    begin("\n\tport-role ")
    printPortRole(flags)
    line.append(", ")
    begin("CIST root-id ")
    printBridge(try unit.root)
    line.append(", CIST ext-pathcost ", decimal: try unit.rootPathCost)
    begin("\n\tCIST regional-root-id ")
    printBridge(try unit.bridge)
    line.append(", ")
    begin("CIST port-id ")
    line.append("", hex: try unit.port, digits: 4, ",")
    try printBridgeTimes(unit)
    begin("\n\tv3len ")
    line.append("", decimal: try unit.version3Length, ", ")
    line.append("MCID Name ")
    try printText(unit.regionName)
    begin(", rev ")
    line.append("", decimal: try unit.regionRevision, ",\n\t\tdigest ")
    for index in 0..<4 { line.append(hex: try unit.regionDigest(index), digits: 8) }
    line.append(", ")
    begin("CIST int-root-pathcost ")
    line.append("", decimal: try unit.internalPathCost, ",")
    begin("\n\tCIST bridge-id ")
    printBridge(try unit.regionBridge)
    line.append(", ")
    begin("CIST remaining-hops ")
    line.append("", decimal: try unit.remainingHops)
    var instances = try unit.instances
    while let instance = instances.next() { try printSpanningTreeInstance(instance) }
  }

  private mutating func printSpanningTreeInstance(
    _ instance: SpanningTreeInstance
  ) throws(EarlyEnd) {
    let flags = try instance.flags
    begin("\n\tMSTI ")
    line.append("", decimal: try instance.number, ", Flags [")
    printBridgeFlags(flags)
    line.append("], port-role ")
    printPortRole(flags)
    begin("\n\t\tMSTI regional-root-id ")
    printBridge(try instance.root)
    line.append(", pathcost ", decimal: try instance.pathCost)
    begin("\n\t\tMSTI bridge-prio ")
    line.append("", decimal: try instance.bridgePriority)
    line.append(", port-prio ", decimal: try instance.portPriority)
    line.append(", hops ", decimal: try instance.remainingHops)
  }

  private mutating func printShortestPathBridging(
    _ part: ShortestPathBridging
  ) throws(EarlyEnd) {
    begin("\n\tv4len ")
    line.append("", decimal: try part.length, ", ")
    line.append("AUXMCID Name ")
    try printText(part.name)
    begin(", Rev ")
    line.append("", decimal: try part.revision, ",\n\t\tdigest ")
    for index in 0..<4 { line.append(hex: try part.digest(index), digits: 8) }
    endStatement()
    let agreement = try part.agreement
    let format = try part.format
    begin("\n\tAgreement num ", decimal: agreement >> 6)
    line.append(", Discarded Agreement num ", decimal: agreement >> 4 & 3)
    line.append(", Agreement valid-flag ", decimal: agreement >> 3 & 1)
    line.append(",\n\tRestricted role-flag: ", decimal: agreement >> 2 & 1)
    let convention = try part.convention
    line.append(", Format id ", decimal: format >> 4, " cap ")
    line.append("", decimal: format, ", Convention id ")
    line.append("", decimal: convention >> 4, " cap ")
    line.append("", decimal: convention, ",\n\tEdge count ")
    line.append("", decimal: try part.edgeCount, ", Agreement digest ")
    for index in 0..<5 { line.append(hex: try part.agreementDigest(index), digits: 8) }
    line.append("\n")
  }
}
