/// A transport endpoint, called a socket in RFC 9293: an address and a port.
public struct Endpoint: Hashable, Sendable {
  /// The host's address.
  public var address: IPAddress
  /// The port, 0 to 65,535.
  public var port: UInt16

  /// The endpoint at this address and port.
  @inlinable
  public init(address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }
}
