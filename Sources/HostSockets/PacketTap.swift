import CHostSockets
import InternetTypes
import PacketDissection
import SystemServices

/// Receives the first and last packets of connections at once, through a socket of its own.
///
/// A door: calls of C.
struct PacketTap: ~Copyable {
  /// Which packets it receives.
  enum Kind {
    /// TCP segments with SYN or FIN.
    case edges
    /// UDP datagrams.
    case datagrams
  }

  /// A packet with the flags that say where it goes.
  struct Arrival {
    let source: Endpoint
    let destination: Endpoint
    /// The flags of TCP; nil for UDP.
    let flags: TCPFlags?
    let sequence: UInt32
    /// When it was captured, in nanoseconds since the epoch.
    let time: Int64
    let interface: UInt32
    /// Whether this host sends it.
    let isOutgoing: Bool
    /// Whether this host receives it; on the loopback interface it does both.
    let isIncoming: Bool
  }

  let descriptor: Int32
  private var packets: [chost_packet]

  /// Opens the socket, which needs the privilege to capture.
  ///
  /// - Parameters:
  ///   - kind: which packets.
  ///   - interface: the interface's index; 0 for all.
  /// - Throws: the system's refusal.
  init(_ kind: Kind, interface: UInt32) throws(IOError) {
    var errorNumber: Int32 = 0
    let number = kind == .edges ? CHOST_TCP_EDGES : CHOST_UDP
    // The shim writes the number during the call.
    descriptor = unsafe chost_open_packets(Int32(number), interface, &errorNumber)
    packets = [chost_packet](repeating: chost_packet(), count: Int(CHOST_PACKETS))
    if descriptor < 0 { throw IOError(errorNumber: errorNumber, subject: "packet socket") }
  }

  deinit { chost_close(descriptor) }

  /// The index of an interface; 0 for all of them, and if there is none of that name.
  static func index(of interface: String) -> UInt32 {
    // The shim reads the name during the call.
    interface == "any" ? 0 : unsafe chost_interface_index(interface)
  }

  /// Packets that the kernel dropped since the last call.
  func takeDropped() -> Int { Int(chost_dropped_packets(descriptor)) }

  /// Passes packets that have arrived to `body`, at most 64; returns how many there were.
  mutating func takePackets(_ body: (Arrival) -> Void) -> Int {
    // The shim writes at most CHOST_PACKETS packets, as many as the array has.
    let count = unsafe Int(chost_receive_packets(descriptor, &packets))
    for index in 0..<count {
      if let arrival = Self.arrival(packets[index]) { body(arrival) }
    }
    return count
  }

  private static func arrival(_ captured: chost_packet) -> Arrival? {
    guard captured.is_incoming || captured.is_outgoing else { return nil }
    let byteCount = min(Int(captured.count), Int(CHOST_PACKET_BYTES))
    let packet = unsafe withUnsafeBytes(of: captured.bytes) { bytes in
      // The bytes live as long as the closure runs, and `Packet` keeps none of them.
      unsafe Packet(
        decoding: Span(_unsafeBytes: UnsafeRawBufferPointer(rebasing: bytes[..<byteCount])),
        wireLength: Int(captured.length), linkType: .raw)
    }
    let (source, destination): (IPAddress, IPAddress)
    switch packet.network {
    case .ipv4(let header): (source, destination) = (.v4(header.source), .v4(header.destination))
    case .ipv6(let header): (source, destination) = (.v6(header.source), .v6(header.destination))
    default: return nil
    }
    let (ports, flags, sequence): ((UInt16, UInt16), TCPFlags?, UInt32)
    switch packet.transport {
    case .tcp(let header):
      ports = (header.sourcePort, header.destinationPort)
      (flags, sequence) = (header.flags, header.sequence.rawValue)
    case .udp(let header):
      ports = (header.sourcePort, header.destinationPort)
      (flags, sequence) = (nil, 0)
    default: return nil
    }
    return Arrival(
      source: Endpoint(address: source, port: ports.0),
      destination: Endpoint(address: destination, port: ports.1), flags: flags,
      sequence: sequence, time: captured.time, interface: captured.interface,
      isOutgoing: captured.is_outgoing, isIncoming: captured.is_incoming)
  }
}
