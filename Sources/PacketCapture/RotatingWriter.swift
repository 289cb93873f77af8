import InternetTypes
public import SystemServices

/// When a savefile is finished and the next one begun, and how many there may be.
public struct Rotation: Hashable, Sendable {
  /// A file that is longer than this many bytes is the last packet's; nil sets no limit.
  public var byteLimit: Int?
  /// A packet this many seconds after a file's begin starts another file; nil sets no limit.
  public var seconds: Int64?
  /// How many files are kept, or with seconds alone how many are written before the end; nil for any number.
  public var fileLimit: Int?
  /// What is run for every finished file, with its path as the one argument.
  public var command: String?

  /// One file that takes everything.
  public init() {}

  /// Whether there may be more than one file.
  public var isRotating: Bool { byteLimit != nil || seconds != nil }
}

/// A savefile, or several that follow each other by size and by the packets' time.
///
/// With a limit on size, file after file is numbered as tcpdump numbers them. With a limit on time, the name's
/// conversions of strftime(3) are replaced by the time at which the file begins.
public struct RotatingWriter: ~Copyable {
  private let rotation: Rotation
  private let name: RotationName
  private let header: SavefileHeader
  private var writer: CaptureWriter?
  private var command: FinishedFileCommand?
  /// The second at which the present file's period began.
  private var start: Int64 = 0
  /// The number of the present file in its name.
  private var number = 0
  private var periodCount = 0
  /// Of a ring over size and time the files that are there, the oldest first.
  private var ring: [String] = []

  /// Prepares a rotation; nothing is created before ``begin(at:owner:)`` or the first packet.
  ///
  /// - Parameters:
  ///   - path: the first file, or the pattern of all.
  ///   - header: how every file begins.
  ///   - rotation: when the next file is begun.
  ///   - report: is told in one line what went wrong without stopping the capture.
  public init(
    path: String, header: SavefileHeader, rotation: Rotation,
    report: @escaping (String) -> Void
  ) {
    self.rotation = rotation
    self.header = header
    name = RotationName(
      pattern: path, isTimed: rotation.seconds != nil,
      limit: rotation.byteLimit == nil ? nil : rotation.fileLimit)
    if let text = rotation.command { command = FinishedFileCommand(text, report: report) }
  }

  /// The path of a first file that begins at that second.
  public func firstPath(at second: Int64) -> String { name.path(number: 0, second: second) }

  /// Creates the first file, for a capture that begins at that second.
  ///
  /// - Parameters:
  ///   - second: in seconds since the epoch.
  ///   - owner: who gets the file, see ``CaptureWriter``.
  /// - Throws: when it cannot be created.
  public mutating func begin(at second: Int64, owner: SystemUser? = nil) throws(CaptureError) {
    start = second
    try open(owner: owner)
    // A reader at the other end of a pipe waits for the header.
    try writer?.flush()
  }

  /// Appends a packet, to another file where it is time for one.
  ///
  /// - Returns: false when the packet belongs to a file after the last one and was not written.
  /// - Throws: when a file cannot be created or written.
  public mutating func append(
    _ packet: CapturedPacket, _ bytes: Span<UInt8>
  ) throws(CaptureError) -> Bool {
    if writer == nil { try begin(at: packet.timestamp.seconds) }
    if rotation.isRotating, try !rotate(at: packet.timestamp.seconds) { return false }
    try writer?.append(packet, bytes)
    return true
  }

  /// Writes out what was appended, and looks after commands that wait.
  public mutating func flush() throws(CaptureError) { try writer?.flush() }

  /// Starts commands that wait for others to end.
  public mutating func startWaitingCommands() { command?.startQueued() }

  /// Closes the last file, and waits for the commands.
  public consuming func close() throws(CaptureError) {
    // An input without packets makes an empty savefile all the same.
    if writer == nil && periodCount == 0 { try begin(at: SystemClock.seconds) }
    let wasOpen = writer != nil
    if let last = writer.take() { try last.close() }
    if wasOpen { command?.run(for: name.path(number: number, second: start)) }
    if let command = command.take() { command.finish() }
  }

  /// Goes on to another file where the present one is old or long enough; false after the last one.
  private mutating func rotate(at second: Int64) throws(CaptureError) -> Bool {
    // As tcpdump has it: a new period begins a file by itself, and is not numbered on.
    if let seconds = rotation.seconds, second.subtractingReportingOverflow(start).0 >= seconds {
      try finishFile()
      periodCount += 1
      if rotation.byteLimit == nil, let limit = rotation.fileLimit, periodCount >= limit {
        return false
      }
      start = second
      number = 0
      try open(owner: nil)
    } else if let limit = rotation.byteLimit, (writer?.byteCount ?? 0) > limit {
      try finishFile()
      number += 1
      if rotation.seconds == nil, let limit = rotation.fileLimit, number >= limit { number = 0 }
      try open(owner: nil)
    }
    return true
  }

  private mutating func finishFile() throws(CaptureError) {
    let path = name.path(number: number, second: start)
    if let finished = writer.take() { try finished.close() }
    command?.run(for: path)
  }

  private mutating func open(owner: SystemUser?) throws(CaptureError) {
    let path = name.path(number: number, second: start)
    writer = try CaptureWriter(path: path, header: header, owner: owner)
    guard rotation.seconds != nil, rotation.byteLimit != nil, let limit = rotation.fileLimit
    else { return }
    ring.removeAll { $0 == path }
    ring.append(path)
    if ring.count > limit { SystemFiles.remove(ring.removeFirst()) }
  }
}
