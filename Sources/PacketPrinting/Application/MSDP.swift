import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the messages of the multicast source discovery protocol (RFC 3618) in a segment.
  mutating func printMSDP(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    line.append(": msdp")
    var rest = Fields(bytes, from: payload.start, length: payload.length, in: MSDPMessage.name)
    guard try MSDPMessage(rest).isPossible else { return printTruncation(MSDPMessage.name) }
    while rest.length > 0 {
      let message = MSDPMessage(rest)
      let (type, length) = (try message.type, try message.length)
      if length > 1400 || options.verbosity > 0 { line.put(" [len ", length, "]") }
      guard length >= 3, length <= rest.length else { return printTruncation(MSDPMessage.name) }
      switch type {
      case 1, 3:
        line.put(type == 1 ? " SA " : " SA-Response ", try message.sourceCount, " entries")
        if let packet = try message.packet {
          line.append(" [w/data]")
          if options.verbosity > 1 {
            line.append(" ")
            let start = payload.start + payload.length - rest.length + packet.lowerBound
            _ = try printPayload(.ipv4, bytes, at: start, length: packet.count)
          }
        }
      case 2: line.put(" SA-Request for ", try message.group)
      case 4:
        line.append(" Keepalive")
        if length != 3 { line.put("[len=", length, "] ") }
      case 5: line.append(" Notification")
      default: line.put(" [type=", type, " len=", length, "]")
      }
      rest = rest.dropping(length)
    }
  }
}
