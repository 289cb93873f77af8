import Foundation
import Testing

/// A savefile that lies costs neither memory nor time, and gets one line.
@Suite struct HostileSavefileTests {
  /// What the command may take of memory, in KiB of address space: a file that states 4 GiB must not be believed.
  static let addressSpace = 512 * 1024

  @Test(arguments: HostileSavefiles.classic + HostileSavefiles.nextGeneration)
  func `a savefile with false lengths is read in bounded memory and time`(
    savefile: HostileSavefiles.Case
  ) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("hostile")
    try Data(savefile.bytes).write(to: URL(filePath: path))
    let outcome = try run(
      "/bin/bash",
      [
        "-c",
        "ulimit -v \(Self.addressSpace) && exec timeout --signal=KILL 20 \"$0\" -nvvX -r \"$1\"",
        Package.command, path,
      ])
    // 137 would be the time limit, 132 or 134 a trap or memory that was not there.
    #expect(outcome.signal == nil)
    #expect([0, 1].contains(outcome.status), "\(outcome.status): \(outcome.errors.prefix(300))")
    #expect(outcome.complaints.count <= 1, "\(outcome.errors.prefix(600))")
    if outcome.status == 1 { #expect(outcome.complaints.count == 1) }
    // Three packets at most are in any of these files; a million options print nothing.
    #expect(outcome.output.utf8.count < 16_384)
  }

  @Test(arguments: HostileSavefiles.nextGeneration.filter { !$0.testDescription.contains("cut") })
  func `a pcapng file that lies is copied and annotated, or gets one line`(
    savefile: HostileSavefiles.Case
  ) throws {
    let folder = try TemporaryFolder()
    let (path, copy) = (folder.path("hostile"), folder.path("copy.pcapng"))
    try Data(savefile.bytes).write(to: URL(filePath: path))
    let script = "ulimit -v 2097152 && exec timeout --signal=KILL 20 \"$@\""
    for subcommand in ["print", "annotate"] {
      let outcome = try run(
        "/bin/bash", ["-c", script, "bash", Package.command, subcommand, "-r", path, "-w", copy])
      #expect([0, 1].contains(outcome.status), "\(outcome.status): \(outcome.errors.prefix(300))")
      guard outcome.status == 0 else { continue }
      let counts = try [path, copy].map { try tcpinspect("--count", "-r", $0).output }
      #expect(counts[0] == counts[1], "\(subcommand)")
    }
  }
}
