import Diagnosis

extension AnalysisArguments {
  /// The input as commands name it; without options for what cannot be read a second time.
  var commandSource: CommandSource { capture.commandSource(report) }
}

extension CaptureOptions {
  /// The input as commands name it; without options for what cannot be read a second time.
  func commandSource(_ report: ReportOptions) -> CommandSource {
    guard hasFiles, !files.contains("-") else { return CommandSource(options: "") }
    var source = CommandSource(files: files, filter: filter.joined(separator: " "))
    if let list = fileList { source.options = "-V \(CommandSource.quoted(list))" }
    if let file = filterFile { source.options += " -F \(CommandSource.quoted(file))" }
    // Options that change which connections there are.
    if ignoresChecksums { source.options += " -K" }
    if report.ignoresVLANs { source.options += " --ignore-vlan" }
    return source
  }
}
