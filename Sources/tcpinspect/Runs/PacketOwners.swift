import BoundedCollections
import HostSockets
import InternetTypes
import PacketDissection
import SocketDiagnosis
import SystemServices
import TextOutput

/// The processes of this host that send and receive the packets of `print`.
struct PacketOwners: ~Copyable {
  /// A flow whose packets go both ways.
  struct Flow: Equatable {
    let `protocol`: IPProtocol
    let first: Endpoint
    let second: Endpoint

    /// Of the packets from one endpoint to another, and whether that is the first.
    init(_ protocol: IPProtocol, _ source: Endpoint, _ destination: Endpoint) {
      self.protocol = `protocol`
      let isFirst = Self.precedes(source, destination)
      (first, second) = isFirst ? (source, destination) : (destination, source)
    }

    private static func precedes(_ left: Endpoint, _ right: Endpoint) -> Bool {
      (number(left), left.port) <= (number(right), right.port)
    }

    private static func number(_ endpoint: Endpoint) -> UInt128 {
      switch endpoint.address {
      case .v4(let address): UInt128(address.rawValue)
      case .v6(let address): address.rawValue
      }
    }

    func hash(_ hash: KeyedHash) -> UInt32 {
      let ports = UInt64(first.port) << 16 | UInt64(second.port)
      return hash(
        Self.number(first), Self.number(second), ports | UInt64(`protocol`.rawValue) << 32)
    }
  }

  /// What is known of both endpoints.
  struct Known {
    /// The texts `PID/NAME`, empty if unknown.
    var first = ""
    var second = ""
    /// The packet for which it was asked last, in nanoseconds since the epoch.
    var time = Int64.min
  }

  /// The most flows; the one that was seen longest ago is asked for again.
  private static let limit = 16_384
  /// How long an answer is used without asking again, in nanoseconds: short, as a SYN may have been missed.
  private static let answerTime: Int64 = 100_000_000
  /// A line is held back for at most this time until its process is known, and all lines for one part in so many.
  private static let patience = Duration.milliseconds(8)
  private static let share = 8

  private let sockets: HostSockets
  private let hash = KeyedHash()
  private var flows = LRUTable<Flow, Known>(capacity: limit)
  private let start = ContinuousClock.now
  private var waited = Duration.zero

  init(_ sockets: HostSockets) { self.sockets = sockets }

  /// The processes of a packet, `[77/curl]`, or `[77/curl > 80/nginx]` if both are of this host; empty if unknown.
  mutating func text(_ packet: borrowing Packet, at time: Timestamp) -> String {
    guard let (flow, isForward, sequence) = Self.flow(of: packet) else { return "" }
    let hash = flow.hash(hash)
    var handle = flows.find(flow, hash: hash)
    if handle == .none {
      handle = flows.insert(flow, Known(), hash: hash)
    } else {
      flows.touch(handle)
    }
    let age = time.rawValue &- flows[handle].value.time
    if sequence != nil || age < 0 || age > Self.answerTime {
      flows[handle].value = ask(flow, time, sequence)
    }
    let known = flows[handle].value
    let (source, destination) =
      isForward ? (known.first, known.second) : (known.second, known.first)
    if source.isEmpty { return destination.isEmpty ? "" : "[\(destination)]" }
    return destination.isEmpty ? "[\(source)]" : "[\(source) > \(destination)]"
  }

  /// The flow of a packet, whether the packet comes from its first endpoint, and the sequence number of a SYN.
  private static func flow(of packet: borrowing Packet) -> (Flow, Bool, UInt32?)? {
    let addresses: (IPAddress, IPAddress)
    switch packet.network {
    case .ipv4(let header): addresses = (.v4(header.source), .v4(header.destination))
    case .ipv6(let header): addresses = (.v6(header.source), .v6(header.destination))
    default: return nil
    }
    let (ports, kind, sequence): ((UInt16, UInt16), IPProtocol, UInt32?)
    switch packet.transport {
    case .tcp(let header):
      (ports, kind) = ((header.sourcePort, header.destinationPort), .tcp)
      let isFirst = header.flags.contains(.syn) && !header.flags.contains(.ack)
      sequence = isFirst ? header.sequence.rawValue : nil
    case .udp(let header):
      (ports, kind, sequence) = ((header.sourcePort, header.destinationPort), .udp, nil)
    default: return nil
    }
    let source = Endpoint(address: addresses.0, port: ports.0)
    let destination = Endpoint(address: addresses.1, port: ports.1)
    let flow = Flow(kind, source, destination)
    return (flow, flow.first == source, sequence)
  }

  /// Asks for the processes of both endpoints, and waits for them if that may help.
  private mutating func ask(_ flow: Flow, _ time: Timestamp, _ sequence: UInt32?) -> Known {
    let clock = ContinuousClock()
    let begin = clock.now
    let mayWait = waited * Self.share <= begin - start
    var known = Known()
    while true {
      let first = sockets.owner(
        of: FlowTuple(flow.protocol, local: flow.first, remote: flow.second), at: time,
        beginningAt: sequence)
      let second = sockets.owner(
        of: FlowTuple(flow.protocol, local: flow.second, remote: flow.first), at: time,
        beginningAt: sequence)
      (known.first, known.second) = (Self.text(first.owner), Self.text(second.owner))
      let isPending = first.isPending || second.isPending
      // What may be known soon is asked for again at the next packet.
      known.time = isPending || known.first.isEmpty && known.second.isEmpty ? .min : time.rawValue
      guard isPending, mayWait, clock.now - begin < Self.patience else { break }
      sockets.waitBriefly()
    }
    waited += clock.now - begin
    return known
  }

  private static func text(_ owner: SocketOwner?) -> String {
    guard let owner, let process = owner.process else { return "" }
    return "\(process)/\(owner.name?.visible ?? "?")"
  }
}
