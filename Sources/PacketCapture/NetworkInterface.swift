import CPcap
public import InternetTypes
public import SystemServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An interface to capture on, as libpcap lists it.
public struct NetworkInterface: Hashable, Sendable {
  /// Whether the interface is connected to a network, or associated with one.
  public enum Connection: Hashable, Sendable {
    case unknown
    case connected
    case disconnected
    case notApplicable
  }

  /// The name to open it by.
  public var name: String

  /// libpcap's description; nil if it has none.
  public var explanation: String?

  /// Its IP addresses.
  public var addresses: [IPAddress]

  /// The IPv4 netmask of its first IPv4 address, zero if it has none; for `ip broadcast` in filters.
  public var netmask: UInt32

  /// Whether it is up.
  public var isUp: Bool { flags & UInt32(PCAP_IF_UP) != 0 }

  /// Whether it is running.
  public var isRunning: Bool { flags & UInt32(PCAP_IF_RUNNING) != 0 }

  /// Whether it is a loopback interface.
  public var isLoopback: Bool { flags & UInt32(PCAP_IF_LOOPBACK) != 0 }

  /// Whether it is wireless.
  public var isWireless: Bool { flags & UInt32(PCAP_IF_WIRELESS) != 0 }

  /// The state of its connection.
  public var connection: Connection {
    switch Int32(bitPattern: flags) & PCAP_IF_CONNECTION_STATUS {
    case PCAP_IF_CONNECTION_STATUS_CONNECTED: .connected
    case PCAP_IF_CONNECTION_STATUS_DISCONNECTED: .disconnected
    case PCAP_IF_CONNECTION_STATUS_NOT_APPLICABLE: .notApplicable
    default: .unknown
    }
  }

  /// libpcap's flags, which the properties above decode.
  let flags: UInt32

  /// An interface; `flags` are libpcap's.
  init(
    name: String, explanation: String? = nil, addresses: [IPAddress] = [], netmask: UInt32 = 0,
    flags: UInt32
  ) {
    self.name = name
    self.explanation = explanation
    self.addresses = addresses
    self.netmask = netmask
    self.flags = flags
  }

  /// All interfaces, in libpcap's order.
  ///
  /// - Throws: if the system does not provide the list.
  public static func all() throws(CaptureError) -> [NetworkInterface] {
    var list: UnsafeMutablePointer<pcap_if_t>?
    // libpcap allocates the list, which is freed below.
    let (status, reason) = unsafe withTextBuffer { text in unsafe pcap_findalldevs(&list, text) }
    guard status == 0 else { throw CaptureError(.system, reason: reason) }
    defer { unsafe pcap_freealldevs(list) }
    var interfaces: [NetworkInterface] = []
    var entry = unsafe list
    while let interface = unsafe entry {
      // Every entry is a whole structure with terminated texts.
      unsafe interfaces.append(NetworkInterface(entry: interface.pointee))
      unsafe entry = interface.pointee.next
    }
    return interfaces
  }

  /// What tcpdump prints for `-D`, one line an interface, each with its line end.
  public static func listing(_ interfaces: [NetworkInterface]) -> String {
    interfaces.enumerated().map { "\($0 + 1).\($1.line)\n" }.joined()
  }

  /// The interface's line without its number.
  var line: String {
    var line = name + (explanation.map { " (\($0))" } ?? "")
    guard flags != 0 else { return line }
    let words = [
      (isUp, "Up"), (isRunning, "Running"), (isLoopback, "Loopback"), (isWireless, "Wireless"),
    ].filter(\.0).map(\.1)
    line += " [" + (words.isEmpty ? "none" : words.joined(separator: ", "))
    switch (connection, isWireless) {
    case (.unknown, true): line += ", Association status unknown"
    case (.unknown, false): line += ", Connection status unknown"
    case (.connected, true): line += ", Associated"
    case (.connected, false): line += ", Connected"
    case (.disconnected, true): line += ", Not associated"
    case (.disconnected, false): line += ", Disconnected"
    case (.notApplicable, _): break
    }
    return line + "]"
  }
}

extension NetworkInterface {
  /// Reads an entry of libpcap's list.
  private init(entry: pcap_if_t) {
    var addresses: [IPAddress] = []
    var netmask: UInt32 = 0
    var next = unsafe entry.addresses
    // The entries are linked and live as long as the list; each address is as long as its family says.
    while let address = unsafe next {
      let found = unsafe address.pointee.addr.flatMap { unsafe IPAddress(socketAddress: $0) }
      if let found { addresses.append(found) }
      if netmask == 0, case .v4 = found,
        case .v4(let mask) = unsafe address.pointee.netmask.flatMap({
          unsafe IPAddress(socketAddress: $0, family: AF_INET)
        })
      {
        netmask = mask.rawValue.bigEndian
      }
      unsafe next = address.pointee.next
    }
    self.init(
      name: unsafe String(cString: entry.name),
      explanation: unsafe entry.description.map { unsafe String(cString: $0) },
      addresses: addresses, netmask: netmask, flags: unsafe entry.flags)
  }
}

extension IPAddress {
  /// The address in a socket address of the IPv4 or IPv6 family; nil for other families.
  fileprivate init?(socketAddress: UnsafePointer<sockaddr>, family: Int32? = nil) {
    // A socket address is as long as its family's structure.
    let bytes = unsafe UnsafeRawPointer(socketAddress)
    switch unsafe family ?? Int32(socketAddress.pointee.sa_family) {
    case AF_INET:
      let number = unsafe bytes.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr
      self = .v4(IPv4Address(rawValue: UInt32(bigEndian: number)))
    case AF_INET6:
      let offset = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) ?? 8
      let number = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt128.self)
      self = .v6(IPv6Address(rawValue: UInt128(bigEndian: number)))
    default: return nil
    }
  }
}
