import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a datagram of Sun RPC: a call of the port mapper's procedures, or a reply as to an NFS call.
  ///
  /// tcpdump shows the transaction in place of the port that is not the server's.
  mutating func printRPC(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    let message = SunRPCMessage(at: payload.start, length: payload.length, in: NFS.name)
    guard let direction = message.direction(bytes) else { throw EarlyEnd(name: "udp") }
    if direction == 0 { return try printPortMapperCall(message, payload.packet, bytes) }
    let transaction = try message.transaction(bytes)
    printRPCAddresses(payload.packet, options.isNumeric ? "2049" : "nfs", "\(transaction)")
    if try !printNFSReply(message, payload.packet, bytes) { printTruncation(NFS.name) }
  }

  private mutating func printPortMapperCall(
    _ message: SunRPCMessage, _ packet: Packet, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    // Both authentications at least.
    guard bytes.has(40, at: message.offset), let procedure = message.procedure(bytes) else {
      throw EarlyEnd(name: "sunrpc")
    }
    let transaction = try message.transaction(bytes)
    printRPCAddresses(
      packet, "0x" + String(transaction, radix: 16), options.isNumeric ? "0x6f" : "sunrpc")
    line.put(message.length)
    let names: [6 of String] = [" null", " set", " unset", " getport", " dump", " call"]
    line.append(name: procedure < 6 ? names[Int(procedure)] : nil, or: "  proc #", procedure)
    let version = try message.protocolVersion(bytes)
    if version != 2 { line.put(" [rpcver ", version, "]") }
    switch procedure {
    case 1, 2, 3, 5: line.put(" ", try message.program(bytes), ".", try message.version(bytes))
    default: break
    }
  }

  /// Appends both addresses, each with a text in place of its port.
  private mutating func printRPCAddresses(_ packet: Packet, _ source: String, _ target: String) {
    switch packet.addresses {
    case .none: line.put("?.", source, " > ?.", target)
    case .v4(let from, let to):
      printAddress(from)
      line.put(".", source, " > ")
      printAddress(to)
      line.put(".", target)
    case .v6(let from, let to):
      printAddress(from)
      line.put(".", source, " > ")
      printAddress(to)
      line.put(".", target)
    }
    line.append(words.colon)
  }
}
