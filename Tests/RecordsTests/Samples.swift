import InternetTypes

@testable import ConnectionTracking

/// Connections for tests, with a value of its own in every field.
enum Samples {
  /// A connection of a SYN without an answer.
  static var halfOpen: ConnectionSummary {
    var asking = DirectionSummary()
    asking.packets = 1
    asking.ipBytes = 60
    asking.synCount = 1
    asking.timeToLive = 64
    var history = History()
    history.append(.syn, of: .client)
    return ConnectionSummary(
      index: 0, protocol: .tcp, hasPorts: true,
      client: Endpoint(address: .v4(IPv4Address(rawValue: 0x0a00_0001)), port: 40000),
      server: Endpoint(address: .v4(IPv4Address(rawValue: 0x0a00_0002)), port: 80), vlan: nil,
      start: Timestamp(rawValue: 1_700_000_000_000_001_000),
      end: Timestamp(rawValue: 1_700_000_000_000_001_000), isHandshakeSeen: true,
      handshakeToServer: nil, handshakeToClient: nil, firstResponse: nil, connState: .s0,
      history: history, clientState: .synSent, serverState: .unknown, closedBy: nil,
      failure: .timeout, icmpTypeAndCode: nil, ending: .evicted, clientToServer: asking,
      serverToClient: DirectionSummary())
  }

  /// A connection of which everything is known.
  static var full: ConnectionSummary {
    var history = History()
    for (letter, side) in [
      (History.Letter.syn, Side.client), (.synAck, .server), (.ack, .client), (.data, .client),
      (.ack, .server), (.data, .server), (.fin, .client), (.fin, .server),
    ] {
      history.append(letter, of: side)
    }
    return ConnectionSummary(
      index: 7, protocol: .tcp, hasPorts: true,
      client: Endpoint(address: .v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | 1)), port: 40001),
      server: Endpoint(address: .v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | 2)), port: 443),
      vlan: 12, start: Timestamp(rawValue: 1_700_000_000_123_456_789),
      end: Timestamp(rawValue: 1_700_000_002_000_000_001), isHandshakeSeen: true,
      handshakeToServer: 20_000_000, handshakeToClient: 100_000, firstResponse: 43_000_000,
      connState: .sf, history: history, clientState: .timeWait, serverState: .closed,
      closedBy: .client, failure: .icmpUnreachable, icmpTypeAndCode: .init(type: 3, code: 1),
      ending: .closed, clientToServer: direction(1000), serverToClient: direction(2000))
  }

  /// A direction with numbers from `first` on.
  static func direction(_ first: UInt64) -> DirectionSummary {
    var direction = DirectionSummary()
    direction.packets = first
    direction.ipBytes = first + 1
    direction.payloadBytes = first + 2
    direction.uniquePayloadBytes = first + 3
    direction.missedBytes = first + 4
    direction.retransmittedPackets = first + 5
    direction.retransmittedBytes = first + 6
    direction.outOfOrderPackets = first + 7
    direction.duplicateAcks = first + 8
    direction.zeroWindows = first + 9
    direction.maximumSegmentSize = UInt16(first + 10)
    direction.segmentSizeMaximum = UInt32(first + 11)
    direction.windowScale = .shift(7)
    direction.windowMinimum = first + 13
    direction.windowMaximum = first + 14
    direction.flightMaximum = first + 15
    direction.roundTripMinimum = Int64(first) * 1000 + 16
    direction.roundTripMean = Int64(first) * 1000 + 17
    direction.roundTripMaximum = Int64(first) * 1000 + 18
    direction.roundTripSamples = first + 19
    direction.throughput = Double(first) + 0.25
    direction.checksumInvalid = first + 21
    direction.checksumUnverifiable = first + 22
    direction.initialWindowSegments = first + 23
    direction.isECNNegotiated = true
    direction.isSACKPermitted = false
    direction.hasTimestamps = true
    direction.synCount = first + 27
    direction.finCount = first + 28
    direction.rstCount = first + 29
    direction.timeToLive = UInt8(first % 200)
    return direction
  }

  /// A server's endpoint becomes ESTABLISHED.
  static var transition: StateTransition {
    StateTransition(
      time: Timestamp(rawValue: 1_700_000_000_000_001_000), packet: 7, connection: 3,
      side: .server,
      endpoint: Endpoint(address: .v4(IPv4Address(rawValue: 0x0a00_0002)), port: 80),
      peer: Endpoint(address: .v4(IPv4Address(rawValue: 0x0a00_0001)), port: 40000),
      from: .synSent, to: .established)
  }

  /// A fast retransmission with all numbers.
  static var event: SegmentEvent {
    var detail = SegmentEvent.Detail()
    detail.lagNanoseconds = 12_300_000
    detail.roundTripNanoseconds = 10_000_000
    detail.duplicateAcks = 3
    detail.missingBytes = 2896
    detail.acknowledgment = 4_294_967_294
    detail.window = 65535
    detail.flight = 14480
    detail.original = 5
    detail.reason = .duplicateAcks
    return SegmentEvent(
      time: Timestamp(rawValue: 1_700_000_000_000_001_000), packet: 9, connection: 4,
      sender: .client, kind: .fastRetransmission, sequence: .max, length: 1448, detail: detail)
  }
}
