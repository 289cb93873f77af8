import PacketDissection

/// The latest calls of Rx, which name the procedures of their replies.
///
/// As many as tcpdump keeps, 64. As there, hosts are told apart by the eight bytes that are the addresses of IPv4; of
/// IPv6 they are part of the source address. The search begins at the call that was found last.
struct RxCallMemory {
  private struct Call {
    var number: UInt32
    var client: UInt32
    var server: UInt32
    var operation: UInt32
    var serverPort: UInt16
    var service: UInt16
  }

  private static var capacity: Int { 64 }

  private var calls = [Call?](repeating: nil, count: capacity)
  private var next = 0
  private var lastFound = 0

  /// Enters a call to a server's port; `hosts` are the bytes from the addresses of IPv4 on.
  mutating func insert(
    _ packet: borrowing RxPacket, hosts: UInt64, port: UInt16, operation: UInt32
  ) {
    calls[next] = Call(
      number: packet.call, client: UInt32(truncatingIfNeeded: hosts >> 32),
      server: UInt32(truncatingIfNeeded: hosts), operation: operation, serverPort: port,
      service: packet.service)
    next = (next + 1) % Self.capacity
  }

  /// The procedure whose call a packet from a server's port answers; nil if the call is not known.
  mutating func operation(
    answeredBy packet: borrowing RxPacket, hosts: UInt64, port: UInt16
  ) -> UInt32? {
    let server = UInt32(truncatingIfNeeded: hosts >> 32)
    let client = UInt32(truncatingIfNeeded: hosts)
    for step in 0..<Self.capacity {
      let index = (lastFound + step) % Self.capacity
      guard let call = calls[index], call.number == packet.call, call.client == client,
        call.server == server, call.serverPort == port, call.service == packet.service
      else { continue }
      lastFound = index
      return call.operation
    }
    return nil
  }
}
