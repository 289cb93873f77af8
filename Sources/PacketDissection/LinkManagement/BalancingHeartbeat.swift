public import InternetTypes

/// A heartbeat of Microsoft's network load balancing: what is known of it.
public struct BalancingHeartbeat: Hashable, Sendable {
  /// The host's priority, least first.
  public let priority: UInt32
  /// The address of the cluster, and of the host.
  public let cluster, host: IPv4Address

  /// The heartbeat that these bytes begin with.
  public init(_ fields: borrowing Fields) throws(EarlyEnd) {
    priority = try fields.uint32(at: 8).byteSwapped
    cluster = try fields.ipv4Address(at: 12)
    host = try fields.ipv4Address(at: 16)
  }
}
