import CaptureFormats
import HostSockets
import InternetTypes
import PacketCapture
import PacketDissection
import PacketPrinting
import SystemServices
import TextOutput

/// The packet consumer of `print`: prints, writes or counts packets.
struct PrintSession: PacketConsumer, ~Copyable {
  /// The options of a session: output and limits.
  struct Choices {
    var prints = true
    /// Whether only the number of packets is printed, at the end.
    var countsOnly = false
    /// Whether comments on packets are printed.
    var showsComments = false
    /// Whether the interface and the process of each packet are printed.
    var showsInterfaces = false
    /// Whether a filter selects packets.
    var hasFilter = false
    /// Whether each line is written at once (`-l`, or on a terminal).
    var flushesLines = false
    /// Whether each packet of the savefile is written at once (`-U`).
    var flushesPackets = false
    /// The number of packets after which it ends.
    var packetLimit = UInt64.max
    /// The time between first and last packet after which it ends, in seconds.
    var duration: Double?
    /// Starts threads that format lines in parallel; nil if lines must be formatted one after the other.
    var makeCrew: (@Sendable () -> PrintCrew)?
  }

  /// Packets that are printed before the threads are started: a short run does not need them.
  private static let crewThreshold: UInt64 = 1024

  /// Text is written when this many bytes are buffered.
  private static let textThreshold = 1 << 15

  /// The maximum number of comments printed on a packet: a file can contain any number.
  private static let commentLimit = 100

  private let choices: Choices
  private var printer: PacketPrinter
  private var names: CaptureNames
  private var writer: RotatingWriter?
  /// Whether there is a writer: a look at the writer itself costs a call for each packet.
  private let writes: Bool
  private let sockets: HostSockets?
  /// The processes of packets; nil unless they are printed.
  private var owners: PacketOwners?
  private var summary: ChecksumSummary?
  private var durationLimit: DurationLimit

  /// The lines that several threads format; nil before that many packets, or if lines must be formatted one by one.
  private var lines: ParallelLines?

  /// Whether the last file of `-W` is finished.
  private var isFull = false

  /// The error of writing text; the savefile is still completed.
  private var textFailure: CaptureError?

  /// How many packets were processed so far.
  private(set) var count: UInt64 = 0

  /// The number of printed blocks without a packet.
  private var noteCount: UInt64 = 0

  /// The capture time of the last packet that has a block.
  private var lastTime = RecordedTime(seconds: 0, nanoseconds: 0)

  init(
    choices: Choices, printer: consuming PacketPrinter, names: CaptureNames,
    writer: consuming RotatingWriter?, sockets: HostSockets? = nil, summarizesChecksums: Bool
  ) {
    self.names = names
    self.choices = choices
    durationLimit = DurationLimit(choices.duration)
    self.printer = printer
    writes = writer != nil
    self.sockets = sockets
    owners = sockets.map { PacketOwners($0) }
    self.writer = writer
    summary = summarizesChecksums ? ChecksumSummary() : nil
  }

  /// Processes the next packet; returns false if it was the last one wanted.
  ///
  /// - Throws: if output fails.
  @inline(__always)
  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    if durationLimit.isOver(at: captured.timestamp) { return false }
    if writes {
      guard try isWritten(writer?.append(captured, frame)) else { return false }
    }
    count += 1
    if choices.prints && textFailure == nil {
      if choices.showsInterfaces {
        printer.origin = names.origin(of: captured, block: Span(), order: nil, source: 0)
      }
      try print(captured, frame)
      try flushFullText()
    }
    return count < choices.packetLimit
  }

  /// Processes the next packet with its pcapng block; returns false if it was the last one wanted.
  ///
  /// - Throws: if output fails.
  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, block: Span<UInt8>, order: ByteOrder?,
    of source: Int
  ) throws(CaptureError) -> Bool {
    if durationLimit.isOver(at: captured.timestamp) { return false }
    if writes {
      guard
        try isWritten(
          writer?.append(captured, frame, block: block, order: order, source: source))
      else { return false }
    }
    count += 1
    if choices.prints && textFailure == nil {
      if choices.showsInterfaces {
        printer.origin = names.origin(of: captured, block: block, order: order, source: source)
      }
      try print(captured, frame)
      lastTime = captured.recordedTime
      if choices.showsComments, let order { printComments(block, order) }
      try flushFullText()
    }
    return count < choices.packetLimit
  }

  /// Receives the descriptions in a source.
  ///
  /// - Throws: if output fails.
  mutating func take(
    _ descriptions: CaptureFile.Descriptions, of source: Int
  ) throws(CaptureError) {
    try note(descriptions, of: source)
    try writer?.take(descriptions, of: source)
  }

  mutating func take(_ statistics: CaptureStatistics, of interface: Int) throws(CaptureError) {
    try writer?.append(statistics, of: interface, at: SystemClock.now)
  }

  var needsStatistics: Bool {
    switch writer {
    case .some(let writer): writer.needsStatistics
    case .none: false
    }
  }

  mutating func completeFile() throws(CaptureError) { try writer?.completeFile() }

  /// Reads names from the descriptions of a source, and prints blocks that Wireshark numbers like packets.
  ///
  /// - Throws: if lines before them cannot be written.
  mutating func note(
    _ descriptions: CaptureFile.Descriptions, of source: Int
  ) throws(CaptureError) {
    names.take(descriptions, of: source)
    guard choices.prints, !choices.hasFilter, textFailure == nil else { return }
    var walker = BlockWalker()
    while let block = walker.next(in: descriptions.blocks.span) {
      guard let text = BlockText(descriptions.blocks.span.extracting(block.range), block) else {
        continue
      }
      try flushText()
      noteCount += 1
      printer.printNote(text.line, time: lastTime, number: count + noteCount)
    }
  }

  /// Flushes the packet if `-U` requires it; returns false if the packet was after the last file.
  private mutating func isWritten(_ isAppended: Bool?) throws(CaptureError) -> Bool {
    if isAppended == false {
      isFull = true
      return false
    }
    if choices.flushesPackets { try writer?.flush() }
    return true
  }

  /// Prints a packet, or has its line made by one of the threads.
  private mutating func print(
    _ captured: CapturedPacket, _ frame: Span<UInt8>
  ) throws(CaptureError) {
    let packet = Packet(
      decoding: frame, wireLength: captured.originalLength, linkType: captured.linkType)
    if lines != nil || count == Self.crewThreshold && choices.makeCrew != nil {
      return try printLater(packet, frame, captured)
    }
    if sockets != nil { printer.suffix = owners?.text(packet, at: captured.timestamp) ?? "" }
    printer.print(
      packet, frame: frame, statedLength: captured.originalLength, time: captured.recordedTime,
      number: count + noteCount)
    summary?.add(packet, frame, captured.linkType, at: captured.timestamp)
  }

  /// Prints the comments on a packet, one per line.
  private mutating func printComments(_ block: Span<UInt8>, _ order: ByteOrder) {
    guard var options = BlockOptionIterator(ofPacket: block, order: order) else { return }
    var left = Self.commentLimit
    while left > 0, let option = options.next(in: block) {
      guard option.code == BlockOption.comment, !option.value.isEmpty else { continue }
      left -= 1
      printer.line.append("    comment: \(option.text(in: block).visible)\n")
    }
  }

  private mutating func flushFullText() throws(CaptureError) {
    if lines != nil { return }
    if choices.flushesLines || printer.line.count >= Self.textThreshold { try flushText() }
  }

  /// Passes a packet to one of the threads, which formats its line.
  ///
  /// - Throws: if output fails.
  private mutating func printLater(
    _ packet: Packet, _ frame: Span<UInt8>, _ captured: CapturedPacket
  ) throws(CaptureError) {
    if lines == nil, let makeCrew = choices.makeCrew {
      try flushText()
      lines = ParallelLines(makeCrew())
    }
    lines?.append(
      PendingLine(
        packet, frame, statedLength: captured.originalLength, time: captured.recordedTime,
        number: count + noteCount), &printer)
    if lines?.isFull == true { try lines?.handOver(&printer, Self.write) }
  }

  private static func write(_ bytes: Span<UInt8>) throws(CaptureError) {
    try OutputDescriptor.standardOutput.write(bytes)
  }

  /// Writes the buffered text.
  ///
  /// - Throws: if it cannot be written and there is no savefile to complete.
  mutating func flushText() throws(CaptureError) {
    try lines?.drain(&printer, Self.write)
    guard printer.line.count > 0 else { return }
    defer { printer.line.removeAll() }
    do throws(CaptureError) {
      try printer.line.withBytes { (bytes) throws(CaptureError) in
        try OutputDescriptor.standardOutput.write(bytes)
      }
    } catch {
      textFailure = error
      if writer == nil { throw error }
    }
  }

  /// Writes all buffered output.
  ///
  /// - Throws: if it cannot be written.
  mutating func flush() throws(CaptureError) {
    try flushText()
    if choices.flushesPackets { try writer?.flush() }
    writer?.startWaitingCommands()
  }

  mutating func flushFiles() throws(CaptureError) {
    try flushText()
    try writer?.flush()
  }

  /// Writes buffered output, closes the savefile, and returns the notes of the run.
  ///
  /// - Throws: if it cannot be written.
  consuming func finish() throws(CaptureError) -> RunReport {
    sockets?.stop()
    try flushText()
    if let writer = writer.take() { try writer.close() }
    if let textFailure { throw textFailure }
    summary?.finish()
    var report = RunReport()
    report.notes = (summary?.lines() ?? []) + (sockets?.notes ?? [])
    if isFull { report.notes.insert("maximum number of files reached", at: 0) }
    let evicted = printer.evictedConnectionCount
    if evicted > 0 {
      report.notes.append(
        "relative sequence numbers of \(evicted.counted("connection")) were forgotten")
    }
    if choices.countsOnly {
      let text = Array("\(count) \(count == 1 ? "packet" : "packets")\n".utf8)
      try OutputDescriptor.standardOutput.write(text.span)
    }
    return report
  }
}
