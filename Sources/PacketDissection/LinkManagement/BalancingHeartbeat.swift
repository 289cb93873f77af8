public import InternetTypes

/// A heartbeat of Microsoft's network load balancing: what is known of it.
public struct BalancingHeartbeat: ~Escapable {
  private let fields: Fields

  /// A view of the heartbeat that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The host's priority, least first.
  public var priority: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 8).byteSwapped } }

  /// The address of the cluster.
  public var cluster: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 12) } }

  /// The address of the host.
  public var host: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 16) } }
}
