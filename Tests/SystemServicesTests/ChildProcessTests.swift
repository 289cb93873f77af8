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

  private func words(_ text: String) throws -> CommandWords { try #require(CommandWords(text)) }

  @Test func `a program gets its arguments and no input`() throws {
    let path = freshPath()
    let child = try ChildProcess(words("touch -r /"), arguments: [path])
    #expect(child.waitForEnd())
    #expect(SystemFiles.exists(path))
    SystemFiles.remove(path)
    #expect(!SystemFiles.exists(path))
  }

  @Test func `a program that does not exist is an error that names it`() throws {
    let missing = freshPath()
    let command = try words(missing)
    let error = IOError(.notFound, subject: missing, reason: "No such file or directory")
    #expect(throws: error) { try ChildProcess(command, arguments: [""]) }
    #expect(throws: error) { try ChildProcess(command, input: [1]) }
    let known = try words("true -x")
    #expect(command.error == error && known.error == nil)
  }

  @Test func `input that a pipe cannot hold is refused, not cut`() throws {
    let command = try words("cat")
    let input = [UInt8](repeating: 0, count: 1 << 22)
    #expect(throws: IOError(.system, subject: "cat", reason: "Message too long")) {
      try ChildProcess(command, input: input)
    }
  }

  /// What `sh -c 'for word; do echo $word; done'` makes of the same texts.
  @Test(
    arguments: [
      ("gzip -9", ["gzip", "-9"]), ("  a\tb ", ["a", "b"]),
      ("a 'b c' \"d e\"", ["a", "b c", "d e"]),
      ("a\\ b 'c\\d' \"e\\\"f\"", ["a b", "c\\d", "e\"f"]), ("a '' b", ["a", "", "b"]),
      ("a'b'\"c\"", ["abc"]), ("\"c\\d\\$e\"", ["c\\d$e"]),
    ])
  func `words are split as a shell splits them`(text: String, expected: [String]) throws {
    #expect(try words(text).words == expected)
  }

  @Test(arguments: ["", "  ", "a 'b", "\"a"])
  func `a text without words or with an open quote is none`(text: String) {
    #expect(CommandWords(text) == nil)
  }

  @Test func `the path of a program may have blanks`() throws {
    let path = freshPath() + " with blanks"
    #expect(FileManager.default.createFile(atPath: path, contents: Data("#!/bin/sh\n".utf8)))
    defer { SystemFiles.remove(path) }
    #expect(try words(path).words.count == 3)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    #expect(try words(path).words == [path])
  }

  @Test func `a file that cannot be executed, and a directory, are no programs`() throws {
    #expect(try words("/etc/passwd").error?.kind == .permission)
    #expect(try words("/usr").error?.kind == .permission)
  }

  @Test func `alerts beyond ten in a minute are queued up to sixteen and then counted`() throws {
    var command = AlertCommand(try words("true")) { Issue.record("\($0)") }
    for _ in 0..<40 {
      command.run(with: [1])
      usleep(20_000)
      command.startQueued()
    }
    // Ten ran, sixteen are queued.
    #expect(command.skippedCount == 14)
    #expect(command.finish() == 30)
  }

  @Test func `an alert whose program cannot start is reported and counted`() throws {
    let missing = freshPath()
    var lines: [String] = []
    var command = AlertCommand(try words(missing)) { lines.append($0) }
    command.run(with: [1])
    #expect(command.skippedCount == 1)
    #expect(lines == ["\(missing): No such file or directory; it was not run"])
    #expect(command.finish() == 1)
  }
}
