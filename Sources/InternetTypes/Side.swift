/// One of the two endpoints of a connection.
public enum Side: UInt8, Hashable, Sendable {
  /// The endpoint that opened the connection (active open, RFC 9293, section 3.3.2), as far as known.
  case client
  /// The endpoint that accepted it (passive open).
  case server

  /// The other endpoint.
  @inlinable public var peer: Side { self == .client ? .server : .client }
}
