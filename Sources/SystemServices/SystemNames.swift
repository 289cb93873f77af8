internal import CSystem
public import InternetTypes

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Look-ups in the host's databases of names: hosts, services, interfaces.
///
/// Each call is a new look-up, and one of a host may block on the network; callers cache the results.
public enum SystemNames {
  /// The operating system's name and release, such as `Linux 6.1.0`; nil if it is unknown.
  public static var operatingSystem: String? {
    var text = [CChar](repeating: 0, count: 256)
    // The shim writes a terminated text of at most the buffer's size.
    let isKnown = unsafe csystem_operating_system(&text, text.count)
    return isKnown ? String(terminated: text) : nil
  }

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

  /// Looks up the name of a socket address of either version.
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
    return status == 0 ? String(terminated: name) : nil
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
    return String(terminated: name)
  }
}
