import SystemServices

/// Splits a command line in tcpdump's style into one option per word.
///
/// `-nvr FILE` becomes `-n -v -r FILE` and `-ieth0` becomes `-i eth0`: a letter that takes a value takes the rest of
/// its word, or the next word. Words after `--` are left alone.
enum ArgumentExpansion {
  /// The kind of a single-letter option.
  enum Letter: Equatable {
    case flag
    case value
    /// An option of tcpdump that does not exist here; the text names the alternative.
    case refused(String)
    /// An option of tcpdump that has no effect here; the text states why.
    case ignored(String)
    /// Such an option with a value.
    case ignoredValue(String)
  }

  /// All letters that may follow a single dash.
  static let letters: [Character: Letter] = [
    "A": .flag, "B": .value, "D": .flag, "F": .value, "J": .flag, "K": .flag, "L": .flag,
    "M": .value,
    "N": .flag, "O": .flag, "Q": .value, "S": .flag, "T": .value, "X": .flag, "#": .flag,
    "c": .value,
    "d": .flag, "e": .flag, "h": .flag, "i": .value, "j": .value, "l": .flag, "n": .flag,
    "o": .value,
    "p": .flag, "q": .flag, "r": .value, "s": .value, "t": .flag, "v": .flag, "w": .value,
    "x": .flag, "y": .value, "U": .flag, "V": .value,
    "C": .value, "G": .value, "I": .flag, "W": .value, "Z": .value, "z": .value,
    "a": .ignored("network and broadcast addresses are always shown as they are"),
    "b": .ignored("AS numbers are shown as one number"),
    "E": .refused(
      "ESP is not decrypted; swift-crypto lacks DES, Triple DES, Blowfish and CAST, its ciphers"),
    "f": .refused("use -n to show addresses as numbers"),
    "H": .ignored("802.11s headers are not looked for"),
    "m": .ignoredValue("MIB modules are not read; object identifiers are shown as numbers"),
    "u": .ignored("NFS handles are always shown undecoded"),
    "Y": .refused("the filter compiler cannot be debugged"),
  ]

  /// The long options whose value may be the next word.
  static let longOptionsWithValue: Set<String> = [
    "--interface", "--read", "--write", "--read-list", "--snapshot-length", "--buffer-size",
    "--direction", "--duration", "--time-stamp-type", "--time-stamp-precision", "--linktype",
    "--time-format", "--statistics-format", "--generate-completion-script",
    "--relinquish-privileges", "--format", "--max-connections", "--idle-timeout", "--connection",
    "--metrics-file", "--metrics-listen",
    "--sort", "--top", "--sender", "--ignore", "--exec", "--memory", "--width", "--color",
    "--close-delay",
    "--seed", "--order", "--compress", "--result", "--from", "--to", "--output", "--rules",
    "--filter", "--time-limit", "--memory-limit", "--capture", "--speed",
    "--buckets", "--bucket", "--name", "--list", "--slice",
  ]

  /// The long options of tcpdump that have another name here, with that name.
  static let longOptionNames: [String: String] = [
    "--list-interfaces": "-D", "--list-time-stamp-types": "-J", "--list-data-link-types": "-L",
    "--dont-verify-checksums": "-K", "--no-optimize": "-O", "--no-promiscuous-mode": "-p",
    "--absolute-tcp-sequence-numbers": "-S", "--monitor-mode": "-I", "--packet-buffered": "-U",
    "--number": "-#",
  ]

  /// Splits the command line, without the program's name, into one option per word.
  ///
  /// - Parameters:
  ///   - words: The command line.
  ///   - command: The subcommand, whose help a message names.
  ///   - report: Receives a line for each option that is ignored.
  /// - Returns: The words for the argument parser.
  /// - Throws: `CommandFailure` for a letter that is no option, or for a last option without its value.
  static func expand(
    _ words: some Sequence<String>, of command: String = "print",
    _ report: (String) -> Void = { _ in }
  ) throws(CommandFailure) -> [String] {
    var expanded: [String] = []
    var rest = Array(words)[...]
    while let word = rest.popFirst() {
      if word == "--" {
        expanded.append(word)
        expanded += rest
        return expanded
      }
      if word.hasPrefix("--") {
        expanded.append(longOptionNames[word] ?? word)
        if longOptionsWithValue.contains(word) {
          guard let value = rest.popFirst() else {
            throw .usage("option \(word) needs a value")
          }
          expanded.append(value)
        }
      } else if word.hasPrefix("-"), word.count > 1 {
        try expand(cluster: word.dropFirst(), of: command, rest: &rest, into: &expanded, report)
      } else {
        expanded.append(word)
      }
    }
    return expanded
  }

  /// Splits the letters after one dash.
  private static func expand(
    cluster: Substring, of command: String, rest: inout ArraySlice<String>,
    into expanded: inout [String], _ report: (String) -> Void
  ) throws(CommandFailure) {
    var letters = cluster
    while let letter = letters.popFirst() {
      switch Self.letters[letter] {
      case .flag?:
        expanded.append("-\(letter)")
      case .value?:
        expanded.append("-\(letter)")
        if !letters.isEmpty {
          expanded.append(String(letters))
          return
        }
        guard let value = rest.popFirst() else {
          throw .usage("option -\(letter) needs a value")
        }
        expanded.append(value)
      case .ignored(let reason)?:
        report("-\(letter) is ignored: \(reason)")
      case .ignoredValue(let reason)?:
        report("-\(letter) is ignored: \(reason)")
        if letters.isEmpty {
          guard rest.popFirst() != nil else { throw .usage("option -\(letter) needs a value") }
        }
        letters = ""
      case .refused(let reason)?:
        throw .usage("option -\(letter) of tcpdump is not supported: \(reason)")
      case nil:
        throw .usage(
          "-\(letter) is not an option of \(command); see tcpinspect help \(command)")
      }
    }
  }
}
