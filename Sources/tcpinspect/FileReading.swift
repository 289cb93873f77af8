import BasicContainers
import InternetTypes
import PacketCapture

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

extension PrintCommand {
  /// Reads all savefiles and prints or writes their packets.
  ///
  /// - Throws: what could not be opened, read or written; what could be read was processed before.
  func printFiles() throws(CaptureError) {
    let paths = try capture.paths()
    let expression = try capture.filterExpression()
    // A copy that is interrupted is whole, and a pipe may never end.
    Interruption.catchSignals()
    var sources = UniqueArray<CaptureFile>()
    for path in paths {
      if let output = writing.path, TextFile.isSame(path, output) {
        throw CaptureError(
          .malformed, subject: output, reason: "is read; it cannot be written at the same time")
      }
      var source = try CaptureFile(
        path: path, precision: capture.hasNanoseconds ? .nanoseconds : .microseconds)
      if capture.follows { try source.follow() }
      Self.announce(source)
      let filter = try source.compileFilter(
        expression, isOptimized: !capture.isUnoptimized, netmask: 0)
      if !expression.isEmpty { try source.attach(filter) }
      if writing.path != nil, !sources.isEmpty, sources[0].linkType != source.linkType {
        throw CaptureError(
          .malformed, subject: path,
          reason: "its link-layer type is another than that of \(sources[0].path); "
            + "a savefile can have one only")
      }
      sources.append(source)
    }
    var session = try session(isLive: false) { () throws(CaptureError) in
      try sources[0].savefileHeader
    }
    let failure =
      sources.count == 1
      ? try Self.read(&sources[0], into: &session) : try Self.merge(&sources, into: &session)
    try finish(session, failure: failure)
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

  /// Takes all packets of one source; returns why it ended early.
  ///
  /// - Throws: when output fails.
  private static func read(
    _ source: inout CaptureFile, into session: inout PrintSession
  ) throws(CaptureError) -> CaptureError? {
    let linkType = source.linkType
    while true {
      let end = try source.forEachPacket { (packet, bytes) throws(CaptureError) in
        try session.take(packet, bytes, linkType)
      }
      switch end {
      case .quiet: try session.flush()
      case .failed(let error): return error
      case .stopped, .interrupted, .endOfInput: return nil
      }
    }
  }

  /// Takes the packets of several sources in order of time; returns why one of them ended early.
  ///
  /// - Throws: when output fails.
  private static func merge(
    _ sources: inout UniqueArray<CaptureFile>, into session: inout PrintSession
  ) throws(CaptureError) -> CaptureError? {
    var failure: CaptureError?
    // The time of each source's next packet; nil when it has no more.
    var times: [Timestamp?] = []
    for index in 0..<sources.count {
      times.append(try next(of: &sources[index], &session, &failure))
    }
    while true {
      var earliest: Int?
      for (index, time) in times.enumerated() {
        guard let time else { continue }
        // Of equal times the file that was named first comes first.
        if let known = earliest, let best = times[known], best <= time { continue }
        earliest = index
      }
      guard let index = earliest else { return failure }
      let (packet, linkType) = (sources[index].current, sources[index].linkType)
      let goesOn = try sources[index].withBytes { (bytes) throws(CaptureError) in
        try session.take(packet, bytes, linkType)
      }
      guard goesOn else { return failure }
      times[index] = try next(of: &sources[index], &session, &failure)
    }
  }

  /// Goes to the next packet of a source and returns its time, or nil and perhaps why there is none.
  ///
  /// - Throws: when output fails.
  private static func next(
    of source: inout CaptureFile, _ session: inout PrintSession, _ failure: inout CaptureError?
  ) throws(CaptureError) -> Timestamp? {
    while true {
      let step: PacketStep
      do throws(CaptureError) {
        step = try source.advance()
      } catch {
        failure = failure ?? error
        return nil
      }
      switch step {
      case .packet: return source.current.timestamp
      case .quiet: try session.flush()
      case .interrupted, .endOfInput: return nil
      }
    }
  }
}
