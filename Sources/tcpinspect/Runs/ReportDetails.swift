import CongestionInference
import ConnectionTracking
import Diagnosis
import InternetTypes
import PacketCapture
import PacketDissection
import ReportPages
import TrackingPipeline

/// The second reading of `report`: records the connections that have a page, packet by packet.
///
/// Packets of other connections do not reach the tracker as far as their headers show it, so that its numbers differ
/// from the first reading's. A connection is known again by the time of its first packet and its endpoints.
struct ReportDetails: PacketConsumer, ~Copyable {
  private var tracker: CaptureTracker
  private var findings = PendingFindings()
  private var diagnostician = Diagnostician(isGrouped: false)
  private(set) var recordings: [ConnectionRecording]
  /// The recordings that begin at a time.
  private let beginnings: [Timestamp: [Int]]
  /// The recordings by the tracker's index.
  private var places: [UInt64: Int] = [:]
  /// The indexes of the connections that have begun; a packet in a tunnel may begin several, in any order.
  private var begun: Set<UInt64> = []
  private let filter: EndpointFilter
  private var durationLimit: DurationLimit
  private let packetLimit: UInt64
  private(set) var count: UInt64 = 0

  /// A session that completes these recordings.
  init(
    _ configuration: TrackerConfiguration, recordings: [ConnectionRecording], packetLimit: UInt64,
    duration: Double?
  ) {
    var pipeline = PipelineConfiguration()
    pipeline.tracker = configuration
    pipeline.findings = [.transitions, .events, .windows, .verdicts, .connections]
    tracker = CaptureTracker(selectingWith: pipeline)
    self.recordings = recordings
    self.packetLimit = packetLimit
    beginnings = Dictionary(grouping: recordings.indices) { recordings[$0].connection.start }
    filter = EndpointFilter(recordings.map(\.connection))
    durationLimit = DurationLimit(duration)
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    if durationLimit.isOver(at: captured.timestamp) { return false }
    count += 1
    let packet = Packet(decoding: frame, wireLength: captured.originalLength, linkType: linkType)
    guard filter.passes(packet) else { return count < packetLimit }
    let header = FrameHeader(
      linkType: linkType, wireLength: captured.originalLength, timestamp: captured.timestamp,
      number: captured.number)
    tracker.takeAlone(frame, header, into: &findings)
    // The connections of tunnels come first, so that each is one level below the one before.
    for (level, index) in tracker.connectionsOfLastPacket.enumerated() {
      if begun.insert(index).inserted { begin(index, at: level, captured.timestamp, packet, frame) }
      if let place = places[index] { record(place, packet, frame, header) }
    }
    passFindings()
    return count < packetLimit
  }

  /// Finds the recording of a connection that begins with a packet.
  private mutating func begin(
    _ index: UInt64, at level: Int, _ time: Timestamp, _ packet: Packet, _ frame: Span<UInt8>
  ) {
    let candidates = beginnings[time] ?? []
    let place =
      candidates.first { recordings[$0].holds(packet, frame, level: level) }
      ?? (candidates.count == 1 ? candidates.first : nil)
    if let place, !places.values.contains(place) { places[index] = place }
  }

  /// Adds the packet to a recording: the layer of it that belongs to the connection.
  private mutating func record(
    _ place: Int, _ packet: Packet, _ frame: Span<UInt8>, _ header: FrameHeader
  ) {
    recordings[place].take(
      packet, frame, wireLength: header.wireLength, linkType: header.linkType,
      time: header.timestamp, number: UInt64(header.number))
  }

  /// Passes the findings of the last packet to the recordings, after the packet itself.
  private mutating func passFindings() {
    for event in findings.events {
      diagnostician.take(event)
      if let place = places[event.connection] { recordings[place].take(event) }
    }
    for transition in findings.transitions {
      diagnostician.take(transition)
      if let place = places[transition.connection] { recordings[place].take(transition) }
    }
    for window in findings.windows {
      diagnostician.take(window)
      if let place = places[window.connection] { recordings[place].take(window) }
    }
    for verdict in findings.verdicts { diagnostician.take(verdict) }
    for connection in findings.ended where places[connection.index] != nil {
      diagnostician.take(connection)
    }
    findings.removeAll()
  }

  mutating func flush() throws(CaptureError) {}

  consuming func finish() throws(CaptureError) -> RunReport { RunReport() }

  /// Ends all connections; the complete recordings, and what was found about each connection.
  consuming func result(
    _ source: CommandSource
  ) -> (recordings: [ConnectionRecording], findings: [UInt64: [ReportFinding]]) {
    while tracker.finishSome(into: &findings) { passFindings() }
    passFindings()
    var worded: [UInt64: [ReportFinding]] = [:]
    for finding in diagnostician.finish().findings {
      guard let place = finding.connection.flatMap({ places[$0] }) else { continue }
      // Commands name the connection as the first reading does.
      let index = recordings[place].connection.index
      var finding = finding
      finding.connection = index
      worded[index, default: []].append(ReportFinding(finding, source))
    }
    return (recordings, worded)
  }
}

/// Findings of the last packet.
private struct PendingFindings: FindingsReceiver {
  private(set) var events: [SegmentEvent] = []
  private(set) var transitions: [StateTransition] = []
  private(set) var windows: [WindowRecord] = []
  private(set) var verdicts: [CongestionVerdict] = []
  private(set) var ended: [ConnectionSummary] = []

  mutating func take(_ transition: StateTransition) { transitions.append(transition) }
  mutating func take(_ event: SegmentEvent) { events.append(event) }
  mutating func take(_ window: WindowRecord) { windows.append(window) }
  mutating func take(_ verdict: CongestionVerdict) { verdicts.append(verdict) }
  mutating func take(_ ended: borrowing ConnectionSummary) { self.ended.append(copy ended) }

  mutating func removeAll() {
    events.removeAll(keepingCapacity: true)
    transitions.removeAll(keepingCapacity: true)
    windows.removeAll(keepingCapacity: true)
    if !ended.isEmpty { (verdicts, ended) = ([], []) }
  }
}

/// Selects the packets that can belong to some connections, by their endpoints.
private struct EndpointFilter {
  /// Two endpoints, the sender first.
  private struct Pair: Hashable {
    var source: Endpoint
    var destination: Endpoint
  }

  /// The endpoints of the connections, in both orders.
  private let pairs: Set<Pair>
  /// Whether every packet passes: a connection in a tunnel shows its endpoints inside only.
  private let passesAll: Bool
  /// Whether all packets of UDP pass: tunnels, and connections of QUIC, which change their addresses.
  private let passesDatagrams: Bool

  init(_ connections: [ConnectionSummary]) {
    pairs = Set(
      connections.flatMap {
        [
          Pair(source: $0.client, destination: $0.server),
          Pair(source: $0.server, destination: $0.client),
        ]
      })
    passesAll = connections.contains { $0.tunnel != nil || $0.protocol == .sctp }
    passesDatagrams = connections.contains { $0.protocol != .tcp }
  }

  func passes(_ packet: Packet) -> Bool {
    if passesAll || packet.isFragment { return true }
    switch packet.transport {
    case .tcp(let header):
      guard let source = packet.sourceAddress, let destination = packet.destinationAddress else {
        return true
      }
      return pairs.contains(
        Pair(
          source: Endpoint(address: source, port: header.sourcePort),
          destination: Endpoint(address: destination, port: header.destinationPort)))
    case .udp: return passesDatagrams
    case .none, .fragment, .ports, .icmp, .icmpv6, .sctp, .dccp, .other: return true
    }
  }
}
