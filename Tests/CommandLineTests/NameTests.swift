import Foundation
import PacketCapture
import SystemServices
import Testing

/// Names of files that are not UTF-8, and a command line on a system without /proc.
@Suite struct NameTests {
  /// Runs a script that finds the command in `$1` and a folder in `$2`; what it prints may be any bytes.
  private func script(_ text: String, _ folder: TemporaryFolder) throws -> Outcome {
    try run("/bin/bash", ["-c", "set -eu\n" + text, "bash", Package.command, folder.path("")])
  }

  @Test func `a savefile whose name is not UTF-8 is read, written, listed and not overwritten`()
    throws
  {
    let folder = try TemporaryFolder()
    // Latin-1, a byte that begins a character without its end, and the last character that Unicode has.
    let outcome = try script(
      """
      cd "$2"
      for name in $'caf\\xe9' $'\\xff\\xfeb' $'cut\\xf0\\x9f' $'last\\xf4\\x8f\\xbf\\xbf' 'plain é 😀'; do
        cp '\(Package.fixture("echo-ipv4.pcap"))' "$name"
        "$1" --count -r "$name" 2> said
        "$1" -r "$name" -w "$name.copy" 2> said
        cmp "$name" "$name.copy"
        printf '%s\\n' "$name" > list
        "$1" --count -V list 2> said
        if "$1" -r "$name" -w "$name" 2> said; then echo overwritten; fi
        cmp "$name" "$name.copy"
        "$1" -r "$name" -w "$name.ring" -C 1k -W 2 -z ls 2> said
        cmp "$name" "$name.ring0"
      done
      """, folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n").filter { $0.hasSuffix(" packets") }
    #expect(lines == Array(repeating: "10 packets", count: 10), "\(outcome.output)")
    #expect(!outcome.output.contains("overwritten"))
  }

  @Test func `bytes that are not UTF-8 are shown in hexadecimal`() throws {
    let folder = try TemporaryFolder()
    let outcome = try script("\"$1\" -r $'no\\xff\\e[1m' || true", folder)
    #expect(outcome.errors == "tcpinspect: no\\xff\\u{1B}[1m: No such file or directory\n")
  }

  @Test func `the command line is there without proc`() throws {
    guard geteuid() == 0, let unshare = program("unshare"), let mount = program("mount") else {
      print("*** NOT TESTED: a command line without /proc (needs root)")
      return
    }
    let folder = try TemporaryFolder()
    // A file system without anything hides /proc in a mount namespace.
    let outcome = try run(
      unshare,
      [
        "--mount", "/bin/sh", "-c",
        "'\(mount)' -t tmpfs none /proc && exec '\(Package.command)' --count -r \"$0\"",
        Package.fixture("echo-ipv4.pcap"), folder.path(""),
      ])
    #expect(outcome.output == "10 packets\n", "\(outcome.errors)")
    #expect(outcome.status == 0)
  }

  @Test(arguments: [
    (Array("Aé 😀".utf8), "Aé 😀"), ([0xff], "\\xff"), ([0x80, 0x41, 0xbf], "\\x80A\\xbf"),
    // What stands for bytes is no character of a name.
    ([0xf4, 0x8f, 0xbe, 0x80], "\\xf4\\x8f\\xbe\\x80"), ([0xc3], "\\xc3"), ([], ""),
    ([0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"), ([0x41, 0xf0], "A\\xf0"),
  ])
  func `no byte of a name is lost`(bytes: [UInt8], shown: String) {
    #expect(SystemText.shown(SystemText.text(bytes)) == shown)
  }
}
