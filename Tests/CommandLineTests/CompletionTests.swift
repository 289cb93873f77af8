import Foundation
import Testing

@testable import tcpinspect

/// What shells complete, asked of the program and of the shells themselves.
@Suite struct CompletionTests {
  private func words(_ line: [String]) -> [String] {
    guard case .words(let words) = Completions.candidates(line) else { return [":file"] }
    return words.filter { $0.hasPrefix(line.last ?? "") }
  }

  @Test(arguments: [
    (["con"], ["congestion", "connections"]), (["connections", "-r", "x"], [":file"]),
    (["-r", ""], [":file"]), (["-nvr", ""], [":file"]), (["-w", ""], [":file"]),
    (["flood", "--exec", ""], [":file"]), (["query", ""], [":file"]),
    (["save", "-r", "a", ""], [":file"]), (["events", "--from", ""], [":file"]),
    (["report", "--from", ""], [":file"]), (["query", "a.db", "--format", "n"], ["ndjson"]),
    (["connections", "--format", ""], ["table", "ndjson", "csv"]),
    (["windows", "--sender", "c"], ["client"]), (["windows", "--ord"], ["--order"]),
    (["connections", "--sort", "rtt"], ["rtt_mean"]),
    (["schema", "con"], ["connection", "congestion"]),
    (["track", "con"], ["connections", "congestion"]),
    (["help", "sta"], ["states"]), (["--time-format", ""], ["rfc3339"]),
    (["events", "--time-format", "n"], ["nanoseconds"]), (["-T", "rt"], ["rtp", "rtcp"]),
    (["-Q", "i"], ["in", "inout"]), (["-c", ""], []), (["tcp", "por"], []),
    (["--coun"], ["--count"]),
    (["states", "--top"], []), (["--generate-completion-script", "z"], ["zsh"]),
  ])
  func `candidates follow the word before the cursor`(line: [String], expected: [String]) {
    #expect(words(line) == expected)
  }

  @Test func `every option of every subcommand is offered`() {
    for command in TCPInspect.subcommandNames {
      let options = Completions.options(of: command)
      #expect(options.contains("--help") && Set(options).count == options.count, "\(command)")
      #expect(words([command, "-"]) == options.sorted())
    }
  }

  @Test func `interfaces are offered where the system tells them`() {
    let words = words(["-i", "lo"])
    #expect(words.isEmpty || words.contains("lo"))
  }

  /// Runs a shell with the completions of this program; nil where the shell is not installed.
  private func shell(_ name: String, _ script: String) throws -> [String]? {
    guard let path = program(name) else {
      print("*** NOT TESTED with \(name): it is not installed")
      return nil
    }
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("tcpinspect"), withDestinationPath: Package.command)
    let outcome = try run(
      "/usr/bin/env",
      ["PATH=\(folder.path("")):\(ProcessInfo.processInfo.environment["PATH"] ?? "")", path, "-c"]
        + [script])
    return outcome.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private static let lines: [(String, [String])] = [
    ("con", ["congestion", "connections"]), ("connections --sort rtt", ["rtt_mean"]),
    ("-T rt", ["rtcp", "rtp"]), ("windows --ord", ["--order"]),
  ]

  @Test(arguments: lines)
  func `bash completes words`(line: String, expected: [String]) throws {
    let words = line.split(separator: " ").map { "'\($0)'" }
    let found = try shell(
      "bash",
      """
      eval "$(tcpinspect --generate-completion-script bash)"
      COMP_WORDS=(tcpinspect \(words.joined(separator: " "))); COMP_CWORD=\(words.count)
      _tcpinspect; printf '%s\\n' "${COMPREPLY[@]}"
      """)
    if let found { #expect(found.sorted() == expected) }
  }

  @Test func `bash completes names of files behind -r, also in a cluster, and behind -w`() throws {
    for line in ["-r", "-nvr", "connections -r", "-w"] {
      let words = line.split(separator: " ").map { "'\($0)'" } + ["''"]
      let found = try shell(
        "bash",
        """
        eval "$(tcpinspect --generate-completion-script bash)"
        COMP_WORDS=(tcpinspect \(words.joined(separator: " "))); COMP_CWORD=\(words.count)
        _tcpinspect; echo "${#COMPREPLY[@]}"; complete -p tcpinspect
        """)
      // Without a reply, readline's own completion of files is used.
      if let found { #expect(found == ["0", "complete -o default -F _tcpinspect tcpinspect"]) }
    }
  }

  @Test(arguments: lines)
  func `fish completes words`(line: String, expected: [String]) throws {
    let found = try shell(
      "fish",
      "tcpinspect --generate-completion-script fish | source; complete -C 'tcpinspect \(line)'")
    if let found { #expect(found.sorted() == expected) }
  }

  @Test func `fish completes names of files behind -r`() throws {
    let path = Package.fixture("echo-ipv4")
    let found = try shell(
      "fish",
      "tcpinspect --generate-completion-script fish | source; complete -C 'tcpinspect -nr \(path)'")
    if let found { #expect(found == [path + ".pcap"]) }
  }

  @Test(arguments: lines)
  func `zsh completes words`(line: String, expected: [String]) throws {
    // compadd is replaced by a function that prints what it would offer.
    let words = line.split(separator: " ").map { "'\($0)'" }
    let found = try shell(
      "zsh",
      """
      compdef() { : }
      compadd() { print -l -- ${(P)2} }
      _files() { print :file }
      eval "$(tcpinspect --generate-completion-script zsh)"
      words=(tcpinspect \(words.joined(separator: " "))); CURRENT=\(words.count + 1)
      _tcpinspect
      """)
    if let found { #expect(found.sorted() == expected) }
  }
}
