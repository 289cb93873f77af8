import Foundation
import SystemServices
import Testing

/// Programs that are started beside the process.
struct ChildProcessTests {
  /// A path in the temporary directory that no file has.
  private func freshPath() -> String {
    FileManager.default.temporaryDirectory
      .appendingPathComponent("SystemServicesTests-\(UUID().uuidString)").path
  }

  @Test func `a program gets its one argument and no input`() throws {
    let path = freshPath()
    #expect(try ChildProcess("touch", argument: path).waitForEnd())
    #expect(SystemFiles.exists(path))
    SystemFiles.remove(path)
    #expect(!SystemFiles.exists(path))
  }

  @Test func `a program that does not exist is an error that names it`() {
    let missing = freshPath()
    let error = IOError(.notFound, subject: missing, reason: "No such file or directory")
    #expect(throws: error) { try ChildProcess(missing, argument: "") }
    #expect(throws: error) { try ChildProcess(missing, input: [1]) }
  }

  @Test func `input that a pipe cannot hold is refused, not cut`() {
    let input = [UInt8](repeating: 0, count: 1 << 22)
    #expect(throws: IOError(.system, subject: "cat", reason: "Message too long")) {
      try ChildProcess("cat", input: input)
    }
  }

  @Test func `alerts beyond ten in a minute are queued up to sixteen and then counted`() {
    var command = AlertCommand("true") { Issue.record("\($0)") }
    for _ in 0..<40 {
      command.run(with: [1])
      usleep(20_000)
      command.startQueued()
    }
    // Ten ran, sixteen are queued.
    #expect(command.skippedCount == 14)
    #expect(command.finish() == 30)
  }

  @Test func `an alert whose program cannot start is reported and counted`() {
    let missing = freshPath()
    var lines: [String] = []
    var command = AlertCommand(missing) { lines.append($0) }
    command.run(with: [1])
    #expect(command.skippedCount == 1)
    #expect(lines == ["\(missing): No such file or directory; it was not run"])
    #expect(command.finish() == 1)
  }
}
