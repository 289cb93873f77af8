public import InternetTypes
import TextOutput

/// The source of names of addresses and ports; each of the system's names is looked up at most once.
public struct NameSource {
  /// The name of a host in the capture, or nil; asked every time, because a capture can name a host at any time.
  public var captured: ((IPAddress) -> String?)?
  /// The name of a host, or nil if it has none.
  public var host: (IPAddress) -> String?
  /// The name of a TCP port, or nil.
  public var tcpPort: (UInt16) -> String?
  /// The name of a UDP port, or nil.
  public var udpPort: (UInt16) -> String?

  /// A source that calls these functions.
  public init(
    captured: ((IPAddress) -> String?)? = nil, host: @escaping (IPAddress) -> String?,
    tcpPort: @escaping (UInt16) -> String?, udpPort: @escaping (UInt16) -> String?
  ) {
    self.captured = captured
    self.host = host
    self.tcpPort = tcpPort
    self.udpPort = udpPort
  }
}

/// The cache of names that were looked up.
struct NameTable {
  /// The most hosts in the cache, which is then emptied: traffic may carry any number of addresses.
  static let hostLimit = 65_536

  private let source: NameSource
  private var hosts: [IPAddress: String?] = [:]
  private var tcpPorts: [UInt16: String?] = [:]
  private var udpPorts: [UInt16: String?] = [:]

  init(source: NameSource) { self.source = source }

  mutating func host(_ address: IPAddress) -> String? {
    if let name = source.captured?(address) { return name }
    if let known = hosts[address] { return known }
    if hosts.count >= Self.hostLimit { hosts.removeAll() }
    let name = source.host(address)
    hosts.updateValue(name, forKey: address)
    return name
  }

  mutating func tcpPort(_ port: UInt16) -> String? {
    if let known = tcpPorts[port] { return known }
    let name = source.tcpPort(port)
    tcpPorts.updateValue(name, forKey: port)
    return name
  }

  mutating func udpPort(_ port: UInt16) -> String? {
    if let known = udpPorts[port] { return known }
    let name = source.udpPort(port)
    udpPorts.updateValue(name, forKey: port)
    return name
  }
}

extension PacketPrinter {
  /// Appends an address: its host's name, or its number.
  @inline(__always)
  mutating func printAddress(_ address: IPv4Address) {
    if names == nil { line.append(address) } else { printNamed(.v4(address)) }
  }

  /// Appends an address: its host's name, or its number.
  @inline(__always)
  mutating func printAddress(_ address: IPv6Address) {
    if names == nil { line.append(address) } else { printNamed(.v6(address)) }
  }

  /// Appends an address of either family, or its name.
  mutating func printAddress(_ address: IPAddress) {
    switch address {
    case .v4(let address): printAddress(address)
    case .v6(let address): printAddress(address)
    }
  }

  /// Appends a hardware address, followed by the organization it belongs to unless the options request numbers.
  mutating func printAddress(_ address: MACAddress) {
    if options.isNumeric {
      line.append(address)
      return
    }
    if address.rawValue == 0xffff_ffff_ffff {
      line.append("Broadcast")
      return
    }
    line.append(address)
    line.append(" (oui ")
    line.append(organizationName(UInt32(truncatingIfNeeded: address.rawValue >> 24)) ?? "Unknown")
    line.append(")")
  }

  /// Appends the name of a host, without its domain if the options say so.
  @inline(never)
  private mutating func printNamed(_ address: IPAddress) {
    if let name = names?.host(address) {
      if options.omitsDomain, let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")) {
        line.append(String(name[..<dot]))
      } else {
        line.append(name)
      }
      return
    }
    switch address {
    case .v4(let address): line.append(address)
    case .v6(let address): line.append(address)
    }
  }
}
