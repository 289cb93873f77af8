import Dispatch
public import SystemServices

/// Serves metrics over HTTP and writes them to a file, on a thread of its own, until it is stopped.
public final class MetricsReporter: Sendable {
  /// How often the file is written, in seconds.
  public static var fileInterval: Int { 10 }
  /// How long the thread waits for the metrics as of now before it shows older ones.
  private static var freshWait: Int { 1000 }

  /// Where the thread of packets leaves the metrics.
  public let board = MetricsBoard()
  private let subject: MetricsTable.Subject
  private let file: MetricsFile?
  private let signal: WakeSignal
  private let report: @Sendable (String) -> Void
  private let isStopping = StopFlag()
  private let group = DispatchGroup()

  /// Starts the thread.
  ///
  /// - Parameters:
  ///   - subject: what the metrics are of.
  ///   - path: the file; nil writes none.
  ///   - listener: a listening socket, which it closes; nil serves nobody.
  ///   - report: receives a line if the file cannot be written, once until it can be again.
  /// - Throws: if the file cannot be written, or the system has no descriptors left.
  public init(
    _ subject: MetricsTable.Subject, path: String?, listener: Int32?,
    report: @escaping @Sendable (String) -> Void
  ) throws(IOError) {
    self.subject = subject
    file = path.map { MetricsFile(path: $0) }
    self.report = report
    guard let signal = WakeSignal() else {
      throw IOError(.system, subject: "metrics", reason: "no descriptor is left for a pipe")
    }
    self.signal = signal
    if let file { try file.write(MetricsTable().bytes(of: subject, in: file.form)) }
    // Foundation's `Thread` would map 40 MB of localization tables.
    DispatchQueue(label: "tcpinspect.metrics").async(group: group) { [self] in run(listener) }
  }

  /// Writes the file with the last metrics that were left, and ends the thread.
  public func stop() {
    isStopping.set()
    signal.wake()
    group.wait()
    signal.close()
  }

  private func run(_ listener: Int32?) {
    var writer = FileWriter(file: file)
    var server = listener.map { MetricsServer($0) }
    while !isStopping.isSet {
      let wait = writer.milliseconds
      if server == nil {
        var waits = [ServerSockets.Wait(signal.descriptor)]
        ServerSockets.wait(for: &waits, milliseconds: wait)
      }
      server?.serve(orUntil: signal.descriptor, milliseconds: wait) { form in
        board.current(withinMilliseconds: Self.freshWait).bytes(of: subject, in: form)
      }
      if writer.isDue, !isStopping.isSet {
        writer.write(board.current(withinMilliseconds: Self.freshWait), subject, report)
      }
    }
    writer.write(board.current(withinMilliseconds: 0), subject, report)
  }
}
