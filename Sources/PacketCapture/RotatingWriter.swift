public import CaptureFormats
public import InternetTypes
public import SystemServices

/// A savefile, or several that follow each other by size and by the packets' time.
///
/// With a limit on size, files are numbered as tcpdump numbers them. With a limit on time, the conversions of
/// strftime(3) in the name are replaced by the time at which the file begins.
public struct RotatingWriter: ~Copyable {
  /// Composed blocks above this many bytes begin the first file, even before the first packet.
  private static var pendingLimit: Int { 1 << 20 }

  private let rotation: Rotation
  private let name: RotationName
  /// The header of pcap files; nil for pcapng.
  private let header: SavefileHeader?
  /// The composer of pcapng files; nil for pcap.
  private var composer: PcapngComposer?
  private let compression: CompressionFormat?
  private var writer: CaptureWriter?
  /// Whether no file is open; a look at `writer` or `composer` itself costs a call for each packet.
  private var mustBegin = true
  private let isPcap: Bool
  /// Whether a pcapng file was opened.
  private var hasBegun = false
  private var command: FinishedFileCommand?
  /// The second at which the period of the current file began.
  private var start: Int64 = 0
  /// The number of the current file in its name.
  private var number = 0
  private var periodCount = 0
  /// The existing files of a rotation by size and time, the oldest first.
  private var ring: [String] = []

  /// A finished file that waits for the counters of the interfaces, and its path.
  private var finished: CaptureWriter?
  private var finishedPath = ""

  /// Whether each pcapng file gets counters of the interfaces, for which it stays open until ``completeFile()``.
  public var awaitsStatistics = false

  /// Files that were begun.
  private var fileCount = 0

  /// Receives notes on what was left out.
  private let report: (String) -> Void

  /// Files that are being read: none of them is overwritten.
  public var inputs: [String] = []

  /// Prepares a rotation of pcap files; no file is created before ``begin(at:owner:)`` or the first packet.
  ///
  /// - Parameters:
  ///   - path: the first file, or the pattern of all.
  ///   - header: the header of every file.
  ///   - compression: the compression of each file; nil for none.
  ///   - rotation: when the next file begins.
  ///   - report: receives one line for each error that does not stop the capture.
  public init(
    path: String, header: SavefileHeader, compression: CompressionFormat? = nil,
    rotation: Rotation, report: @escaping (String) -> Void
  ) {
    self.init(
      path: path, header: header, composer: nil, compression: compression, rotation: rotation,
      report: report)
  }

  /// Prepares a rotation of pcapng files, each of which has all interfaces.
  ///
  /// - Parameters:
  ///   - path: the first file, or the pattern of all.
  ///   - composer: the composer of the blocks.
  ///   - compression: the compression of each file; nil for none.
  ///   - rotation: when the next file begins.
  ///   - report: receives one line for each error that does not stop the capture.
  public init(
    path: String, composer: consuming PcapngComposer, compression: CompressionFormat? = nil,
    rotation: Rotation, report: @escaping (String) -> Void
  ) {
    self.init(
      path: path, header: nil, composer: composer, compression: compression, rotation: rotation,
      report: report)
  }

  private init(
    path: String, header: SavefileHeader?, composer: consuming PcapngComposer?,
    compression: CompressionFormat?, rotation: Rotation, report: @escaping (String) -> Void
  ) {
    self.rotation = rotation
    self.header = header
    isPcap = composer == nil
    self.composer = composer
    self.composer?.keepsHead = rotation.isRotating
    self.compression = compression
    self.report = report
    name = RotationName(
      pattern: path, isTimed: rotation.seconds != nil,
      limit: rotation.byteLimit == nil ? nil : rotation.fileLimit)
    if let text = rotation.command { command = FinishedFileCommand(text, report: report) }
  }

  /// The path of a first file that begins at that second.
  public func firstPath(at second: Int64) -> String { name.path(number: 0, second: second) }

  /// Creates the first file for a capture that begins at that second.
  ///
  /// - Parameters:
  ///   - second: in seconds since the epoch.
  ///   - owner: the owner of the file, see ``CaptureWriter``.
  /// - Throws: if it cannot be created.
  public mutating func begin(at second: Int64, owner: SystemUser? = nil) throws(CaptureError) {
    start = second
    try open(owner: owner)
    // The reader of a pipe waits for the header.
    try writer?.flush()
  }

  /// Appends a packet, after a change to the next file if it is due.
  ///
  /// In pcapng it is a packet of the first source.
  ///
  /// - Returns: false if the packet belongs after the last file and was not written.
  /// - Throws: if a file cannot be created or written.
  public mutating func append(
    _ packet: CapturedPacket, _ bytes: Span<UInt8>
  ) throws(CaptureError) -> Bool {
    guard try prepare(at: packet.recordedTime.seconds) else { return false }
    if isPcap {
      try writer?.append(packet, bytes)
    } else {
      try add(packet, bytes, source: 0, comments: [])
    }
    return true
  }

  /// Appends a packet with its pcapng block, if it has one; see ``CaptureFile/withBlock(_:)``.
  ///
  /// - Parameters:
  ///   - packet: its description.
  ///   - bytes: its captured bytes.
  ///   - block: the complete block, in the byte order `order`; empty if the source is no pcapng file.
  ///   - order: the byte order of the block; nil if there is none.
  ///   - source: the index of its source.
  ///   - comments: comments for it.
  /// - Returns: false if the packet belongs after the last file and was not written.
  /// - Throws: if a file cannot be created or written.
  public mutating func append(
    _ packet: CapturedPacket, _ bytes: Span<UInt8>, block: Span<UInt8>, order: ByteOrder?,
    source: Int, comments: [String] = []
  ) throws(CaptureError) -> Bool {
    if isPcap { return try append(packet, bytes) }
    guard try prepare(at: packet.recordedTime.seconds) else { return false }
    guard let order, !block.isEmpty else {
      try add(packet, bytes, source: source, comments: comments)
      return true
    }
    composer?.add(
      block: block, order: order, packet: bytes, time: packet.recordedTime,
      interface: Int(packet.interface), source: source, comments: comments)
    try writePending(packets: 1)
    return true
  }

  /// Adds the descriptions of a source's reader: stored blocks and known interfaces.
  ///
  /// - Throws: if a file cannot be written.
  public mutating func take(
    _ descriptions: CaptureFile.Descriptions, of source: Int
  ) throws(CaptureError) {
    composer?.take(interfaces: descriptions.interfaces, of: source)
    do throws(FormatError) {
      try composer?.take(blocks: descriptions.blocks, of: source)
    } catch {
      throw CaptureError(error, subject: name.pattern)
    }
    // A file with any number of blocks before its first packet is not kept in memory.
    if writer == nil, composer?.pending.count ?? 0 > Self.pendingLimit {
      try begin(at: SystemClock.seconds)
    }
    if writer != nil { try writePending(packets: 0) }
  }

  /// Whether a finished file waits for the counters of the interfaces.
  public var needsStatistics: Bool { finished != nil }

  /// Closes the file that waited for the counters of the interfaces.
  ///
  /// - Throws: if it cannot be written.
  public mutating func completeFile() throws(CaptureError) {
    guard let last = finished.take() else { return }
    try last.close()
    command?.run(for: finishedPath)
  }

  /// Appends the counters of an interface that was captured on, to the file that waits for them or to the current one.
  ///
  /// - Throws: if a file cannot be written.
  public mutating func append(
    _ statistics: CaptureStatistics, of interface: Int, at time: RecordedTime
  ) throws(CaptureError) {
    guard composer != nil, writer != nil || finished != nil else { return }
    do throws(FormatError) {
      try composer?.addStatistics(
        of: interface, source: 0, time: time, received: statistics.received,
        dropped: statistics.dropped, droppedByInterface: statistics.droppedByInterface,
        delivered: statistics.captured)
    } catch {
      throw CaptureError(error, subject: name.pattern)
    }
    guard finished != nil else { return try writePending(packets: 0) }
    swap(&finished, &writer)
    defer { swap(&finished, &writer) }
    try writePending(packets: 0)
  }

  private mutating func add(
    _ packet: CapturedPacket, _ bytes: Span<UInt8>, source: Int, comments: [String]
  ) throws(CaptureError) {
    do throws(FormatError) {
      try composer?.add(
        bytes, time: packet.recordedTime, originalLength: packet.originalLength,
        interface: Int(packet.interface), source: source, comments: comments)
    } catch {
      throw CaptureError(error, subject: name.pattern)
    }
    try writePending(packets: 1)
  }

  /// Writes the composed blocks.
  private mutating func writePending(packets: Int) throws(CaptureError) {
    guard var taken = composer.take() else { return }
    let failure = write(taken, packets)
    taken.removePending()
    composer = consume taken
    if let failure { throw failure }
  }

  private mutating func write(
    _ composer: borrowing PcapngComposer, _ packets: Int
  ) -> CaptureError? {
    guard composer.pending.count > 0 else { return nil }
    do throws(CaptureError) {
      try writer?.append(blocks: composer.pending, packets: packets)
      return nil
    } catch {
      return error
    }
  }

  /// Opens a file for a packet of that second if necessary; false after the last file.
  private mutating func prepare(at second: Int64) throws(CaptureError) -> Bool {
    if mustBegin { try begin(at: second) }
    return rotation.isRotating ? try rotate(at: second) : true
  }

  /// Writes out the appended packets.
  public mutating func flush() throws(CaptureError) { try writer?.flush() }

  /// Starts queued commands if others have ended.
  public mutating func startWaitingCommands() { command?.startQueued() }

  /// Closes the last file, and waits for the commands.
  public consuming func close() throws(CaptureError) {
    try completeFile()
    // An input without packets still makes an empty savefile.
    if writer == nil && periodCount == 0 { try begin(at: SystemClock.seconds) }
    let wasOpen = writer != nil
    if let last = writer.take() { try last.close() }
    if wasOpen { command?.run(for: name.path(number: number, second: start)) }
    if let command = command.take() { command.finish() }
    if let omitted = composer?.omittedFromHead, omitted > 0, fileCount > 1 {
      report(
        "\(name.pattern): \(omitted.counted("description")) of the input, too long to be in each file, "
          + "\(omitted == 1 ? "was" : "were") not repeated")
    }
  }

  /// Changes to the next file if the current one is old or long enough; false after the last one.
  private mutating func rotate(at second: Int64) throws(CaptureError) -> Bool {
    // As in tcpdump: a new period begins a file and restarts the numbers.
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
    try completeFile()
    finishedPath = name.path(number: number, second: start)
    finished = writer.take()
    mustBegin = true
    if isPcap || !awaitsStatistics { try completeFile() }
  }

  private mutating func open(owner: SystemUser?) throws(CaptureError) {
    let path = name.path(number: number, second: start)
    for input in inputs where SystemFiles.isSame(input, path) {
      throw CaptureError(
        .malformed, subject: path, reason: "is an input file; refusing to overwrite it")
    }
    // A ring of one file begins it again.
    if path == finishedPath { try completeFile() }
    fileCount += 1
    if let header {
      writer = try CaptureWriter(
        path: path, header: header, compression: compression, owner: owner)
    } else {
      try openBlocks(path, owner)
    }
    mustBegin = false
    guard rotation.seconds != nil, rotation.byteLimit != nil, let limit = rotation.fileLimit
    else { return }
    ring.removeAll { $0 == path }
    ring.append(path)
    if ring.count > limit { SystemFiles.remove(ring.removeFirst()) }
  }

  /// Opens a pcapng file: the first one begins with the composed blocks, others with a copy of them.
  private mutating func openBlocks(
    _ path: String, _ owner: SystemUser?
  ) throws(CaptureError) {
    let head = hasBegun ? composer?.head : nil
    writer = try CaptureWriter(
      path: path, blocks: head ?? [], compression: compression, owner: owner)
    hasBegun = true
    try writePending(packets: 0)
  }
}
