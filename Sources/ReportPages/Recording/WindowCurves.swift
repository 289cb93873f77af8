import CongestionInference
import InternetTypes

/// The windows and round-trip times of a data sender as curves; windows in bytes, times in seconds.
struct WindowCurves: Sendable {
  private(set) var window: M4Series
  private(set) var lowest: M4Series
  private(set) var highest: M4Series
  private(set) var threshold: M4Series
  private(set) var receiveWindow: M4Series
  private(set) var flight: M4Series
  private(set) var samples: M4Series
  private(set) var smoothed: M4Series
  private(set) var timeout: M4Series
  private(set) var phases = Runs<SenderPhase>()
  private(set) var limits = Runs<SendingLimit>()
  private(set) var classes = Runs<WindowClass>()
  /// Records by the class of their window.
  private(set) var classCounts: [WindowClass: Int] = [:]
  private(set) var segmentSize = 0
  private var latest: Int64 = .min

  init(_ grid: TimeGrid) {
    let empty = M4Series(grid)
    (window, lowest, highest, threshold) = (empty, empty, empty, empty)
    (receiveWindow, flight) = (empty, empty)
    (samples, smoothed, timeout) = (empty, empty, empty)
  }

  /// Whether nothing was taken.
  var isEmpty: Bool { flight.isEmpty }

  mutating func take(_ record: WindowRecord) {
    // Records are in the order in which the sender handled packets. Captured near the receiver, an acknowledgment has
    // an earlier time than the data before it: it takes effect at the time of that data.
    let time = max(record.time.rawValue, latest)
    latest = time
    let size = Double(record.segmentSize)
    segmentSize = record.segmentSize
    flight.add(Double(max(record.flight, 0)), at: time)
    if record.window > 0 {
      window.add(Double(record.window) * size, at: time)
      lowest.add(Double(record.windowLow) * size, at: time)
      highest.add(Double(min(record.windowHigh, 1 << 40)) * size, at: time)
    }
    if let threshold = record.threshold {
      self.threshold.add(Double(threshold) * size, at: time)
    }
    if let offered = record.receiveWindow { receiveWindow.add(Double(offered), at: time) }
    if let sample = record.roundTripSample { samples.add(Double(sample) / 1e6, at: time) }
    if let mean = record.smoothedRoundTrip { smoothed.add(Double(mean) / 1e6, at: time) }
    if record.timeout > 0 { timeout.add(Double(record.timeout) / 1e6, at: time) }
    classCounts[record.windowClass, default: 0] += 1
    phases.add(record.phase, at: time)
    limits.add(record.limit, at: time)
    classes.add(record.windowClass, at: time)
  }
}
