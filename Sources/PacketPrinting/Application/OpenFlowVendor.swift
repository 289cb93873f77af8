import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a vendor's data; that of Big Switch Networks in a message or an action is decoded.
  mutating func printOpenFlowVendor(
    _ bytes: Span<UInt8>, _ range: Range<Int>, isMessage: Bool, isAction: Bool = false
  ) throws(EarlyEnd) {
    guard range.count >= 4 else {
      try printInvalidOpenFlow(bytes, range)
      return
    }
    let data = OpenFlowStructure(at: range.lowerBound)
    let vendor = try data.number(.vendor, bytes)
    let name =
      switch vendor {
      case 0: "Ethernet"
      case 0x2320: "Nicira Networks"
      case 0x5c16c7: "Big Switch Networks"
      case 0x4f4e_4600: "ONF Extensions"
      default: "unknown"
      }
    line.put(", vendor 0x", Hex(vendor, 8), " (", name, ")")
    let rest = (range.lowerBound + 4)..<range.upperBound
    guard vendor == 0x5c16c7 && (isMessage || isAction) else {
      try printOpenFlowData(bytes, rest)
      return
    }
    guard rest.count >= 4 else {
      try printInvalidOpenFlow(bytes, rest)
      return
    }
    let subtype = try data.number(.vendorSubtype, bytes)
    if isMessage {
      try printBigSwitchMessage(subtype, data, bytes, range)
    } else {
      try printBigSwitchAction(subtype, data, bytes, range)
    }
  }

  private mutating func printBigSwitchMessage(
    _ subtype: UInt64, _ data: OpenFlowStructure, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    line.append("\n\t subtype ")
    printOpenFlowName(subtype, Self.bigSwitchMessages, "unknown", digits: 8)
    let expected: Int? =
      switch subtype {
      case 0, 1, 2: 16
      case 3, 4, 5, 8, 9, 13, 17, 19, 21, 27: 12
      default: nil
      }
    if let expected, range.count != expected {
      try printInvalidOpenFlow(bytes, range)
      return
    }
    switch subtype {
    case 0, 2:
      line.put(", index ", try data.number(.vendorByte, bytes))
      let mask = try data.number(.vendorMask, bytes)
      line.append(", mask ")
      printAddress(IPv4Address(rawValue: UInt32(truncatingIfNeeded: mask)))
    case 1: line.put(", index ", try data.number(.vendorByte, bytes))
    case 3, 4, 5:
      let state = try data.number(.vendorByte, bytes)
      line.append(", report_mirror_ports ")
      switch state {
      case 0: line.append("OFF")
      case 1: line.append("ON")
      default: line.put("bogus (", state, ")")
      }
    case 6:
      guard range.count >= 12 else {
        try printInvalidOpenFlow(bytes, range)
        return
      }
      line.put(", service ", try data.number(.vendorWord, bytes))
      try printBigSwitchText(bytes, (range.lowerBound + 12)..<range.upperBound)
    case 7: try printBigSwitchText(bytes, (range.lowerBound + 8)..<range.upperBound)
    case 8: line.put(", status 0x", Hex(try data.number(.vendorWord, bytes), 8))
    case 17: line.put(", vport_no ", try data.number(.vendorWord, bytes))
    default: break
    }
    try bytes.require(range.count, at: range.lowerBound, in: OpenFlowMessage.name)
  }

  private mutating func printBigSwitchText(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    guard !range.isEmpty else { return }
    line.append(", data '")
    try printText(bytes, range, in: OpenFlowMessage.name)
    line.append("'")
  }

  private mutating func printBigSwitchAction(
    _ subtype: UInt64, _ data: OpenFlowStructure, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    line.append("\n\t  subtype ")
    switch subtype {
    case 1: line.append("MIRROR")
    case 2: line.append("SET_TUNNEL_DST")
    case 4: line.append("CHECKSUM")
    default: line.put("unknown (0x", Hex(subtype, 8), ")")
    }
    guard subtype == 1 else {
      try bytes.require(range.count, at: range.lowerBound, in: OpenFlowMessage.name)
      return
    }
    guard range.count == 20 else {
      try printInvalidOpenFlow(bytes, range)
      return
    }
    line.put(", dest_port ", try data.number(.mirrorPort, bytes))
    let type = try data.number(.mirrorTagType, bytes)
    let tag = try data.number(.mirrorTag, bytes)
    switch type {
    case 0: line.append(", vlan_tag none")
    case 0x8100:
      line.put(", vlan_tag 802.1Q (vlan ", tag & 0xfff, ", p ", tag >> 13)
      line.append(tag & 0x1000 != 0 ? ", DEI)" : ")")
    default: line.put(", vlan_tag unknown (0x", Hex(type, 4), ")")
    }
    let stage = try data.number(.mirrorStage, bytes)
    line.append(", copy_stage ")
    switch stage {
    case 0: line.append("INGRESS")
    case 1: line.append("EGRESS")
    default: line.put("unknown (", stage, ")")
    }
  }

  /// Prints queues; their properties when very verbose.
  mutating func printOpenFlowQueues(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard range.upperBound - offset >= 8 else {
        try printInvalidOpenFlow(bytes, offset..<range.upperBound)
        return
      }
      let queue = OpenFlowStructure(at: offset)
      line.put("\n\t  queue_id ", try queue.number(.queueNumber, bytes))
      let length = Int(try queue.number(.queueLength, bytes))
      line.put(", len ", length)
      guard length >= 8 && length <= range.upperBound - offset else {
        try printInvalidOpenFlow(bytes, offset..<range.upperBound)
        return
      }
      if options.verbosity > 1 {
        try printOpenFlowQueueProperties(bytes, (offset + 8)..<(offset + length))
      }
      try bytes.require(length, at: offset, in: OpenFlowMessage.name)
      offset += length
    }
  }

  private mutating func printOpenFlowQueueProperties(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard range.upperBound - offset >= 8 else {
        try printInvalidOpenFlow(bytes, offset..<range.upperBound)
        return
      }
      let property = OpenFlowStructure(at: offset)
      let type = try property.number(.propertyType, bytes)
      line.append("\n\t   property ")
      printOpenFlowName(type, Self.openFlowProperties, "invalid", digits: 4)
      let length = Int(try property.number(.propertyLength, bytes))
      line.put(", len ", length)
      guard length >= 8 && length <= range.upperBound - offset else {
        try printInvalidOpenFlow(bytes, offset..<range.upperBound)
        return
      }
      if type == 0 && length != 8 || type == 1 && length != 16 {
        line.append(" (bogus)")
      } else if type == 1 {
        let rate = try property.number(.propertyRate, bytes)
        if rate > 1000 {
          line.append(", rate disabled")
        } else {
          line.put(", rate ", rate / 10, ".", rate % 10, "%")
        }
      }
      try bytes.require(length, at: offset, in: OpenFlowMessage.name)
      offset += length
    }
  }

  private static let openFlowProperties = ["NONE", "MIN_RATE"]

  private static let bigSwitchMessages = [
    "SET_IP_MASK", "GET_IP_MASK_REQUEST", "GET_IP_MASK_REPLY", "SET_MIRRORING",
    "GET_MIRRORING_REQUEST", "GET_MIRRORING_REPLY", "SHELL_COMMAND", "SHELL_OUTPUT",
    "SHELL_STATUS", "GET_INTERFACES_REQUEST", "GET_INTERFACES_REPLY",
    "SET_PKTIN_SUPPRESSION_REQUEST", "SET_L2_TABLE_REQUEST", "GET_L2_TABLE_REQUEST",
    "GET_L2_TABLE_REPLY", "VIRTUAL_PORT_CREATE_REQUEST", "VIRTUAL_PORT_CREATE_REPLY",
    "VIRTUAL_PORT_REMOVE_REQUEST", "BW_ENABLE_SET_REQUEST", "BW_ENABLE_GET_REQUEST",
    "BW_ENABLE_GET_REPLY", "BW_CLEAR_DATA_REQUEST", "BW_CLEAR_DATA_REPLY",
    "BW_ENABLE_SET_REPLY", "SET_L2_TABLE_REPLY", "SET_PKTIN_SUPPRESSION_REPLY",
    "VIRTUAL_PORT_REMOVE_REPLY", "HYBRID_GET_REQUEST", "HYBRID_GET_REPLY",
  ]
}
