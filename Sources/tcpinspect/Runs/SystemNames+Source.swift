import PacketCapture
import PacketPrinting
import SystemServices

extension SystemNames {
  /// The system's names of hosts and ports, for what is printed.
  static var source: NameSource { NameSource(host: host, tcpPort: tcpPort, udpPort: udpPort) }
}
