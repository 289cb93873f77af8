import Diagnosis

extension AnalysisArguments {
  /// The input as commands name it; without options for what cannot be read a second time.
  var commandSource: CommandSource {
    let files = capture.files
    guard capture.hasFiles, !files.contains("-") else { return CommandSource(options: "") }
    var source = CommandSource(files: files, filter: capture.filter.joined(separator: " "))
    if let list = capture.fileList { source.options = "-V \(CommandSource.quoted(list))" }
    if let file = capture.filterFile { source.options += " -F \(CommandSource.quoted(file))" }
    // Options that change which connections there are.
    if capture.ignoresChecksums { source.options += " -K" }
    if report.ignoresVLANs { source.options += " --ignore-vlan" }
    return source
  }
}
