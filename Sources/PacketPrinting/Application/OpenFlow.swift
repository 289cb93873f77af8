import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the headers of the OpenFlow messages in a TCP segment, which is taken to begin with one.
  mutating func printOpenFlow(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    line.append(": OpenFlow")
    var offset = payload.start
    while offset < bytes.count {
      guard bytes.count - offset >= OpenFlowMessage.headerByteCount else {
        printInvalid()
        return
      }
      let message = try OpenFlowMessage(bytes, at: offset)
      let isTooShort = message.length < OpenFlowMessage.headerByteCount
      let isKnown = message.version == 1 && !isTooShort
      line.append("\n\tversion ")
      if isKnown {
        line.append("1.0, type ")
      } else {
        line.put("unknown (0x", Hex(message.version, 2), "), type ")
      }
      if isKnown && Int(message.type) < Self.openFlowTypes.count {
        line.append(Self.openFlowTypes[Int(message.type)])
      } else {
        line.put("unknown (0x", Hex(message.type, 2), ")")
      }
      line.put(", length ", message.length, isTooShort ? " (too short!)" : "")
      line.put(", xid 0x", Hex(message.transaction, 8))
      guard !isTooShort, !isKnown || message.hasPlausibleLength else {
        printInvalid()
        return
      }
      try bytes.require(message.length, at: offset, in: OpenFlowMessage.name)
      offset += message.length
    }
  }

  private static let openFlowTypes = [
    "HELLO", "ERROR", "ECHO_REQUEST", "ECHO_REPLY", "VENDOR", "FEATURES_REQUEST",
    "FEATURES_REPLY", "GET_CONFIG_REQUEST", "GET_CONFIG_REPLY", "SET_CONFIG", "PACKET_IN",
    "FLOW_REMOVED", "PORT_STATUS", "PACKET_OUT", "FLOW_MOD", "PORT_MOD", "STATS_REQUEST",
    "STATS_REPLY", "BARRIER_REQUEST", "BARRIER_REPLY", "QUEUE_GET_CONFIG_REQUEST",
    "QUEUE_GET_CONFIG_REPLY",
  ]
}
