/// Runs a program for each alert, without a shell; the alert is its standard input.
///
/// One program runs at a time, and at most ten start in a minute. Up to 16 alerts are queued meanwhile; further alerts are
/// counted only.
public struct AlertCommand: ~Copyable {
  private static let queueLimit = 16
  private static let startsPerMinute = 10

  private let command: CommandWords
  private var running: ChildProcess?
  private var queue: [[UInt8]] = []
  /// The times of the latest starts, the oldest first.
  private var starts: [ContinuousClock.Instant] = []
  private let report: (String) -> Void

  /// How many alerts the program did not run for: the queue was full, or it could not be started.
  public private(set) var skippedCount = 0

  /// Creates a runner with an empty queue.
  ///
  /// - Parameters:
  ///   - command: the program and its arguments.
  ///   - report: receives one line for each start that fails.
  public init(_ command: CommandWords, report: @escaping (String) -> Void) {
    self.command = command
    self.report = report
  }

  /// Queues an alert and starts the program if it may run now.
  public mutating func run(with input: [UInt8]) {
    if queue.count >= Self.queueLimit {
      skippedCount += 1
    } else {
      queue.append(input)
    }
    startQueued()
  }

  /// Reaps the program that has ended, and starts it for the next alert if it may run now.
  public mutating func startQueued() {
    while true {
      if let child = running {
        guard child.hasEnded else { return }
        running = nil
      }
      guard !queue.isEmpty else { return }
      let now = ContinuousClock.now
      starts.removeAll { now - $0 >= .seconds(60) }
      guard starts.count < Self.startsPerMinute else { return }
      starts.append(now)
      start(queue.removeFirst())
    }
  }

  private mutating func start(_ input: [UInt8]) {
    do throws(IOError) {
      running = try ChildProcess(command, input: input)
    } catch {
      skippedCount += 1
      report("\(error); it was not run")
    }
  }

  /// Waits for the running program, runs it for queued alerts within the limits, and returns how many it did not run for.
  public consuming func finish() -> Int {
    while true {
      startQueued()
      guard let child = running, child.waitForEnd() else { break }
      running = nil
    }
    return skippedCount + queue.count
  }
}
