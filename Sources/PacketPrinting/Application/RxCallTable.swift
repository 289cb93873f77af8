import PacketDissection

/// The latest calls of Rx, which name the procedures of their replies.
///
/// As in tcpdump, hosts are told apart by the eight bytes that are the addresses of IPv4; of IPv6 they are part of the
/// source address.
struct RxCallTable {
  private struct Call {
    var number: UInt32
    var client: UInt32
    var server: UInt32
    var operation: UInt32
    var serverPort: UInt16
    var service: UInt16
  }

  private var calls = RecentCalls<Call>()

  /// Enters a call to a server's port; `hosts` are the bytes from the addresses of IPv4 on.
  mutating func insert(
    _ packet: borrowing RxPacket, hosts: UInt64, port: UInt16, operation: UInt32
  ) {
    calls.insert(
      Call(
        number: packet.call, client: UInt32(truncatingIfNeeded: hosts >> 32),
        server: UInt32(truncatingIfNeeded: hosts), operation: operation, serverPort: port,
        service: packet.service))
  }

  /// The procedure whose call a packet from a server's port answers; nil if the call is not known.
  mutating func operation(
    answeredBy packet: borrowing RxPacket, hosts: UInt64, port: UInt16
  ) -> UInt32? {
    let server = UInt32(truncatingIfNeeded: hosts >> 32)
    let client = UInt32(truncatingIfNeeded: hosts)
    let (number, service) = (packet.call, packet.service)
    return calls.first {
      $0.number == number && $0.client == client && $0.server == server && $0.serverPort == port
        && $0.service == service
    }?.operation
  }
}
