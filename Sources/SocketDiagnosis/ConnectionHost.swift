/// What this host knows of a connection: of the client's socket, the server's, or both on the loopback interface.
///
/// An object, so that the summary of a connection has it in one word.
public final class ConnectionHost: Equatable, Sendable {
  /// What is known of the client's socket; nil if the client is another host, or nothing is known.
  public let client: HostSocket?
  /// What is known of the server's socket.
  public let server: HostSocket?
  /// Whether processes were searched for.
  public let hasOwners: Bool
  /// Whether the kernel's measures were read.
  public let hasKernel: Bool

  /// What is known of both sockets.
  public init(client: HostSocket?, server: HostSocket?, hasOwners: Bool, hasKernel: Bool) {
    (self.client, self.server) = (client, server)
    (self.hasOwners, self.hasKernel) = (hasOwners, hasKernel)
  }

  /// Whether the same is known.
  public static func == (left: ConnectionHost, right: ConnectionHost) -> Bool {
    left.client == right.client && left.server == right.server
      && left.hasOwners == right.hasOwners && left.hasKernel == right.hasKernel
  }
}

/// What this host knows of one socket of a connection.
public struct HostSocket: Equatable, Sendable {
  /// Whose it is.
  public var owner: SocketOwner?
  /// The kernel's measures, in order of time.
  public var samples: [KernelSample]

  /// What is known of a socket.
  public init(owner: SocketOwner?, samples: [KernelSample]) {
    (self.owner, self.samples) = (owner, samples)
  }
}
