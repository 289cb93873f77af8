import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of AODV (RFC 3561).
  mutating func printAODV(_ message: AODVMessage) throws(EarlyEnd) {
    let type = try message.type
    line.append(" aodv")
    do throws(EarlyEnd) {
      switch try message.kind {
      case .request?: try printRouteRequest(message)
      case .reply?: try printRouteReply(message)
      case .error?: try printRouteError(message)
      case .acknowledgment?: line.put(" rrep-ack ", message.fields.length)
      case nil: line.put(" type ", type, " ", message.fields.length)
      }
    } catch {
      try settle(error)
    }
  }

  /// Ends the message unless it has `count` bytes, all captured.
  private func requireAODV(_ message: borrowing AODVMessage, _ count: Int) throws(EarlyEnd) {
    try message.fields.require(count)
    try message.fields.requireLength(count)
  }

  private mutating func printRouteRequest(_ message: AODVMessage) throws(EarlyEnd) {
    let size = try message.hasIPv6 ? 16 : 4
    let end = 16 + 2 * size
    try requireAODV(message, end)
    // tcpdump tests the message type for the flags of a request.
    let type = try message.type
    let isDraft = try message.isDraft
    if size == 16 && !isDraft { line.append(" v6") }
    line.put(" rreq ", message.fields.length, type & 0x10 != 0 ? " [D] hops " : "  hops ")
    line.put(try message.count, " id 0x", Hex(try message.fields.uint32(at: 4), 8), "\n\tdst ")
    if isDraft {
      try printRoute(
        message, at: (16, 8), " seq ", message.fields.uint32(at: 12), at: 16 + size)
    } else {
      try printRoute(
        message, at: (8, 8 + size), " seq ", message.fields.uint32(at: 12 + 2 * size), at: 12 + size
      )
    }
    try printAODVExtension(message, at: end)
  }

  private mutating func printRouteReply(_ message: AODVMessage) throws(EarlyEnd) {
    let size = try message.hasIPv6 ? 16 : 4
    let end = 12 + 2 * size
    try requireAODV(message, end)
    line.put(" rrep ", message.fields.length, "  prefix ", try message.prefixSize, " hops ")
    line.put(try message.count, "\n\tdst ")
    let lifetime = try message.fields.uint32(at: 8 + 2 * size)
    if try message.isDraft {
      try printRoute(message, at: (8, 4), " dseq ", nil, at: 8 + size)
    } else {
      try printRoute(message, at: (4, 4 + size), " dseq ", nil, at: 8 + size)
    }
    line.put(" ", lifetime, " ms")
    try printAODVExtension(message, at: end)
  }

  /// Prints destination with its sequence number, and source, with its own if there is one.
  private mutating func printRoute(
    _ message: AODVMessage, at destination: (address: Int, sequence: Int), _ label: String,
    _ sourceSequence: UInt32?, at source: Int
  ) throws(EarlyEnd) {
    printAddress(try message.address(at: destination.address))
    line.put(label, try message.fields.uint32(at: destination.sequence), " src ")
    printAddress(try message.address(at: source))
    if let sourceSequence { line.put(" seq ", sourceSequence) }
  }

  private mutating func printRouteError(_ message: AODVMessage) throws(EarlyEnd) {
    try requireAODV(message, 4)
    let (count, length) = (try message.count, message.fields.length)
    line.put(" rerr ", try message.flags & 0x80 != 0 ? "[D]" : "", " [items ", count, "] [")
    line.put(length, "]:")
    let size = try message.hasIPv6 ? 20 : 8
    for index in 0..<Int(count) {
      let offset = 4 + index * size
      try requireAODV(message, offset + size)
      line.append(" {")
      printAddress(try message.address(at: offset))
      line.put("}(", try message.fields.uint32(at: offset + size - 4), ")")
    }
  }

  /// Prints the extension behind a message, if there is one.
  private mutating func printAODVExtension(
    _ message: AODVMessage, at offset: Int
  ) throws(EarlyEnd) {
    guard message.fields.length - offset >= 2 else { return }
    try message.fields.require(2, at: offset)
    let (type, length) = (
      try message.fields.byte(at: offset), try message.fields.byte(at: offset + 1)
    )
    guard type == 1 else { return line.put("\n\text ", type, " ", length) }
    try requireAODV(message, offset + 6)
    if length < 4 { return line.put("\n\text HELLO - bad length ", length) }
    line.put("\n\text HELLO ", try message.fields.uint32(at: offset + 2), " ms")
  }
}
