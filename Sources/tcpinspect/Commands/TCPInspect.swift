import ArgumentParser
import PacketCapture
import SystemServices

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
        tcpinspect -nr FILE 'tcp port 80'      the web traffic of a savefile
        tcpinspect -ni eth0 -v                 an interface, with checksums verified
        tcpinspect -i eth0 -s 96 -w FILE       96 bytes of each packet into a savefile
        tcpinspect interfaces                  what can be captured on
      """,
    version: version,
    subcommands: [
      PrintCommand.self, ConnectionsCommand.self, StatesCommand.self, EventsCommand.self,
      WindowsCommand.self, CongestionCommand.self, FloodCommand.self, InterfacesCommand.self,
    ])

  /// What `--version` prints.
  static var version: String { "tcpinspect version 0.1.0\n\(CaptureLibrary.version)" }

  /// The names of the subcommands; a filter that starts with one gets a hint.
  static let subcommandNames = Set(
    configuration.subcommands.compactMap { $0.configuration.commandName })

  static func main() {
    OutputDescriptor.holdStandardDescriptors()
    let words = Array(SystemText.arguments.dropFirst())
    do {
      var command = try parsed(try arguments(words))
      try command.run()
    } catch let failure as CommandFailure {
      if let message = failure.message { report(message) }
      exit(withError: failure.status)
    } catch {
      let status = exitCode(for: error)
      if status == .success || error is CleanExit || error is ExitCode { exit(withError: error) }
      // Without the usage lines that ArgumentParser adds: one line is enough.
      report(message(for: error))
      exit(withError: status == .validationFailure ? ExitStatus.usage : status)
    }
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
      return [first] + (try ArgumentExpansion.expand(words.dropFirst()))
    }
    switch first {
    case "help": return words
    case "-h", "--help", "--help-hidden", "--version", "--experimental-dump-help": return words
    default:
      if first.hasPrefix("--generate-completion-script") { return words }
      return ["print"] + (try ArgumentExpansion.expand(words))
    }
  }

  /// Writes one line on standard error that begins with the command's name.
  static func report(_ message: String) {
    write(line: "tcpinspect: \(visible(message))")
  }

  /// A text with control characters escaped: names may hold any character, and terminals obey some.
  static func visible(_ text: String) -> String {
    var visible = ""
    for scalar in text.unicodeScalars {
      visible +=
        scalar.properties.generalCategory == .control
        ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return visible
  }

  /// Writes one line on standard error; a failure to do so is ignored.
  static func write(line: String) {
    let bytes = Array("\(SystemText.shown(line))\n".utf8)
    try? OutputDescriptor.standardError.write(bytes.span)
  }
}
