package import InternetTypes
package import PacketDissection

/// The TCP segment in a captured frame, as pictures need it.
package struct RecordedSegment: Sendable {
  /// A block that it reports as received.
  struct Block: Equatable, Sendable {
    var left: UInt32
    var right: UInt32
  }

  /// When it was captured.
  package var time: Timestamp
  /// Its position in the input, from 1.
  package var packet: UInt64
  /// The endpoint that sent it.
  package var sender: Side
  var sequence: UInt32
  var acknowledgment: UInt32
  var window: UInt16
  var flags: TCPFlags
  var length: Int
  var blocks: [Block] = []

  /// The segment of a packet; nil if it holds none.
  package init?(
    _ packet: Packet, frame: Span<UInt8>, time: Timestamp, number: UInt64, client: Endpoint
  ) {
    guard case .tcp(let header) = packet.transport, let source = packet.sourceAddress else {
      return nil
    }
    self.time = time
    self.packet = number
    sender =
      Endpoint(address: source, port: header.sourcePort) == client ? .client : .server
    sequence = header.sequence.rawValue
    acknowledgment = header.acknowledgment.rawValue
    window = header.window
    flags = header.flags
    length = packet.payloadLength
    var options = TCPOptionIterator(packet)
    while case .option(let option)? = options.next(in: frame) {
      guard option.data.upperBound <= min(packet.end, frame.count) else { break }
      guard option.kind == .sack else { continue }
      var at = option.data.lowerBound
      while at + TCPSACKBlock.byteCount <= option.data.upperBound, blocks.count < 4 {
        let block = TCPSACKBlock(decoding: frame, at: at)
        blocks.append(Block(left: block.left, right: block.right))
        at += TCPSACKBlock.byteCount
      }
    }
  }

  /// A segment of these fields.
  init(
    time: Timestamp, packet: UInt64, sender: Side, sequence: UInt32, acknowledgment: UInt32,
    window: UInt16, flags: TCPFlags, length: Int, blocks: [Block] = []
  ) {
    self.time = time
    self.packet = packet
    self.sender = sender
    self.sequence = sequence
    self.acknowledgment = acknowledgment
    self.window = window
    self.flags = flags
    self.length = length
    self.blocks = blocks
  }

  /// Its flags and numbers in a few words: `SYN`, `data 1448`, `ACK`, `FIN ACK`.
  var words: String {
    var words: [String] = []
    if flags.contains(.syn) { words.append("SYN") }
    if flags.contains(.fin) { words.append("FIN") }
    if flags.contains(.rst) { words.append("RST") }
    if length > 0 {
      words.append("data \(length)")
    } else if flags.contains(.ack), !flags.contains(.rst) {
      words.append("ACK")
    }
    return words.isEmpty ? "no flags" : words.joined(separator: " ")
  }
}
