import InternetTypes
import PacketDissection
import TextOutput

/// The transport protocol whose service names ports have.
enum PortNames {
  case tcp, udp
}

extension PacketPrinter {
  /// Appends `A.1 > B.2: `, or the ports alone where the addresses were printed before.
  mutating func printPorts(
    _ source: UInt16, _ destination: UInt16, _ addresses: AddressPair, _ portNames: PortNames
  ) {
    guard names == nil else {
      printNamedPorts(source, destination, addresses, portNames)
      return
    }
    switch addresses {
    case .none: break
    case .v4(let address, _): line.append(address, dot: true)
    case .v6(let address, _):
      line.append(address)
      line.append(words.dot)
    }
    line.append(decimal: UInt32(source), words.between)
    switch addresses {
    case .none: break
    case .v4(_, let address): line.append(address, dot: true)
    case .v6(_, let address):
      line.append(address)
      line.append(words.dot)
    }
    line.append(decimal: UInt32(destination), words.colon)
  }

  /// Appends addresses and ports with the names of hosts and services.
  @inline(never)
  private mutating func printNamedPorts(
    _ source: UInt16, _ destination: UInt16, _ addresses: AddressPair, _ portNames: PortNames
  ) {
    switch addresses {
    case .none: break
    case .v4(let address, _): printAddress(address)
    case .v6(let address, _): printAddress(address)
    }
    if case .none = addresses {} else { line.append(".") }
    printPort(source, portNames)
    line.append(" > ")
    switch addresses {
    case .none: break
    case .v4(_, let address): printAddress(address)
    case .v6(_, let address): printAddress(address)
    }
    if case .none = addresses {} else { line.append(".") }
    printPort(destination, portNames)
    line.append(": ")
  }

  /// Appends a port: its service's name, or its number.
  @inline(never)
  mutating func printPort(_ port: UInt16, _ portNames: PortNames) {
    let name =
      switch portNames {
      case .tcp: names?.tcpPort(port)
      case .udp: names?.udpPort(port)
      }
    if let name { line.append(name) } else { line.append(decimal: UInt32(port)) }
  }

  /// Appends a TCP port: its service's name, or its number.
  mutating func printTCPPort(_ port: UInt16) { printPort(port, .tcp) }

  /// Appends a UDP port: its service's name, or its number.
  mutating func printUDPPort(_ port: UInt16) { printPort(port, .udp) }
}
