public import InternetTypes

/// The transport protocol and both endpoints of a flow, as a socket of this host has it.
public struct FlowTuple: Hashable, Sendable {
  /// TCP or UDP.
  public var `protocol`: IPProtocol
  /// The endpoint on this host.
  public var local: Endpoint
  /// The other endpoint.
  public var remote: Endpoint

  /// The flow of these endpoints.
  public init(_ protocol: IPProtocol, local: Endpoint, remote: Endpoint) {
    self.protocol = `protocol`
    self.local = local
    self.remote = remote
  }
}
