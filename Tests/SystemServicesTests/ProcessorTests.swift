import Foundation
import SystemServices
import Testing

/// The processors that a thread runs on.
struct ProcessorTests {
  /// The processors that the system lets the calling thread run on.
  private func allowed() throws -> Substring {
    let status = try String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
    return try #require(line)
  }

  @Test func `a thread that left a processor may run on all its processors`() throws {
    let before = try allowed()
    SystemProcessors.leave(SystemProcessors.current)
    #expect(try allowed() == before)
  }

  @Test func `a thread that leaves its processor runs on another one, if there is one`() throws {
    var moves = 0
    for _ in 0..<200 {
      let before = SystemProcessors.current
      SystemProcessors.leave(before)
      if SystemProcessors.current != before { moves += 1 }
    }
    // The system may take it back at once, but not each time.
    let isAlone = ProcessInfo.processInfo.activeProcessorCount < 2
    #expect(isAlone ? moves == 0 : moves >= 100, "\(moves) of 200")
  }

  @Test func `a processor number that does not exist has no effect`() throws {
    let before = try allowed()
    for number: Int32 in [-1, .min, 1_000_000, .max] { SystemProcessors.leave(number) }
    #expect(try allowed() == before)
  }
}
