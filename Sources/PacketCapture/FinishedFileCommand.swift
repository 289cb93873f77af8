import SystemServices

/// Runs a command for every finished file, a few at once and without a shell.
struct FinishedFileCommand: ~Copyable {
  /// How many commands run at once; further files are queued.
  private static let limit = 4

  private let command: CommandWords
  private var running: [ChildProcess] = []
  private var queue: [String] = []
  /// Receives one line for each start that fails.
  private let report: (String) -> Void

  init(_ command: CommandWords, report: @escaping (String) -> Void) {
    self.command = command
    self.report = report
  }

  /// Runs the command for a file, now or as soon as another one has ended.
  mutating func run(for path: String) {
    queue.append(path)
    startQueued()
  }

  /// Reaps commands that have ended and starts as many others.
  mutating func startQueued() {
    running.removeAll(where: \.hasEnded)
    while running.count < Self.limit, !queue.isEmpty { start(queue.removeFirst()) }
  }

  private mutating func start(_ path: String) {
    do throws(IOError) {
      running.append(try ChildProcess(command, arguments: [path]))
    } catch {
      report("\(error); it was not run for \(path)")
    }
  }

  /// Runs the command for all queued files and waits until all have ended, or until a second signal.
  consuming func finish() {
    while let first = running.first {
      guard first.waitForEnd() else { return }
      startQueued()
    }
  }
}
