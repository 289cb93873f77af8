public import InternetTypes

/// A message of the multicast source discovery protocol (RFC 3618, section 12): a type and a length, then a value.
public struct MSDPMessage: ~Escapable {
  /// The protocol as a cut message names it.
  public static var name: String { "msdp" }

  /// The bytes from the message's first on, and how many there are.
  public let fields: Fields

  /// A view of the message that these bytes begin with.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// 1 active sources, 2 a request for them, 3 a response, 4 keepalive, 5 notification.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// Bytes of the message with its header, as stated.
  public var length: Int { get throws(EarlyEnd) { Int(try fields.uint16(at: 1)) } }

  /// Whether a segment can begin with it.
  public var isPossible: Bool {
    get throws(EarlyEnd) {
      let (type, length) = (try type, try length)
      return (3...1500).contains(length) && (1...7).contains(type)
    }
  }

  /// How many sources are active.
  public var sourceCount: Int { get throws(EarlyEnd) { Int(try fields.byte(at: 3)) } }

  /// The group of a request.
  public var group: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 4) } }

  /// The packet after the sources, which one of them sent; nil if there is none.
  public var packet: Range<Int>? {
    get throws(EarlyEnd) {
      let start = try sourceCount * 12 + 8
      return start < (try length) ? start..<(try length) : nil
    }
  }
}
