package import CongestionInference
package import ConnectionTracking
package import InternetTypes
import PacketDissection

/// The sums of a whole capture: traffic over time, hosts, services, failures, round-trip times, and the connections
/// that are worth a look.
///
/// Each table has a limit; what does not fit is counted.
package struct OverviewRecording: FindingsReceiver, Sendable {
  /// The limits of the tables.
  private static var hostLimit: Int { 16_384 }
  private static var serviceLimit: Int { 4096 }
  private static var failureLimit: Int { 100 }

  private(set) var traffic: TrafficTimeline
  private(set) var hosts: [IPAddress: HostSums] = [:]
  private(set) var services: [ServiceKey: ServiceSums] = [:]
  /// Connections whose hosts or services did not fit.
  private(set) var omittedHosts: UInt64 = 0
  private(set) var omittedServices: UInt64 = 0
  private(set) var outcomes: [ConnectionOutcome: UInt64] = [:]
  private(set) var failures: [ConnectionSummary] = []
  private(set) var roundTrips = RoundTripHistogram()
  private(set) var eventCounts: [SegmentEvent.Kind: UInt64] = [:]
  private(set) var connectionCount: UInt64 = 0
  private(set) var missedBytes: UInt64 = 0
  private(set) var payloadBytes: UInt64 = 0
  private(set) var oneSided: UInt64 = 0
  private(set) var midstream: UInt64 = 0
  private(set) var invalidChecksums: UInt64 = 0
  private(set) var ranking: PageRanking
  private var verdicts: [UInt64: [CongestionVerdict]] = [:]

  /// An empty overview that keeps the connections worth a page, or those of `indexes`.
  package init(top: Int, indexes: [UInt64], from start: Int64?, to end: Int64?) {
    traffic = TrafficTimeline()
    ranking = PageRanking(top: top, indexes: indexes, from: start, to: end)
  }

  /// How many packets were taken.
  package var packetCount: UInt64 { traffic.packets }

  /// The connections that get a page, with the verdicts on their senders.
  package var shown: [PageRanking.Entry] { ranking.shown }

  /// The time so many nanoseconds after the first packet; nil for nil, or without packets.
  package func time(after nanoseconds: Int64?) -> Timestamp? {
    guard let nanoseconds, let start = traffic.start else { return nil }
    return Timestamp(rawValue: start &+ nanoseconds)
  }

  /// Sets what the findings about connections cost, in seconds by index: the costliest get a page.
  package mutating func setCosts(_ costs: [UInt64: Double]) { ranking.setCosts(costs) }

  /// Takes a captured packet.
  package mutating func take(_ transport: IPProtocol?, wireLength: Int, at time: Timestamp) {
    traffic.take(transport, wireLength: wireLength, at: time.rawValue)
    ranking.begin(at: time.rawValue)
  }

  /// Receives an event.
  package mutating func take(_ event: SegmentEvent) {
    eventCounts[event.kind, default: 0] += 1
    traffic.take(event)
  }

  package mutating func take(_ transition: StateTransition) {}

  package mutating func take(_ window: WindowRecord) {}

  package mutating func take(_ verdict: CongestionVerdict) {
    verdicts[verdict.connection, default: []].append(verdict)
  }

  /// Receives a connection that ended.
  package mutating func take(_ ended: borrowing ConnectionSummary) {
    let connection = copy ended
    let verdicts = verdicts.removeValue(forKey: connection.index) ?? []
    connectionCount += 1
    outcomes[connection.outcome, default: 0] += 1
    if connection.outcome.isFailure {
      traffic.takeFailure(at: connection.end.rawValue)
      if failures.count < Self.failureLimit { failures.append(connection) }
    }
    if let roundTrip = connection.handshakeRoundTrip { roundTrips.add(roundTrip) }
    for direction in [connection.clientToServer, connection.serverToClient] {
      missedBytes += direction.missedBytes
      payloadBytes += direction.payloadBytes
      invalidChecksums += direction.checksumInvalid
    }
    if connection.protocol == .tcp {
      let (client, server) = (connection.clientToServer, connection.serverToClient)
      if client.packets > 1 && server.packets == 0 && client.payloadBytes > 0
        || server.packets > 0 && client.packets == 0
      {
        oneSided += 1
      }
      if !connection.isHandshakeSeen { midstream += 1 }
    }
    count(connection)
    ranking.take(connection, verdicts)
  }

  private mutating func count(_ connection: ConnectionSummary) {
    var fits = true
    for side in [Side.client, .server] {
      let address = side == .client ? connection.client.address : connection.server.address
      guard hosts[address] != nil || hosts.count < Self.hostLimit else {
        fits = false
        continue
      }
      hosts[address, default: HostSums()].add(connection, as: side)
    }
    if !fits { omittedHosts += 1 }
    let key = ServiceKey(connection)
    guard services[key] != nil || services.count < Self.serviceLimit else {
      omittedServices += 1
      return
    }
    services[key, default: ServiceSums()].add(connection)
  }
}

/// What one host sent and received.
struct HostSums: Sendable {
  var connections: UInt64 = 0
  var failures: UInt64 = 0
  var sent: UInt64 = 0
  var received: UInt64 = 0
  var retransmitted: UInt64 = 0
  var roundTripSum: Int64 = 0
  var roundTripCount: Int64 = 0

  mutating func add(_ connection: ConnectionSummary, as side: Side) {
    let isClient = side == .client
    let own = isClient ? connection.clientToServer : connection.serverToClient
    let other = isClient ? connection.serverToClient : connection.clientToServer
    connections += 1
    if connection.outcome.isFailure { failures += 1 }
    sent += own.ipBytes
    received += other.ipBytes
    retransmitted += own.retransmittedPackets
    // The time between the capture point and this host: the peer's data is what it acknowledges.
    let handshake = isClient ? connection.handshakeToClient : connection.handshakeToServer
    if let time = handshake ?? other.roundTripMean {
      roundTripSum &+= min(time, 1 << 50)
      roundTripCount += 1
    }
  }

  /// The mean round-trip time between the capture point and the host; nil without any.
  var roundTrip: Int64? { roundTripCount > 0 ? roundTripSum / roundTripCount : nil }
}

/// A service: a port of a protocol, and the application behind it.
struct ServiceKey: Hashable, Sendable {
  var transport: IPProtocol
  var port: UInt16?
  var application: String?

  init(_ connection: ConnectionSummary) {
    transport = connection.protocol
    port = connection.hasPorts ? connection.server.port : nil
    application = connection.applicationName
  }
}

/// The connections of one service.
struct ServiceSums: Sendable {
  var connections: UInt64 = 0
  var failures: UInt64 = 0
  var bytes: UInt64 = 0
  var responses: UInt64 = 0
  var responseSum: Int64 = 0
  var responseMaximum: Int64 = 0
  var servers: Set<IPAddress> = []
  private static var serverLimit: Int { 1000 }

  mutating func add(_ connection: ConnectionSummary) {
    connections += 1
    if connection.outcome.isFailure { failures += 1 }
    bytes += connection.clientToServer.ipBytes + connection.serverToClient.ipBytes
    if let times = connection.responses {
      responses += times.count
      responseSum &+= times.sum
      responseMaximum = max(responseMaximum, times.maximum)
    }
    if servers.count < Self.serverLimit { servers.insert(connection.server.address) }
  }
}

/// How many connections have a round-trip time in each range, each range twice as wide as the one before.
struct RoundTripHistogram: Sendable {
  /// Counts by the number of bits of the microseconds.
  private(set) var counts = [UInt64](repeating: 0, count: 40)
  private(set) var total: UInt64 = 0

  mutating func add(_ nanoseconds: Int64) {
    let microseconds = UInt64(max(nanoseconds, 0) / 1000)
    counts[min(64 - microseconds.leadingZeroBitCount, counts.count - 1)] += 1
    total += 1
  }
}

extension ConnectionSummary {
  /// The round-trip time between the endpoints, of the handshake.
  var handshakeRoundTrip: Int64? {
    guard let handshakeToServer, let handshakeToClient else { return nil }
    return handshakeToServer &+ handshakeToClient
  }

  /// The sum of both directions.
  func sum(_ field: KeyPath<DirectionSummary, UInt64>) -> UInt64 {
    clientToServer[keyPath: field] &+ serverToClient[keyPath: field]
  }
}
