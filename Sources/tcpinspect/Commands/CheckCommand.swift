import ArgumentParser
import Diagnosis
import FoundationEssentials
import PacketCapture
import SystemServices

/// `check`: whether rules hold, as an exit status.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Test rules about connections, findings and alerts; exit status 4 if one does not hold.",
    discussion: """
      Each word that is no option is a rule: a field or a function, a comparison, a value with its unit. A field must \
      hold for every connection; count, sum, min, max, mean, p50, p99 and so on take all of them together, or those \
      that match a condition. A rule that nothing matches does not hold, and says so.

      EXAMPLES:
        tcpinspect check 'no problem' -r FILE
        tcpinspect check 'retransmissions < 1%' 'handshake_rtt.p99 < 50ms' -r FILE
        tcpinspect check 'count(failure == "reset") == 0' -r FILE
        tcpinspect check 'count(finding.kind == zero-window) == 0' -r FILE
        tcpinspect check --rules FILE.rules -r FILE --format junit
      """)

  @OptionGroup(title: "Input")
  var capture: CaptureOptions

  @Option(
    name: .customLong("rules"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Read rules from this file, one a line; # begins a comment. Can be given several times.",
      valueName: "file"))
  var files: [String] = []

  @Option(
    name: .customLong("filter"), parsing: .unconditional,
    help: ArgumentHelp(
      "Only packets that match this expression (see pcap-filter(7)).", valueName: "expression"))
  var filter: String?

  @Flag(name: .customLong("allow-empty"), help: "A rule that nothing matches holds.")
  var allowsEmpty = false

  @Option(
    name: .customLong("format"), parsing: .unconditional,
    help: ArgumentHelp("Write text (the default), ndjson or junit.", valueName: "format"))
  var format: String = "text"

  @Option(
    name: .customLong("color"), parsing: .unconditional,
    help: ArgumentHelp(
      "Colour the text: auto (on a terminal, unless NO_COLOR is set), always or never.",
      valueName: "when"))
  var color: String?

  @Flag(name: .customShort("n"), help: "Accepted, as elsewhere; ports are numbers.")
  var numeric: Int

  @OptionGroup(title: "Connections")
  var report: ReportOptions

  @OptionGroup var statistics: StatisticsOptions

  @OptionGroup(title: "Privileges")
  var privileges: PrivilegeOptions

  /// The formats of results.
  static var formats: [String] { ["text", "ndjson", "junit"] }

  func validate() throws {
    if !Self.formats.contains(format) {
      throw ValidationError("--format \(format): must be text, ndjson or junit")
    }
    if let color, !["auto", "always", "never"].contains(color) {
      throw ValidationError("--color \(color): must be auto, always or never")
    }
    if capture.filter.isEmpty && files.isEmpty {
      throw ValidationError("check needs a rule, such as 'no problem', or --rules FILE")
    }
  }

  mutating func run() throws {
    SystemMemory.returnLargeBlocks()
    let texts = try texts()
    let rules: RuleSet
    do throws(RuleSet.Failure) {
      rules = try RuleSet(texts)
    } catch {
      throw Self.failure(error)
    }
    var input = capture
    input.filter = filter.map { [$0] } ?? []
    let options = CheckSession.Options(
      format: format, allowsEmpty: allowsEmpty,
      isColored: TableOptions.isColored(
        color, environment: ProcessInfo.processInfo.environment,
        isTerminal: OutputDescriptor.standardOutput.isTerminal),
      packetLimit: capture.packetLimit ?? .max, selected: report.connectionIndexes)
    let (report, privileges) = (report, privileges)
    let run = CaptureRun(capture: input, statisticsFormat: statistics.format)
    let result = try run.run { (opened, _) throws(CaptureError) in
      try privileges.drop(isLive: opened.isLive)
      let configuration = try report.configuration(input, isLive: opened.isLive)
      return CheckSession(
        rules, options, configuration, duration: opened.isLive ? nil : input.duration,
        isLive: opened.isLive)
    }
    if result.isRuleBroken {
      throw CommandFailure(message: nil, status: ExitStatus.ruleBroken)
    }
  }

  /// All rules with their places.
  private func texts() throws -> [(place: String, text: String)] {
    var texts = capture.filter.enumerated().map {
      (place: "rule \($0.offset + 1)", text: $0.element)
    }
    for file in files {
      let lines: [String]
      do throws(CaptureError) {
        lines = try TextFile.lines(of: file)
      } catch {
        throw CommandFailure(error, filterWords: [])
      }
      for (index, line) in lines.enumerated() {
        let rule = Self.withoutComment(line)
        if !rule.isEmpty { texts.append((place: "\(file):\(index + 1)", text: rule)) }
      }
    }
    return texts
  }

  /// A line of a file without its comment; `#` inside of quotes begins none.
  private static func withoutComment(_ line: String) -> String {
    var quote: Character?
    var end = line.endIndex
    for index in line.indices {
      let character = line[index]
      if quote == nil, character == "#" {
        end = index
        break
      }
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
      }
    }
    // Blanks before the rule stay, so that columns are the file's.
    return String(line[..<end].reversed().drop { $0.isWhitespace }.reversed())
  }

  /// Reports an error with its place, and marks the character.
  private static func failure(_ failure: RuleSet.Failure) -> CommandFailure {
    TCPInspect.report(
      "\(failure.place), column \(failure.error.offset + 1): \(failure.error.reason)")
    TCPInspect.write(line: "  \(failure.text)")
    TCPInspect.write(line: "  " + String(repeating: " ", count: failure.error.offset) + "^")
    return CommandFailure(message: nil, status: ExitStatus.usage)
  }
}
