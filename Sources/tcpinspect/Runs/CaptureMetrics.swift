import ConnectionTracking
import InternetTypes
import Metrics
import PacketCapture

/// The metrics of a live capture, on the thread of packets: findings are added, and copies are left for those who ask.
///
/// A class, one for a run: its numbers take 8 kB, which an optional structure moves out and back for each call.
final class CaptureMetrics {
  private let reporter: MetricsReporter
  private var recorder = MetricsRecorder()

  init(_ reporter: MetricsReporter) { self.reporter = reporter }

  func take(_ event: SegmentEvent) { recorder.take(event) }

  func take(_ connection: borrowing ConnectionSummary) { recorder.take(connection) }

  /// Takes the counters of the interface.
  func take(_ statistics: CaptureStatistics) {
    recorder.table.capture.dropped = UInt64(clamping: statistics.dropped)
    recorder.table.capture.droppedByInterface = UInt64(clamping: statistics.droppedByInterface)
  }

  /// Whether somebody asks for a copy, which needs the counters of the interface: one relaxed load for each packet.
  @inline(__always)
  func isRequested() -> Bool { reporter.board.isRequested }

  /// Leaves a copy, once the counters of the interface were taken.
  func publish(
    packets: UInt64, bytes: UInt64, at time: Timestamp?, _ statistics: TrackerStatistics,
    ended: UInt64
  ) {
    recorder.table.capture.packets = packets
    recorder.table.capture.bytes = bytes
    recorder.table.capture.time = time
    recorder.table.capture.opened = statistics.connections
    recorder.table.capture.evicted = statistics.evicted
    recorder.table.capture.live = statistics.connections - min(statistics.connections, ended)
    reporter.board.publish(recorder.table)
  }

  /// Ends the service; the file has the last copy.
  func stop() { reporter.stop() }
}
