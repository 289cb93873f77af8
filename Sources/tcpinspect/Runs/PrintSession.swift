import InternetTypes
import PacketCapture
import PacketDissection
import PacketPrinting
import SystemServices
import TextOutput

/// The consumer of `print`: prints, writes or counts packets.
struct PrintSession: PacketConsumer, ~Copyable {
  /// What is done with packets, and when the run ends.
  struct Choices {
    var prints = true
    /// Whether only the number of packets is printed, at the end.
    var countsOnly = false
    /// Whether each line is written at once (`-l`, or on a terminal).
    var flushesLines = false
    /// Whether each packet of the savefile is written at once (`-U`).
    var flushesPackets = false
    /// The number of packets after which it ends.
    var packetLimit = UInt64.max
    /// The time between first and last packet after which it ends, in seconds.
    var duration: Double?
    /// Starts threads that make lines beside the one that reads; nil where lines have to be made one after the other.
    var makeCrew: (@Sendable () -> PrintCrew)?
  }

  /// Packets before the threads are worth their start.
  private static let crewThreshold: UInt64 = 1024

  /// Bytes of text that are collected before they are written.
  private static let textThreshold = 1 << 15

  private let choices: Choices
  private var printer: PacketPrinter
  private var writer: RotatingWriter?
  private var summary: ChecksumSummary?
  private var durationLimit: DurationLimit

  /// Lines that several threads make; nil before the run is long enough, or where they have to be made one by one.
  private var lines: ParallelLines?

  /// Whether the last file of `-W` is finished.
  private var isFull = false

  /// Why text could not be written; the savefile is completed all the same.
  private var textFailure: CaptureError?

  /// Packets taken so far.
  private(set) var count: UInt64 = 0

  init(
    choices: Choices, printer: consuming PacketPrinter, writer: consuming RotatingWriter?,
    summarizesChecksums: Bool
  ) {
    self.choices = choices
    durationLimit = DurationLimit(choices.duration)
    self.printer = printer
    self.writer = writer
    summary = summarizesChecksums ? ChecksumSummary() : nil
  }

  /// Takes the next packet; false when it was the last that is wanted.
  ///
  /// - Throws: when output fails.
  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    if durationLimit.isOver(at: captured.timestamp) { return false }
    if writer != nil {
      guard try writer?.append(captured, frame) ?? true else {
        isFull = true
        return false
      }
      if choices.flushesPackets { try writer?.flush() }
    }
    count += 1
    if choices.prints && textFailure == nil {
      let packet = Packet(
        decoding: frame, wireLength: captured.originalLength, linkType: linkType)
      if lines != nil || count == Self.crewThreshold && choices.makeCrew != nil {
        try printLater(packet, frame, captured)
        return count < choices.packetLimit
      }
      printer.print(
        packet, frame: frame, statedLength: captured.originalLength, time: captured.recordedTime,
        number: count)
      summary?.add(packet, frame, linkType, at: captured.timestamp)
      if choices.flushesLines || printer.line.count >= Self.textThreshold { try flushText() }
    }
    return count < choices.packetLimit
  }

  /// Has a packet's line made by one of the threads.
  ///
  /// - Throws: when output fails.
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
        number: count), &printer)
    if lines?.isFull == true { try lines?.handOver(&printer, Self.write) }
  }

  private static func write(_ bytes: Span<UInt8>) throws(CaptureError) {
    try OutputDescriptor.standardOutput.write(bytes)
  }

  /// Writes out the pending text.
  ///
  /// - Throws: when it cannot be written, unless a savefile has to be completed all the same.
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

  /// Writes out what is pending.
  ///
  /// - Throws: when it cannot be written.
  mutating func flush() throws(CaptureError) {
    try flushText()
    if choices.flushesPackets { try writer?.flush() }
    writer?.startWaitingCommands()
  }

  mutating func flushFiles() throws(CaptureError) {
    try flushText()
    try writer?.flush()
  }

  /// Writes out what is pending, closes the savefile, and returns the notes on the run.
  ///
  /// - Throws: when it cannot be written.
  consuming func finish() throws(CaptureError) -> RunReport {
    try flushText()
    if let writer = writer.take() { try writer.close() }
    if let textFailure { throw textFailure }
    summary?.finish()
    var report = RunReport()
    report.notes = summary?.lines() ?? []
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
