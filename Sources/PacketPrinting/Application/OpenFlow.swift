import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the OpenFlow messages in a TCP segment, which must begin with one; bodies of version 1.0 if verbose.
  mutating func printOpenFlow(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    line.append(": OpenFlow")
    var offset = payload.start
    let end = payload.start + payload.length
    while offset < end {
      guard end - offset >= OpenFlowMessage.headerByteCount else {
        return try printInvalidOpenFlow(bytes, offset..<end)
      }
      let message = try OpenFlowMessage(bytes, at: offset)
      line.append("\n\tversion ")
      switch message.version {
      case 1: line.append("1.0")
      case 4: line.append("1.3")
      default: line.put("unknown (0x", Hex(message.version, 2), ")")
      }
      let type = try message.type(bytes)
      line.append(", type ")
      let names =
        switch message.version {
        case 1: Self.openFlowTypes
        case 4: Self.openFlowTypes3
        default: [String]()
        }
      printOpenFlowName(UInt64(type), names, "unknown", digits: 2)
      let length = try message.length(bytes)
      line.put(", length ", length)
      if length < OpenFlowMessage.headerByteCount { line.append(" (too short!)") }
      line.put(", xid 0x", Hex(try message.transaction(bytes), 8))
      guard length >= OpenFlowMessage.headerByteCount else {
        return try printInvalidOpenFlow(bytes, offset..<end)
      }
      if message.version == 1 {
        if !OpenFlowMessage.isPlausible(length, of: type) {
          printInvalid()
        } else if options.verbosity > 0 {
          try printOpenFlowBody(
            type, bytes, (offset + OpenFlowMessage.headerByteCount)..<(offset + length))
        }
      }
      try bytes.require(length, at: offset, in: OpenFlowMessage.name)
      offset += length
    }
  }

  private static let openFlowTypes3 = [
    "HELLO", "ERROR", "ECHO_REQUEST", "ECHO_REPLY", "EXPERIMENTER", "FEATURES_REQUEST",
    "FEATURES_REPLY", "GET_CONFIG_REQUEST", "GET_CONFIG_REPLY", "SET_CONFIG", "PACKET_IN",
    "FLOW_REMOVED", "PORT_STATUS", "PACKET_OUT", "FLOW_MOD", "GROUP_MOD", "PORT_MOD",
    "TABLE_MOD", "MULTIPART_REQUEST", "MULTIPART_REPLY", "BARRIER_REQUEST", "BARRIER_REPLY",
    "QUEUE_GET_CONFIG_REQUEST", "QUEUE_GET_CONFIG_REPLY", "ROLE_REQUEST", "ROLE_REPLY",
    "GET_ASYNC_REQUEST", "GET_ASYNC_REPLY", "SET_ASYNC", "METER_MOD",
  ]

  private static let openFlowTypes = [
    "HELLO", "ERROR", "ECHO_REQUEST", "ECHO_REPLY", "VENDOR", "FEATURES_REQUEST",
    "FEATURES_REPLY", "GET_CONFIG_REQUEST", "GET_CONFIG_REPLY", "SET_CONFIG", "PACKET_IN",
    "FLOW_REMOVED", "PORT_STATUS", "PACKET_OUT", "FLOW_MOD", "PORT_MOD", "STATS_REQUEST",
    "STATS_REPLY", "BARRIER_REQUEST", "BARRIER_REPLY", "QUEUE_GET_CONFIG_REQUEST",
    "QUEUE_GET_CONFIG_REPLY",
  ]
}
