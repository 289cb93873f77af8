import InternetTypes
import PacketDissection
import TextOutput

/// Statistics of OpenFlow 1.0, requests and replies, and its ports.
extension PacketPrinter {
  /// Prints a request for statistics.
  mutating func printOpenFlowRequest(
    _ body: OpenFlowStructure, _ bytes: Span<UInt8>, end: Int
  ) throws(EarlyEnd) {
    let type = try body.number(.firstHalf, bytes)
    printOpenFlowStatisticsType(type)
    let flags = try body.number(.secondHalf, bytes)
    line.put(", flags 0x", Hex(flags, 4), flags == 0 ? "" : " (bogus)")
    let rest = (body.start + 4)..<end
    let request = OpenFlowStructure(at: rest.lowerBound)
    let expected: Int? =
      switch type {
      case 0, 3: 0
      case 1, 2: 44
      case 4, 5: 8
      default: nil
      }
    if let expected, rest.count != expected {
      try printInvalidOpenFlow(bytes, rest)
      return
    }
    switch type {
    case 1, 2:
      try printOpenFlowMatch(request, bytes, indent: "\n\t ")
      let table = try request.number(.requestTable, bytes)
      line.append("\n\t table_id ")
      printOpenFlowTable(table)
      let port = try request.number(.requestOutPort, bytes)
      line.append(", out_port ")
      printOpenFlowPort(port)
    case 4, 5:
      let port = try request.number(.firstHalf, bytes)
      line.append("\n\t port_no ")
      printOpenFlowPort(port)
      guard type == 5 else { return }
      let queue = try request.number(.requestQueue, bytes)
      line.append(", queue_id ")
      if queue == 0xffff_ffff { line.append("ALL") } else { line.put(queue) }
    case 0xffff: try printOpenFlowVendor(bytes, rest, isMessage: false)
    default: break
    }
  }

  private mutating func printOpenFlowStatisticsType(_ type: UInt64) {
    line.append("\n\t type ")
    if type == 0xffff {
      line.append("VENDOR")
    } else {
      printOpenFlowName(type, Self.openFlowStatistics, "invalid", digits: 4)
    }
  }

  private mutating func printOpenFlowTable(_ table: UInt64) {
    switch table {
    case 0xfe: line.append("EMERG")
    case 0xff: line.append("ALL")
    default: line.put(table)
    }
  }

  /// Prints statistics.
  mutating func printOpenFlowStatistics(
    _ body: OpenFlowStructure, _ bytes: Span<UInt8>, end: Int
  ) throws(EarlyEnd) {
    let type = try body.number(.firstHalf, bytes)
    printOpenFlowStatisticsType(type)
    let flags = try body.number(.secondHalf, bytes)
    line.put(", flags 0x", Hex(flags, 4))
    printOpenFlowBits(flags, Self.openFlowMore, known: 1)
    let rest = (body.start + 4)..<end
    switch type {
    case 0: try printOpenFlowDescription(bytes, rest)
    case 1: try printOpenFlowEntries(bytes, rest)
    case 2: try printOpenFlowAggregate(bytes, rest)
    case 3: try printOpenFlowTables(bytes, rest)
    case 4: try printOpenFlowPortStatistics(bytes, rest)
    case 5: try printOpenFlowQueueStatistics(bytes, rest)
    case 0xffff: try printOpenFlowVendor(bytes, rest, isMessage: false)
    default: break
    }
  }

  private mutating func printOpenFlowText(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    try printPaddedText(bytes, range, in: OpenFlowMessage.name)
    line.append("'")
  }

  private mutating func printOpenFlowDescription(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    guard range.count == 1056 else {
      try printInvalidOpenFlow(bytes, range)
      return
    }
    var offset = range.lowerBound
    for (name, count) in Self.openFlowDescriptions {
      line.put("\n\t  ", name, " '")
      try printOpenFlowText(bytes, offset..<(offset + count))
      offset += count
    }
  }

  private static let openFlowMore = ["MORE"]

  private static let openFlowStatistics = [
    "DESC", "FLOW", "AGGREGATE", "TABLE", "PORT", "QUEUE",
  ]

  private static let openFlowDescriptions = [
    ("mfr_desc", 256), ("hw_desc", 256), ("sw_desc", 256), ("serial_num", 32), ("dp_desc", 256),
  ]

  private mutating func printOpenFlowEntries(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard range.upperBound - offset >= OpenFlowStructure.entryByteCount else {
        try printInvalidOpenFlow(bytes, offset..<range.upperBound)
        return
      }
      let entry = OpenFlowStructure(at: offset)
      let length = Int(try entry.number(.entryLength, bytes))
      line.put("\n\t length ", length)
      guard
        length >= OpenFlowStructure.entryByteCount && length <= range.upperBound - offset
      else {
        try printInvalidOpenFlow(bytes, offset..<range.upperBound)
        return
      }
      let table = try entry.number(.entryTable, bytes)
      line.append(", table_id ")
      printOpenFlowTable(table)
      try printOpenFlowMatch(OpenFlowStructure(at: offset + 4), bytes, indent: "\n\t  ")
      line.put("\n\t  duration_sec ", try entry.number(.entrySeconds, bytes))
      line.put(", duration_nsec ", try entry.number(.entryNanoseconds, bytes))
      line.put(", priority ", try entry.number(.entryPriority, bytes))
      line.put(", idle_timeout ", try entry.number(.entryIdleTimeout, bytes))
      line.put(", hard_timeout ", try entry.number(.entryHardTimeout, bytes))
      line.put(", cookie 0x", Hex(try entry.number(.entryCookie, bytes), 16))
      line.put(", packet_count ", try entry.number(.entryPacketCount, bytes))
      line.put(", byte_count ", try entry.number(.entryByteCount, bytes))
      try printOpenFlowActions(
        bytes, (offset + OpenFlowStructure.entryByteCount)..<(offset + length),
        indent: "\n\t  ")
      offset += length
    }
  }

  private mutating func printOpenFlowAggregate(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    guard range.count == 24 else {
      try printInvalidOpenFlow(bytes, range)
      return
    }
    let sums = OpenFlowStructure(at: range.lowerBound)
    line.put("\n\t packet_count ", try sums.number(.aggregatePacketCount, bytes))
    line.put(", byte_count ", try sums.number(.aggregateByteCount, bytes))
    line.put(", flow_count ", try sums.number(.aggregateFlowCount, bytes))
  }

  private mutating func printOpenFlowTables(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard range.upperBound - offset >= OpenFlowStructure.tableByteCount else {
        try printInvalidOpenFlow(bytes, offset..<range.upperBound)
        return
      }
      let table = OpenFlowStructure(at: offset)
      let number = try table.number(.tableNumber, bytes)
      line.append("\n\t table_id ")
      printOpenFlowTable(number)
      line.append(", name '")
      try printOpenFlowText(bytes, (offset + 4)..<(offset + 36))
      let wildcards = try table.number(.tableWildcards, bytes)
      line.put("\n\t  wildcards 0x", Hex(wildcards, 8))
      printOpenFlowWildcards(wildcards)
      line.put("\n\t  max_entries ", try table.number(.tableMaximum, bytes))
      line.put(", active_count ", try table.number(.tableActive, bytes))
      line.put(", lookup_count ", try table.number(.tableLookups, bytes))
      line.put(", matched_count ", try table.number(.tableMatches, bytes))
      offset += OpenFlowStructure.tableByteCount
    }
  }

  private mutating func printOpenFlowWildcards(_ wildcards: UInt64) {
    guard wildcards != 0 else { return }
    var separator = " ("
    for (bit, name) in Self.openFlowWildcards where wildcards >> bit & 1 != 0 {
      line.put(separator, name)
      separator = ", "
    }
    if separator == ", " { line.append(")") }
    if wildcards & ~0x3f_ffff != 0 { line.append(" (bogus)") }
  }

  private static let openFlowWildcards: [(UInt64, String)] = [
    (0, "IN_PORT"), (1, "DL_VLAN"), (2, "DL_SRC"), (3, "DL_DST"), (4, "DL_TYPE"),
    (5, "NW_PROTO"), (6, "TP_SRC"), (7, "TP_DST"), (20, "DL_VLAN_PCP"), (21, "NW_TOS"),
  ]

  private mutating func printOpenFlowPortStatistics(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let size = OpenFlowStructure.portStatisticsByteCount
      guard range.upperBound - offset >= size else {
        try printInvalidOpenFlow(bytes, offset..<range.upperBound)
        return
      }
      let port = OpenFlowStructure(at: offset)
      let number = try port.number(.portNumber, bytes)
      line.append("\n\t  port_no ")
      printOpenFlowPort(number)
      if options.verbosity > 1 {
        for (index, name) in Self.openFlowCounters.enumerated() {
          line.put(", ", name, " ", try port.counter(index, bytes))
        }
      } else {
        try bytes.require(size, at: offset, in: OpenFlowMessage.name)
      }
      offset += size
    }
  }

  private static let openFlowCounters = [
    "rx_packets", "tx_packets", "rx_bytes", "tx_bytes", "rx_dropped", "tx_dropped", "rx_errors",
    "tx_errors", "rx_frame_err", "rx_over_err", "rx_crc_err", "collisions",
  ]

  private mutating func printOpenFlowQueueStatistics(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard range.upperBound - offset >= OpenFlowStructure.queueStatisticsByteCount else {
        try printInvalidOpenFlow(bytes, offset..<range.upperBound)
        return
      }
      let queue = OpenFlowStructure(at: offset)
      let port = try queue.number(.firstHalf, bytes)
      line.append("\n\t  port_no ")
      printOpenFlowPort(port)
      line.put(", queue_id ", try queue.number(.queueStatisticsNumber, bytes))
      line.put(", tx_bytes ", try queue.number(.queueStatisticsBytes, bytes))
      line.put(", tx_packets ", try queue.number(.queueStatisticsPackets, bytes))
      line.put(", tx_errors ", try queue.number(.queueStatisticsErrors, bytes))
      offset += OpenFlowStructure.queueStatisticsByteCount
    }
  }

  /// Prints ports; their capabilities when very verbose.
  mutating func printOpenFlowPorts(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard range.upperBound - offset >= OpenFlowStructure.portByteCount else {
        try printInvalidOpenFlow(bytes, offset..<range.upperBound)
        return
      }
      let port = OpenFlowStructure(at: offset)
      let number = try port.number(.portNumber, bytes)
      line.append("\n\t  port_no ")
      printOpenFlowPort(number)
      let address = try port.number(.portAddress, bytes)
      line.append(", hw_addr ")
      printAddress(MACAddress(rawValue: address))
      line.append(", name '")
      try printOpenFlowText(bytes, (offset + 8)..<(offset + 24))
      if options.verbosity > 1 { try printOpenFlowPortFeatures(port, bytes) }
      try bytes.require(
        OpenFlowStructure.portByteCount, at: offset, in: OpenFlowMessage.name)
      offset += OpenFlowStructure.portByteCount
    }
  }

  private mutating func printOpenFlowPortFeatures(
    _ port: OpenFlowStructure, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let configuration = try port.number(.portConfiguration, bytes)
    line.put("\n\t   config 0x", Hex(configuration, 8))
    printOpenFlowBits(configuration, Self.openFlowPortConfigurations, known: 0x7f)
    let state = try port.number(.portState, bytes)
    let spanning = Self.openFlowPortStates[Int(state >> 8 & 3)]
    line.put("\n\t   state 0x", Hex(state, 8), " (", spanning)
    line.put(state & 1 != 0 ? ", LINK_DOWN)" : ")", state & ~0x301 != 0 ? " (bogus)" : "")
    for (field, name) in Self.openFlowPortFeatureFields {
      let features = try port.number(field, bytes)
      line.put("\n\t   ", name, " 0x", Hex(features, 8))
      printOpenFlowBits(features, Self.openFlowPortFeatures, known: 0xfff)
    }
  }

  private static let openFlowPortFeatureFields: [(OpenFlowStructure.Field, String)] = [
    (.portCurrent, "curr"), (.portAdvertised, "advertised"), (.portSupported, "supported"),
    (.portPeer, "peer"),
  ]

  private static let openFlowPortStates = [
    "STP_LISTEN", "STP_LEARN", "STP_FORWARD", "STP_BLOCK",
  ]

  static let openFlowPortConfigurations = [
    "PORT_DOWN", "NO_STP", "NO_RECV", "NO_RECV_STP", "NO_FLOOD", "NO_FWD", "NO_PACKET_IN",
  ]

  static let openFlowPortFeatures = [
    "10MB_HD", "10MB_FD", "100MB_HD", "100MB_FD", "1GB_HD", "1GB_FD", "10GB_FD", "COPPER",
    "FIBER", "AUTONEG", "PAUSE", "PAUSE_ASYM",
  ]
}
