import ConnectionTracking
public import InternetTypes
public import TextOutput

/// Computes Community IDs, version 1: the same text for a flow in all tools (Corelight, "Community ID Flow Hashing").
public struct CommunityID: Sendable {
  /// The seed, the first two bytes of each digested message: sites that share IDs agree on it.
  private let seed: UInt16
  private let alphabet: InlineArray<64, UInt8>

  /// IDs with seed 0, prepared once.
  static let standard = CommunityID()

  /// IDs with this seed.
  public init(seed: UInt16 = 0) {
    self.seed = seed
    var alphabet = InlineArray<64, UInt8>(repeating: UInt8(ascii: "+"))
    for index in 0..<26 {
      alphabet[index] = UInt8(ascii: "A") + UInt8(index)
      alphabet[index + 26] = UInt8(ascii: "a") + UInt8(index)
    }
    for index in 0..<10 { alphabet[index + 52] = UInt8(ascii: "0") + UInt8(index) }
    alphabet[63] = UInt8(ascii: "/")
    self.alphabet = alphabet
  }

  /// Appends the ID of the flow between two endpoints, in either order.
  ///
  /// Ports count for TCP, UDP and SCTP. For ICMP and ICMPv6 use ``append(_:from:to:type:code:into:)``.
  public func append(
    _ transport: IPProtocol, _ one: Endpoint, _ other: Endpoint, into line: inout TextBuffer
  ) {
    let hasPorts = transport == .tcp || transport == .udp || transport == .sctp
    let isOrdered = Self.isOrdered(one, other, comparingPorts: hasPorts)
    let (first, second) = isOrdered ? (one, other) : (other, one)
    var block = FlowBlock(seed: seed)
    block.append(first.address)
    block.append(second.address)
    block.append(UInt16(transport.rawValue) << 8)
    if hasPorts {
      block.append(first.port)
      block.append(second.port)
    }
    append(FlowDigest(paddedBlock: block.padded), to: &line)
  }

  /// Appends the ID of a connection or flow; that of an ICMP flow needs the type of its first packet.
  func append(_ connection: borrowing ConnectionSummary, into line: inout TextBuffer) {
    let transport = connection.protocol
    if transport == .icmp || transport == .icmpv6, let icmp = connection.icmpTypeAndCode {
      append(
        transport, from: connection.client.address, to: connection.server.address,
        type: icmp.type, code: icmp.code, into: &line)
    } else {
      append(transport, connection.client, connection.server, into: &line)
    }
  }

  /// Appends the ID of the flow that an ICMP or ICMPv6 message belongs to.
  ///
  /// A request and its reply are one flow; any other message is a flow in one direction.
  public func append(
    _ transport: IPProtocol, from source: IPAddress, to destination: IPAddress, type: UInt8,
    code: UInt8, into line: inout TextBuffer
  ) {
    let counterpart = Self.counterpart(of: type, transport)
    var sender = Endpoint(address: source, port: UInt16(type))
    var receiver = Endpoint(address: destination, port: UInt16(counterpart ?? code))
    if counterpart != nil, !Self.isOrdered(sender, receiver, comparingPorts: true) {
      (sender, receiver) = (receiver, sender)
    }
    var block = FlowBlock(seed: seed)
    block.append(sender.address)
    block.append(receiver.address)
    block.append(UInt16(transport.rawValue) << 8)
    block.append(sender.port)
    block.append(receiver.port)
    append(FlowDigest(paddedBlock: block.padded), to: &line)
  }

  /// The type of the reply to an ICMP request, or of the request to a reply; nil for other messages.
  private static func counterpart(of type: UInt8, _ transport: IPProtocol) -> UInt8? {
    if transport == .icmpv6 {
      switch type {
      case 128, 130, 133, 135, 139, 144: return type + 1
      case 129, 131, 134, 136, 140, 145: return type - 1
      default: return nil
      }
    }
    switch type {
    case 8: return 0
    case 0: return 8
    case 10: return 9
    case 9: return 10
    case 13, 15, 17: return type + 1
    case 14, 16, 18: return type - 1
    default: return nil
    }
  }

  /// Whether the first endpoint is the smaller one, or both are the same.
  private static func isOrdered(
    _ one: Endpoint, _ other: Endpoint, comparingPorts: Bool
  ) -> Bool {
    let (a, b) = (one.address.number, other.address.number)
    return a < b || a == b && (!comparingPorts || one.port <= other.port)
  }

  /// Appends the version and a digest in base64.
  private func append(_ digest: FlowDigest, to line: inout TextBuffer) {
    let words = digest.words
    let high = UInt64(words.0) << 32 | UInt64(words.1)
    let middle = UInt64(words.2) << 32 | UInt64(words.3)
    let low = UInt64(words.4)
    line.append(word: 0x3a31, count: 2)
    append(high >> 40, high >> 16, to: &line)
    append(high << 8 | middle >> 56, middle >> 32, to: &line)
    append(middle >> 8, middle << 16 | low >> 16, to: &line)
    line.append(word: quartet(low << 8) & 0xff_ffff | 0x3d00_0000, count: 4)
  }

  /// Appends six bytes, given as two numbers of three, as eight letters.
  @inline(__always)
  private func append(_ first: UInt64, _ second: UInt64, to line: inout TextBuffer) {
    line.append(word: quartet(first) | quartet(second) << 32, count: 8)
  }

  /// The four letters of the lowest three bytes, the first in the lowest byte.
  @inline(__always)
  private func quartet(_ bytes: UInt64) -> UInt64 {
    var letters: UInt64 = 0
    for index: UInt64 in 0..<4 {
      let six = Int(truncatingIfNeeded: bytes &>> (18 &- index &* 6)) & 63
      letters |= UInt64(alphabet[six]) &<< (index &* 8)
    }
    return letters
  }
}

/// The message from which a flow's digest is computed, composed of 16-bit words.
private struct FlowBlock {
  private var words = InlineArray<16, UInt32>(repeating: 0)
  private var count = 0

  /// A block that begins with a seed.
  init(seed: UInt16) { append(seed) }

  /// Appends 16 bits.
  mutating func append(_ value: UInt16) {
    words[(count &>> 1) & 15] |= UInt32(value) &<< (count & 1 == 0 ? 16 : 0)
    count &+= 1
  }

  /// Appends an address.
  mutating func append(_ address: IPAddress) {
    switch address {
    case .v4(let address):
      append(UInt16(truncatingIfNeeded: address.rawValue >> 16))
      append(UInt16(truncatingIfNeeded: address.rawValue))
    case .v6(let address):
      for shift in stride(from: UInt128(112), through: 0, by: -16) {
        append(UInt16(truncatingIfNeeded: address.rawValue &>> shift))
      }
    }
  }

  /// The block with the bit that ends it and its length (RFC 3174, section 4).
  var padded: InlineArray<16, UInt32> {
    var block = self
    let bits = UInt32(truncatingIfNeeded: count &* 16)
    block.append(0x8000)
    block.words[15] = bits
    return block.words
  }
}

extension IPAddress {
  /// The address as a number.
  fileprivate var number: UInt128 {
    switch self {
    case .v4(let address): UInt128(address.rawValue)
    case .v6(let address): address.rawValue
    }
  }
}
