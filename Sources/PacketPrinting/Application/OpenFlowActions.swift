import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the match of a flow, one field per line.
  mutating func printOpenFlowMatch(
    _ match: OpenFlowStructure, _ bytes: Span<UInt8>, indent: String
  ) throws(EarlyEnd) {
    let wildcards = try match.number(.wildcards, bytes)
    if wildcards & ~0x3f_ffff != 0 {
      line.put(indent, "wildcards 0x", Hex(wildcards, 8), " (bogus)")
    }
    var linkType: UInt64?
    var isICMP = false
    for (field, name) in Self.openFlowMatchFields {
      let number = try match.number(field, bytes)
      switch field {
      case .networkSource, .networkDestination:
        let length = OpenFlowStructure.prefixLength(field, wildcards: wildcards)
        guard length > 0 else { continue }
        line.put(indent, "match ", name, " ")
        printAddress(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number)))
        line.put("/", length)
      case _ where !OpenFlowStructure.isMatched(field, wildcards: wildcards): continue
      case .networkProtocol where linkType == 0x0806:
        line.put(indent, "match arp_opcode ", number)
      case .transportSource where isICMP: line.put(indent, "match icmp_type ", number)
      case .transportDestination where isICMP: line.put(indent, "match icmp_code ", number)
      default:
        if field == .linkType { linkType = number }
        if field == .networkProtocol { isICMP = linkType == 0x0800 && number == 1 }
        line.put(indent, "match ", name, " ")
        printOpenFlowMatched(field, number)
      }
    }
  }

  private mutating func printOpenFlowMatched(_ field: OpenFlowStructure.Field, _ number: UInt64) {
    switch field {
    case .inPort: printOpenFlowPort(number)
    case .linkSource, .linkDestination: printAddress(MACAddress(rawValue: number))
    case .vlan: printOpenFlowVLAN(number)
    case .vlanPriority: line.put(number, number <= 7 ? "" : " (bogus)")
    case .linkType: line.put("0x", Hex(number, 4))
    case .typeOfService: line.put("0x", Hex(number, 2))
    default: line.put(number)
    }
  }

  private mutating func printOpenFlowVLAN(_ vlan: UInt64) {
    if vlan == 0xffff {
      line.append("NONE")
    } else {
      line.put(vlan, vlan > 0 && vlan < 0xfff ? "" : " (bogus)")
    }
  }

  private static let openFlowMatchFields: [(OpenFlowStructure.Field, String)] = [
    (.inPort, "in_port"), (.linkSource, "dl_src"), (.linkDestination, "dl_dst"),
    (.vlan, "dl_vlan"), (.vlanPriority, "dl_vlan_pcp"), (.linkType, "dl_type"),
    (.typeOfService, "nw_tos"), (.networkProtocol, "nw_proto"), (.networkSource, "nw_src"),
    (.networkDestination, "nw_dst"), (.transportSource, "tp_src"),
    (.transportDestination, "tp_dst"),
  ]

  /// Prints actions, one per line.
  mutating func printOpenFlowActions(
    _ bytes: Span<UInt8>, _ range: Range<Int>, indent: String
  ) throws(EarlyEnd) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard range.upperBound - offset >= 8 else {
        try printInvalidOpenFlow(bytes, offset..<range.upperBound)
        return
      }
      let action = OpenFlowStructure(at: offset)
      let type = try action.number(.actionType, bytes)
      line.put(indent, "action type ")
      if type == 0xffff {
        line.append("VENDOR")
      } else {
        printOpenFlowName(type, Self.openFlowActions, "invalid", digits: 4)
      }
      let length = Int(try action.number(.actionLength, bytes))
      line.put(", len ", length)
      guard length >= 8 && length <= range.upperBound - offset else {
        try printInvalidOpenFlow(bytes, offset..<range.upperBound)
        return
      }
      let isLong = type == 4 || type == 5 || type == 11
      if type == 0xffff ? length % 8 != 0 : type < 12 && length != (isLong ? 16 : 8) {
        line.append(" (bogus)")
        try bytes.require(length, at: offset, in: OpenFlowMessage.name)
      } else {
        try printOpenFlowAction(type, action, bytes, length: length)
      }
      offset += length
    }
  }

  private mutating func printOpenFlowAction(
    _ type: UInt64, _ action: OpenFlowStructure, _ bytes: Span<UInt8>, length: Int
  ) throws(EarlyEnd) {
    switch type {
    case 0:
      let port = try action.number(.actionHalf, bytes)
      line.append(", port ")
      printOpenFlowPort(port)
      let maximum = try action.number(.actionMaximum, bytes)
      if port == 0xfffd { line.put(", max_len ", maximum) }
    case 1:
      let vlan = try action.number(.actionHalf, bytes)
      line.append(", vlan_vid ")
      printOpenFlowVLAN(vlan)
    case 2:
      let priority = try action.number(.actionByte, bytes)
      line.put(", vlan_pcp ", priority, priority <= 7 ? "" : " (bogus)")
    case 4, 5:
      let address = try action.number(.actionAddress, bytes)
      line.append(", dl_addr ")
      printAddress(MACAddress(rawValue: address))
    case 6, 7:
      let address = try action.number(.actionWord, bytes)
      line.append(", nw_addr ")
      printAddress(IPv4Address(rawValue: UInt32(truncatingIfNeeded: address)))
    case 8: line.put(", nw_tos 0x", Hex(try action.number(.actionByte, bytes), 2))
    case 9, 10: line.put(", tp_port ", try action.number(.actionHalf, bytes))
    case 11:
      let port = try action.number(.actionHalf, bytes)
      line.append(", port ")
      printOpenFlowPort(port)
      let queue = try action.number(.actionQueue, bytes)
      line.append(", queue_id ")
      if queue == 0xffff_ffff { line.append("ALL") } else { line.put(queue) }
    case 0xffff:
      try printOpenFlowVendor(
        bytes, (action.start + 4)..<(action.start + length), isMessage: false, isAction: true)
    default: break
    }
    try bytes.require(length, at: action.start, in: OpenFlowMessage.name)
  }

  private static let openFlowActions = [
    "OUTPUT", "SET_VLAN_VID", "SET_VLAN_PCP", "STRIP_VLAN", "SET_DL_SRC", "SET_DL_DST",
    "SET_NW_SRC", "SET_NW_DST", "SET_NW_TOS", "SET_TP_SRC", "SET_TP_DST", "ENQUEUE",
  ]
}
