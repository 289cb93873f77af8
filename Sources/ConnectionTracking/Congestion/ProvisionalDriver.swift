public import InternetTypes
public import PacketDissection

/// Splits a capture into connections for the congestion analysis; to be replaced by the connection tracker.
public struct ProvisionalDriver {
  public struct Connection {
    public var client: Endpoint
    public var server: Endpoint
    public var analysis = CongestionAnalysis()
    var client64: Int64 = 0
    var server64: Int64 = 0
  }

  struct Key: Hashable {
    var first: Endpoint
    var second: Endpoint
  }

  public private(set) var connections: [Connection] = []
  private var index: [Key: Int] = [:]

  public init() {}

  /// Decodes a packet; returns the connection's index and the observation.
  public mutating func observe(
    _ packet: Packet, _ frame: Span<UInt8>, number: Int, time: Timestamp
  ) -> (Int, SegmentObservation)? {
    guard case .tcp(let header) = packet.transport else { return nil }
    var codepoint: UInt8 = 0
    let addresses: (IPAddress, IPAddress)
    switch packet.network {
    case .ipv4(let ip):
      addresses = (.v4(ip.source), .v4(ip.destination))
      codepoint = ip.typeOfService & 3
    case .ipv6(let ip):
      addresses = (.v6(ip.source), .v6(ip.destination))
      codepoint = ip.trafficClass & 3
    default: return nil
    }
    let source = Endpoint(address: addresses.0, port: header.sourcePort)
    let destination = Endpoint(address: addresses.1, port: header.destinationPort)
    var segment = SegmentObservation()
    segment.isSynchronizing = header.flags.contains(.syn)
    segment.isAcknowledgment = header.flags.contains(.ack)
    let position: Int
    if let known = index[Key(first: source, second: destination)] {
      position = known
    } else if let known = index[Key(first: destination, second: source)] {
      position = known
    } else {
      position = connections.count
      let isReverse =
        segment.isSynchronizing
        ? segment.isAcknowledgment : source.port < destination.port
      connections.append(
        Connection(
          client: isReverse ? destination : source, server: isReverse ? source : destination))
      index[Key(first: source, second: destination)] = position
    }
    let isClient = connections[position].client == source
    segment.sender = isClient ? .client : .server
    segment.packet = number
    let normal = time.normalized
    segment.time = normal.seconds &* 1_000_000 &+ normal.nanoseconds / 1000
    segment.length = packet.payloadLength
    segment.isFinal = header.flags.contains(.fin)
    segment.isReset = header.flags.contains(.rst)
    segment.isPush = header.flags.contains(.psh)
    segment.isCongestionEcho = header.flags.contains(.ece)
    segment.isWindowReduced = header.flags.contains(.cwr)
    segment.congestionCodepoint = codepoint
    segment.rawWindow = Int(header.window)
    func unwrap(_ raw: UInt32, _ last: inout Int64) -> Int64 {
      guard last != 0 else {
        last = Int64(raw) + (1 << 32)
        return last
      }
      let value = last &+ Int64(Int32(bitPattern: raw &- UInt32(truncatingIfNeeded: last)))
      if value > last { last = value }
      return value
    }
    if isClient {
      segment.sequence = unwrap(
        header.sequence.rawValue, &connections[position].client64)
    } else {
      segment.sequence = unwrap(
        header.sequence.rawValue, &connections[position].server64)
    }
    func unwrapPeer(_ raw: UInt32) -> Int64 {
      if isClient {
        unwrap(raw, &connections[position].server64)
      } else {
        unwrap(raw, &connections[position].client64)
      }
    }
    if segment.isAcknowledgment {
      segment.acknowledgment = unwrapPeer(header.acknowledgment.rawValue)
    }
    var options = TCPOptionIterator(packet)
    loop: while let step = options.next(in: frame) {
      guard case .option(let option) = step, option.data.upperBound <= packet.end else {
        break loop
      }
      let data = frame.extracting(option.data)
      switch option.kind {
      case .endOfList: break loop
      case .maximumSegmentSize where data.count == 2:
        segment.maximumSegmentSize = Int(data[0]) << 8 | Int(data[1])
      case .windowScale where data.count == 1: segment.windowScale = Int(min(data[0], 14))
      case .sackPermitted: segment.permitsSack = true
      case .timestamps where data.count == 8:
        segment.timestampValue = Self.word(data, 0)
        segment.timestampEcho = Self.word(data, 4)
      case .sack:
        var offset = 0
        while offset + 8 <= data.count {
          segment.sack.append(
            from: unwrapPeer(Self.word(data, offset)),
            to: unwrapPeer(Self.word(data, offset + 4)))
          offset += 8
        }
      default: break
      }
    }
    return (position, segment)
  }

  private static func word(_ data: Span<UInt8>, _ at: Int) -> UInt32 {
    UInt32(data[at]) << 24 | UInt32(data[at + 1]) << 16 | UInt32(data[at + 2]) << 8
      | UInt32(data[at + 3])
  }
}
