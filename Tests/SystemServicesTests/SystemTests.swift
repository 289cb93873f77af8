import Foundation
import SystemServices
import Testing

/// Errors, paths, names and the clock of the host.
struct SystemTests {
  @Test(arguments: [
    (ENOENT, IOError.Kind.notFound), (EACCES, .permission), (EPERM, .permission),
    (ENOSPC, .outOfSpace), (EDQUOT, .outOfSpace), (EFBIG, .outOfSpace), (EPIPE, .closedPipe),
    (EINTR, .interrupted), (EIO, .system),
  ])
  func `a value of errno has a kind and the text of strerror`(number: Int32, kind: IOError.Kind) {
    let error = IOError(errorNumber: number, subject: "x", advice: "y")
    #expect(error.kind == kind)
    #expect(error.description == "x: \(unsafe String(cString: strerror(number))); y")
  }

  @Test func `two paths are the same file if a link connects them, and never if one is a pipe`()
    throws
  {
    let directory = FileManager.default.temporaryDirectory.path
    let path = "\(directory)/SystemServicesTests-\(UUID().uuidString)"
    try Data().write(to: URL(fileURLWithPath: path))
    try FileManager.default.createSymbolicLink(atPath: path + ".link", withDestinationPath: path)
    defer {
      SystemFiles.remove(path)
      SystemFiles.remove(path + ".link")
    }
    #expect(SystemFiles.isSame(path, path + ".link"))
    #expect(!SystemFiles.isSame(path, path + ".missing"))
    #expect(!SystemFiles.isSame("-", "-"))
    #expect(!SystemFiles.isSame("/dev/null", "/dev/null"))
  }

  @Test(arguments: [
    (Array("naïve".utf8), "naïve"), ([0x61, 0xff, 0x62], "a\\xffb"), ([0xc3], "\\xc3"),
    // An escape in the bytes themselves is not confused with an escaped byte.
    (Array("\u{10ffff}".utf8), "\\xf4\\x8f\\xbf\\xbf"),
  ])
  func `a name of any bytes becomes a text that shows them`(bytes: [UInt8], shown: String) {
    #expect(SystemText.shown(SystemText.text(bytes)) == shown)
  }

  @Test func `conversions of strftime are replaced, and a pattern without them stays`() {
    #expect(SystemClock.formatted("plain.pcap", at: 0) == "plain.pcap")
    let noon: Int64 = 1_704_110_400  // 2024-01-01 12:00 UTC
    let shifted = noon - Int64(SystemClock.utcOffset(at: noon))
    #expect(SystemClock.formatted("%Y-%m-%d %H:%M", at: shifted) == "2024-01-01 12:00")
    #expect(SystemClock.formatted(String(repeating: "x", count: 5000), at: 0).count == 5000)
  }

  @Test func `the memory limit is at least what this test uses`() {
    #expect(SystemMemory.limit > 1 << 24)
  }

  @Test func `opening few descriptors is always allowed`() {
    #expect(SystemFiles.allowOpen(8) == 8)
  }
}
