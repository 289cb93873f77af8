import CHostSockets
import InternetTypes

/// The addresses of this host's interfaces.
///
/// A host that forwards sees packets that are not its own, and the kernel finds a wildcard socket for any address: without
/// this, a server that listens on all addresses would have the connections of others. An address that belongs to no
/// interface (a group's, a broadcast's, AnyIP's) counts as foreign, so that nothing is said of it.
///
/// A door: a call of C.
struct LocalAddresses {
  /// How long a list is used, in nanoseconds.
  private static let listTime: Int64 = 1_000_000_000
  /// The most addresses that are known; of more, those beyond count as foreign.
  private static let limit = 1024

  private var known: Set<IPAddress> = []
  private var readAt: Int64?

  /// Whether an address is one of this host's; `ticks` are nanoseconds of a clock that is never set back.
  mutating func contains(_ address: IPAddress, at ticks: Int64) -> Bool {
    if case .v4(let version4) = address, version4.rawValue >> 24 == 127 { return true }
    if readAt.map({ ticks - $0 >= Self.listTime }) ?? true {
      known = Self.read()
      readAt = ticks
    }
    return known.contains(address)
  }

  private static func read() -> Set<IPAddress> {
    var bytes = [UInt8](repeating: 0, count: 16 * limit)
    // The shim writes at most the limit's addresses, during the call.
    let count = unsafe chost_addresses(&bytes, Int32(limit))
    var addresses: Set<IPAddress> = []
    for place in 0..<min(Int(count), limit) {
      let address = bytes[(16 * place)..<(16 * place + 16)]
      let number = address.reduce(0 as UInt128) { $0 << 8 | UInt128($1) }
      let isVersion4 = number >> 32 == 0xffff
      addresses.insert(
        isVersion4
          ? .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number)))
          : .v6(IPv6Address(rawValue: number)))
    }
    return addresses
  }
}
