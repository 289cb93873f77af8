public import InternetTypes

/// A request of sock_diag(7): `inet_diag_req_v2` in a netlink message.
///
///      0                   1                   2                   3
///     |  length                       |  type 20      |  flags        |  netlink
///     |  sequence                     |  port                         |
///     | family| proto | wanted|   0   |  states                       |  request
///     | source port   | dest. port    |  source (16)                  |
///     |  destination (16)             |  interface    |  cookie (8)   |
///
/// The source is the local endpoint, but in exact requests about UDP, where the kernel has them the other way round
/// (udp_diag.c: `udp_dump_one`, "swapped for historical reasons").
public enum SocketQuery {
  /// The extensions of an answer.
  public struct Extensions: OptionSet, Sendable {
    /// The bits of `idiag_ext`.
    public let rawValue: UInt8

    /// These bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `INET_DIAG_INFO`: tcp_info.
    public static var information: Extensions { Extensions(rawValue: 1 << 1) }
    /// `INET_DIAG_CONG`: the name of the congestion control algorithm.
    public static var congestion: Extensions { Extensions(rawValue: 1 << 3) }
  }

  /// The bytes of a request; a request about one socket is answered by that socket or an error.
  static let byteCount = 72

  /// The request for the socket that receives the packets of a flow: a connection's, or a listener's.
  ///
  /// - Parameters:
  ///   - tuple: the flow.
  ///   - interface: the index of the interface of its packets, which sockets may be bound to.
  ///   - extensions: what the answer has besides.
  ///   - sequence: a number that the answer repeats.
  /// - Returns: the bytes of the message.
  public static func exact(
    _ tuple: FlowTuple, interface: UInt32, extensions: Extensions = [], sequence: UInt32
  ) -> [UInt8] {
    let isSwapped = tuple.protocol == .udp
    return message(
      tuple.protocol, isVersion6: tuple.local.address.isVersion6, flags: 1, extensions,
      states: .max, sequence: sequence,
      source: isSwapped ? tuple.remote : tuple.local,
      destination: isSwapped ? tuple.local : tuple.remote, interface: interface)
  }

  /// The request for all sockets in some states.
  ///
  /// - Parameters:
  ///   - protocol: TCP or UDP.
  ///   - isVersion6: whether those of IPv6, which may have IPv4 addresses, too.
  ///   - states: a bit for each ``SocketState``.
  ///   - extensions: what each answer has besides.
  ///   - sequence: a number that the answers repeat.
  /// - Returns: the bytes of the message.
  public static func all(
    _ protocol: IPProtocol, isVersion6: Bool, states: SocketState.Set,
    extensions: Extensions = [], sequence: UInt32
  ) -> [UInt8] {
    let none = Endpoint(
      address: isVersion6 ? .v6(IPv6Address(rawValue: 0)) : .v4(IPv4Address(rawValue: 0)), port: 0)
    // NLM_F_REQUEST and NLM_F_DUMP.
    return message(
      `protocol`, isVersion6: isVersion6, flags: 0x301, extensions, states: states.rawValue,
      sequence: sequence, source: none, destination: none, interface: 0)
  }

  private static func message(
    _ protocol: IPProtocol, isVersion6: Bool, flags: UInt16, _ extensions: Extensions,
    states: UInt32, sequence: UInt32, source: Endpoint, destination: Endpoint, interface: UInt32
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    bytes.append(host: UInt32(byteCount))
    bytes.append(host: NetlinkMessage.socketDiagnosis)
    bytes.append(host: flags)
    bytes.append(host: sequence)
    bytes.append(host: 0 as UInt32)
    // AF_INET, AF_INET6 of Linux.
    bytes += [isVersion6 ? 10 : 2, `protocol`.rawValue, extensions.rawValue, 0]
    bytes.append(host: states)
    bytes.append(network: source.port)
    bytes.append(network: destination.port)
    bytes.append(source.address)
    bytes.append(destination.address)
    bytes.append(host: interface)
    // INET_DIAG_NOCOOKIE.
    bytes.append(host: UInt64.max)
    return bytes
  }
}

extension IPAddress {
  /// Whether it is an address of IPv6.
  package var isVersion6: Bool {
    switch self {
    case .v4: false
    case .v6: true
    }
  }
}
