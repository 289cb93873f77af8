/// A message of IGRP, Cisco's interior gateway routing protocol, read field by field.
///
///     | Version, opcode | Edition | AS (2) | Interior (2) | System (2) | Exterior routes (2) | Checksum (2) |
///     | Each route: network (3), delay (3), bandwidth (3), MTU (2), reliability, load, hops
public struct IGRPMessage: ~Escapable {
  /// Size of the header in bytes.
  public static var headerByteCount: Int { 12 }

  /// Size of a route in bytes.
  public static var routeByteCount: Int { 14 }

  /// The kinds of route, in their order in a message.
  public enum RouteKind: Int, CaseIterable, Sendable {
    case interior
    case system
    case exterior
  }

  /// The message's bytes.
  public let fields: Fields

  /// A view of the message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) >> 4 } }

  /// 1 of an update, 2 of a request.
  public var opcode: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) & 0xf } }

  /// A number that grows with each change of the routes.
  public var edition: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The number of the autonomous system.
  public var system: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// How many routes of a kind follow.
  public func count(of kind: RouteKind) throws(EarlyEnd) -> UInt16 {
    try fields.uint16(at: 4 + 2 * kind.rawValue)
  }

  /// The checksum.
  public var checksum: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 10) } }
}

/// A route in a message of IGRP.
public struct IGRPRoute: ~Escapable {
  private let fields: Fields

  /// The route at the beginning of these bytes.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// Three bytes of the network's address: the last three of an interior route, else the first three.
  public func network(_ index: Int) throws(EarlyEnd) -> UInt8 { try fields.byte(at: index) }

  /// The delay in tens of microseconds.
  public var delay: UInt32 { get throws(EarlyEnd) { try fields.uint24(at: 3) } }

  /// Ten million divided by the bandwidth in kilobits per second.
  public var bandwidth: UInt32 { get throws(EarlyEnd) { try fields.uint24(at: 6) } }

  /// The MTU in bytes.
  public var mtu: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 9) } }

  /// Of 255, how much gets through.
  public var reliability: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 11) } }

  /// Of 255, how much of the bandwidth is used.
  public var load: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 12) } }

  /// Routers on the way.
  public var hops: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 13) } }
}
