import CaptureFormats
import Diagnosis
import InternetTypes
import PacketCapture
import RecordStore
import SystemServices

/// One run of `save`: opens the store, and saves what one pass finds.
struct SaveRun {
  private var command: SaveCommand
  private let path: String

  /// A run of a command, whose first word is the file.
  init(_ command: SaveCommand) {
    self.command = command
    path = command.capture.filter.first ?? ""
    self.command.capture.filter = Array(command.capture.filter.dropFirst())
  }

  /// Runs until the input ends, or a signal or a limit ends it.
  mutating func run() throws(CommandFailure) {
    SystemMemory.returnLargeBlocks()
    var store: StoreWriter?
    let files: [StoredCapture.File]
    do throws(CaptureError) {
      try resolveLists()
      files = try described()
      if command.capture.hasFiles {
        store = try StoreWriter(path: path, .all)
        if let known = try store?.existing(capture(files, isFine: false)) {
          TCPInspect.report(
            "\(path) has this capture already: it is capture \(known.id), saved at "
              + Self.time(known.saved))
          return
        }
      }
    } catch {
      throw CommandFailure(error, filterWords: command.capture.filter)
    }
    try save(files, into: &store)
  }

  private func save(
    _ files: [StoredCapture.File], into store: inout StoreWriter?
  ) throws(CommandFailure) {
    var run = CaptureRun(
      capture: command.capture, statisticsFormat: command.statistics.format)
    run.reportsInterfaces = true
    _ = try run.run { (input, _) throws(CaptureError) in
      // An interface needs privileges, and a store should belong to the user who is left.
      try command.privileges.drop(isLive: input.isLive)
      var opened: StoreWriter
      if let early = store.take() {
        opened = early
      } else {
        opened = try openLive()
      }
      var files = files
      for index in files.indices where index < input.descriptions.count {
        let type = input.descriptions[index].interfaces.first?.linkType
        files[index].linkType = type.map { $0.name ?? "\($0.rawValue)" } ?? ""
      }
      let described = capture(files, isFine: input.isFine)
      let number = try opened.begin(described, isLive: input.isLive)
      let interfaces = input.descriptions.map(\.interfaces)
      let origins = PacketOrigins(
        paths: input.paths, interfaces: input.isLive ? [input.interfaces] : interfaces)
      return try SaveSession(
        command, path: path, capture: number, isLive: input.isLive,
        receiver: StoreReceiver(opened, source: command.capture.commandSource(command.report)),
        origins: origins)
    }
  }

  /// Opens the store of a live capture, which may have dropped its privileges.
  private func openLive() throws(CaptureError) -> StoreWriter {
    do throws(CaptureError) {
      return try StoreWriter(path: path, .all)
    } catch {
      var error = error
      if command.privileges.user == nil, error.advice == nil {
        error.advice = "a capture by root becomes another user, unless -Z root is given"
      }
      throw error
    }
  }

  /// Reads lists of files and filters once: they may come from pipes.
  private mutating func resolveLists() throws(CaptureError) {
    command.capture.files = try command.capture.paths()
    command.capture.fileList = nil
    let expression = try command.capture.filterExpression()
    command.capture.filter = expression.isEmpty ? [] : [expression]
    command.capture.filterFile = nil
  }

  /// The capture as the store describes it.
  private func capture(_ files: [StoredCapture.File], isFine: Bool) -> StoredCapture {
    let (capture, report) = (command.capture, command.report)
    var options: [String] = []
    if capture.ignoresChecksums { options.append("-K") }
    if report.ignoresVLANs { options.append("--ignore-vlan") }
    if let limit = capture.packetLimit { options.append("-c \(limit)") }
    if let duration = capture.duration { options.append("--duration \(duration)") }
    if let limit = report.maxConnections { options.append("--max-connections \(limit)") }
    if let seconds = report.idleTimeout { options.append("--idle-timeout \(seconds)") }
    if let seconds = report.closeDelay { options.append("--close-delay \(seconds)") }
    return StoredCapture(
      program: TCPInspect.name, files: files,
      interface: files.isEmpty ? capture.interfaces.last : nil,
      filter: capture.filter.joined(separator: " "), options: options.joined(separator: " "),
      isFine: isFine)
  }

  /// The files with their digests; a pipe, or a file that grows, has none.
  private func described() throws(CaptureError) -> [StoredCapture.File] {
    try command.capture.files.map { (path) throws(CaptureError) in
      var file = StoredCapture.File(
        path: StoredCapture.File.absolute(path), bytes: nil, digest: nil, linkType: "")
      file.given = path
      if path != "-", !command.capture.follows, let found = try FileDigest(path: path) {
        (file.bytes, file.digest) = (found.byteCount, found.text)
      }
      return file
    }
  }

  /// A time of the machine's clock, in UTC.
  private static func time(_ nanoseconds: Int64) -> String {
    let second = nanoseconds / 1_000_000_000
    let clock = [second % 86_400 / 3600, second / 60 % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(CalendarDate(second: second).text) \(clock.joined(separator: ":")) UTC"
  }
}
