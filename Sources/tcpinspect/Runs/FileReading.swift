import BasicContainers
import InternetTypes
import PacketCapture
import SystemServices

extension CaptureOptions {
  /// Whether savefiles are read rather than an interface.
  var hasFiles: Bool { !files.isEmpty || fileList != nil }

  /// The savefiles to be read.
  ///
  /// - Throws: when the list of files cannot be read or names none.
  func paths() throws(CaptureError) -> [String] {
    guard let fileList else { return files }
    let paths = try TextFile.lines(of: fileList).filter { !$0.isEmpty }
    if paths.isEmpty {
      throw CaptureError(.malformed, subject: fileList, reason: "names no savefile")
    }
    return paths
  }

  /// The filter's expression, from the command line or from its file.
  ///
  /// - Throws: when the file cannot be read.
  func filterExpression() throws(CaptureError) -> String {
    guard let filterFile else { return filter.joined(separator: " ") }
    return try TextFile.lines(of: filterFile).joined(separator: "\n")
  }
}

extension CaptureOptions {
  /// Opens all savefiles, each with its filter.
  ///
  /// - Parameters:
  ///   - precision: what time stamps are given in.
  ///   - output: the savefile that is to be written, which cannot be read at the same time.
  /// - Returns: the savefiles, in the order of the command line.
  /// - Throws: what could not be opened.
  func openFiles(
    precision: TimestampPrecision, writing output: String?
  ) throws(CaptureError) -> UniqueArray<CaptureFile> {
    let paths = try paths()
    let expression = try filterExpression()
    // A copy that is interrupted is whole, and a pipe may never end.
    Interruption.catchSignals()
    try CaptureFile.allowOpen(paths.count)
    var sources = UniqueArray<CaptureFile>()
    for path in paths {
      if let output, SystemFiles.isSame(path, output) {
        throw CaptureError(
          .malformed, subject: output, reason: "is read; it cannot be written at the same time")
      }
      var source = try CaptureFile(path: path, precision: precision)
      if follows { source.follow() }
      Self.announce(source)
      let filter = try source.compileFilter(expression, isOptimized: !isUnoptimized, netmask: 0)
      if !expression.isEmpty { try source.attach(filter) }
      if output != nil, !sources.isEmpty, sources[0].linkType != source.linkType {
        throw CaptureError(
          .malformed, subject: path,
          reason: "its link-layer type is another than that of \(sources[0].path); "
            + "a savefile can have one only")
      }
      sources.append(source)
    }
    return sources
  }

  /// Says on standard error what is being read.
  private static func announce(_ source: borrowing CaptureFile) {
    TCPInspect.write(
      line: "reading from file \(source.path), link-type \(source.linkType.title), "
        + "snapshot length \(source.snapshotLength)")
    if source.linkType == .linuxCooked2 {
      TCPInspect.write(line: "Warning: interface names might be incorrect")
    }
  }
}

extension PrintCommand {
  /// Reads all savefiles and prints or writes their packets.
  ///
  /// - Throws: what could not be opened, read or written; what could be read was processed before.
  func printFiles() throws(CaptureError) {
    var sources = try capture.openFiles(
      precision: capture.hasNanoseconds ? .nanoseconds : .microseconds, writing: writing.path)
    var session = try session(isLive: false) { () throws(CaptureError) in
      try sources[0].savefileHeader
    }
    let failure = try PacketLoop.read(&sources, into: &session)
    try finish(session, failure: failure)
  }
}
