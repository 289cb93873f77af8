import BasicContainers
import CaptureFormats
import InternetTypes
import PacketCapture
import SystemServices

extension CaptureOptions {
  /// Whether savefiles are read, not an interface.
  var hasFiles: Bool { !files.isEmpty || fileList != nil }

  /// The savefiles to read.
  ///
  /// - Throws: if the list of files cannot be read or is empty.
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
  /// - Throws: if the file cannot be read.
  func filterExpression() throws(CaptureError) -> String {
    guard let filterFile else { return filter.joined(separator: " ") }
    return try TextFile.lines(of: filterFile).joined(separator: "\n")
  }
}

extension CaptureOptions {
  /// Opens all savefiles, each with its filter.
  ///
  /// - Parameters:
  ///   - precision: the precision of the timestamps.
  ///   - output: the savefile to write, which cannot be read at the same time.
  ///   - mixesLinkTypes: whether that savefile can have several link types.
  ///   - keeping: which pcapng blocks without packets are kept.
  ///   - isAnnounced: whether the files are reported on standard error.
  ///   - readsAhead: whether a single file is read ahead by a thread: not where all processors have work.
  /// - Returns: the savefiles, in the order of the command line.
  /// - Throws: the error of opening a file.
  func openFiles(
    precision: TimestampPrecision, writing output: String?, mixesLinkTypes: Bool = false,
    keeping: BlockKeeping = .none, isAnnounced: Bool = true,
    readsAhead: Bool = false
  ) throws(CaptureError) -> UniqueArray<CaptureFile> {
    let paths = try paths()
    let expression = try filterExpression()
    _ = try namedLinkType()
    // An interrupted copy must be a valid savefile, and a pipe may never end.
    Interruption.catchSignals()
    Interruption.catchRequests()
    try CaptureFile.allowOpen(paths.count)
    var sources = UniqueArray<CaptureFile>()
    for path in paths {
      if let output, SystemFiles.isSame(path, output) {
        throw CaptureError(
          .malformed, subject: output, reason: "is an input file; refusing to overwrite it")
      }
      var source = try CaptureFile(
        path: path, precision: precision, keeping: keeping,
        readsAhead: readsAhead && paths.count == 1 && !follows)
      // A pipe ends when its writers close it.
      if follows && source.byteCount != nil { source.follow() }
      if isAnnounced { Self.announce(source) }
      let filter = try source.compileFilter(expression, isOptimized: !isUnoptimized, netmask: 0)
      if !expression.isEmpty { try source.attach(filter) }
      if output != nil, !mixesLinkTypes, !sources.isEmpty, sources[0].linkType != source.linkType {
        throw CaptureError(
          .malformed, subject: path,
          reason:
            "has another link-layer type than \(sources[0].path); a pcap file can have only one",
          advice: "write pcapng: -w FILE.pcapng or --pcapng")
      }
      sources.append(source)
    }
    return sources
  }

  /// Reports on standard error the file that is read.
  private static func announce(_ source: borrowing CaptureFile) {
    // tcpdump's warning, on the same line: scripts take a line of its own for an error.
    let isUncertain = source.linkType == .linuxCooked2
    TCPInspect.write(
      line: "reading from file \(source.path), link-type \(source.linkType.title), "
        + "snapshot length \(source.snapshotLength)"
        + (isUncertain ? ". Warning: interface names might be incorrect" : ""))
  }
}
