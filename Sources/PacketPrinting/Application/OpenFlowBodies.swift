import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the body of an OpenFlow 1.0 message whose length is one that its type can have.
  mutating func printOpenFlowBody(
    _ type: UInt8, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    let (start, end) = (range.lowerBound, range.upperBound)
    let body = OpenFlowStructure(at: start)
    switch type {
    case 0, 2, 3: try printOpenFlowData(bytes, start..<end)
    case 1: try printOpenFlowError(body, bytes, end: end)
    case 4: try printOpenFlowVendor(bytes, start..<end, isMessage: true)
    case 6:
      line.put("\n\t dpid 0x", Hex(try body.number(.dataPath, bytes), 16))
      line.put(", n_buffers ", try body.number(.bufferCount, bytes))
      line.put(", n_tables ", try body.number(.tableCount, bytes))
      let capabilities = try body.number(.capabilities, bytes)
      line.put("\n\t capabilities 0x", Hex(capabilities, 8))
      printOpenFlowBits(capabilities, Self.openFlowCapabilities, known: 0xef)
      let actions = try body.number(.actions, bytes)
      line.put("\n\t actions 0x", Hex(actions, 8))
      printOpenFlowBits(actions, Self.openFlowActionBits, known: 0xfff)
      try printOpenFlowPorts(bytes, (start + 24)..<end)
    case 8, 9:
      let flags = try body.number(.firstHalf, bytes)
      line.append("\n\t flags ")
      printOpenFlowName(flags, Self.openFlowFragments, "invalid", digits: 4)
      line.put(", miss_send_len ", try body.number(.secondHalf, bytes))
    case 10:
      try printOpenFlowPacketIn(body, bytes, end: end)
    case 11: try printOpenFlowRemoved(body, bytes)
    case 12:
      let reason = try body.number(.firstByte, bytes)
      line.append("\n\t reason ")
      printOpenFlowName(reason, Self.openFlowChanges, "invalid", digits: 2)
      try printOpenFlowPorts(bytes, (start + 8)..<end)
    case 13: try printOpenFlowPacketOut(body, bytes, end: end)
    case 14:
      try printOpenFlowModification(body, bytes)
      try printOpenFlowActions(bytes, (start + 64)..<end, indent: "\n\t ")
    case 15: try printOpenFlowPortChange(body, bytes)
    case 16: try printOpenFlowRequest(body, bytes, end: end)
    case 17: try printOpenFlowStatistics(body, bytes, end: end)
    case 20:
      line.append("\n\t port ")
      printOpenFlowPort(try body.number(.firstHalf, bytes))
    case 21:
      let port = try body.number(.firstHalf, bytes)
      line.append("\n\t port ")
      printOpenFlowPort(port)
      try printOpenFlowQueues(bytes, (start + 8)..<end)
    default: break
    }
  }

  /// Prints undecoded bytes: their number, and a dump when very verbose.
  mutating func printOpenFlowData(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    guard !range.isEmpty else { return }
    line.put("\n\t data (", range.count, " octets)")
    if options.verbosity > 1 {
      let captured = range.lowerBound..<max(min(range.upperBound, bytes.count), range.lowerBound)
      line.append(hexAndASCIIDump: bytes.extracting(captured), indentation: 2)
    }
    try bytes.require(range.count, at: range.lowerBound, in: OpenFlowMessage.name)
  }

  /// Reports that the bytes in `range` are invalid, and whether they were captured completely.
  mutating func printInvalidOpenFlow(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    printInvalid()
    try bytes.require(range.count, at: range.lowerBound, in: OpenFlowMessage.name)
  }

  /// Appends the names of the bits that are set, in parentheses, and whether there are others.
  mutating func printOpenFlowBits(_ value: UInt64, _ names: [String], known: UInt64) {
    guard value != 0 else { return }
    var separator = " ("
    for (bit, name) in names.enumerated() where value >> UInt64(bit) & 1 != 0 {
      line.put(separator, name)
      separator = ", "
    }
    if separator == ", " { line.append(")") }
    if value & ~known != 0 { line.append(" (bogus)") }
  }

  /// Appends the name of `value`, or `otherwise` and its number.
  mutating func printOpenFlowName(
    _ value: UInt64, _ names: [String], _ otherwise: String, digits: Int
  ) {
    if value < names.count {
      line.append(names[Int(value)])
    } else {
      line.put(otherwise, " (0x", Hex(value, digits), ")")
    }
  }

  /// Appends a port's number or the name of a virtual one.
  mutating func printOpenFlowPort(_ port: UInt64) {
    switch port {
    case 0xff00: line.append("MAX")
    case 0xfff8: line.append("IN_PORT")
    case 0xfff9: line.append("TABLE")
    case 0xfffa: line.append("NORMAL")
    case 0xfffb: line.append("FLOOD")
    case 0xfffc: line.append("ALL")
    case 0xfffd: line.append("CONTROLLER")
    case 0xfffe: line.append("LOCAL")
    case 0xffff: line.append("NONE")
    default: line.put(port)
    }
  }

  private mutating func printOpenFlowError(
    _ body: OpenFlowStructure, _ bytes: Span<UInt8>, end: Int
  ) throws(EarlyEnd) {
    let type = try body.number(.firstHalf, bytes)
    line.append("\n\t type ")
    printOpenFlowName(type, Self.openFlowErrorTypes, "invalid", digits: 4)
    let code = try body.number(.secondHalf, bytes)
    line.append(", code ")
    printOpenFlowName(
      code, type < 6 ? Self.openFlowErrors[Int(type)] : [], "invalid", digits: 4)
    try printOpenFlowData(bytes, (body.start + 4)..<end)
  }

  private mutating func printOpenFlowPacketIn(
    _ body: OpenFlowStructure, _ bytes: Span<UInt8>, end: Int
  ) throws(EarlyEnd) {
    let buffer = try body.number(.inBuffer, bytes)
    line.append("\n\t buffer_id ")
    printOpenFlowBuffer(buffer)
    line.put(", total_len ", try body.number(.inLength, bytes))
    let port = try body.number(.inNumber, bytes)
    line.append(", in_port ")
    printOpenFlowPort(port)
    let reason = try body.number(.inReason, bytes)
    line.append(", reason ")
    printOpenFlowName(reason, Self.openFlowReasons, "invalid", digits: 2)
    try printOpenFlowFrame(bytes, (body.start + 10)..<end)
  }

  /// Prints the size of a frame that a message carries, and the frame when most verbose.
  private mutating func printOpenFlowFrame(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    guard !range.isEmpty else { return }
    line.put("\n\t data (", range.count, " octets)")
    if options.verbosity > 2 {
      line.append(", frame decoding below\n")
      let frame = bytes.extracting(first: min(range.upperBound, bytes.count))
      try printInnerEthernet(frame, at: range.lowerBound, length: range.count)
    } else {
      try bytes.require(range.count, at: range.lowerBound, in: OpenFlowMessage.name)
    }
  }

  private mutating func printOpenFlowBuffer(_ buffer: UInt64) {
    if buffer == 0xffff_ffff { line.append("NONE") } else { line.put("0x", Hex(buffer, 8)) }
  }

  private mutating func printOpenFlowPacketOut(
    _ body: OpenFlowStructure, _ bytes: Span<UInt8>, end: Int
  ) throws(EarlyEnd) {
    line.put("\n\t buffer_id 0x", Hex(try body.number(.outBuffer, bytes), 8))
    let port = try body.number(.outNumber, bytes)
    line.append(", in_port ")
    printOpenFlowPort(port)
    let length = Int(try body.number(.outActionsLength, bytes))
    let actions = body.start + 8
    guard actions + length <= end else {
      try printInvalidOpenFlow(bytes, actions..<end)
      return
    }
    try printOpenFlowActions(bytes, actions..<(actions + length), indent: "\n\t ")
    try printOpenFlowFrame(bytes, (actions + length)..<end)
  }

  private mutating func printOpenFlowRemoved(
    _ body: OpenFlowStructure, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    try printOpenFlowMatch(body, bytes, indent: "\n\t ")
    line.put("\n\t cookie 0x", Hex(try body.number(.removedCookie, bytes), 16))
    let priority = try body.number(.removedPriority, bytes)
    if priority != 0 { line.put(", priority ", priority) }
    let reason = try body.number(.removedReason, bytes)
    line.append(", reason ")
    printOpenFlowName(reason, Self.openFlowRemovals, "unknown", digits: 2)
    line.put(", duration_sec ", try body.number(.removedSeconds, bytes))
    line.put(", duration_nsec ", try body.number(.removedNanoseconds, bytes))
    let idle = try body.number(.removedIdleTimeout, bytes)
    if idle != 0 { line.put(", idle_timeout ", idle) }
    line.put(", packet_count ", try body.number(.removedPacketCount, bytes))
    line.put(", byte_count ", try body.number(.removedByteCount, bytes))
  }

  private mutating func printOpenFlowModification(
    _ body: OpenFlowStructure, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    try printOpenFlowMatch(body, bytes, indent: "\n\t ")
    line.put("\n\t cookie 0x", Hex(try body.number(.flowCookie, bytes), 16))
    let command = try body.number(.flowCommand, bytes)
    line.append(", command ")
    printOpenFlowName(command, Self.openFlowCommands, "invalid", digits: 4)
    let idle = try body.number(.flowIdleTimeout, bytes)
    if idle != 0 { line.put(", idle_timeout ", idle) }
    let hard = try body.number(.flowHardTimeout, bytes)
    if hard != 0 { line.put(", hard_timeout ", hard) }
    let priority = try body.number(.flowPriority, bytes)
    if priority != 0 { line.put(", priority ", priority) }
    let buffer = try body.number(.flowBuffer, bytes)
    if command < 3 {
      line.append(", buffer_id ")
      printOpenFlowBuffer(buffer)
    }
    let port = try body.number(.flowOutPort, bytes)
    if command == 3 || command == 4 {
      line.append(", out_port ")
      printOpenFlowPort(port)
    }
    let flags = try body.number(.flowFlags, bytes)
    line.put(", flags 0x", Hex(flags, 4))
    printOpenFlowBits(flags, Self.openFlowFlags, known: 7)
  }

  private mutating func printOpenFlowPortChange(
    _ body: OpenFlowStructure, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let port = try body.number(.changeNumber, bytes)
    line.append("\n\t port_no ")
    printOpenFlowPort(port)
    let address = try body.number(.changeAddress, bytes)
    line.append(", hw_addr ")
    printAddress(MACAddress(rawValue: address))
    let configuration = try body.number(.changeConfiguration, bytes)
    line.put("\n\t config 0x", Hex(configuration, 8))
    printOpenFlowBits(configuration, Self.openFlowPortConfigurations, known: 0x7f)
    let mask = try body.number(.changeMask, bytes)
    line.put("\n\t mask 0x", Hex(mask, 8))
    printOpenFlowBits(mask, Self.openFlowPortConfigurations, known: 0x7f)
    let advertised = try body.number(.changeAdvertised, bytes)
    line.put("\n\t advertise 0x", Hex(advertised, 8))
    printOpenFlowBits(advertised, Self.openFlowPortFeatures, known: 0xfff)
  }

  private static let openFlowFragments = ["FRAG_NORMAL", "FRAG_DROP", "FRAG_REASM"]
  private static let openFlowChanges = ["ADD", "DELETE", "MODIFY"]
  private static let openFlowReasons = ["NO_MATCH", "ACTION"]
  private static let openFlowRemovals = ["IDLE_TIMEOUT", "HARD_TIMEOUT", "DELETE"]
  private static let openFlowCommands = [
    "ADD", "MODIFY", "MODIFY_STRICT", "DELETE", "DELETE_STRICT",
  ]
  private static let openFlowFlags = ["SEND_FLOW_REM", "CHECK_OVERLAP", "EMERG"]

  private static let openFlowCapabilities = [
    "FLOW_STATS", "TABLE_STATS", "PORT_STATS", "STP", "RESERVED", "IP_REASM", "QUEUE_STATS",
    "ARP_MATCH_IP",
  ]

  private static let openFlowActionBits = [
    "OUTPUT", "SET_VLAN_VID", "SET_VLAN_PCP", "STRIP_VLAN", "SET_DL_SRC", "SET_DL_DST",
    "SET_NW_SRC", "SET_NW_DST", "SET_NW_TOS", "SET_TP_SRC", "SET_TP_DST", "ENQUEUE",
  ]

  private static let openFlowErrorTypes = [
    "HELLO_FAILED", "BAD_REQUEST", "BAD_ACTION", "FLOW_MOD_FAILED", "PORT_MOD_FAILED",
    "QUEUE_OP_FAILED",
  ]

  private static let openFlowErrors = [
    ["INCOMPATIBLE", "EPERM"],
    [
      "BAD_VERSION", "BAD_TYPE", "BAD_STAT", "BAD_VENDOR", "BAD_SUBTYPE", "EPERM", "BAD_LEN",
      "BUFFER_EMPTY", "BUFFER_UNKNOWN",
    ],
    [
      "BAD_TYPE", "BAD_LEN", "BAD_VENDOR", "BAD_VENDOR_TYPE", "BAD_OUT_PORT", "BAD_ARGUMENT",
      "EPERM", "TOO_MANY", "BAD_QUEUE",
    ],
    [
      "ALL_TABLES_FULL", "OVERLAP", "EPERM", "BAD_EMERG_TIMEOUT", "BAD_COMMAND", "UNSUPPORTED",
    ],
    ["BAD_PORT", "BAD_HW_ADDR"],
    ["BAD_PORT", "BAD_QUEUE", "EPERM"],
  ]
}
