public import InternetTypes

/// A state transition of one endpoint of a connection.
public struct StateTransition: Hashable, Sendable {
  /// When the packet that caused it was captured: one that the endpoint sent or received.
  public var time: Timestamp
  /// That packet's position in the input, from 1.
  public var packet: UInt64
  /// The connection's index.
  public var connection: UInt64
  /// The side whose state changed.
  public var side: Side
  /// The endpoint whose state changed.
  public var endpoint: Endpoint
  /// The other endpoint.
  public var peer: Endpoint
  /// The state before.
  public var from: EndpointState
  /// The state after.
  public var to: EndpointState
}

extension Side {
  /// The index of this endpoint in an array of both.
  var index: Int { self == .client ? 0 : 1 }
}
