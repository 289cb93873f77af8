import Dispatch
import Synchronization

/// Where the thread of packets leaves copies of the metrics for the threads that show them.
///
/// A reader asks for a copy; the thread of packets sees that between two batches, and does not wait for anything.
public final class MetricsBoard: Sendable {
  private let requests = Atomic(false)
  private let latest = Mutex(MetricsTable())
  private let arrivals = DispatchSemaphore(value: 0)

  /// A board with metrics of nothing.
  public init() {}

  /// Whether a copy is wanted: one relaxed load.
  public var isRequested: Bool { requests.load(ordering: .relaxed) }

  /// Leaves a copy.
  public func publish(_ table: MetricsTable) {
    requests.store(false, ordering: .relaxed)
    latest.withLock { $0 = table }
    arrivals.signal()
  }

  /// The latest metrics: as of now if the thread of packets leaves them within a time, else older ones.
  ///
  /// One thread at a time may ask.
  func current(withinMilliseconds limit: Int) -> MetricsTable {
    while arrivals.wait(timeout: .now()) == .success {}
    requests.store(true, ordering: .relaxed)
    _ = arrivals.wait(timeout: .now() + .milliseconds(limit))
    return latest.withLock { $0 }
  }
}
