import FoundationEssentials
import PacketCapture
import RecordStore
import SystemServices

/// The capture files of a store, read once more: what pages, tables and packets need beside the records.
///
/// Each file must be the one that was saved, by its size and digest. So the output is that of `-r`.
struct StoredInput {
  private let path: String
  /// The capture in the store.
  let capture: StoredCapture

  /// The capture that the options name, or the only one; the options have a path.
  ///
  /// - Throws: why the store cannot be read.
  init(_ store: StoreOptions) throws(CaptureError) {
    path = store.path ?? ""
    capture = try store.choose(try StoreReader(path: path, .all).captures)
  }

  /// Arguments with the input, and the options that change what is found, of the pass that was saved.
  ///
  /// - Throws: if a file is not there any more, or is another one.
  func applied(to arguments: AnalysisArguments) throws(CaptureError) -> AnalysisArguments {
    var (capture, report) = (arguments.capture, arguments.report)
    try apply(to: &capture, &report)
    var arguments = arguments
    (arguments.capture, arguments.report) = (capture, report)
    return arguments
  }

  /// Sets the input and the options that change what is found to those of the pass that was saved.
  ///
  /// - Throws: if a file is not there any more, or is another one.
  func apply(
    to options: inout CaptureOptions, _ report: inout ReportOptions
  ) throws(CaptureError) {
    guard !capture.files.isEmpty else {
      throw CaptureError(
        .notFound, subject: path,
        reason: "capture \(capture.id) was live: its packets are in no file",
        advice: "--format ndjson shows its records")
    }
    options.files = try capture.files.map { (file) throws(CaptureError) in try checked(file) }
    options.filter = capture.filter.isEmpty ? [] : [capture.filter]
    try apply(words: capture.options.split(separator: " ").map(String.init), &options, &report)
  }

  /// The name of a file that is still the one that was saved: as it was given, if that leads there.
  private func checked(_ file: StoredCapture.File) throws(CaptureError) -> String {
    guard let digest = file.digest else {
      throw CaptureError(
        .notFound, subject: path,
        reason: "capture \(capture.id) was read from a pipe: its packets are in no file",
        advice: "--format ndjson shows its records")
    }
    guard SystemFiles.exists(file.path) else {
      throw CaptureError(
        .notFound, subject: file.path,
        reason: "is not there any more, and only it has the packets",
        advice: "--format ndjson shows the records that \(path) has")
    }
    guard let found = try FileDigest(path: file.path),
      found.byteCount == file.bytes, found.text == digest
    else {
      throw CaptureError(
        .malformed, subject: file.path,
        reason: "is not the file that was saved: its content has changed",
        advice: "--format ndjson shows the records that \(path) has")
    }
    let given = file.given ?? file.path
    return StoredCapture.File.absolute(given) == file.path ? given : file.path
  }

  /// Sets the options that `SaveRun` stores.
  private func apply(
    words: [String], _ options: inout CaptureOptions, _ report: inout ReportOptions
  ) throws(CaptureError) {
    var words = words[...]
    while let word = words.popFirst() {
      switch word {
      case "-K": options.ignoresChecksums = true
      case "--ignore-vlan": report.ignoresVLANs = true
      case "-c": options.packetLimit = words.popFirst().flatMap { UInt64($0) }
      case "--duration": options.duration = words.popFirst().flatMap { Double($0) }
      case "--max-connections": report.maxConnections = words.popFirst().flatMap { Int($0) }
      case "--idle-timeout": report.idleTimeout = words.popFirst().flatMap { Double($0) }
      case "--close-delay": report.closeDelay = words.popFirst().flatMap { Double($0) }
      default:
        throw CaptureError(
          .malformed, subject: path,
          reason: "capture \(capture.id) was saved with \(word), which is no option here")
      }
    }
  }
}

extension StoredCapture.File {
  /// The absolute path of a name; that of standard input as it is.
  static func absolute(_ name: String) -> String {
    name.hasPrefix("/") || name == "-"
      ? name : "\(FileManager.default.currentDirectoryPath)/\(name)"
  }
}

extension StoreOptions {
  /// The capture that the options name, or the only one.
  ///
  /// - Throws: if there is none, or there are several and none is named.
  func choose(_ captures: [StoredCapture]) throws(CaptureError) -> StoredCapture {
    if let capture {
      if let found = captures.first(where: { $0.id == capture }) { return found }
      throw CaptureError(
        .notFound, subject: path, reason: "has no capture \(capture) (\(Self.list(captures)))")
    }
    guard let only = captures.first else {
      throw CaptureError(.malformed, subject: path, reason: "has no capture")
    }
    if captures.count > 1 {
      throw CaptureError(
        .malformed, subject: path,
        reason: "has \(captures.count) captures (\(Self.list(captures)))",
        advice: "--capture names one")
    }
    return only
  }

  /// The first captures with their sources.
  private static func list(_ captures: [StoredCapture]) -> String {
    let shown = captures.prefix(5).map { capture in
      let source = capture.interface ?? capture.files.first?.path ?? "nothing"
      let more = capture.files.count > 1 ? " and \(capture.files.count - 1) more" : ""
      return "\(capture.id): \(source)\(more)"
    }
    return shown.joined(separator: ", ") + (captures.count > 5 ? ", ..." : "")
  }
}
