/// Explains an unknown option of a subcommand: another subcommand has it, or a similar name was meant.
enum UnknownOption {
  /// A message of the argument parser, with this explanation instead of the parser's suggestion.
  static func explained(_ message: String, words: [String]) -> String {
    let start = "Unknown option '"
    guard message.hasPrefix(start) else { return message }
    let name = String(message.dropFirst(start.count).prefix { $0 != "'" })
    let command =
      words.first.flatMap { TCPInspect.subcommandNames.contains($0) ? $0 : nil } ?? "print"
    let owners = TCPInspect.subcommandNames.sorted()
      .filter { Completions.options(of: $0).contains(name) }
    let text = "\(name) is not an option of \(command)"
    if !owners.isEmpty { return text + ", but of \(owners.joined(separator: ", "))" }
    let known = Set(Completions.options(of: command).filter { $0.hasPrefix("--") })
    if let near = Spelling.nearest(to: name, among: known) {
      return text + "; is \(near) meant?"
    }
    return text + "; see tcpinspect help \(command)"
  }
}
