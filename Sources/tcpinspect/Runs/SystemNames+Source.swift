import PacketCapture
import PacketPrinting
import SystemServices

extension SystemNames {
  /// The system's names of hosts and ports, as a source for printers.
  static var source: NameSource { NameSource(host: host, tcpPort: tcpPort, udpPort: udpPort) }

  /// The names that captures hold, then the system's.
  static func source(_ captured: HostNames) -> NameSource {
    NameSource(
      captured: { captured.name(of: $0) }, host: host, tcpPort: tcpPort, udpPort: udpPort)
  }
}
