import CPcap

/// A command that is run for every finished file, a few at once and without a shell.
struct FinishedFileCommand: ~Copyable {
  /// At most this many run at once; the files that come meanwhile wait.
  private static let limit = 4

  private let command: String
  private var running: [pid_t] = []
  private var waiting: [String] = []
  /// Is told in one line what could not be started.
  private let report: (String) -> Void

  init(_ command: String, report: @escaping (String) -> Void) {
    self.command = command
    self.report = report
  }

  /// Runs the command for a file now, or as soon as another one has ended.
  mutating func run(for path: String) {
    waiting.append(path)
    startWaiting()
  }

  /// Collects those that have ended and starts as many others.
  mutating func startWaiting() {
    running.removeAll { cpcap_has_ended($0, false) }
    while running.count < Self.limit, !waiting.isEmpty { start(waiting.removeFirst()) }
  }

  private mutating func start(_ path: String) {
    var child: pid_t = 0
    // The shim reads the two texts during the call.
    let errorNumber = unsafe cpcap_start_command(command, path, &child)
    if errorNumber == 0 {
      running.append(child)
    } else {
      let error = CaptureError(errorNumber: errorNumber, subject: command)
      report("\(error); it was not run for \(path)")
    }
  }

  /// Runs what waits and waits for the end of all, or for another signal.
  consuming func finish() {
    while let first = running.first {
      guard cpcap_has_ended(first, true) else { return }
      startWaiting()
    }
  }
}
