import BoundedCollections
import InternetTypes
import PacketDissection

/// The DNS queries of one UDP flow, counted, and those that are still unanswered.
struct DNSFlow: FlowState {
  /// An unanswered query.
  struct Query {
    var identifier: UInt16 = 0
    var isWaiting = false
    var time = Timestamp(rawValue: 0)
  }

  let key: FlowKey
  let hash: UInt32
  let start: Timestamp
  var last: Timestamp
  var summary = DNSSummary()
  /// The last eight queries; a flow rarely has more, as resolvers use a new port for each query.
  var queries = InlineArray<8, Query>(repeating: Query())
  var next = 0
  /// The sum of the response times, in nanoseconds.
  var time: Int64 = 0

  var blank: DNSFlow { DNSFlow(key: key, hash: hash, start: start, last: last) }

  /// Applies a message.
  mutating func apply(_ header: DNSHeader, at now: Timestamp) {
    last = max(last, now)
    guard header.isResponse else {
      summary.queries &+= 1
      // The response time of a retransmitted query counts from its first transmission.
      for index in 0..<8
      where queries[index].isWaiting && queries[index].identifier == header.identifier { return }
      queries[next] = Query(identifier: header.identifier, isWaiting: true, time: now)
      next = (next &+ 1) & 7
      return
    }
    for index in 0..<8
    where queries[index].isWaiting && queries[index].identifier == header.identifier {
      queries[index].isWaiting = false
      summary.answered &+= 1
      let code = UInt8(truncatingIfNeeded: header.responseCode)
      if code != 0 {
        summary.failed &+= 1
        summary.lastErrorCode = code
      }
      let elapsed = min(max(now.nanoseconds(since: queries[index].time), 0), RoundTripSum.longest)
      time &+= elapsed
      if elapsed >= summary.responseTimeMaximum ?? 0 {
        summary.responseTimeMaximum = elapsed
        summary.slowestCode = code
      }
      return
    }
  }

  /// The summary for the connection's record.
  var result: DNSSummary {
    var result = summary
    if summary.answered > 0 { result.responseTimeMean = time / Int64(clamping: summary.answered) }
    return result
  }
}

/// Tracks DNS over UDP port 53: queries, responses and response times.
///
/// At most 65,536 flows are tracked at a time.
enum DNSTracker: ProtocolTracker {
  static var transport: IPProtocol { .udp }

  static func observe(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32,
    in tracker: inout ConnectionTracker
  ) -> Bool {
    guard flow.destinationPort == 53 || flow.sourcePort == 53, !packet.isFragment,
      flow.checksum != .invalid, packet.payload.count >= DNSHeader.byteCount
    else { return false }
    let header: DNSHeader
    do throws(EarlyEnd) {
      header = try DNSHeader(reading: frame, at: packet.payload.lowerBound)
    } catch {
      return false
    }
    var position = tracker.protocols.dns.position(
      of: flow.key, hash: hash, at: flow.time,
      timeout: tracker.configuration.timeout(of: .datagram))
    if position == nil {
      position = tracker.protocols.dns.insert(
        DNSFlow(key: flow.key, hash: hash, start: flow.time, last: flow.time))
    }
    if let position { tracker.protocols.dns[position].apply(header, at: flow.time) }
    return false
  }

  static func finish(
    _ position: Handle<Connection>, into summary: inout ConnectionSummary,
    in tracker: inout ConnectionTracker
  ) {
    guard tracker.protocols.dns.count > 0,
      let flow = tracker.protocols.dns.remove(
        tracker.table.connections[position].key, hash: tracker.table.connections[position].hash,
        at: tracker.table.connections[position].last)
    else { return }
    summary.application = .dns(flow.result)
  }
}
