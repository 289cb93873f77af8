import InternetTypes
import PacketCapture
import PacketDissection
import PacketPrinting
import SystemServices
import TerminalView
import TextOutput

/// The lines of the last packets of the connection that is open on the screen, as `print -n` has them.
///
/// Packets inside of tunnels have the outer addresses here, and are not found.
struct WatchedLines: ~Copyable {
  /// The most lines: more than a terminal shows.
  private static let limit = 100
  /// The text beyond which old lines are given up before the screen asks for them.
  private static let threshold = 1 << 15

  /// The connection; nil if none is open.
  private(set) var flow: WatchedFlow?
  private var printer = PacketPrinter(options: PrintOptions())
  private var lines: [String] = []

  /// Lines of no connection.
  init() {}

  /// Begins with another connection.
  mutating func watch(_ flow: WatchedFlow?) {
    guard flow != self.flow else { return }
    self.flow = flow
    lines = []
    printer = PacketPrinter(
      options: PrintOptions(), utcOffset: { SystemClock.utcOffset(at: $0) })
  }

  /// Notes a packet if it belongs to the connection.
  mutating func take(_ captured: CapturedPacket, _ frame: Span<UInt8>, number: UInt64) {
    guard let flow else { return }
    let packet = Packet(
      decoding: frame, wireLength: captured.originalLength, linkType: captured.linkType)
    guard Self.belongs(packet, to: flow) else { return }
    printer.print(
      packet, frame: frame, statedLength: captured.originalLength, time: captured.recordedTime,
      number: number)
    if printer.line.count > Self.threshold { collect() }
  }

  private static func belongs(_ packet: Packet, to flow: WatchedFlow) -> Bool {
    guard packet.transportProtocol == flow.protocol else { return false }
    let ports: (UInt16, UInt16)
    switch packet.transport {
    case .tcp(let tcp): ports = (tcp.sourcePort, tcp.destinationPort)
    case .udp(let udp): ports = (udp.sourcePort, udp.destinationPort)
    case .sctp(let sctp): ports = (sctp.sourcePort, sctp.destinationPort)
    case .dccp(let dccp): ports = (dccp.sourcePort, dccp.destinationPort)
    default: return false
    }
    let addresses: (IPAddress, IPAddress)
    switch packet.network {
    case .ipv4(let header): addresses = (.v4(header.source), .v4(header.destination))
    case .ipv6(let header): addresses = (.v6(header.source), .v6(header.destination))
    default: return false
    }
    let source = Endpoint(address: addresses.0, port: ports.0)
    let destination = Endpoint(address: addresses.1, port: ports.1)
    return source == flow.client && destination == flow.server
      || source == flow.server && destination == flow.client
  }

  /// Makes lines of the text.
  private mutating func collect() {
    guard printer.line.count > 0 else { return }
    let text = printer.line.withBytes { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    printer.line.removeAll()
    lines += text.split(separator: "\n").suffix(Self.limit).map { String($0) }
    lines.removeFirst(max(lines.count - Self.limit, 0))
  }

  /// The last lines, the latest at the end; nil if no connection is open.
  mutating func current() -> WatchedPackets? {
    guard let flow else { return nil }
    collect()
    return WatchedPackets(connection: flow.connection, lines: lines)
  }
}
