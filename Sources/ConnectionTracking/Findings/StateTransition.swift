public import InternetTypes

/// One endpoint of a connection changed its state.
public struct StateTransition: Hashable, Sendable {
  /// When the packet was captured that the endpoint sent, or that reached it.
  public var time: PacketTime
  /// That packet's position in the input, from 1.
  public var packet: UInt64
  /// The connection's index.
  public var connection: UInt64
  /// Whose state it is.
  public var side: Side
  /// The endpoint whose state it is.
  public var endpoint: Endpoint
  /// The other one.
  public var peer: Endpoint
  /// The state before.
  public var from: EndpointState
  /// The state from now on.
  public var to: EndpointState
}

/// One of the two endpoints of a connection.
public enum Side: UInt8, Hashable, Sendable {
  /// Who asked for the connection, as far as known.
  case client
  /// Who was asked.
  case server

  /// Its position where both sides are kept in an array.
  var index: Int { self == .client ? 0 : 1 }

  /// The other side.
  @inlinable public var peer: Side { self == .client ? .server : .client }
}
