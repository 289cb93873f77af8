public import InternetTypes

/// An EIGRP message (RFC 7868, section 6), read field by field.
public struct EIGRPMessage: ~Escapable {
  /// Size of the header in bytes.
  public static let headerByteCount = 20

  /// The message's bytes.
  public let fields: Fields

  /// A view of the EIGRP message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version of the header, 2.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// The purpose of the message.
  public var opcode: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The checksum as sent.
  public var checksum: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// Flags: 1 init, 2 conditionally received, 4 restart, 8 end of table.
  public var flags: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 4) } }

  /// The message's number.
  public var sequence: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 8) } }

  /// The number of the last message that was received.
  public var acknowledgment: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 12) } }

  /// The virtual router.
  public var virtualRouter: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 16) } }

  /// The autonomous system.
  public var autonomousSystem: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 18) } }

  /// The elements after the header.
  public var elements: EIGRPElements {
    @_lifetime(copy self) get { EIGRPElements(rest: fields.dropping(Self.headerByteCount)) }
  }
}

/// Walks the elements of an EIGRP message.
public struct EIGRPElements: ~Escapable {
  private var rest: Fields

  @_lifetime(copy rest)
  init(rest: Fields) { self.rest = rest }

  /// The next element; nil after the last one and after an impossible one.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> EIGRPElement? {
    guard rest.length > 0 else { return nil }
    try rest.require(4)
    let length = Int(try rest.uint16(at: 2))
    let element = EIGRPElement(rest, length: length)
    rest = element.isPossible ? rest.dropping(length) : rest.part(at: 0, length: 0)
    return element
  }
}

/// An element of an EIGRP message: a header of four bytes and its fields.
public struct EIGRPElement: ~Escapable {
  /// The element's bytes after its header.
  public let fields: Fields

  /// Bytes of the element with its header, as stated.
  public let length: Int

  /// The kind of element.
  public let type: UInt16

  /// Whether the length is one that the message has room for.
  public let isPossible: Bool

  /// All that is left of the message, from the element on.
  public let rest: Fields

  @_lifetime(copy rest)
  init(_ rest: Fields, length: Int) {
    self.rest = rest
    self.length = length
    type = rest.bytes.uint16(at: 0)
    isPossible = length >= 4 && length <= rest.length
    fields = rest.part(at: 4, length: length - 4)
  }

  /// Weight `index` of the metric's parts, 0 to 4, of general parameters.
  public func weight(_ index: Int) throws(EarlyEnd) -> UInt8 { try fields.byte(at: index) }

  /// Seconds after which a silent neighbor is gone, of general parameters.
  public var holdTime: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 6) } }

  /// Part `index` of the versions of the system and of EIGRP, 0 to 3.
  public func versionPart(_ index: Int) throws(EarlyEnd) -> UInt8 { try fields.byte(at: index) }

  /// First network of a cable range of an AppleTalk setup.
  public var setupCableStart: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }

  /// Last network of a cable range of an AppleTalk setup.
  public var setupCableEnd: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The router of an AppleTalk setup.
  public var setupRouter: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 4) } }

  /// The route in the element, if its type is one of a route.
  public var route: EIGRPRoute? {
    @_lifetime(copy self) get {
      switch type {
      case 0x0102: EIGRPRoute(fields, metricOffset: 4, isExternal: false)
      case 0x0103: EIGRPRoute(fields, metricOffset: 24, isExternal: true)
      case 0x0202: EIGRPRoute(fields, metricOffset: 4, isExternal: false)
      case 0x0203: EIGRPRoute(fields, metricOffset: 20, isExternal: true)
      default: nil
      }
    }
  }
}

/// A route in an EIGRP message.
public struct EIGRPRoute: ~Escapable {
  /// The element's bytes.
  public let fields: Fields

  /// Whether the metric follows fields about the external protocol of the route.
  public let isExternal: Bool

  private let metricOffset: Int

  @_lifetime(copy fields)
  init(_ fields: Fields, metricOffset: Int, isExternal: Bool) {
    self.fields = fields
    self.metricOffset = metricOffset
    self.isExternal = isExternal
  }

  /// Bytes that the fields before the destination of an IPv4 route take.
  public var fixedByteCount: Int { metricOffset + 17 }

  /// Bytes that an AppleTalk route takes.
  public var cableByteCount: Int { metricOffset + 20 }

  /// The next hop; 0 if it is the sender.
  public var nextHop: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 0) } }

  /// Length of the destination's prefix.
  public var prefixLength: UInt8 { get throws(EarlyEnd) { try fields.byte(at: metricOffset + 16) } }

  /// The destination's prefix, zeros after its length.
  public var prefix: IPv4Address {
    get throws(EarlyEnd) {
      var address: UInt32 = 0
      let count = (Int(try prefixLength) + 7) / 8
      try fields.require(count, at: metricOffset + 17)
      for index in 0..<min(count, 4) {
        address |= UInt32(try fields.byte(at: metricOffset + 17 + index)) << UInt32(24 - index * 8)
      }
      return IPv4Address(rawValue: address)
    }
  }

  /// First network of an AppleTalk route's cable range.
  public var cableStart: UInt16 {
    get throws(EarlyEnd) { try fields.uint16(at: metricOffset + 16) }
  }

  /// Last network of an AppleTalk route's cable range.
  public var cableEnd: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: metricOffset + 18) } }

  /// The router that brought the route into EIGRP.
  public var originRouter: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 4) } }

  /// The autonomous system that the route is from.
  public var originSystem: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 8) } }

  /// The tag that an administrator gave.
  public var tag: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 12) } }

  private var isAppleTalk: Bool { metricOffset == 20 }

  /// The metric in the protocol that the route is from.
  public var originMetric: UInt32 {
    get throws(EarlyEnd) {
      isAppleTalk ? UInt32(try fields.uint16(at: 18)) : try fields.uint32(at: 16)
    }
  }

  /// The protocol that the route is from.
  public var originProtocol: UInt8 {
    get throws(EarlyEnd) { try fields.byte(at: isAppleTalk ? 16 : 22) }
  }

  /// Flags of an external route.
  public var originFlags: UInt8 {
    get throws(EarlyEnd) { try fields.byte(at: isAppleTalk ? 17 : 23) }
  }

  /// Delay in units of 10 microseconds, scaled by 256.
  public var delay: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: metricOffset) } }

  /// 10^7 divided by the least bandwidth in kbit/s, scaled by 256.
  public var bandwidth: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: metricOffset + 4) } }

  /// The least MTU of the path.
  public var maximumTransmissionUnit: UInt32 {
    get throws(EarlyEnd) { try fields.uint24(at: metricOffset + 8) }
  }

  /// Routers on the path.
  public var hopCount: UInt8 { get throws(EarlyEnd) { try fields.byte(at: metricOffset + 11) } }

  /// Reliability, of 255.
  public var reliability: UInt8 { get throws(EarlyEnd) { try fields.byte(at: metricOffset + 12) } }

  /// Load, of 255.
  public var load: UInt8 { get throws(EarlyEnd) { try fields.byte(at: metricOffset + 13) } }
}
