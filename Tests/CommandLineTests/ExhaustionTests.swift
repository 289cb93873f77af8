import Foundation
import Testing

/// Runs with less memory than they need.
@Suite struct ExhaustionTests {
  private static let subcommands = [
    "print -n", "connections", "states", "events", "windows", "congestion", "flood",
  ]

  /// Limits of the address space in KiB, as `ulimit -v` takes them.
  private static let limits = [
    50_000, 90_000, 130_000, 170_000, 250_000, 330_000, 400_000, 460_000,
  ]

  @Test(arguments: subcommands, limits)
  func `a run ends well, or in one line with a status`(subcommand: String, limit: Int) throws {
    let outcome = try run(
      "/bin/bash",
      [
        "-c",
        "ulimit -v \(limit); exec timeout -s KILL 60 '\(Package.command)' \(subcommand) -r "
          + "'\(Package.fixture("syn-flood.pcap"))' > /dev/null",
      ])
    // The dynamic linker itself needs some of it.
    if outcome.errors.contains("error while loading shared libraries") { return }
    #expect(outcome.signal == nil)
    #expect(outcome.status == 0 || outcome.complaints.count == 1, "\(outcome.errors)")
    #expect(!outcome.errors.contains("Fatal error") && !outcome.errors.contains("stack trace"))
  }
}
