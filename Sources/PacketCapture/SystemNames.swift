import CPcap
public import InternetTypes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The host's databases of names, and its time zone.
///
/// Each call asks the system anew and may block on the network (host names); callers keep what they learned.
public enum SystemNames {
  /// The name that the resolver knows for an address, or nil.
  public static func host(_ address: IPAddress) -> String? {
    switch address {
    case .v4(let address):
      var socketAddress = sockaddr_in()
      socketAddress.sin_family = sa_family_t(AF_INET)
      socketAddress.sin_addr.s_addr = address.rawValue.bigEndian
      return host(of: socketAddress)
    case .v6(let address):
      var socketAddress = sockaddr_in6()
      socketAddress.sin6_family = sa_family_t(AF_INET6)
      // The structure's bytes are the address's, in network order.
      unsafe withUnsafeMutableBytes(of: &socketAddress.sin6_addr) { bytes in
        unsafe bytes.storeBytes(of: address.rawValue.bigEndian, as: UInt128.self)
      }
      return host(of: socketAddress)
    }
  }

  /// Asks for the name of a socket address of either version.
  private static func host<Address>(of address: Address) -> String? {
    var address = address
    // NI_MAXHOST is not declared without a feature macro; 1025 is its value.
    var name = [CChar](repeating: 0, count: 1025)
    let size = socklen_t(MemoryLayout<Address>.size)
    // getnameinfo reads `size` bytes of the address and writes at most the buffer's size; both outlive the call.
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe getnameinfo(
          generic, size, &name, socklen_t(name.count), nil, 0, NI_NAMEREQD)
      }
    }
    return status == 0 ? text(name) : nil
  }

  /// The name of a TCP port in the services database, or nil.
  public static func tcpPort(_ port: UInt16) -> String? { service(port, "tcp") }

  /// The name of a UDP port in the services database, or nil.
  public static func udpPort(_ port: UInt16) -> String? { service(port, "udp") }

  private static func service(_ port: UInt16, _ transport: String) -> String? {
    // The entry is valid until the next call; its name is copied before.
    guard let entry = unsafe getservbyport(Int32(port.bigEndian), transport) else { return nil }
    return unsafe String(cString: entry.pointee.s_name)
  }

  /// The name of this host's interface with that index, or nil.
  public static func interface(_ index: UInt32) -> String? {
    var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
    // if_indextoname writes at most IF_NAMESIZE bytes.
    guard unsafe if_indextoname(index, &name) != nil else { return nil }
    return text(name)
  }

  /// Seconds that the local time zone is ahead of UTC at a second since the epoch; 0 where the system cannot tell.
  public static func utcOffset(at seconds: Int64) -> Int {
    var instant = time_t(seconds)
    var local = unsafe tm()
    // localtime_r reads and writes the two variables only.
    guard unsafe localtime_r(&instant, &local) != nil else { return 0 }
    return unsafe Int(local.tm_gmtoff)
  }

  /// The characters before the first NUL.
  private static func text(_ characters: [CChar]) -> String {
    String(
      decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
