package import PacketDissection

/// The sender of a step of a time line.
package enum Actor {
  case client
  case server
  /// A router on the way, which sends ICMP errors to the client.
  case router

  package static func >> (actor: Actor, message: Message) -> Step {
    Step(actor: actor, message: message)
  }
}

/// A packet of a test, with usual values by default.
package struct Message {
  package var flags: TCPFlags
  package var sequence: UInt32
  package var acknowledgment: UInt32
  package var length = 0
  package var window: UInt16 = 64240
  package var options: [UInt8] = []
  /// The IP identification; nil is one more than that of the sender's last packet.
  package var identification: UInt16?
  package var hasWrongChecksum = false
  package var timeToLive: UInt8 = 64
  /// The AE flag (RFC 9768, section 3.1).
  package var hasAccurateECNFlag = false
  /// Type and code of an ICMP error that quotes the client's last packet.
  package var error: (type: UInt8, code: UInt8)?

  package init(
    flags: TCPFlags, sequence: UInt32, acknowledgment: UInt32, length: Int = 0,
    window: UInt16 = 64240
  ) {
    self.flags = flags
    self.sequence = sequence
    self.acknowledgment = acknowledgment
    self.length = length
    self.window = window
  }

  package static func syn(_ sequence: UInt32 = 100, length: Int = 0) -> Message {
    Message(flags: .syn, sequence: sequence, acknowledgment: 0, length: length)
  }

  package static func synAck(_ sequence: UInt32 = 300, _ acknowledgment: UInt32 = 101) -> Message {
    Message(flags: [.syn, .ack], sequence: sequence, acknowledgment: acknowledgment)
  }

  package static func ack(_ sequence: UInt32, _ acknowledgment: UInt32) -> Message {
    Message(flags: .ack, sequence: sequence, acknowledgment: acknowledgment)
  }

  package static func data(_ sequence: UInt32, _ acknowledgment: UInt32, _ length: Int) -> Message {
    Message(
      flags: [.ack, .psh], sequence: sequence, acknowledgment: acknowledgment, length: length)
  }

  /// Data without PSH.
  package static func part(_ sequence: UInt32, _ acknowledgment: UInt32, _ length: Int) -> Message {
    Message(flags: .ack, sequence: sequence, acknowledgment: acknowledgment, length: length)
  }

  package static func fin(_ sequence: UInt32, _ acknowledgment: UInt32, length: Int = 0) -> Message
  {
    Message(
      flags: [.ack, .fin], sequence: sequence, acknowledgment: acknowledgment, length: length)
  }

  package static func rst(_ sequence: UInt32) -> Message {
    Message(flags: .rst, sequence: sequence, acknowledgment: 0)
  }

  package static func rstAck(_ sequence: UInt32, _ acknowledgment: UInt32) -> Message {
    Message(flags: [.rst, .ack], sequence: sequence, acknowledgment: acknowledgment)
  }

  package static func unreachable(code: UInt8) -> Message {
    var message = Message(flags: [], sequence: 0, acknowledgment: 0)
    message.error = (3, code)
    return message
  }

  package func window(_ window: UInt16) -> Message { with { $0.window = window } }

  package func identification(_ number: UInt16) -> Message { with { $0.identification = number } }

  package func timeToLive(_ number: UInt8) -> Message { with { $0.timeToLive = number } }

  /// ACE, the field of the flags AE, CWR and ECE (RFC 9768, section 3.1.1).
  package func ace(_ field: UInt8) -> Message {
    with {
      $0.hasAccurateECNFlag = field & 4 != 0
      if field & 2 != 0 { $0.flags.insert(.cwr) }
      if field & 1 != 0 { $0.flags.insert(.ece) }
    }
  }

  package func multipathData() -> Message { option([1, 1, 30, 8, 0x20, 1] + bytes(UInt32(77))) }

  package func wrongChecksum() -> Message { with { $0.hasWrongChecksum = true } }

  package func mss(_ size: UInt16) -> Message { option([2, 4] + bytes(size)) }

  package func scale(_ shift: UInt8) -> Message { option([1, 3, 3, shift]) }

  package func sackPermitted() -> Message { option([1, 1, 4, 2]) }

  package func fastOpen(_ cookie: [UInt8]) -> Message {
    option([34, UInt8(cookie.count + 2)] + cookie)
  }

  package func stamp(_ value: UInt32, _ echo: UInt32 = 0) -> Message {
    option([1, 1, 8, 10] + bytes(value) + bytes(echo))
  }

  package func sack(_ blocks: (UInt32, UInt32)...) -> Message {
    option([1, 1, 5, UInt8(2 + 8 * blocks.count)] + blocks.flatMap { bytes($0) + bytes($1) })
  }

  private func option(_ added: [UInt8]) -> Message { with { $0.options += added } }

  private func with(_ change: (inout Message) -> Void) -> Message {
    var copy = self
    change(&copy)
    return copy
  }
}

/// A packet of a time line, and its time.
package struct Step {
  package var actor: Actor
  package var message: Message
  /// Milliseconds after the step before.
  package var delay = 10.0

  /// The same, this many milliseconds after the step before.
  package func after(_ milliseconds: Double) -> Step {
    var copy = self
    copy.delay = milliseconds
    return copy
  }
}

/// The bytes of a number in network order.
package func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
  stride(from: Number.bitWidth - 8, through: 0, by: -8).map {
    UInt8(truncatingIfNeeded: number >> Number($0))
  }
}

/// Makes packets as they are on the wire.
package struct FrameMaker {
  package var clientPort: UInt16 = 40000
  package var serverPort: UInt16 = 80
  private var identifications: [UInt16] = [0x1000, 0x7000]
  private var lastOfClient: [UInt8] = []

  package init() {}

  /// The IPv4 packet of a step.
  package mutating func frame(_ step: Step) -> [UInt8] {
    if let error = step.message.error {
      var message: [UInt8] = [error.type, error.code, 0, 0, 0, 0, 0, 0]
      message += lastOfClient.prefix(28)
      let sum = Self.checksum(message)
      message.replaceSubrange(2..<4, with: bytes(sum))
      return Self.network(
        message, protocol: 1, from: [10, 0, 0, 9], to: [10, 0, 0, 1], identification: 1)
    }
    let isClient = step.actor == .client
    let (source, destination): ([UInt8], [UInt8]) =
      isClient ? ([10, 0, 0, 1], [10, 0, 0, 2]) : ([10, 0, 0, 2], [10, 0, 0, 1])
    let message = step.message
    var options = message.options
    while options.count % 4 != 0 { options.append(0) }
    var segment = bytes(isClient ? clientPort : serverPort)
    segment += bytes(isClient ? serverPort : clientPort)
    segment += bytes(message.sequence) + bytes(message.acknowledgment)
    segment += [
      UInt8(5 + options.count / 4) << 4 | (message.hasAccurateECNFlag ? 1 : 0),
      UInt8(message.flags.rawValue & 255),
    ]
    segment += bytes(message.window) + [0, 0, 0, 0] + options
    segment += (0..<message.length).map { UInt8(truncatingIfNeeded: $0 &+ Int(message.sequence)) }
    let pseudoHeader = source + destination + [0, 6] + bytes(UInt16(segment.count))
    let sum = Self.checksum(pseudoHeader + segment)
    segment.replaceSubrange(16..<18, with: bytes(message.hasWrongChecksum ? sum ^ 0x5a5a : sum))
    let at = isClient ? 0 : 1
    identifications[at] = message.identification ?? (identifications[at] &+ 1)
    let frame = Self.network(
      segment, protocol: 6, from: source, to: destination, identification: identifications[at],
      timeToLive: message.timeToLive)
    if isClient { lastOfClient = frame }
    return frame
  }

  private static func network(
    _ payload: [UInt8], protocol number: UInt8, from source: [UInt8], to destination: [UInt8],
    identification: UInt16, timeToLive: UInt8 = 64
  ) -> [UInt8] {
    var header: [UInt8] = [0x45, 0] + bytes(UInt16(20 + payload.count)) + bytes(identification)
    header += [0x40, 0, timeToLive, number, 0, 0] + source + destination
    header.replaceSubrange(10..<12, with: bytes(checksum(header)))
    return header + payload
  }

  /// The Internet checksum (RFC 1071), of test data only.
  package static func checksum(_ data: [UInt8]) -> UInt16 {
    var sum = 0
    for index in stride(from: 0, to: data.count, by: 2) {
      sum += Int(data[index]) << 8 + (index + 1 < data.count ? Int(data[index + 1]) : 0)
    }
    while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
    return ~UInt16(sum)
  }
}
