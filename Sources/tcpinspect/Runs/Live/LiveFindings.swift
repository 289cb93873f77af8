import CongestionInference
import ConnectionTracking
import FloodDetection
import InternetTypes
import PacketCapture
import PacketDissection
import TerminalView

/// Collects findings for the next snapshot of `live`, in bounded memory.
struct LiveFindings: DiagnosisReceiver, ~Copyable {
  /// What was found since the last snapshot, in a snapshot without state.
  private(set) var pending = LiveSnapshot()
  /// The sum over all connections that ended.
  private(set) var ended = LiveTotals()
  private(set) var eventCounts = [UInt64](repeating: 0, count: SegmentEvent.Kind.allCases.count)
  private(set) var senders = SenderTable()
  /// Problems so far, for a run that stops at the next one.
  private(set) var problemCount: UInt64 = 0
  /// The connection whose curves are wanted.
  var watched: UInt64?
  /// The most connections that end between two snapshots and have rows, and how many of them nobody may have answered.
  private let endedLimits: (all: Int, unanswered: Int)
  private var unanswered = 0
  let metrics: CaptureMetrics?

  /// - Parameters:
  ///   - isLive: whether packets do not wait for the screen: of an attack's connections few are shown then.
  ///   - metrics: the metrics, if they are kept.
  init(isLive: Bool, metrics: CaptureMetrics?) {
    self.metrics = metrics
    let limit = LiveSnapshot.endedLimit
    endedLimits = isLive ? (limit / 4, limit / 20) : (limit, limit)
  }

  mutating func note(_ packet: Packet, _ frame: Span<UInt8>, _ captured: CapturedPacket) {}

  mutating func take(_ transition: StateTransition) {
    if pending.transitions.count < LiveSnapshot.findingLimit {
      pending.transitions.append(transition)
    }
  }

  mutating func take(_ event: SegmentEvent) {
    eventCounts[Int(event.kind.rawValue)] += 1
    metrics?.take(event)
    guard event.kind.isProblem else { return }
    problemCount += 1
    if pending.events.count < LiveSnapshot.findingLimit {
      pending.events.append(event)
    } else {
      pending.eventsLeftOut += 1
    }
  }

  mutating func take(_ window: WindowRecord) {
    senders.note(window, isWatched: window.connection == watched)
  }

  mutating func take(_ verdict: CongestionVerdict) {}

  mutating func take(_ summary: borrowing ConnectionSummary) {
    metrics?.take(summary)
    ended.connections += 1
    ended.packets += summary.clientToServer.packets + summary.serverToClient.packets
    ended.bytes += summary.clientToServer.ipBytes + summary.serverToClient.ipBytes
    if summary.failure != nil { problemCount += 1 }
    let isAnswered = summary.clientToServer.packets > 0 && summary.serverToClient.packets > 0
    guard pending.endedRows.count < endedLimits.all,
      isAnswered || unanswered < endedLimits.unanswered
    else {
      pending.endedLeftOut += 1
      return
    }
    if !isAnswered { unanswered += 1 }
    var row = LiveRow(summary)
    if row.protocol == .tcp {
      row.toServer.sender = senders.state(of: row.index, .client)
      row.toClient.sender = senders.state(of: row.index, .server)
    }
    pending.endedRows.append(row)
  }

  mutating func take(_ alert: FloodAlert, packet: UInt64) {
    if alert.end == nil { problemCount += 1 }
    if pending.alerts.count < LiveSnapshot.findingLimit {
      pending.alerts.append(PlacedAlert(alert, packet: packet))
    }
  }

  /// The findings since the last call.
  mutating func takePending() -> LiveSnapshot {
    var snapshot = LiveSnapshot()
    swap(&snapshot, &pending)
    unanswered = 0
    return snapshot
  }
}
