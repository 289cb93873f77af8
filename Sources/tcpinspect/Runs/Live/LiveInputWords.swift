import SystemServices

/// The words that give other subcommands the input of `live`.
struct LiveInputWords {
  /// Options of the input; empty if it cannot be read again.
  private let options: [String]
  private let filter: [String]

  init(_ capture: CaptureOptions, _ selection: ReportOptions) {
    guard capture.hasFiles, !capture.files.contains("-") else {
      (options, filter) = ([], [])
      return
    }
    var options = capture.files.flatMap { ["-r", $0] }
    if let list = capture.fileList { options += ["-V", list] }
    if let file = capture.filterFile { options += ["-F", file] }
    // Options that change which connections there are.
    if capture.ignoresChecksums { options.append("-K") }
    if selection.ignoresVLANs { options.append("--ignore-vlan") }
    if let seconds = selection.idleTimeout { options += ["--idle-timeout", "\(seconds)"] }
    if let seconds = selection.closeDelay { options += ["--close-delay", "\(seconds)"] }
    self.options = options
    filter = capture.filter
  }

  /// Whether the input can be read again.
  var canReadAgain: Bool { !options.isEmpty }

  /// The words that explain a connection.
  func explaining(_ number: UInt64) -> [String] {
    ["explain"] + options + ["--connection", "\(number)", "--format", "table"] + filter
  }

  /// The words that write the packets of a connection to a file that does not exist yet.
  func writing(_ number: UInt64) -> [String] {
    var name = "connection-\(number).pcapng"
    var other = 2
    while SystemFiles.exists(name) {
      name = "connection-\(number)-\(other).pcapng"
      other += 1
    }
    return ["connections"] + options + ["--connection", "\(number)", "-w", name] + filter
  }
}
