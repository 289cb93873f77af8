import CPcap

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program that is run for each alert, without a shell and without arguments; it reads the alert on its standard input.
///
/// One runs at a time and ten are started in a minute at most; alerts that come meanwhile wait, a few of them, and the rest
/// is counted.
public struct AlertCommand: ~Copyable {
  /// So many may wait.
  private static let waitingLimit = 16
  /// So many are started in a minute.
  private static let rateLimit = 10

  private let command: String
  private var running: pid_t?
  private var waiting: [[UInt8]] = []
  /// When the last ones were started, the oldest first.
  private var starts: [ContinuousClock.Instant] = []
  /// Is told in one line what could not be started.
  private let report: (String) -> Void

  /// Alerts that the program was not run for, because there were too many or it could not be started.
  public private(set) var skippedCount = 0

  /// A program, found along `PATH` unless it is a path.
  ///
  /// - Parameters:
  ///   - command: the program.
  ///   - report: is told in one line what could not be started.
  public init(_ command: String, report: @escaping (String) -> Void) {
    self.command = command
    self.report = report
  }

  /// Runs the program for an alert, now or as soon as it may.
  public mutating func run(with input: [UInt8]) {
    if waiting.count >= Self.waitingLimit {
      skippedCount += 1
    } else {
      waiting.append(input)
    }
    startWaiting()
  }

  /// Collects the program that has ended, and starts it for the next alert where it may be.
  public mutating func startWaiting() {
    while true {
      if let child = running {
        guard cpcap_has_ended(child, false) else { return }
        running = nil
      }
      guard !waiting.isEmpty else { return }
      let now = ContinuousClock.now
      starts.removeAll { now - $0 >= .seconds(60) }
      guard starts.count < Self.rateLimit else { return }
      starts.append(now)
      start(waiting.removeFirst())
    }
  }

  private mutating func start(_ input: [UInt8]) {
    var child: pid_t = 0
    // The shim reads the text and the bytes during the call.
    let errorNumber = unsafe input.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return EINVAL }
      return unsafe cpcap_start_command_with_input(command, start, bytes.count, &child)
    }
    if errorNumber == 0 {
      running = child
    } else {
      skippedCount += 1
      report("\(CaptureError(errorNumber: errorNumber, subject: command)); it was not run")
    }
  }

  /// Waits for the program that runs, runs it for the alerts that wait as far as it may be, and returns how many it was not
  /// run for.
  public consuming func finish() -> Int {
    while true {
      startWaiting()
      guard let child = running else { break }
      guard cpcap_has_ended(child, true) else { break }
      running = nil
    }
    return skippedCount + waiting.count
  }
}
