import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of TIPC; nothing of an unknown user.
  mutating func printTIPC(_ message: TIPCMessage) throws(EarlyEnd) {
    try message.fields.check(4, at: 0)
    switch try message.user {
    case 0...3, 8, 11: try printTIPCPayload(message)
    case 5, 6, 7, 10, 12: try printTIPCInternal(message)
    case 13: try printTIPCNeighbor(message)
    default: break
    }
  }

  private mutating func printTIPCPayload(_ message: TIPCMessage) throws(EarlyEnd) {
    try message.fields.check(24, at: 0)
    let isShort = try message.headerWords <= 6
    if !isShort { try message.fields.check(32, at: 0) }
    line.put("TIPC v", try message.version, ".0 ")
    printTIPCNode(try message.node(isShort ? 3 : 6))
    line.put(":", try message.word(4), " > ")
    if !isShort {
      printTIPCNode(try message.node(7))
      line.append(":")
    }
    line.put(try message.word(5))
    try printTIPCHeader(message, type: Self.tipcTypeName(message.type))
    guard !isShort, options.verbosity > 0 else { return }
    let (first, second) = (try message.word(1), try message.word(2))
    line.append("\n\tPrevious Node ")
    printTIPCNode(try message.node(3))
    line.put(", Broadcast Ack ", first & 0xffff, ", Link Ack ", second >> 16, ", Link Sequence ")
    line.put(second & 0xffff)
  }

  private mutating func printTIPCInternal(_ message: TIPCMessage) throws(EarlyEnd) {
    try message.fields.check(32, at: 0)
    line.put("TIPC v", try message.version, ".0 ")
    printTIPCNode(try message.node(6))
    line.append(words.between)
    printTIPCNode(try message.node(7))
    try printTIPCHeader(message, type: Self.tipcTypeName(message.type))
    let first = try message.word(1)
    line.put(" (0x", Hex(first, 8), ")")
    guard options.verbosity > 0 else { return }
    try message.fields.check(40, at: 0)
    let (second, fourth, ninth) = (
      try message.word(2), try message.word(4), try message.word(9)
    )
    line.append("\n\tPrevious Node ")
    printTIPCNode(try message.node(3))
    line.put(", Session No. ", try message.word(5) >> 16, ", Broadcast Ack ", first & 0xffff)
    line.put(", Sequence Gap ", first >> 16 & 0x1fff, ",  Broadcast Gap After ", second >> 16)
    line.put(", Broadcast Gap To ", second & 0xffff, ", Last Sent Packet No. ", fourth >> 16)
    line.put(", Next sent Packet No. ", fourth & 0xffff, ", Transport Sequence ")
    line.put(try message.word(8), ", msg_count ", ninth >> 16, ", Link Tolerance ")
    line.put(ninth & 0xffff)
  }

  private mutating func printTIPCNeighbor(_ message: TIPCMessage) throws(EarlyEnd) {
    try message.fields.check(16, at: 0)
    line.put("TIPC v", try message.version, ".0 ")
    printTIPCNode(try message.node(3))
    line.append(words.between)
    printTIPCNode(try message.node(2))
    let type = try message.type
    try printTIPCHeader(
      message, type: type == 0 ? "Link request" : type == 1 ? "Link response" : "Unknown")
    guard options.verbosity > 0 else { return }
    try message.fields.check(24, at: 0)
    line.put("\n\tNodeSignature ", try message.word(1) & 0xffff, ", network_id ")
    line.put(try message.word(4), ", media_id ", try message.word(5) & 0xff)
  }

  /// Appends the lengths, the user and the type.
  private mutating func printTIPCHeader(
    _ message: TIPCMessage, type: String
  ) throws(EarlyEnd) {
    line.put(", headerlength ", try message.headerWords * 4, " bytes, MessageSize ")
    line.put(try message.size, " bytes, ", Self.tipcUserName(try message.user), ", messageType ")
    line.append(type)
  }

  private mutating func printTIPCNode(_ node: TIPCNode) {
    line.put(node.zone, ".", node.cluster, ".", node.node)
  }

  private static func tipcTypeName(_ type: UInt32) -> String {
    switch type {
    case 0: "CONN_MSG"
    case 1: "MCAST_MSG"
    case 2: "NAMED_MSG"
    case 3: "DIRECT_MSG"
    default: "Unknown"
    }
  }

  private static func tipcUserName(_ user: UInt8) -> String {
    switch user {
    case 0: "Low Importance Data payload"
    case 1: "Medium Importance Data payload"
    case 2: "High Importance Data payload"
    case 3: "Critical Importance Data payload"
    case 5: "Broadcast Link Protocol internal"
    case 6: "Message Bundler Protocol internal"
    case 7: "Link State Protocol internal"
    case 8: "Connection Manager internal"
    case 10: "Link Changeover Protocol internal"
    case 11: "Name Table Update Protocol internal"
    case 12: "Message Fragmentation Protocol internal"
    case 13: "Neighbor Detection Protocol internal"
    default: "unknown"
    }
  }
}
