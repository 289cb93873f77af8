import ArgumentParser
import PacketCapture
import SystemServices
import TextOutput

/// The command: the first word names the subcommand, `print` if it names none.
@main
struct TCPInspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tcpinspect",
    abstract: "Capture, read and explain network traffic.",
    discussion: """
      Without a subcommand, packets are printed. Options of tcpdump mean what they mean there, and can \
      be written together, as in -nvr FILE.

      EXAMPLES:
        tcpinspect explain -r FILE             what is wrong, and what shows it
        tcpinspect connections -t -r FILE      all connections, a row each
        tcpinspect -nr FILE 'tcp port 80'      the web traffic of a savefile
        tcpinspect -ni eth0 -v                 an interface, with checksums verified
        tcpinspect -i eth0 -s 96 -w FILE       96 bytes of each packet into a savefile
        tcpinspect interfaces                  what can be captured on
      """,
    version: version,
    subcommands: [
      PrintCommand.self, ConnectionsCommand.self, StatesCommand.self, EventsCommand.self,
      WindowsCommand.self, CongestionCommand.self, FloodCommand.self, ExplainCommand.self,
      CheckCommand.self, ReportCommand.self, AnnotateCommand.self, LiveCommand.self,
      SaveCommand.self, QueryCommand.self, PacketsCommand.self, InterfacesCommand.self,
      SchemaCommand.self, PartitionCommand.self, TrackCommand.self, CollectCommand.self,
    ])

  /// The program's name and version, as savefiles state them.
  static let name = "tcpinspect \(number)"

  /// The version.
  static let number = "0.1.0"

  /// What `--version` prints.
  static var version: String { "tcpinspect version \(number)\n\(CaptureLibrary.version)" }

  /// The names of the subcommands; a filter that starts with one gets a hint.
  static let subcommandNames = Set(
    configuration.subcommands.compactMap { $0.configuration.commandName })

  static func main() {
    OutputDescriptor.holdStandardDescriptors()
    let words = Array(SystemText.arguments.dropFirst())
    if words.first == Completions.request { exitCleanly(with: candidates(words.dropFirst())) }
    do {
      if words.first == scriptOption { exitCleanly(with: try script(words.dropFirst())) }
      var command = try parsed(try arguments(words))
      try command.run()
    } catch let failure as CommandFailure {
      if let message = failure.message { report(message) }
      exit(withError: failure.status)
    } catch {
      let status = exitCode(for: error)
      if error is ExitCode { exit(withError: error) }
      if status == .success { exitCleanly(with: fullMessage(for: error) + "\n") }
      // Without the usage lines that ArgumentParser adds: one line is enough.
      report(UnknownOption.explained(message(for: error), words: words))
      exit(withError: status == .validationFailure ? ExitStatus.usage : status)
    }
  }

  /// The candidates that a shell offers for the last word, one per line.
  private static func candidates(_ words: ArraySlice<String>) -> String {
    Completions.candidates(Array(words)).lines(for: words.last ?? "")
      .map { $0.visible + "\n" }.joined()
  }

  /// The option that prints a completion script for a shell.
  private static var scriptOption: String { "--generate-completion-script" }

  /// The completion script for the shell named in the words.
  private static func script(_ words: ArraySlice<String>) throws(CommandFailure) -> String {
    let shells = CompletionScript.shells.joined(separator: ", ")
    guard let shell = words.first else { throw .usage("\(scriptOption) needs a shell: \(shells)") }
    guard let script = CompletionScript.script(for: shell) else {
      throw .usage("\(scriptOption) \(shell): must be one of \(shells)")
    }
    return script
  }

  /// Writes a requested text, such as the help, and exits.
  private static func exitCleanly(with text: String) -> Never {
    do throws(IOError) {
      try OutputDescriptor.standardOutput.write(Array(text.utf8).span)
    } catch {
      if error.kind != .closedPipe { report(error.description) }
      exit(
        withError: error.kind == .closedPipe ? ExitStatus.closedPipe : ExitStatus.failure)
    }
    exit(withError: ExitCode.success)
  }

  /// The command that the words name.
  ///
  /// A subcommand is parsed by itself first: parsing it inside of this command takes as long as reading 10,000 packets.
  /// Errors and requests for help are left to the whole command.
  private static func parsed(_ words: [String]) throws -> any ParsableCommand {
    let type = configuration.subcommands.first { $0.configuration.commandName == words.first }
    if let type, let command = try? type.parseAsRoot(Array(words.dropFirst())),
      Swift.type(of: command) == type
    {
      return command
    }
    return try parseAsRoot(words)
  }

  /// The words for the argument parser: the subcommand first, one option a word.
  static func arguments(_ words: [String]) throws(CommandFailure) -> [String] {
    guard let first = words.first else { return ["print"] }
    if subcommandNames.contains(first) {
      return [first] + (try ArgumentExpansion.expand(words.dropFirst(), of: first, report))
    }
    switch first {
    case "help": return words
    case "-h", "--help", "--help-hidden", "--version", "--experimental-dump-help": return words
    default:
      if first.hasPrefix("--generate-completion-script") { return words }
      return ["print"] + (try ArgumentExpansion.expand(words, of: "print", report))
    }
  }

  /// Writes one line on standard error that begins with the command's name.
  static func report(_ message: String) {
    write(line: "tcpinspect: \(message)")
  }

  /// Writes one line on standard error; a failure to do so is ignored.
  static func write(line: String) { write(text: SystemText.shown(line).visible + "\n") }

  /// Writes a text on standard error as it is.
  static func write(text: String) {
    try? OutputDescriptor.standardError.write(Array(text.utf8).span)
  }
}
